"""Applications that went to another intake, append-only: which one they were for, and when we knew.

An application holds the intake it is for now. `Application.defer` writes the change beside it.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruitment.positions.models import Intake


class DeferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        applications = self.model._meta.get_field("application").related_model
        return self.filter(application__in=applications.objects.visible_to(user))

    def update(self, **kwargs):
        raise TypeError("Deferrals are append-only: defer the application again.")

    def delete(self):
        raise TypeError("Deferrals are append-only: defer the application again.")


class Deferral(models.Model):
    """One application moved from an intake to another, before its start. Never changed."""

    application = models.ForeignKey(
        "recruitment.Application",
        models.CASCADE,
        related_name="deferrals",
        verbose_name=_("application"),
    )
    from_intake = models.ForeignKey(
        Intake, models.PROTECT, related_name="+", verbose_name=_("from")
    )
    to_intake = models.ForeignKey(Intake, models.PROTECT, related_name="+", verbose_name=_("to"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = DeferralQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("deferral")
        verbose_name_plural = _("deferrals")
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_intake=models.F("to_intake")), name="deferral_changes_intake"
            )
        ]

    def __str__(self):
        return f"{self.application_id}: {self.from_intake_id} to {self.to_intake_id}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("Deferrals are append-only: defer the application again.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Deferrals are append-only: defer the application again.")


def intake_known(moment) -> Coalesce:
    """The id of the intake an application was for, as we knew just before `moment`: what the first
    deferral recorded since then took it from, else what it says now. Annotates applications."""
    since = Deferral.objects.filter(application=OuterRef("pk"), recorded_at__gte=moment)
    before = Subquery(since.order_by("pk").values("from_intake")[:1])
    return Coalesce(before, "intake_id", output_field=models.BigIntegerField())


def is_deferred(application: str = "pk") -> Exists:
    """Whether an application is for a later intake than one it was for before. Annotates whatever
    leads to it. "Deferred" is said of open applications: the seat is that of the later intake."""
    path = "" if application == "pk" else f"{application}__"
    rows = Deferral.objects.filter(application=OuterRef(application))
    return Exists(rows.filter(from_intake__starts_on__lt=OuterRef(f"{path}intake__starts_on")))
