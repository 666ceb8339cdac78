"""A track's past month-ends as they were known then, asked again and judged.

Steps, starts, leavings and deferrals are taken as recorded by each month-end. Stages, intakes,
supervisors, the target and nationalities keep no history: they are today's, seats are left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from centre.targets.promises import Promise, read_promises
from recruitment.dashboard.known import known_stays
from recruitment.enrolment.stays import Stay, in_post, read_stays
from recruitment.forecast.backtest import (
    ChanceCheck,
    CountCheck,
    ask_again,
    days_ahead,
    month_ends,
)
from recruitment.forecast.evidence.places import Place, read_capacity, read_places
from recruitment.forecast.evidence.question import asked
from recruitment.forecast.evidence.told import Told, read_told, seen_in
from recruitment.forecast.inputs import Inputs
from recruitment.forecast.verdict import Verdict, verdict
from recruitment.pipeline.models import Stage
from recruitment.positions.models import Track

RUNS = 2000


@dataclass(frozen=True)
class Archive:
    """Everything recorded of a track by `today`, to be asked as of any day."""

    track: Track
    today: date
    promise: Promise | None
    stages: Sequence[Stage]
    histories: Sequence[Told]
    places: Sequence[Place]
    capacity: int | None

    @property
    def first_recorded(self) -> date | None:
        """The centre's day on which the first step was written down."""
        moment = min((one.recorded[0] for one in self.histories), default=None)
        return moment and self.track.centre.day_of(moment)

    def known_at(self, on: date) -> Inputs:
        """The question of the end of `on`, as recorded by then. One query."""
        moment = self.track.centre.end_of(on)
        known = [past for one in self.histories if (past := one.by(moment)).steps]
        return self._asked(on, known, known_stays(self.track.centre, on))

    def happened(self, days: Sequence[date]) -> dict[date, int]:
        """{day: how many counted at its end, as is known by now}. One query."""
        stays = read_stays(self.track.centre)
        return {day: self._asked(day, self.histories, stays).counted for day in days}

    def _asked(self, on: date, histories: Sequence[Told], stays: Sequence[Stay]) -> Inputs:
        here = in_post([stay for stay in stays if stay.track == self.track.pk], on)
        seen = seen_in(histories, self.track, self.stages, on, here)
        rest = self.places, self.capacity, self.promise, stays
        return asked(self.track, on, self.stages, seen, *rest)


def read_archive(track: Track, today: date, target: int | None = None) -> Archive:
    """Seven queries, of which one reads every step. `target` replaces the headcount promised."""
    promise = read_promises(track.centre).get(track.kind)
    if promise and target is not None:
        promise = replace(promise, headcount=target)
    return Archive(
        track=track,
        today=today,
        promise=promise,
        stages=list(Stage.objects.filter(pipeline__track=track).order_by("position", "pk")),
        histories=read_told(track, track.centre.end_of(today)),
        places=read_places(track, with_seats=False),
        capacity=read_capacity(track),
    )


def backtest(
    archive: Archive, heard: Callable[[date, int, int], None], *, runs: int = RUNS
) -> Verdict:
    """All past month-ends judged but the last, which only tells what came.

    `heard` is told before each: (month-end, its number from 1, how many there are).
    """
    first = archive.first_recorded
    ends = month_ends(first, archive.today) if first else []
    if problem := _too_little(archive, ends):
        return Verdict((), 0, 0, problem=problem)
    *cuts, last = ends
    days = sorted({day for cut in cuts for day in days_ahead(cut, last)})
    happened = archive.happened(days)
    counts: list[CountCheck] = []
    chances: list[ChanceCheck] = []
    for number, cut in enumerate(cuts, 1):
        heard(cut, number, len(cuts))
        inputs = archive.known_at(cut)
        inputs = replace(inputs, assumptions=replace(inputs.assumptions, runs=runs))
        for count, some in ask_again(inputs, _since(archive, cut), happened):
            counts.append(count)
            chances.extend(some)
    return verdict(counts, chances, inputs.resolved)


def _since(archive: Archive, cut: date) -> date:
    """From when the run-rate counts: the agreement's first day, or the first record's."""
    promise = archive.promise
    if promise and promise.starts_on < cut:
        return promise.starts_on
    return archive.first_recorded or cut


def _too_little(archive: Archive, ends: Sequence[date]) -> str:
    """Why nothing can be judged; empty if something can."""
    if not archive.histories:
        return "Nothing to judge: nothing has been recorded on this track yet."
    if len(ends) < 2:
        return (
            "Nothing to judge: the record began on "
            f"{archive.first_recorded} and holds fewer than two month-ends. What was entered or "
            "imported later was not known before."
        )
    if not archive.known_at(archive.today).resolved:
        return "Nothing to judge: no application has had a result yet."
    return ""
