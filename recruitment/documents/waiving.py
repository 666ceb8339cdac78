"""The centre goes on without a document its track asks for: of one application, for a reason.

A row stands for as long as that holds, and is gone when it is undone; that it stood is in the
candidate's activity, with the reason, and in the audit log.
"""

from auditlog.models import LogEntry
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from recruitment.documents.models import DocumentKind
from recruitment.pipeline.models import Application

# The key the log has it under, in the history of the application.
WAIVED = "waived"


class Waiver(models.Model):
    """A document this application needs no more, whatever its track asks for."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="waivers", verbose_name=_("application")
    )
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, related_name="waivers", verbose_name=_("document")
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("waived by")
    )
    at = models.DateTimeField(_("waived"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("waived document")
        verbose_name_plural = _("waived documents")
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="document_waived_once"),
        ]

    def __str__(self):
        return f"{self.kind}: {self.application}"

    def told(self) -> str:
        """In a line of the activity, which supervisors read: of what is for the office only
        without the reason."""
        return str(self.kind) if self.kind.is_private else f"{self.kind}: {self.reason}"


@transaction.atomic
def waive(application: Application, kind: DocumentKind, *, reason: str, by: User) -> Waiver:
    """Go on without it. Waived twice it is waived once, for the first reason."""
    given = {"reason": reason, "by": by}
    made, is_new = Waiver.objects.get_or_create(application=application, kind=kind, defaults=given)
    if is_new:
        _tell(application, ["", made.told()], by=by)
    return made


@transaction.atomic
def want_again(application: Application, kind: DocumentKind, *, by: User) -> None:
    """It is asked for as before. Undone twice it is undone once."""
    held = Waiver.objects.select_for_update(of=("self",)).select_related("kind")
    for one in held.filter(application=application, kind=kind):
        told = one.told()
        one.delete()
        _tell(application, [told, ""], by=by)


def _tell(application: Application, said: list[str], *, by: User) -> None:
    LogEntry.objects.log_create(
        application, action=LogEntry.Action.UPDATE, changes={WAIVED: said}, actor=by
    )
