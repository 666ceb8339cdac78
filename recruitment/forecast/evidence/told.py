"""What happened, from the append-only history alone: as it was known at the end of any day.

The slow way, for figures once published and for back-tests: it reads every step of the track.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TypeVar

from centre.organisation.models import Centre
from recruitment.forecast.evidence.residence import local_region
from recruitment.forecast.evidence.seen import (
    AGES,
    Acceptance,
    Deferred,
    Records,
    Seen,
    Standing,
    before,
)
from recruitment.moves.steps import Step, standing, stands_since
from recruitment.moves.tallies import Cell, total
from recruitment.pipeline.kinds import StageKind, Status
from recruitment.pipeline.models import Deferral, Stage, StageTally, StageTransition
from recruitment.pipeline.tallied import EXITS, StageRecord
from recruitment.positions.models import Track

M = StageTally.Measure
CHUNK = 2000
K = TypeVar("K")


@dataclass(frozen=True)
class Told:
    """One application's history: its steps in order, and when each was recorded."""

    person: int
    intake: int
    local: bool
    steps: tuple[Step, ...]
    recorded: tuple[datetime, ...]
    # Deferrals in order: when each was recorded, and the intake it left.
    deferred: tuple[tuple[datetime, int], ...] = ()

    def by(self, moment: datetime) -> "Told":
        """What had been recorded before `moment`; nothing that follows a step not yet known."""
        count = next((i for i, at in enumerate(self.recorded) if at >= moment), len(self.recorded))
        return replace(
            self,
            intake=next((left for at, left in self.deferred if at >= moment), self.intake),
            steps=self.steps[:count],
            recorded=self.recorded[:count],
            deferred=tuple(one for one in self.deferred if one[0] < moment),
        )


def read_told(track: Track, before: datetime) -> list[Told]:
    """Every history of `track` as recorded before `before`. Three queries."""
    stages = {one.pk: one for one in Stage.objects.filter(pipeline__track=track)}
    rows = (
        StageTransition.objects.filter(application__track=track, recorded_at__lt=before)
        .order_by("application", "sequence")
        .values_list(
            "application", "application__candidate", "application__intake",
            "application__candidate__nationality", "recorded_at",
            "sequence", "kind", "to_stage", "to_status", "effective_at", "annuls_after",
        )
    )  # fmt: skip
    region = local_region(track.centre)
    deferred = _deferrals(track)
    return [
        told.by(before)
        for pk, group in groupby(rows.iterator(CHUNK), lambda row: row[0])
        if (told := _told(list(group), stages, region, deferred.get(pk, ()))).steps
    ]


Left = Sequence[tuple[datetime, int]]


def _deferrals(track: Track) -> dict[int, list[tuple[datetime, int]]]:
    """{application: (when recorded, the intake it left) in order}. One query."""
    found: dict[int, list[tuple[datetime, int]]] = {}
    rows = Deferral.objects.filter(application__track=track).order_by("pk")
    for application, at, intake in rows.values_list("application", "recorded_at", "from_intake"):
        found.setdefault(application, []).append((at, intake))
    return found


def _told(rows: Sequence[tuple], stages: Mapping[int, Stage], region: str, left: Left) -> Told:
    _pk, person, intake, nationality, *_step = rows[0]
    known = [row for number, row in enumerate(rows, 1) if row[5] == number]
    steps = tuple(
        Step(number, kind, stages[stage], status, at, annuls)
        for *_who, number, kind, stage, status, at, annuls in known
    )
    recorded = tuple(row[4] for row in known)
    return Told(person, intake, nationality == region, steps, recorded, tuple(left))


def seen_in(
    histories: Iterable[Told],
    track: Track,
    stages: Sequence[Stage],
    on: date,
    here: Collection[int] = (),
) -> Seen:
    """What these histories tell of the end of `on`. `stages`: all of the track, in order; `here`:
    the people in post on it by then, who are nobody to come."""
    centre = track.centre
    end = centre.end_of(on)
    kept = [(one, standing(one.steps)) for one in histories]
    by_then = [(one, [s for s in steps if s.effective_at < end]) for one, steps in kept]
    cells = total((one.steps for one, _steps in kept), stages, centre.zone)
    return Seen(
        records=records_of(cells, stages, on, since=date.min),
        lately={years: records_of(cells, stages, on, since=before(on, years)) for years in AGES},
        live=Counter(_live(by_then, centre, here)),
        arrived=Counter(_arrivals(by_then, centre)),
        late=Counter(_late(by_then, centre)),
        accepted=sorted(_accepted(by_then, centre), key=lambda one: (one.on, one.person)),
        deferred=sorted(one for told, _steps in kept for one in _deferred(told, centre, end)),
    )


Kept = Sequence[tuple[Told, list[Step]]]


def _live(kept: Kept, centre: Centre, here: Collection[int]) -> Iterator[Standing]:
    """Each person once, where they have come furthest; nobody who is in post already."""
    furthest: dict[int, tuple[Told, list[Step]]] = {}
    for told, steps in kept:
        if steps and steps[-1].status == Status.ACTIVE and told.person not in here:
            best = furthest.get(told.person)
            # Of two as far, the one added later: histories come in the order of applications.
            if best is None or steps[-1].stage.position >= best[1][-1].stage.position:
                furthest[told.person] = told, steps
    for told, steps in furthest.values():
        yield steps[-1].stage.pk, centre.day_of(stands_since(steps)), told.intake, told.local


def _beyond_leads(steps: Sequence[Step]) -> Step | None:
    return next((one for one in steps if one.stage.kind != StageKind.LEAD), None)


def _arrivals(kept: Kept, centre: Centre) -> Iterator[tuple[int, date]]:
    for told, steps in kept:
        if step := _beyond_leads(steps):
            yield told.intake, centre.day_of(step.effective_at).replace(day=1)


def _late(kept: Kept, centre: Centre) -> Iterator[tuple[int, int]]:
    """Entries heard of on a later day, but for stays that were over by then: told whole."""
    for told, steps in kept:
        first = steps[0] if steps else None
        if first is None or first.sequence != 1 or first.stage.kind == StageKind.LEAD:
            continue
        if len(told.steps) > 1 and told.steps[1].effective_at <= told.recorded[0]:
            continue
        days = (centre.day_of(told.recorded[0]) - centre.day_of(first.effective_at)).days
        if days > 0:
            yield first.stage.pk, days


def _accepted(kept: Kept, centre: Centre) -> Iterator[Acceptance]:
    found: dict[tuple[int, int, bool], date] = {}
    for told, steps in kept:
        days = [centre.day_of(s.effective_at) for s in steps if s.stage.kind == StageKind.PRE_START]
        if days:
            key = told.person, told.intake, told.local
            found[key] = min(*days, found.get(key, date.max))
    return (Acceptance(who, intake, day, here) for (who, intake, here), day in found.items())


def _deferred(told: Told, centre: Centre, end: datetime) -> Iterator[Deferred]:
    went_to = [left for _at, left in told.deferred[1:]] + [told.intake]
    for (at, left), there in zip(told.deferred, went_to, strict=False):
        if at < end:
            yield Deferred(told.person, told.intake, centre.day_of(at), left, there)


def records_of(
    cells: Mapping[Cell, int], stages: Sequence[Stage], on: date, *, since: date
) -> Records:
    """What `read_records` answers from stored tallies, from the cells of histories."""
    first = since + timedelta(days=1)
    counts: dict[int, Counter[str]] = {one.pk: Counter() for one in stages}
    stays: dict[tuple[int, str], Counter[int]] = {}
    begun: dict[int, Counter[date]] = {one.pk: Counter() for one in stages}
    for (stage, measure, day, days), n in cells.items():
        if measure in EXITS and day > on:
            # It was open then, and has ended since.
            if days >= (day - on).days:
                begun[stage][day - timedelta(days=days)] += n
        elif measure in EXITS:
            if day >= first:
                stays.setdefault((stage, measure), Counter())[days] += n
        elif measure == M.OPEN:
            if day <= on:
                begun[stage][day] += n
        elif first <= day <= on:
            counts[stage][measure] += n
    return {
        one.pk: StageRecord(
            stage=one.pk,
            entered=counts[one.pk][M.ENTERED],
            advanced=counts[one.pk][M.ADVANCED],
            closed=counts[one.pk][M.CLOSED],
            went=_some(stays.get((one.pk, M.WENT))),
            ended=_some(stays.get((one.pk, M.ENDED))),
            back=_some(stays.get((one.pk, M.BACK))),
            open=_some(begun[one.pk]),
        )
        for one in stages
    }


def _some(counted: "Counter[K] | None") -> dict[K, int]:
    return {key: n for key, n in (counted or {}).items() if n > 0}
