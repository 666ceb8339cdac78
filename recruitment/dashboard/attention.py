"""What waits for somebody: applications past their limit, without a supervisor or a next step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.statements import kept
from recruitment.pipeline.applications import WITHOUT_NEXT_STEP, late_in, unassigned_in
from recruitment.pipeline.models import Application, ApplicationQuerySet, Stage

SHOWN = 5


@dataclass(frozen=True)
class Need:
    """One application that waits, and why."""

    application: Application
    days: int  # in its stage
    steps: int  # the last position of its pipeline, for the ring
    is_late: bool
    lacks_supervisor: bool
    lacks_next_step: bool

    @property
    def shown(self) -> tuple:
        """All that the page shows of it, to tell whether it must be drawn anew."""
        one, person = self.application, self.application.candidate
        stage = one.stage
        return (
            one.pk, person.pk, person.full_name, person.native_name, stage.name, stage.position,
            stage.limit_days, self.days, self.steps, self.is_late, self.why,
        )  # fmt: skip

    @property
    def why(self) -> str:
        if self.lacks_supervisor:
            return _("No supervisor assigned")
        if self.lacks_next_step:
            return _("No next step")
        return _("Next: %(step)s") % {"step": self.application.next_step}


def needs(
    applications: ApplicationQuerySet, stages: Sequence[Stage], centre: Centre, today: date
) -> list[Need]:
    """The first few of `applications` that wait: latest first, then those lacking something.

    One query. `stages` holds all that the applications stand in.
    """
    return _told(_first(applications, stages, centre, today), stages, centre, today)


def needs_of_all(
    user: User, stages: Sequence[Stage], centre: Centre, today: date, *, late: int
) -> list[Need]:
    """`needs` of the whole centre as `user` sees it, by reading a few rows of an index, however
    many there are; `late`: how many are past a limit. One query, compiled once."""
    few = late < SHOWN
    limits = tuple((one.pk, one.kind, one.limit_days) for one in stages)

    def build():
        mine = Application.objects.visible_to(user).filter(centre=centre)
        return _first(shortlist(mine, stages, centre, today, late=late), stages, centre, today)

    key = ("needs", user.sight, centre.pk, centre.time_zone, today, few, limits)
    return _told(kept(key, build).objects(), stages, centre, today)


def _first(
    applications: ApplicationQuerySet, stages: Sequence[Stage], centre: Centre, today: date
) -> QuerySet[Application]:
    rows = (
        applications.active()
        .annotate(
            urgency=Case(
                When(late_in(stages, centre, today), then=Value(0)),
                When(unassigned_in(stages), then=Value(1)),
                When(WITHOUT_NEXT_STEP, then=Value(2)),
                output_field=IntegerField(),
            )
        )
        .filter(urgency__isnull=False)
        .select_related("candidate", "stage", "supervisor")
        .order_by("urgency", "entered_stage_at", "pk")
    )
    return rows[:SHOWN]


def _told(
    rows: Iterable[Application], stages: Sequence[Stage], centre: Centre, today: date
) -> list[Need]:
    last: dict[int, int] = {}
    for stage in stages:
        last[stage.pipeline_id] = max(stage.position, last.get(stage.pipeline_id, 1))
    return [_need(row, centre, today, last) for row in rows]


def shortlist(
    applications: ApplicationQuerySet,
    stages: Sequence[Stage],
    centre: Centre,
    today: date,
    *,
    late: int,
) -> ApplicationQuerySet:
    """Those of `applications` that can be among the first few; `late`: how many are past a limit.

    The oldest of each stage come from its index. The rest is looked at only where too few are
    late to fill the list.
    """
    heads = _latest(applications, stages, centre, today)
    if late < SHOWN:
        mine = applications.active().filter(stage__in=[stage.pk for stage in stages])
        heads += [mine.filter(unassigned_in(stages)), mine.filter(WITHOUT_NEXT_STEP)]
    if not heads:
        return applications.none()
    # A slice may not stand in a union on SQLite, but in a subquery of one it may.
    parts = [
        Application.objects.filter(pk__in=head.order_by("entered_stage_at", "pk")[:SHOWN])
        .order_by()
        .values("pk")
        for head in heads
    ]
    # Found by its key: asked for the centre, too, SQLite would walk all its open applications.
    return Application.objects.filter(pk__in=parts[0].union(*parts[1:], all=True))


def _latest(
    applications: ApplicationQuerySet, stages: Sequence[Stage], centre: Centre, today: date
) -> list[ApplicationQuerySet]:
    """Of each stage those of `applications` past its limit; asked one by one whether they are of
    them, so that the order comes from the index of the stage, for whomever they are read."""
    seen = Exists(applications.filter(pk=OuterRef("pk")))
    return [
        Application.objects.active().filter(seen, stage=stage, entered_stage_at__lt=last)
        for stage in stages
        if (last := stage.late_before(centre, today)) is not None
    ]


def _need(application: Application, centre: Centre, today: date, last: dict[int, int]) -> Need:
    days = (today - centre.day_of(application.entered_stage_at)).days
    stage = application.stage
    return Need(
        application=application,
        days=days,
        steps=last[stage.pipeline_id],
        is_late=stage.is_exceeded_by(days),
        lacks_supervisor=application.supervisor is None and stage.wants_supervisor,
        lacks_next_step=not application.next_step,
    )
