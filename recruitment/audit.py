"""What the audit log follows: every edit of what staff keep."""

from auditlog.context import auditlog_disabled
from auditlog.registry import auditlog
from django.apps import apps
from django.db.models.signals import pre_delete

from centre.remembered import OF_CENTRE
from recruitment.archive.belongings import centre_of

# Histories and what is derived from them: the gate's own, and append-only or rebuilt. Files that
# leave are logged as they do. Of scorecards the log would tell before their seal opens.
_DERIVED = {
    "candidatekey", "deferral", "delivery", "enrolmentfact", "exportfile", "exportpart", "filetext",
    "importedrow", "keyedanswer", "message", "messagefile", "offerevent", "offerletter",
    "privatelink", "promisedpay", "rating", "reply",
    "reportfile", "rescheduling", "savedview", "scorecard", "stagetally", "stagetransition",
}  # fmt: skip
_UNSEEN = {
    "asked_at", "before", "centre", "chain", "choices", "content", "created_at", "created_by",
    "current", "data", "digest", "entered_stage_at", "form", "found", "has_webhooks", "job", "key",
    "last_login", "last_used_at", "letter", "money_version", "password", "reason", "result",
    "revision", "round", "secret", "set_aside", "sha256", "sort_name", "stage", "status", "token",
    "updated_at", "version", "written_by", "reopened_for",
}  # fmt: skip


def follow_edits():
    for app in ("centre", "recruitment"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.model_name not in _DERIVED:
                # Named one by one: left to itself the log also reads what points back at the row.
                names = {field.name for field in model._meta.fields}
                auditlog.register(model, include_fields=sorted(names - _UNSEEN))
                pre_delete.connect(_say_whose, sender=model)


def _say_whose(instance, **_signal):
    """The log of what is gone tells the centre it was of, which no row can say any more.

    By a signal, as the log itself is written by one; the one before, when its parents are there.
    """
    if auditlog_disabled.get(False):
        return
    own = getattr(instance, "get_additional_data", dict)
    said = {OF_CENTRE: centre_of(instance)}
    instance.get_additional_data = lambda: own() | said
