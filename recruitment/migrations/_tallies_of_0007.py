"""What a history added to the tallies when 0007 was written: the rules of that day, kept with it.

A copy on purpose, of plain values alone. The rules in recruitment.moves.tallies may change; what
this migration does to a database may not.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LEAD, ACTIVE = "lead", "active"
ENDED = ("rejected", "withdrawn", "closed")
SUCCEEDED = ("enrolled", "appointed")
EXITS = ("went", "ended", "back")
OF_COUNTS = (1, 16, 256)
OF_STAYS = (1, 4, 16, 64, 256)
SPANS = {
    **dict.fromkeys(["entered", "advanced", "closed"], OF_COUNTS),
    **dict.fromkeys(EXITS, OF_STAYS),
    "open": (1,),
}


@dataclass(frozen=True)
class Step:
    sequence: int
    stage: int  # its id
    status: str
    effective_at: datetime
    annuls_after: int | None


@dataclass(frozen=True)
class Stage:
    pk: int
    kind: str
    position: int


def total(histories, stages, zone):
    """{(stage id, measure, day, days): n} over all histories of one pipeline."""
    cells = Counter()
    for history in histories:
        for cell, n in contribution(history, stages, zone).items():
            cells[cell] += n
    return cells


def blocks(cells):
    """The same numbers as stored: {(stage id, measure, span, first day, days): n}."""
    found = Counter()
    for (stage, measure, day, days), n in cells.items():
        if not n:
            continue
        for span in SPANS[measure]:
            first = date.fromordinal(day.toordinal() // span * span) if span > 1 else day
            found[stage, measure, span, first, days] += n
            if measure in EXITS and span > 1:
                beyond = (first + timedelta(days=span - 1) - day).days
                found[stage, "stood", span, first, days + beyond] += n
    return found


def contribution(history, stages, zone):
    cells = Counter()
    kept = _standing(history)
    if not kept:
        return cells
    places = {one.pk: one.position for one in stages}
    days = [step.effective_at.astimezone(zone).date() for step in kept]
    positions = [places[step.stage] for step in kept]
    _add_reached(cells, stages, days, positions)
    _add_stays(cells, kept, days, positions)
    return cells


def _standing(history):
    kept = []
    for step in history:
        if step.annuls_after is not None:
            kept = [one for one in kept if one.sequence <= step.annuls_after]
            before = kept[-1] if kept else None
            if before and (before.stage, before.status) == (step.stage, step.status):
                continue
        kept.append(step)
    return kept


def _add_reached(cells, stages, days, positions):
    applied = min((one.position for one in stages if one.kind != LEAD), default=0)
    first = min(positions[0], applied)
    reached = -1
    for position, day in zip(positions, days, strict=True):
        if position > reached:
            for stage in stages:
                if max(first, reached + 1) <= stage.position <= position:
                    cells[stage.pk, "entered", day, 0] += 1
                if first <= stage.position and reached <= stage.position < position:
                    cells[stage.pk, "advanced", day, 0] += 1
            reached = position


def _add_stays(cells, kept, days, positions):
    before = since = None
    place = 0
    for step, day, position in zip(kept, days, positions, strict=True):
        if before and before.status == ACTIVE and since is not None:
            if step.status == ACTIVE and step.stage == before.stage:
                continue
            exit = _exit(step, position > place)
            cells[before.stage, exit, day, max((day - since).days, 0)] += 1
        if before and before.status in ENDED:
            cells[before.stage, "closed", day, 0] -= 1
        if step.status in ENDED:
            cells[step.stage, "closed", day, 0] += 1
        since = day if step.status == ACTIVE else None
        before, place = step, position
    if before and before.status == ACTIVE and since is not None:
        cells[before.stage, "open", since, 0] += 1


def _exit(step, went_on):
    if step.status in ENDED:
        return "ended"
    return "went" if went_on or step.status in SUCCEEDED else "back"
