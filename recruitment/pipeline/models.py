"""The pipeline: its stages, the applications in it, and the append-only history of their steps.

Nothing here changes a stage or a status: recruitment.moves.gate does, for everybody.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role, User
from centre.accounts.policy import centres_seen_as, centres_seen_whole
from centre.organisation.models import Centre, OwnedQuerySet, ResearchArea
from centre.people.models import Supervisor
from recruitment.candidates.models import Candidate
from recruitment.pipeline.kinds import (
    BEFORE_REVIEW,
    BEFORE_START,
    SUCCEEDED,
    Party,
    StageKind,
    Status,
    StepKind,
)
from recruitment.positions.models import Intake, Position, Source, Track


class Pipeline(models.Model):
    """The ordered stages of a track."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="pipelines")
    track = models.OneToOneField(
        Track, models.CASCADE, related_name="pipeline", verbose_name=_("track")
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["track"]
        verbose_name = _("pipeline")
        verbose_name_plural = _("pipelines")

    def __str__(self):
        return str(self.track)


class StageQuerySet(OwnedQuerySet):
    def in_use(self):
        return self.filter(retired_on=None)


class Stage(models.Model):
    """A step of a pipeline. Its name, order and limit are staff's; its kind never changes."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="stages")
    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=14, choices=StageKind)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("order"))
    limit_days = models.PositiveSmallIntegerField(_("limit in days"), null=True, blank=True)
    prior_pass_rate = models.DecimalField(
        _("prior pass rate"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("An assumption, from 0 to 1, until there is history."),
    )
    prior_days = models.PositiveSmallIntegerField(
        _("prior median days"), null=True, blank=True, help_text=_("An assumption.")
    )
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        ordering = ["pipeline", "position"]
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.UniqueConstraint(
                fields=["pipeline"],
                condition=Q(kind=StageKind.STARTED),
                name="stage_one_start",
                violation_error_message=_("A pipeline has one stage for the start."),
            ),
            models.CheckConstraint(
                condition=Q(prior_pass_rate__isnull=True)
                | Q(prior_pass_rate__gte=0, prior_pass_rate__lte=1),
                name="stage_prior_is_a_share",
                violation_error_message=_("A pass rate lies between 0 and 1."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_start(self) -> bool:
        return self.kind == StageKind.STARTED

    @property
    def may_start(self) -> bool:
        return self.kind in BEFORE_START


class DispositionReason(models.Model):
    """Why an application ended, or why a researcher left, with the party whose doing it was."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="reasons")
    party = models.CharField(_("party"), max_length=10, choices=Party)
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(_("order"), default=99)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["party", "position", "name"]
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "party", "code"],
                name="reason_code_once",
                violation_error_message=_("This centre has a reason of that code already."),
            )
        ]

    def __str__(self):
        return self.name


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whole centres for director and manager, their own for a supervisor, none for others."""
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        supervised = centres_seen_as(user, Role.SUPERVISOR)
        if supervised:
            seen |= Q(centre_id__in=supervised) & self._own(user)
        return self.filter(seen)

    def supervised_by(self, user):
        """Applications a supervisor may call theirs: supervised, to their position, or added."""
        return self.filter(self._own(user))

    @staticmethod
    def _own(user) -> Q:
        # Of its own columns, not by joins: no row comes twice, and a list of one stage still
        # walks the index of that stage.
        return (
            Q(supervisor__in=Supervisor.objects.filter(user=user))
            | Q(position__in=Position.objects.filter(supervisors__user=user))
            | Q(candidate__in=Candidate.objects.filter(created_by=user))
        )

    def active(self):
        return self.filter(status=Status.ACTIVE)

    def past_limit(self, stages, centre, *, on: date | None = None):
        """Active and longer in their stage than it allows, now or at the end of `on`; `stages`
        are the ones to look at."""
        if on is None or on >= centre.today():
            return self.active().filter(self._late(stages, centre))
        late = Q(pk__in=[])
        for stage in stages:
            if stage.limit_days is not None:
                since = centre.end_of(on - timedelta(days=stage.limit_days + 1))
                late |= Q(pk__in=self._late_then(stage, since, centre.end_of(on)))
        return self.filter(late)

    def needing_attention(self, stages, centre):
        """Active, and past the limit of their stage, from the review on without supervisor, or
        without next step."""
        reviewed = [stage.pk for stage in stages if stage.kind not in BEFORE_REVIEW]
        return self.active().filter(
            self._late(stages, centre) | Q(stage__in=reviewed, supervisor=None) | Q(next_step="")
        )

    def _late_then(self, stage, since, end):
        """Ids of those who stood open in `stage` from before `since` to `end`."""
        # Who stood there then is there still, or left later: few, each found by an index.
        still = Application.objects.active().filter(stage=stage, entered_stage_at__lt=since)
        left_later = StageTransition.objects.filter(
            from_stage=stage, from_status=Status.ACTIVE, effective_at__gte=end
        )
        few = still.order_by().values("pk").union(left_later.order_by().values("application"))
        came = _arrivals(stage).filter(effective_at__gte=since, effective_at__lt=end)
        return (
            Application.objects.filter(pk__in=few)
            .filter(~Exists(came))
            .standing_before(end)
            .filter(stage_then=stage.pk, status_then=Status.ACTIVE)
            .order_by()
            .values("pk")
        )

    @staticmethod
    def _late(stages, centre):
        by_limit: dict[int, list[int]] = {}
        for stage in stages:
            if stage.limit_days is not None:
                by_limit.setdefault(stage.limit_days, []).append(stage.pk)
        late = Q(pk__in=[])
        for limit, alike in by_limit.items():
            last = centre.end_of(centre.today() - timedelta(days=limit + 1))
            late |= Q(stage__in=alike, entered_stage_at__lt=last)
        return late

    def reached(self, stage, *, on: date | None = None):
        """Those who ever came to `stage` or beyond by the end of `on`, corrections left out.

        These are the ones the funnel counts as "entered" there. Who came straight to Applied or
        beyond was never a lead.
        """
        found = self.filter(self._visited(position__gte=stage.position, stage=stage, on=on))
        if stage.kind != StageKind.LEAD:
            return found
        applied = Stage.objects.filter(
            pipeline=stage.pipeline_id, position__lte=stage.position
        ).exclude(kind=StageKind.LEAD)
        first = StageTransition.objects.standing().filter(application=OuterRef("pk"))
        return found.annotate(
            first_stood=Subquery(first.order_by("sequence").values("to_stage__position")[:1])
        ).filter(Q(first_stood__lte=stage.position) | Exists(applied))

    def passed(self, stage, *, on: date | None = None):
        """Those who came to a stage after `stage`: the funnel's "advanced"."""
        return self.reached(stage, on=on).filter(
            self._visited(position__gt=stage.position, stage=stage, on=on)
        )

    def _visited(self, *, stage, on, **positions):
        steps = StageTransition.objects.standing().filter(
            application=OuterRef("pk"),
            to_stage__pipeline=stage.pipeline_id,
            **{f"to_stage__{lookup}": value for lookup, value in positions.items()},
        )
        if on is not None:
            steps = steps.filter(effective_at__lt=stage.centre.end_of(on))
        return Exists(steps)

    def standing_in(self, stage, *, statuses, on: date | None = None):
        """Those who stood in `stage` with one of `statuses` at the end of `on`, or now."""
        if on is None:
            return self.filter(stage=stage, status__in=statuses)
        return self.standing_before(stage.centre.end_of(on)).filter(
            stage_then=stage.pk, status_then__in=statuses
        )

    def standing_before(self, moment):
        """With the stage and the status each had just before `moment`."""
        last = (
            StageTransition.objects.standing()
            .filter(application=OuterRef("pk"), effective_at__lt=moment)
            .order_by("-sequence")
        )
        return self.annotate(
            stage_then=Subquery(last.values("to_stage")[:1]),
            status_then=Subquery(last.values("to_status")[:1]),
        )

    def accepted(self, track, *, on: date | None = None):
        """Said yes on `track` and not yet started, at the end of `on` or now.

        They stand in pre-arrival, or their start is recorded with a first day after `on`. Who was
        in post by then is left out, also if the office recorded the start later.
        """
        today = track.centre.today()
        if on is None or on >= today:
            waiting = Application.objects.active().filter(
                stage__pipeline__track=track, stage__kind=StageKind.PRE_START
            )
            recorded = Application.objects.filter(
                enrolment__track=track, enrolment__started_on__gt=on or today
            )
            # A union, not an OR: each half has an index of its own.
            both = waiting.order_by().values("pk").union(recorded.order_by().values("pk"), all=True)
            return self.filter(pk__in=both)
        steps = StageTransition.objects.standing().filter(effective_at__lt=track.centre.end_of(on))
        came_so_far = steps.filter(
            to_stage__pipeline__track=track,
            to_stage__kind__in=(StageKind.PRE_START, StageKind.STARTED),
        )
        last = steps.filter(application=OuterRef("pk")).order_by("-sequence")
        return (
            self.filter(pk__in=came_so_far.values("application"))
            .annotate(
                kind_then=Subquery(last.values("to_stage__kind")[:1]),
                status_then=Subquery(last.values("to_status")[:1]),
            )
            .filter(
                Q(kind_then=StageKind.PRE_START, status_then=Status.ACTIVE)
                | Q(status_then__in=SUCCEEDED)
            )
            .exclude(enrolment__started_on__lte=on)
        )

    def for_list(self):
        """With everything a row or a card shows."""
        return self.select_related(
            "candidate", "stage", "intake", "position", "supervisor", "area", "track"
        )


def _arrivals(stage):
    """Steps by which the outer application came to stand open in `stage`. A correction that only
    goes back to it is none: it was there all the time."""
    before = StageTransition.objects.filter(
        application=OuterRef("application"),
        sequence=OuterRef("annuls_after"),
        to_stage=stage,
        to_status=Status.ACTIVE,
    )
    return (
        StageTransition.objects.standing()
        .filter(application=OuterRef("pk"), to_stage=stage, to_status=Status.ACTIVE)
        .exclude(Q(kind=StepKind.CORRECTION) & Exists(before))
    )


class Application(models.Model):
    """One candidate's attempt at one position and intake. Holds the stage; the gate moves it."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="applications", editable=False)
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="applications", verbose_name=_("candidate")
    )
    track = models.ForeignKey(
        Track, models.PROTECT, related_name="applications", editable=False, verbose_name=_("track")
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="applications", verbose_name=_("position")
    )
    intake = models.ForeignKey(
        Intake, models.PROTECT, related_name="applications", verbose_name=_("intake")
    )
    area = models.ForeignKey(
        ResearchArea,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("area"),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("source"),
    )
    owner = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("owner"),
    )
    supervisor = models.ForeignKey(
        Supervisor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("supervisor"),
    )
    next_step = models.CharField(_("next step"), max_length=120, blank=True)
    next_step_on = models.DateField(_("next step due"), null=True, blank=True)

    stage = models.ForeignKey(
        Stage, models.PROTECT, related_name="applications", editable=False, verbose_name=_("stage")
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status, default=Status.ACTIVE, editable=False
    )
    reason = models.ForeignKey(
        DispositionReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        editable=False,
        verbose_name=_("reason"),
    )
    # The number of steps in the history: what a step compares before it sets.
    version = models.PositiveIntegerField(default=0, editable=False)
    entered_stage_at = models.DateTimeField(_("in stage since"), editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "position", "intake"],
                name="application_once",
                violation_error_message=_(
                    "This person has applied to that position and intake already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.REJECTED, Status.WITHDRAWN, Status.CLOSED])
                & Q(reason__isnull=False)
                | Q(status__in=[Status.ACTIVE, Status.ENROLLED, Status.APPOINTED])
                & Q(reason__isnull=True),
                name="application_ended_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "status", "entered_stage_at", "id"], name="application_open"
            ),
            models.Index(
                fields=["stage", "status", "entered_stage_at", "id"], name="application_in_stage"
            ),
            models.Index(fields=["owner", "status"], name="application_by_owner"),
            models.Index(fields=["supervisor", "status"], name="application_by_supervisor"),
            models.Index(fields=["intake", "status"], name="application_by_intake"),
        ]

    def __str__(self):
        return f"{self.candidate}: {self.position}, {self.intake}"

    def get_absolute_url(self):
        return reverse("recruitment:application", args=[self.pk])

    @property
    def is_active(self) -> bool:
        return self.status == Status.ACTIVE

    @property
    def days_in_stage(self) -> int:
        """Whole calendar days in the centre's zone since the stage was entered."""
        return (self.centre.today() - self.centre.day_of(self.entered_stage_at)).days

    @property
    def is_past_limit(self) -> bool:
        limit = self.stage.limit_days
        return self.is_active and limit is not None and self.days_in_stage > limit


class StageTransitionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(application__in=Application.objects.visible_to(user))

    def standing(self):
        """Steps no later correction took back."""
        taken_back = self.model._default_manager.filter(
            application=OuterRef("application"),
            annuls_after__lt=OuterRef("sequence"),
            sequence__gt=OuterRef("sequence"),
        )
        return self.exclude(Exists(taken_back))

    def update(self, **kwargs):
        raise TypeError("The history is append-only: write a correction through the gate.")

    def delete(self):
        raise TypeError("The history is append-only: write a correction through the gate.")


class StageTransition(models.Model):
    """One step of an application, written by the gate and never changed.

    `effective_at` is when it happened, `recorded_at` when we heard. A correction takes back the
    steps after number `annuls_after`; those are out of every rate, and still here.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="transitions")
    sequence = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("step"), max_length=10, choices=StepKind)
    from_stage = models.ForeignKey(
        Stage, models.PROTECT, null=True, related_name="+", verbose_name=_("from")
    )
    to_stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", verbose_name=_("to"))
    from_status = models.CharField(max_length=9, choices=Status, blank=True)
    to_status = models.CharField(_("status after"), max_length=9, choices=Status)
    effective_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    actor = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.ForeignKey(
        DispositionReason, models.PROTECT, null=True, related_name="+", verbose_name=_("reason")
    )
    note = models.TextField(_("note"), blank=True)
    starts_on = models.DateField(_("first day"), null=True)
    annuls_after = models.PositiveIntegerField(null=True)

    objects = StageTransitionQuerySet.as_manager()

    class Meta:
        ordering = ["application", "sequence"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["application", "sequence"], name="step_number_once"),
            models.CheckConstraint(
                condition=Q(annuls_after__isnull=True) | Q(kind=StepKind.CORRECTION),
                name="step_only_corrections_annul",
            ),
            models.CheckConstraint(
                condition=Q(annuls_after__isnull=True) | Q(annuls_after__lt=F("sequence")),
                name="step_annuls_what_was_before",
            ),
        ]
        indexes = [
            models.Index(fields=["to_stage", "effective_at"], name="step_into_stage"),
            # Corrections are few: what `standing` looks for is found in a handful of entries.
            models.Index(
                fields=["application", "sequence"],
                condition=Q(annuls_after__isnull=False),
                name="step_correction",
            ),
        ]

    def __str__(self):
        return f"{self.sequence}. {self.get_kind_display()} → {self.to_stage}"

    def save(self, *args, **kwargs):
        raise TypeError("The history is append-only: steps are written by the gate.")

    def delete(self, *args, **kwargs):
        raise TypeError("The history is append-only: write a correction through the gate.")


class StageTally(models.Model):
    """Counts per stage and day that the gate keeps in the same transaction as the step.

    They make the dashboard's cost independent of the number of applications. They are nobody's
    truth: each is a sum over histories (recruitment.moves.tallies), and check_invariants derives
    every one of them a second time from the history.
    """

    class Measure(models.TextChoices):
        ENTERED = "entered", "entered"  # first came to the stage or beyond on `day`
        ADVANCED = "advanced", "advanced"  # first came beyond the stage on `day`
        CLOSED = "closed", "closed"  # ended here on `day` (-1: reopened)
        WAITING = "waiting", "waiting"  # came to stand here on `day` (-1: left)
        SPELL = "spell", "spell"  # a spell of `days` days ended on `day`
        OPEN = "open", "open"  # an unended spell that began on `day`

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="tallies")
    measure = models.CharField(max_length=8, choices=Measure)
    day = models.DateField()
    days = models.PositiveIntegerField(default=0)
    n = models.IntegerField()

    class Meta:
        verbose_name = _("stage tally")
        verbose_name_plural = _("stage tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "measure", "day", "days"], name="stage_tally_once"
            )
        ]

    def __str__(self):
        return f"{self.stage_id} {self.measure} {self.day}: {self.n}"
