"""How far off was the forecast of a log's second half? Nothing is left out that went wrong."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from recruitment.forecast.answer import range_of
from recruitment.forecast.eventlog import BEGIN, DAYS, Log, batch_in_two, known_at, stages_of, walk
from recruitment.forecast.groups import chances, live_groups
from recruitment.forecast.outcome import Range
from recruitment.forecast.simulate import World, simulate, world


@dataclass(frozen=True)
class Check:
    """Cases that succeeded between the cut and a later day: forecast and truth."""

    share: float  # of the log's time
    forecast: Range
    happened: int

    @property
    def within(self) -> bool:
        return self.forecast.p10 <= self.happened <= self.forecast.p90

    @property
    def error(self) -> float:
        """Median less truth, as a share of the truth (of one, if nothing happened)."""
        return (self.forecast.p50 - self.happened) / max(self.happened, 1)


@dataclass(frozen=True)
class StageCheck:
    """Open cases of one stage at the cut: how many would succeed at last, and did in the log."""

    name: str
    live: int
    expected: float
    happened: int


@dataclass(frozen=True)
class LogScore:
    """A log judged at the cut."""

    cases: int
    seen: int  # cases begun by the cut
    open: int
    batch: bool  # taken as two batches, see batch_in_two
    call_closed: bool  # nobody had come for long: none are expected
    checks: tuple[Check, ...]  # the last is the end of the log
    stages: tuple[StageCheck, ...]
    run_rate: float  # successes by the end if the pace so far went on


def judge(log: Log, *, cut: float = DAYS / 2, runs: int = 2000) -> LogScore:
    """Forecast from `cut` on, compared at five days up to the log's end.

    A log without a success by then is taken as two batches.
    """
    batch = log.succeeded(cut) == 0
    log = batch_in_two(log) if batch else log
    inputs = known_at(log, cut, runs=runs)
    here = world(inputs)
    done = simulate(here)
    now = inputs.posts.enrolled
    checks = []
    for place in _five(here):
        day = (here.slots[place].starts_on - BEGIN) / timedelta(days=1)
        people = range_of(done.counted[:, place] - now)
        checks.append(Check(day / DAYS, people, log.succeeded(day) - now))
    return LogScore(
        cases=len(log.cases),
        seen=sum(case.began <= cut for case in log.cases),
        open=sum(group.n for group in inputs.live),
        batch=batch,
        call_closed=inputs.arrivals.factor == 0,
        checks=tuple(checks),
        stages=_stages(log, here, cut),
        run_rate=now / (cut - min(case.began for case in log.cases)) * (DAYS - cut),
    )


def _five(here: World) -> list[int]:
    """Five of the slots up to the goal's date, the last among them."""
    return sorted({int(one) for one in np.linspace(0, here.within - 1, 6)[1:]})


def _stages(log: Log, here: World, cut: float) -> tuple[StageCheck, ...]:
    names = stages_of(log, cut)
    groups = live_groups(here.inputs, here.clock)
    odds = chances(groups, here.passes).mean(axis=0) if groups else []
    expected = [0.0] * len(names)
    for group, chance in zip(groups, odds, strict=True):
        expected[group.stage] += group.n * float(chance)
    live, happened = [0] * len(names), [0] * len(names)
    for case in log.cases:
        if case.began <= cut and (now := walk(case, log, names, cut)).ending == "open":
            live[now.came[-1][0]] += 1
            happened[now.came[-1][0]] += case.first(log.success) is not None
    rows = zip(names, live, expected, happened, strict=True)
    return tuple(StageCheck(*row) for row in rows)
