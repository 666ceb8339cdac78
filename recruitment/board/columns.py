"""What the board shows: a column a stage, at most 25 cards each, whatever the number of people."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.safestring import SafeString

from centre.organisation.models import Centre
from centre.web.statements import kept
from recruitment.board.cards import CARDS, Card, Cards, first_cards, standing
from recruitment.board.choice import Choice
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Stage, StageTally

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
    cards: Sequence[Card] = ()
    drawn: str = ""  # the cards, as safe markup
    address: str = ""  # of the board with this column opened or folded
    in_list: str = ""  # of the list of all that stand here

    @property
    def pk(self) -> str:
        """The stage's, as text: a template would format a number for the language each time."""
        return str(self.stage.pk)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.tally.n - len(self.cards)

    @property
    def more_label(self) -> str:
        more = self.more
        return f"{COUNTED - CARDS}+" if self.tally.n > COUNTED else str(more)


def count_all(centre: Centre, stages: Sequence[Stage]) -> dict[int, Tally]:
    """{stage id: tally} of everybody in one statement, from the sums the gate keeps.

    Open spells are those waiting; the day each began says which are late.
    """
    today = centre.today()
    limits = tuple((stage.pk, stage.is_start, stage.limit_days) for stage in stages)
    rows = kept(("tallies", limits, today), lambda: _sums(limits, today)).rows()
    return {stage: Tally(total or 0, late or 0) for stage, total, late in rows}


def _sums(limits: Sequence[tuple[int, bool, int | None]], today: date) -> QuerySet:
    """(stage id, how many, how many late) of stages given as (id, is the start, limit)."""
    measure, late = StageTally.Measure, Q(pk__in=[])
    for stage, is_start, limit in limits:
        if not is_start and limit is not None:
            late |= Q(stage=stage, day__lt=today - timedelta(days=limit))

    def sums(measure, starts):
        stages = [stage for stage, is_start, _limit in limits if is_start == starts]
        return (
            StageTally.objects.filter(stage__in=stages, measure=measure, span=1)
            .order_by()
            .values("stage")
            .annotate(total=Sum("n"), late=Sum("n", filter=late))
            .values_list("stage", "total", "late")
        )

    # A union, not an OR: each half is a range of the index on stage and measure.
    return sums(measure.OPEN, False).union(sums(measure.ENTERED, True), all=True)


def count_some(centre: Centre, applications: QuerySet, stage: Stage) -> Tally:
    """The tally of a part, in one statement that looks at no more than 1,001 rows."""
    last = stage.late_before(centre, centre.today())
    late = Q(pk__in=[]) if last is None else Q(entered_stage_at__lt=last)
    rows = standing(applications, stage, started=stage.is_start).only("pk", "entered_stage_at")[
        : COUNTED + 1
    ]
    found = rows.aggregate(n=Count("pk"), late=Count("pk", filter=late))
    return Tally(found["n"], found["late"])


def lay_out(
    *,
    centre: Centre,
    stages: Sequence[Stage],
    choice: Choice,
    applications: Callable[[], QuerySet],
    key: Hashable,
    whole: bool,
    touches,
    moves: bool,
) -> list[Column]:
    """The columns of one track. `applications` builds those the viewer may see of the choice, and
    `key` is all that decides which they are. `whole`: the viewer sees all of the centre and filters
    nothing, so that the kept sums answer; `touches(stage)`: they may move cards there, if they may
    move any (`moves`)."""
    sums = count_all(centre, stages) if whole else {}
    columns = []
    for position, stage in enumerate(stages):
        kept = sums.get(stage.pk, Tally())
        tally = kept if whole else count_some(centre, applications(), stage)
        if stage.retired_on and not tally.n:
            continue
        is_rail = stage.kind in FOLDED
        is_open = not is_rail or choice.open == stage.pk
        columns.append(
            Column(
                stage=stage,
                tally=tally,
                is_open=is_open,
                is_rail=is_rail,
                is_first=stage.kind == StageKind.APPLIED,
                takes=touches(stage) and stage.retired_on is None,
                position=position,
            )
        )
    opened = [one.stage for one in columns if one.is_open]
    cards, pen = first_cards(applications, key, opened), None
    for column in columns:
        if column.is_open:
            pen = pen or Cards(centre, moves=moves)
            column.cards = cards[column.stage.pk]
            drawn = pen.draw(column.stage, column.cards, locked=not touches(column.stage))
            column.drawn = SafeString(drawn)
    return columns
