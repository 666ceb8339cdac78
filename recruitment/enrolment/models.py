"""Those who started: researchers, their enrolments or appointments, and where they went next."""

import uuid
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from centre.accounts.models import Role
from centre.accounts.policy import centres_seen_as, centres_seen_whole
from centre.organisation.models import Centre
from centre.templatetags.cohort import full_day
from recruitment.candidates.models import Candidate
from recruitment.enrolment import ties
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.kinds import ACADEMIC
from recruitment.enrolment.leaving import foreign_to
from recruitment.enrolment.reopened import follow_leaving
from recruitment.enrolment.standing import Standing
from recruitment.pipeline.kinds import Party
from recruitment.pipeline.models import Application, DispositionReason
from recruitment.positions.models import Track


class ResearcherQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        supervised = centres_seen_as(user, Role.SUPERVISOR)
        if supervised:
            # Theirs from the start, or supervised by them now; a mentor at the partner sees nobody.
            theirs = Q(application__supervisor__user=user) | Q(
                supervisions__supervisor__user=user,
                supervisions__role__in=ACADEMIC,
                supervisions__ended_on=None,
            )
            own = Enrolment.objects.filter(theirs)
            seen |= Q(centre_id__in=supervised, pk__in=own.values("researcher_id"))
        return self.filter(seen)


class Researcher(models.Model):
    """A person of the centre: a candidate who started, once, whatever they do here later."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="researchers")
    candidate = models.OneToOneField(
        Candidate, models.PROTECT, related_name="researcher", verbose_name=_("candidate")
    )

    objects = ResearcherQuerySet.as_manager()

    class Meta:
        ordering = ["candidate__sort_name"]
        verbose_name = _("researcher")
        verbose_name_plural = _("researchers")

    def __str__(self):
        return str(self.candidate)

    def get_absolute_url(self):
        return reverse("recruitment:researcher", args=[self.pk])


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(researcher__in=Researcher.objects.visible_to(user))

    def started(self, on: date):
        return self.filter(started_on__lte=on)

    def left(self, on: date):
        return self.filter(started_on__lte=on, left_on__lte=on)

    def in_post(self, on: date):
        """Started on or before `on` and not gone by its end; the leaving day is no day in post."""
        return self.started(on).exclude(left_on__lte=on)

    def yet_to_start(self, on: date):
        return self.filter(started_on__gt=on)

    def update(self, **kwargs):
        raise TypeError("Save the enrolment: what was known before stays on record.")

    def delete(self):
        raise TypeError("Delete the enrolment itself: what was known stays on record.")


class Enrolment(models.Model):
    """A start: registered student or first contract day. Made and unmade by the gate alone.

    `first_started_on` keeps the first day ever recorded for this application, also if the start
    was taken back and came again. What was known before a change is in the facts beside it, which
    `save` and `delete` write.
    """

    researcher = models.ForeignKey(Researcher, models.PROTECT, related_name="enrolments")
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="enrolment", verbose_name=_("application")
    )
    track = models.ForeignKey(
        Track, models.PROTECT, related_name="enrolments", editable=False, verbose_name=_("track")
    )
    started_on = models.DateField(_("started on"))
    first_started_on = models.DateField(_("first started on"), editable=False)
    months = models.PositiveSmallIntegerField(
        _("normal period or first contract, in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Empty: as long as the track says."),
    )
    left_on = models.DateField(_("left on"), null=True, blank=True)
    leaving_reason = models.ForeignKey(
        DispositionReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"party": Party.RESEARCHER},
        verbose_name=_("reason for leaving"),
    )

    # Hung on a row by what reads it for a page: `selectors.for_list`, `path.read_path`.
    chiefs_now: list
    supervised: list
    stands: Standing
    is_late: bool

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["started_on", "pk"]
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("started_on")),
                name="enrolment_left_after_start",
                violation_error_message=_("The last day must come after the first."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, leaving_reason__isnull=True)
                | Q(left_on__isnull=False, leaving_reason__isnull=False),
                name="enrolment_left_with_reason",
                violation_error_message=_("A leaving date and its reason go together."),
            ),
        ]
        indexes = [models.Index(fields=["track", "started_on"], name="enrolment_by_start")]

    def __str__(self):
        return f"{self.researcher}, {full_day(self.started_on)}"

    def clean(self):
        reason = self.leaving_reason
        if reason and reason.centre_id != self.researcher.centre_id:
            raise ValidationError({"leaving_reason": _("Choose a reason of this centre.")})
        if reason and reason.code in foreign_to(self.track.kind) and not self._left_so_already():
            raise ValidationError(
                {
                    "leaving_reason": ValidationError(
                        _("On the track “%(track)s” nobody leaves as “%(reason)s”."),
                        params={"track": self.track, "reason": reason},
                    )
                }
            )

    def _left_so_already(self) -> bool:
        """Whether that reason is stored: whoever left before a rule was made can be corrected."""
        stored = Enrolment.objects.filter(pk=self.pk, leaving_reason=self.leaving_reason_id)
        return stored.exists()

    def save(self, *args, recorded_at: datetime | None = None, **kwargs):
        """Save, with a fact of it unless nothing changed. `recorded_at`: when we heard, now if
        None; another moment is for invented histories alone."""
        new = self._state.adding
        # Row and fact stand or fall together; a caller's own transaction falls with them.
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            fact = self.fact(recorded_at)
            told = None if new else self._last_told()
            if told != fact.told:
                EnrolmentFact.write([fact])
                if told:
                    self._move_along(from_day=told[1])
                if self.left_on or not new:
                    follow_leaving(self)

    def delete(self, *args, **kwargs):
        """Take the start back; a fact says so."""
        with transaction.atomic(savepoint=False):
            taken_back = self.fact()
            taken_back.started_on = taken_back.left_on = None
            EnrolmentFact.write([taken_back])
            return super().delete(*args, **kwargs)

    def fact(self, recorded_at: datetime | None = None) -> EnrolmentFact:
        """What this row says, not saved yet."""
        return EnrolmentFact(
            application_id=self.application_id,
            intake_id=self.application.intake_id,
            started_on=self.started_on,
            left_on=self.left_on,
            recorded_at=recorded_at or timezone.now(),
        )

    def _move_along(self, *, from_day: date | None) -> None:
        """What came with the first day moves with the corrected one; who supervised from that day
        on does so from this one."""
        if from_day and from_day != self.started_on:
            ties.follow(self, from_day)
            for one in self.supervisions.filter(started_on=from_day):
                if one.ended_on is None or one.ended_on > self.started_on:
                    one.started_on = self.started_on
                    one.save(update_fields=["started_on"])

    def _last_told(self):
        facts = EnrolmentFact.objects.filter(application=self.application_id)
        last = facts.order_by("-pk").first()
        return last and last.told

    @property
    def cohort(self):
        """The intake this person started at; leaving never changes it."""
        return self.application.intake


class DestinationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(researcher__in=Researcher.objects.visible_to(user))


class Destination(models.Model):
    """Where a researcher was on a day after the centre, as far as we heard.

    Several days make several rows; the one of the earliest day is the first destination. The
    country is the one of that day: a place that changes hands later is not moved.
    """

    class Sector(models.TextChoices):
        ACADEMIA = "academia", _("University or research institute")
        INDUSTRY = "industry", _("Company")
        FOUNDED = "founded", _("Own company")
        PUBLIC = "public", _("Government or public body")
        OTHER = "other", _("Other")
        UNKNOWN = "unknown", _("Not known")

    researcher = models.ForeignKey(
        Researcher, models.CASCADE, related_name="destinations", verbose_name=_("researcher")
    )
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    sector = models.CharField(_("sector"), max_length=8, choices=Sector, default=Sector.UNKNOWN)
    country = CountryField(_("country/region"), blank=True)
    as_of = models.DateField(_("as of"))
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        ordering = ["as_of", "pk"]
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(employer="") | ~Q(country=""),
                name="destination_says_where",
                violation_error_message=_("Enter the employer, the country/region, or both."),
            )
        ]

    def __str__(self):
        return self.employer or self.country.name
