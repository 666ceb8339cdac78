"""What one history adds to the tallies of arrivals: which intake it came for, when, and how late
we heard. They stand among the tallies of stages (recruitment.moves.tallies), which writes them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from recruitment.moves.planned import Planned
from recruitment.moves.steps import Step, standing
from recruitment.moves.stored import read_histories
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, StageTally

# (intake id, stage id, first day there, days until we heard)
Cell = tuple[int, int, date, int]
# (stage id, measure, span, first day, days, intake id), as stored
Block = tuple[int, str, int, date, int, int]
M = StageTally.Measure
DAY, MONTH = 1, 31  # their spans


@dataclass(frozen=True)
class Arrival:
    """The first stay beyond the leads. `heard_at` is None where we watched it begin, or it was
    over when we heard of it: then it was told whole."""

    stage: int
    at: datetime
    heard_at: datetime | None

    def cell(self, intake: int, zone: tzinfo) -> Cell:
        day, heard = self.at.astimezone(zone).date(), (self.heard_at or self.at).astimezone(zone)
        return intake, self.stage, day, max((heard.date() - day).days, 0)


def arrival(history: Sequence[Step]) -> Arrival | None:
    """None for a lead."""
    came = next((one for one in standing(history) if one.stage.kind != StageKind.LEAD), None)
    if came is None:
        return None
    heard_at = came.recorded_at if came.sequence == 1 else None
    if heard_at and len(history) > 1 and history[1].effective_at <= heard_at:
        heard_at = None
    return Arrival(came.stage.pk, came.effective_at, heard_at)


def total(histories: Iterable[tuple[int, Sequence[Step]]], zone: tzinfo) -> Counter[Cell]:
    """The cells of all of these (intake id, history)."""
    found = ((intake, arrival(history)) for intake, history in histories)
    return Counter(came.cell(intake, zone) for intake, came in found if came)


def blocks(cells: Mapping[Cell, int]) -> Counter[Block]:
    """These numbers as stored: for each day, and for its month."""
    found: Counter[Block] = Counter()
    for (intake, stage, day, days), n in cells.items():
        found[stage, M.CAME, DAY, day, days, intake] += n
        found[stage, M.CAME, MONTH, day.replace(day=1), days, intake] += n
    return found


def changes(planned: Sequence[Planned], *, new: bool = False) -> Counter[Block]:
    """What these steps change; `new` plans carry the whole history of a new application.

    Most steps change nothing here, and then nothing is read.
    """
    changed = []
    for plan in planned:
        before = None if new else arrival(plan.before)
        after = arrival([*plan.before, plan.step])
        if before != after:
            changed.append((plan.application, before, after))
    places = _places([application for application, _before, _after in changed], new=new)
    change: Counter[Cell] = Counter()
    for application, before, after in changed:
        for came, n in ((before, -1), (after, 1)):
            if came:
                change[came.cell(*places[application.pk])] += n
    return blocks(change)


def _places(applications: Sequence[Application], *, new: bool) -> dict[int, tuple[int, tzinfo]]:
    """{application id: (its intake, the zone of its centre)}.

    Somebody may have deferred them since they were read; by now our step holds their rows.
    """
    if new or not applications:
        return {one.pk: (one.intake_id, one.centre.zone) for one in applications}
    stored = Application.objects.filter(pk__in=[one.pk for one in applications])
    found = stored.values_list("pk", "intake", "centre__time_zone")
    return {pk: (intake, ZoneInfo(zone)) for pk, intake, zone in found}


def moved(application: Application, intake: int) -> Counter[Block]:
    """What changes where an application, as stored and held, goes to another intake."""
    came = arrival(read_histories([application.pk]).get(application.pk, []))
    if came is None:
        return Counter()
    zone = application.centre.zone
    return blocks({came.cell(application.intake_id, zone): -1, came.cell(intake, zone): 1})
