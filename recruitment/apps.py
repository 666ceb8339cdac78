"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecruitmentConfig(AppConfig):
    name = "recruitment"
    verbose_name = _("Recruitment")

    def ready(self):
        # The audit log's registry needs loaded models, so it cannot be imported at the top.
        from recruitment.audit import follow_edits
        from recruitment.documents import defaults as documents
        from recruitment.messages import sending  # noqa: F401  runs by the clock
        from recruitment.pipeline.setup import add_equipment
        from recruitment.reports import checks  # noqa: F401  registers the system check

        follow_edits()
        add_equipment(documents.equip)
