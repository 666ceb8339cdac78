"""App configurations: ours, and the admin site in our dress."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class CentreConfig(AppConfig):
    name = "centre"
    verbose_name = _("Centre")

    def ready(self):
        from centre import checks  # noqa: F401  registers the system checks
        from centre.accounts import ages  # noqa: F401  hears of every sign-in
        from centre.web.masking import hide_secrets

        hide_secrets()


class CohortAdminConfig(AdminConfig):
    default_site = "centre.web.admin_site.CohortAdminSite"
