"""What one history adds to the tallies per stage and day; and how tallies are written.

A tally is the sum of `contribution` over all histories, nothing else, and `blocks` of it: the same
for blocks of days. The gate adds the difference a step makes; `rebuild` adds them all up again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, tzinfo
from functools import cache

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from centre.web.statements import Slot, Statement
from recruitment.moves import arrivals
from recruitment.moves.overtaken import StagesChanged
from recruitment.moves.planned import Known, Planned
from recruitment.moves.steps import IllegalMove, Step, standing
from recruitment.pipeline.kinds import ENDED, SUCCEEDED, StageKind, Status, StepKind
from recruitment.pipeline.models import Application, Pipeline, Stage, StageTally
from recruitment.pipeline.spans import OF_COUNTS, OF_STAYS, block_of, last_day
from recruitment.pipeline.tallied import EXITS

# (stage id, measure, day, days)
Cell = tuple[int, str, date, int]
# (stage id, measure, span, first day, days, intake id or 0), as stored
Block = tuple[int, str, int, date, int, int]
M = StageTally.Measure
SPANS: dict[str, tuple[int, ...]] = {
    **dict.fromkeys([M.ENTERED, M.ADVANCED, M.CLOSED], OF_COUNTS),
    **dict.fromkeys(EXITS, OF_STAYS),
    M.OPEN: (1,),
}


def contribution(history: Sequence[Step], stages: Sequence[Stage], zone: tzinfo) -> Counter[Cell]:
    """Cells one application fills. `stages`: all of its pipeline, in order.

    Reached is cumulative: who comes to a stage has come to all between the first stage they stood
    in (or Applied, if that is earlier) and it, skipped ones included. The day is that of the first
    arrival there or beyond. Returning takes nothing back; a correction does. Places are those of
    `stages`: the history may have been read before somebody reordered them.
    """
    cells: Counter[Cell] = Counter()
    kept = standing(history)
    if not kept:
        return cells
    days = [step.effective_at.astimezone(zone).date() for step in kept]
    applied = min((s.position for s in stages if s.kind != StageKind.LEAD), default=0)
    places = {s.pk: s.position for s in stages}
    positions = [places.get(step.stage.pk, step.stage.position) for step in kept]
    first = min(positions[0], applied)
    reached = -1  # the furthest position so far
    for position, day in zip(positions, days, strict=True):
        if position > reached:
            for stage in stages:
                if max(first, reached + 1) <= stage.position <= position:
                    cells[stage.pk, M.ENTERED, day, 0] += 1
                if first <= stage.position and reached <= stage.position < position:
                    cells[stage.pk, M.ADVANCED, day, 0] += 1
            reached = position
    _add_stays(cells, kept, days, positions)
    return cells


def _add_stays(
    cells: Counter[Cell], kept: Sequence[Step], days: Sequence[date], positions: Sequence[int]
) -> None:
    """Closed, and the stays: how long the application stood open in each stage."""
    before: Step | None = None
    since: date | None = None
    place = 0
    for step, day, position in zip(kept, days, positions, strict=True):
        if before and before.status == Status.ACTIVE and since is not None:
            if step.status == Status.ACTIVE and step.stage.pk == before.stage.pk:
                continue
            exit = _exit(step, went_on=position > place)
            cells[before.stage.pk, exit, day, max((day - since).days, 0)] += 1
        if before and before.status in ENDED:
            cells[before.stage.pk, M.CLOSED, day, 0] -= 1
        if step.status in ENDED:
            cells[step.stage.pk, M.CLOSED, day, 0] += 1
        since = day if step.status == Status.ACTIVE else None
        before, place = step, position
    if before and before.status == Status.ACTIVE and since is not None:
        cells[before.stage.pk, M.OPEN, since, 0] += 1


def _exit(step: Step, *, went_on: bool) -> M:
    """How `step` ends a stay; a return is no result of the stage, so it stands apart."""
    if step.status in ENDED:
        return M.ENDED
    return M.WENT if went_on or step.status in SUCCEEDED else M.BACK


def blocks(cells: Mapping[Cell, int]) -> Counter[Block]:
    """These numbers as stored: for each day and, but for OPEN, for each block it lies in.

    Blocks keep the length of a stay or its first day, not both; STOOD has the latter, and only
    where a block is longer than a day.
    """
    found: Counter[Block] = Counter()
    for (stage, measure, day, days), n in cells.items():
        if not n:
            continue
        for span in SPANS[measure]:
            first = block_of(day, span)
            found[stage, measure, span, first, days, 0] += n
            if measure in EXITS and span > 1:
                beyond = (last_day(first, span) - day).days
                found[stage, M.STOOD, span, first, days + beyond, 0] += n
    return found


def add(cells: Mapping[Cell, int], arrived: Mapping[Block, int] | None = None) -> None:
    """Add these numbers, and arrivals as stored, to the tallies, in one statement a thousand cells.

    The order of rows is fixed, so two writers lock them in the same order. Raw SQL, because the
    ORM cannot say "add to what is there"; every value is a parameter.
    """
    found = [*blocks(cells).items(), *(arrived or {}).items()]
    rows = sorted((block, n) for block, n in found if n)
    if not rows:
        return
    table = connection.ops.quote_name(StageTally._meta.db_table)
    key = "stage_id, measure, span, day, days"
    for start in range(0, len(rows), 1000):
        part = rows[start : start + 1000]
        places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(part))
        values = [
            value
            for (stage, measure, span, day, days, intake), n in part
            for value in (stage, str(measure), span, day, days, intake or None, n)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({key}, intake_id, n) "  # noqa: S608
                f"VALUES {places} ON CONFLICT ({key}, COALESCE(intake_id, 0)) "
                f"DO UPDATE SET n = {table}.n + excluded.n",
                values,
            )
    touch({block[0] for block, _n in rows})


def touch(stages: Collection[int]) -> None:
    """Say that what was worked out from the tallies of these stages' pipelines holds no more.

    Said once they are stored, in a statement of its own: a row that all moves of a track share
    would make each wait for the others, and all of them for an import.
    """

    def touched() -> None:  # by name: Django tells of one that fails by its name
        _touch(stages)

    transaction.on_commit(touched, robust=True)


def _touch(stages: Collection[int]) -> None:
    """Raw SQL, because every move pays for it; every value is a parameter."""
    quote = connection.ops.quote_name
    pipelines, rows = (quote(model._meta.db_table) for model in (Pipeline, Stage))
    places = ", ".join(["%s"] * len(stages))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {pipelines} SET tallied = tallied + 1 WHERE id IN "  # noqa: S608
            f"(SELECT pipeline_id FROM {rows} WHERE id IN ({places}))",
            list(stages),
        )


def keep(planned: Sequence[Planned], *, new: bool = False, known: Known | None = None) -> None:
    """Add what these steps change; `new` plans carry the whole history of a new application."""
    stages, zones = _pipelines_of(planned, known)
    change: Counter[Cell] = Counter()
    for plan in planned:
        pipeline = plan.step.stage.pipeline_id
        args = stages[pipeline], zones[pipeline]
        for cell, n in contribution([*plan.before, plan.step], *args).items():
            change[cell] += n
        if not new:
            for cell, n in contribution(plan.before, *args).items():
                change[cell] -= n
    add(change, arrivals.changes(planned, new=new))


def defer(application: Application, intake: int) -> None:
    """Count the arrival of an application, as stored and held, for another intake."""
    add({}, arrivals.moved(application, intake))


def _pipelines_of(planned: Sequence[Planned], known: Known | None):
    """({pipeline id: its stages in order}, {pipeline id: zone}), in one query at most."""
    stages: dict[int, list[Stage]] = {plan.step.stage.pipeline_id: [] for plan in planned}
    if known is not None:
        ((pipeline, _none),) = stages.items()
        zones = {pipeline: planned[0].application.centre.zone}
        if planned[0].step.kind in (StepKind.CLOSE, StepKind.REOPEN):
            # What was reached does not change, and only that looks at the other stages.
            return stages, zones
        if known.stages is not None:
            return {pipeline: list(known.stages)}, zones
    zones = {}
    for stage in _stages_of(stages):
        stages[stage.pipeline_id].append(stage)
        zones[stage.pipeline_id] = stage.centre.zone
    for plan in planned:
        entered = plan.step.stage
        if stages[entered.pipeline_id][0].pipeline.track_id != plan.application.track_id:
            raise IllegalMove(
                _("%(stage)s is not a stage of this application's pipeline.") % {"stage": entered}
            )
        now = {stage.pk: stage for stage in stages[entered.pipeline_id]}[entered.pk]
        if now.retired_on and not entered.retired_on:
            raise StagesChanged
    return stages, zones


def _stages_of(pipelines: Collection[int]) -> list[Stage]:
    """In order. Nearly every move asks for one pipeline's, by a statement compiled once."""
    if len(pipelines) == 1:
        return _in_order().objects(pipeline=next(iter(pipelines)))
    return list(_ordered().filter(pipeline__in=pipelines))


@cache
def _in_order() -> Statement:
    return Statement(_ordered().filter(pipeline=Slot("pipeline")))


def _ordered() -> QuerySet[Stage]:
    return Stage.objects.select_related("centre", "pipeline").order_by("position")


def total(
    histories: Iterable[Sequence[Step]], stages: Sequence[Stage], zone: tzinfo
) -> Counter[Cell]:
    cells: Counter[Cell] = Counter()
    for history in histories:
        for cell, n in contribution(history, stages, zone).items():
            cells[cell] += n
    return cells
