"""What the board shows: a column a stage, at most 25 cards each, whatever the number of people."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from recruitment.board.choice import Choice
from recruitment.pipeline.kinds import SUCCEEDED, StageKind, Status
from recruitment.pipeline.models import Application, Stage, StageTally

CARDS = 25
COUNTED = 1000  # beyond it a filtered count says "1000+"
FOLDED = (StageKind.LEAD, StageKind.PRE_START, StageKind.STARTED)


@dataclass(frozen=True)
class Tally:
    """How many stand in a stage, and how many of them longer than it allows."""

    n: int = 0
    late: int = 0

    @property
    def label(self) -> str:
        return f"{COUNTED}+" if self.n > COUNTED else str(self.n)


@dataclass(frozen=True)
class Card:
    """One application as its card shows it."""

    application: Application
    stage: Stage
    days: int
    next_step: str
    is_urgent: bool
    is_locked: bool

    @property
    def is_late(self) -> bool:
        return _is_late(self.stage, self.days)


@dataclass
class Column:
    """A stage of the board; folded to a rail unless it is open."""

    stage: Stage
    tally: Tally
    is_open: bool
    is_rail: bool  # folded unless asked for
    is_first: bool  # where a new application is added
    takes: bool  # cards may be dropped here
    position: int  # how far along the path, for its ring
    cards: list[Card] = field(default_factory=list)
    address: str = ""  # of the board with this column opened or folded
    in_list: str = ""  # of the list of all that stand here

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.tally.n - len(self.cards)

    @property
    def more_label(self) -> str:
        more = self.more
        return f"{COUNTED - CARDS}+" if self.tally.n > COUNTED else str(more)


def _is_late(stage: Stage, days: int) -> bool:
    return not stage.is_start and stage.limit_days is not None and days > stage.limit_days


def standing(applications: QuerySet, stage: Stage) -> QuerySet:
    """Those a column shows, oldest in the stage first; at the start, the newest first."""
    if stage.is_start:
        rows = applications.filter(stage=stage, status__in=SUCCEEDED)
        return rows.order_by("-entered_stage_at", "-pk")
    rows = applications.filter(stage=stage, status=Status.ACTIVE)
    return rows.order_by("entered_stage_at", "pk")


def count_all(centre: Centre, stages: Sequence[Stage]) -> dict[int, Tally]:
    """{stage id: tally} of everybody in one statement, from the sums the gate keeps.

    Open spells are those waiting; the day each began says which are late.
    """
    measure = StageTally.Measure
    starts = [stage.pk for stage in stages if stage.is_start]
    late = Q(pk__in=[])
    for stage in stages:
        if not stage.is_start and stage.limit_days is not None:
            late |= Q(stage=stage, day__lt=centre.today() - timedelta(days=stage.limit_days))
    rows = (
        StageTally.objects.filter(
            Q(measure=measure.OPEN) | Q(measure=measure.ENTERED, stage__in=starts),
            stage__in=[stage.pk for stage in stages],
        )
        .order_by()
        .values("stage")
        .annotate(total=Sum("n"), late=Sum("n", filter=late))
    )
    return {row["stage"]: Tally(row["total"] or 0, row["late"] or 0) for row in rows}


def count_some(centre: Centre, applications: QuerySet, stage: Stage) -> Tally:
    """The tally of a part, in one statement that looks at no more than 1,001 rows."""
    late = Q(pk__in=[])
    if not stage.is_start and stage.limit_days is not None:
        last = centre.end_of(centre.today() - timedelta(days=stage.limit_days + 1))
        late = Q(entered_stage_at__lt=last)
    rows = standing(applications, stage).only("pk", "entered_stage_at")[: COUNTED + 1]
    found = rows.aggregate(n=Count("pk"), late=Count("pk", filter=late))
    return Tally(found["n"], found["late"])


def cards_of(centre: Centre, applications: QuerySet, stage: Stage, *, locked: bool) -> list[Card]:
    """The first 25 of a stage, in one statement."""
    rows = (
        standing(applications, stage)
        .select_related("candidate", "intake", "supervisor", "area")
        .only(
            "version",
            "entered_stage_at",
            "next_step",
            "next_step_on",
            "candidate__full_name",
            "candidate__native_name",
            "intake__name",
            "intake__starts_on",
            "supervisor__name",
            "area__name",
            "area__mark",
        )[:CARDS]
    )
    today = centre.today()
    return [
        Card(
            application=row,
            stage=stage,
            days=max((today - centre.day_of(row.entered_stage_at)).days, 0),
            next_step=row.next_step or ("" if row.supervisor_id else _("Assign a supervisor")),
            is_urgent=not row.supervisor_id or bool(row.next_step_on and row.next_step_on < today),
            is_locked=locked,
        )
        for row in rows
    ]


def lay_out(
    *,
    centre: Centre,
    stages: Sequence[Stage],
    choice: Choice,
    applications: QuerySet,
    whole: bool,
    touches,
) -> list[Column]:
    """The columns of one track. `whole`: the viewer sees all of the centre and filters nothing,
    so that the kept sums answer; `touches(stage)`: they may move cards there."""
    sums = count_all(centre, stages) if whole else {}
    columns = []
    for position, stage in enumerate(stages):
        kept = sums.get(stage.pk, Tally())
        tally = kept if whole else count_some(centre, applications, stage)
        if stage.retired_on and not tally.n:
            continue
        is_rail = stage.kind in FOLDED
        is_open = not is_rail or choice.open == stage.pk
        takes = touches(stage) and stage.retired_on is None
        columns.append(
            Column(
                stage=stage,
                tally=tally,
                is_open=is_open,
                is_rail=is_rail,
                is_first=stage.kind == StageKind.APPLIED,
                takes=takes,
                position=position,
                cards=cards_of(centre, applications, stage, locked=not touches(stage))
                if is_open
                else [],
            )
        )
    return columns
