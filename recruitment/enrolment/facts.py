"""What was known of starts and leavings, and when: the append-only record beside `Enrolment`.

An enrolment holds the days as we know them now. Each time they are written, changed or taken back,
a fact is added in the same transaction, so that a figure published from them can be worked out
again for ever.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake


class EnrolmentFactQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(application__in=Application.objects.visible_to(user))

    def known(self, moment: datetime):
        """The last fact of each application recorded before `moment`; none where the start had
        been taken back by then."""
        before = self.model._default_manager.filter(recorded_at__lt=moment)
        later = before.filter(application=OuterRef("application"), pk__gt=OuterRef("pk"))
        return self.filter(recorded_at__lt=moment, started_on__isnull=False).exclude(Exists(later))

    def update(self, **kwargs):
        raise TypeError("Enrolment facts are append-only: save the enrolment.")

    def delete(self):
        raise TypeError("Enrolment facts are append-only: save the enrolment.")


class EnrolmentFact(models.Model):
    """Start and leaving of one application as somebody recorded them. Without `started_on` the
    start was taken back. Written by `Enrolment` alone, never changed."""

    application = models.ForeignKey(
        Application,
        models.CASCADE,
        related_name="enrolment_facts",
        verbose_name=_("application"),
    )
    # The cohort: where they started.
    intake = models.ForeignKey(Intake, models.PROTECT, related_name="+", verbose_name=_("intake"))
    started_on = models.DateField(_("started on"), null=True)
    left_on = models.DateField(_("left on"), null=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = EnrolmentFactQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("enrolment fact")
        verbose_name_plural = _("enrolment facts")
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("started_on")),
                name="enrolment_fact_left_after_start",
            )
        ]

    def __str__(self):
        return f"{self.application_id}: {self.started_on or '–'} to {self.left_on or '–'}"

    @property
    def told(self) -> tuple[int, date | None, date | None]:
        return self.intake_id, self.started_on, self.left_on

    def save(self, *args, **kwargs):
        raise TypeError("Enrolment facts are append-only: save the enrolment.")

    def delete(self, *args, **kwargs):
        raise TypeError("Enrolment facts are append-only: save the enrolment.")

    @classmethod
    def write(cls, facts: Iterable[Self]) -> None:
        cls.objects.bulk_create(facts)
