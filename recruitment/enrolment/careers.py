"""What is recorded of researchers between first and last day, and who supervises them.

Dated facts: each stands until it is taken back, and stays readable then. The first and the last
day are the enrolment's own.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import User
from centre.people.models import Supervisor
from centre.templatetags.cohort import full_day
from centre.web.refusal import Refused
from recruitment.enrolment.kinds import Change, SupervisorRole
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.enrolment.standing import (
    Said,
    Standing,
    Stay,
    fault,
    graduation_fault,
    standing,
)


class OfEnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__researcher__in=Researcher.objects.visible_to(user))


class CareerStepQuerySet(OfEnrolmentQuerySet):
    def standing(self):
        return self.filter(taken_back_at=None)


class CareerStep(models.Model):
    """Something that happened on a day after the start: confirmed, suspended, renewed …"""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="steps", verbose_name=_("enrolment")
    )
    change = models.CharField(_("what happened"), max_length=12, choices=Change)
    on = models.DateField(_("on"))
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+", verbose_name=_("recorded by"),
    )  # fmt: skip
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
        related_name="+", verbose_name=_("taken back by"),
    )  # fmt: skip

    objects = CareerStepQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("step after the start")
        verbose_name_plural = _("steps after the start")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("on")),
                name="career_step_until_after",
            )
        ]

    def __str__(self):
        return f"{self.get_change_display()}, {full_day(self.on)}"

    @property
    def said(self) -> Said:
        return Said(self.change, self.on, self.until)

    @classmethod
    @transaction.atomic
    def record(
        cls,
        enrolment: Enrolment,
        said: Said,
        *,
        note: str = "",
        token: uuid.UUID | None = None,
        by: User | None = None,
    ) -> "CareerStep":
        """Add it to what stands of `enrolment`; with the token of one that is there, that one.

        Raises Refused with a sentence where it cannot have been.
        """
        Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        token = token or uuid.uuid4()
        if known := cls.objects.filter(token=token, enrolment=enrolment).first():
            return known
        _check(enrolment, [*_stored(enrolment), said])
        return cls.objects.create(
            enrolment=enrolment, change=said.change, on=said.on, until=said.until,
            note=note, token=token, recorded_by=by,
        )  # fmt: skip

    @transaction.atomic
    def take_back(self, *, by: User | None) -> None:
        """It did not happen: later steps must stand without it. Twice is once."""
        Enrolment.objects.select_for_update(of=("self",)).get(pk=self.enrolment_id)
        self.refresh_from_db(fields=["taken_back_at"])
        if self.taken_back_at:
            return
        left = [one.said for one in self.enrolment.steps.standing().exclude(pk=self.pk)]
        try:
            _check(self.enrolment, left)
            if self.change == Change.SUBMITTED:
                _check_graduation(self.enrolment, left)
        except Refused as wrong:
            raise Refused(
                _now("A later step rests on this one. Take that back first. %(why)s")
                % {"why": wrong}
            ) from None
        self.taken_back_at, self.taken_back_by = timezone.now(), by
        self.save(update_fields=["taken_back_at", "taken_back_by"])


def _stored(enrolment: Enrolment) -> list[Said]:
    return [one.said for one in enrolment.steps.standing()]


def _check(enrolment: Enrolment, said: list[Said]) -> None:
    # Of one day the one recorded first comes first; sorting keeps that order.
    if wrong := fault(stay_of(enrolment, sorted(said, key=lambda one: one.on))):
        raise Refused(wrong)


def _check_graduation(enrolment: Enrolment, said: list[Said]) -> None:
    left_as = enrolment.leaving_reason.code if enrolment.leaving_reason else ""
    if wrong := graduation_fault(stay_of(enrolment, said), left_as):
        raise Refused(wrong)


def stay_of(enrolment: Enrolment, said: list[Said]) -> Stay:
    return Stay(
        kind=enrolment.track.kind,
        started_on=enrolment.started_on,
        left_on=enrolment.left_on,
        months=enrolment.months or enrolment.track.usual_months,
        said=said,
    )


def standings(enrolments: list[Enrolment], on: date) -> dict[int, Standing]:
    """{enrolment: where they stand at the end of `on`}; `track` is read with them. One query."""
    said: dict[int, list[Said]] = {}
    keys = [one.pk for one in enrolments]
    for step in CareerStep.objects.standing().filter(enrolment__in=keys) if keys else ():
        said.setdefault(step.enrolment_id, []).append(step.said)
    return {one.pk: standing(stay_of(one, said.get(one.pk, [])), on) for one in enrolments}


class SupervisionQuerySet(OfEnrolmentQuerySet):
    def chiefs_now(self):
        chiefs = self.filter(role=SupervisorRole.CHIEF, ended_on=None)
        return chiefs.select_related("supervisor")


class Supervision(models.Model):
    """Somebody supervises a researcher from a day on. Without a chief among these it is the
    supervisor of the application."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="supervisions", verbose_name=_("enrolment")
    )
    supervisor = models.ForeignKey(
        Supervisor, models.PROTECT, related_name="supervisions", verbose_name=_("supervisor")
    )
    role = models.CharField(_("as"), max_length=6, choices=SupervisorRole)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day they no longer do.")
    )
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "pk"]
        verbose_name = _("supervision")
        verbose_name_plural = _("supervisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gt=F("started_on")),
                name="supervision_ends_after_start",
                violation_error_message=_("The last day must come after the first."),
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(role=SupervisorRole.CHIEF, ended_on__isnull=True),
                name="supervision_one_chief",
                violation_error_message=_("There is one chief supervisor. End the other first."),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "supervisor"],
                condition=Q(ended_on__isnull=True),
                name="supervision_once",
                violation_error_message=_("They supervise this researcher already."),
            ),
        ]

    def __str__(self):
        return f"{self.supervisor}, {self.get_role_display()}"
