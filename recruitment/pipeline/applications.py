"""Applications: one candidate's attempt at one position and intake, and which of them one may meet.

Nothing here changes a stage or a status: recruitment.moves.gate does, for everybody.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Role, User
from centre.accounts.policy import (
    centres_seen_as,
    centres_seen_on_panels,
    centres_seen_whole,
)
from centre.organisation.models import Centre, ResearchArea
from centre.people.models import Supervisor
from centre.web.addresses import address
from recruitment.candidates.models import Candidate
from recruitment.pipeline.kinds import Status
from recruitment.pipeline.past import PastQuerySet
from recruitment.pipeline.stages import DispositionReason, Stage
from recruitment.positions.models import Intake, Position, Source, Track

# What needs attention, for whichever of these a page asks. Each is about active applications.
WITHOUT_NEXT_STEP = Q(next_step="")


def late_in(stages: Iterable[Stage], centre: Centre, today: date) -> Q:
    """Past the limit of its stage, if that is one of `stages`."""
    alike: dict[datetime, list[int]] = {}
    for stage in stages:
        last = stage.late_before(centre, today)
        if last is not None:
            alike.setdefault(last, []).append(stage.pk)
    late = Q(pk__in=[])
    for last, keys in alike.items():
        late |= Q(stage__in=keys, entered_stage_at__lt=last)
    return late


def unassigned_in(stages: Iterable[Stage]) -> Q:
    """Without supervisor in one of `stages` that wants one."""
    wanting = [stage.pk for stage in stages if stage.wants_supervisor]
    return Q(stage__in=wanting, supervisor=None)


class ApplicationQuerySet(PastQuerySet):
    def visible_to(self, user):
        """Whole centres for director and manager, their own for a supervisor, those they assess
        for a panel member, none for others.

        A supervisor's own are those they supervise, those to their positions, and those of people
        they added themselves, but of nobody they declared a conflict of interest about.
        """
        if user.is_superuser:
            return self
        seen = Q(centre_id__in=centres_seen_whole(user))
        supervised = centres_seen_as(user, Role.SUPERVISOR)
        if supervised:
            # By its own columns, not by joins: no row comes twice, and a list of one stage still
            # walks the index of that stage.
            own = Q(centre_id__in=supervised) & (
                Q(supervisor__in=Supervisor.objects.filter(user=user))
                | Q(position__in=Position.objects.filter(supervisors__user=user))
                | Q(candidate__in=Candidate.objects.added_by(user))
            )
            seen |= own & ~Q(candidate__in=self._every().tied_to(user).values("candidate"))
        on_panels = centres_seen_on_panels(user)
        if on_panels:
            assessed = self._every().on_panel_of(user).values("pk")
            seen |= Q(centre_id__in=on_panels, pk__in=assessed)
        return self.filter(seen)

    def _every(self):
        return self.model._default_manager.order_by()

    def on_panel_of(self, user):
        """Those a panel member may read: one of its interviews stands, with them on the panel; the
        stage it is in asks for no anonymous review; and they declared no conflict of interest
        about its candidate, here or on another panel."""
        # Both in one filter: of the same interview.
        mine = self._every().filter(interviews__cancelled_at=None, interviews__panel__user=user)
        tied = self._every().tied_to(user)
        return self.filter(pk__in=mine.values("pk"), stage__is_anonymous=False).exclude(
            candidate__in=tied.values("candidate")
        )

    def tied_to(self, user):
        """Those on whose panel `user` declared a conflict of interest."""
        return self.filter(interviews__panel__user=user, interviews__panel__conflict="declared")

    def about_tied_to(self, user):
        """Those of the same candidates, whatever the panel it was declared on."""
        return self.filter(candidate__in=self._every().tied_to(user).values("candidate"))

    def partial_to(self, user):
        """Those `user` does not judge from afar: they would supervise them, or declared a conflict
        of interest about their candidate."""
        return self.filter(
            Q(supervisor__in=Supervisor.objects.filter(user=user))
            | Q(candidate__in=self._every().tied_to(user).values("candidate"))
        )

    def open_to(self, user):
        """Those whose candidate `user` may know by name: seen anywhere, or assessed by them,
        whatever else they are."""
        # Looked up row by row: a list of all they see would be made for the few of one page.
        seen = Exists(self._every().visible_to(user).filter(pk=OuterRef("pk")))
        assessed = self._every().on_panel_of(user).values("pk")
        return self.filter(seen | Q(pk__in=assessed))

    def active(self):
        return self.filter(status=Status.ACTIVE)

    def past_limit(self, stages, centre, *, on: date | None = None):
        """Active and longer in their stage than it allows, now or at the end of `on`; `stages`
        are the ones to look at."""
        today = centre.today()
        if on is None or on >= today:
            return self.active().filter(late_in(stages, centre, today))
        late = Q(pk__in=[])
        for stage in stages:
            since = stage.late_before(centre, on)
            if since is not None:
                late |= Q(pk__in=self._late_then(stage, since, centre.end_of(on)))
        return self.filter(late)

    def needing_attention(self, stages, centre):
        """Active, and past the limit of their stage, from the review on without supervisor, or
        without next step."""
        late = late_in(stages, centre, centre.today())
        return self.active().filter(late | unassigned_in(stages) | WITHOUT_NEXT_STEP)

    def for_list(self):
        """With everything a row or a card shows."""
        return self.select_related(
            "candidate", "stage", "intake", "position", "supervisor", "area", "track"
        )


class Application(models.Model):
    """One candidate's attempt at one position and intake. Holds the stage; the gate moves it."""

    # Where an index below begins with a key, the key has none of its own: each is written at every
    # step, and SQLite would choose the plain one.
    centre = models.ForeignKey(
        Centre, models.CASCADE, related_name="applications", editable=False, db_index=False
    )
    candidate = models.ForeignKey(
        Candidate,
        models.CASCADE,
        related_name="applications",
        verbose_name=_("candidate"),
        db_index=False,
    )
    track = models.ForeignKey(
        Track, models.PROTECT, related_name="applications", editable=False, verbose_name=_("track")
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="applications", verbose_name=_("position")
    )
    intake = models.ForeignKey(
        Intake,
        models.PROTECT,
        related_name="applications",
        verbose_name=_("intake"),
        db_index=False,
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
        db_index=False,
    )
    supervisor = models.ForeignKey(
        Supervisor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("supervisor"),
        db_index=False,
    )
    next_step = models.CharField(_("next step"), max_length=120, blank=True)
    next_step_on = models.DateField(_("next step due"), null=True, blank=True)

    stage = models.ForeignKey(
        Stage,
        models.PROTECT,
        related_name="applications",
        editable=False,
        verbose_name=_("stage"),
        db_index=False,
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
    # 0; or its own number, once it was set aside as a duplicate of another application of the same
    # person to the same place (recruitment.moves.rehome). So it stands beside the one that counts.
    set_aside = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "position", "intake", "set_aside"],
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
            # All that the tabs of the list count by: they are answered without looking at a row.
            models.Index(
                fields=[
                    *("centre", "status", "entered_stage_at", "id"),
                    *("stage", "owner", "supervisor", "next_step"),
                ],
                name="application_open",
            ),
            models.Index(
                fields=["stage", "status", "entered_stage_at", "id"], name="application_in_stage"
            ),
            # Whose they are, and what is theirs to do next.
            models.Index(fields=["owner", "status", "next_step_on"], name="application_of_owner"),
            models.Index(
                fields=["supervisor", "status", "owner", "next_step_on"],
                name="application_of_supervisor",
            ),
            models.Index(fields=["intake", "status"], name="application_by_intake"),
        ]

    def __str__(self):
        return f"{self.candidate}: {self.position}, {self.intake}"

    def get_absolute_url(self):
        return address("recruitment:application", self.pk)

    @property
    def is_active(self) -> bool:
        return self.status == Status.ACTIVE

    @property
    def days_in_stage(self) -> int:
        """Whole calendar days in the centre's zone since the stage was entered."""
        return (self.centre.today() - self.centre.day_of(self.entered_stage_at)).days

    @property
    def is_past_limit(self) -> bool:
        return self.is_active and self.stage.is_exceeded_by(self.days_in_stage)
