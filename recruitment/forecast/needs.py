"""What an 80 % chance takes, and from when on it is 80 % sure (domain 9.7).

Both are read off the simulation; solving on the mean would promise an even chance only.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from math import ceil, exp, log
from statistics import NormalDist
from typing import Literal

import numpy as np

from recruitment.forecast.draws import passed_up_to
from recruitment.forecast.outcome import Needs, SeasonNeed, StageNeed
from recruitment.forecast.simulate import Simulated, World, simulate, up_to_goal

CHANCE = 0.80
MOST = 4096.0  # times the expected applications; who needs more needs something else
CLOSE = 0.004  # of the chance: as near as 10,000 runs can tell
STEPS = 16
LEAST = 1e-4  # all or none of 10,000 runs: as far out as all but one
AIM = NormalDist().inv_cdf(CHANCE)


def reach_on(done: Simulated, people: int, chance: float = CHANCE) -> date | None:
    """The first day on which at least `people` count with that chance, None if not in sight.

    Looks as far as the simulation goes, three years beyond the goal's date.
    """
    here = done.world
    if here.inputs.counted >= people:
        return here.inputs.as_of
    reached = (done.counted >= people).mean(axis=0) >= chance
    return here.slots[int(reached.argmax())].starts_on if reached.any() else None


def what_it_takes(done: Simulated, people: int) -> Needs | None:
    """None if the goal's date has passed: then nothing can be done any more."""
    here = done.world
    if here.by <= here.inputs.as_of:
        return None
    if here.expected <= 0:
        best = simulate(here, 0.0, path=False)
        enough = best.reaches(people) >= CHANCE
        return _needs(done, best, people, 0.0 if enough else None, "" if enough else "time")
    scale, found = _solve(done, people)
    return _needs(done, found, people, scale, "" if scale is not None else "places")


def _solve(done: Simulated, people: int) -> tuple[float | None, Simulated]:
    """The multiple of expected applications that gives the chance, and its simulation."""
    here = up_to_goal(done.world)
    tries = [Try.at(here, 0.0, people)]
    if tries[0].share >= CHANCE:
        return 0.0, tries[0].found
    tries.append(Try(1.0, done, people))
    for _step in range(STEPS):
        if tries[-1].is_close:
            break
        low = max((one for one in tries if one.share < CHANCE), key=lambda one: one.scale)
        if low.scale >= MOST:
            return None, low.found
        tries.append(Try.at(here, _next(tries, low.scale), people))
    best = min(tries, key=lambda one: abs(one.score - AIM))
    return (best.scale if tries[-1].is_close or best.share >= CHANCE else None), best.found


class Try:
    """A multiple of the expected applications, and the share of runs that reach the goal."""

    def __init__(self, scale: float, found: Simulated, people: int):
        self.scale, self.found, self.share = scale, found, found.reaches(people)
        # In these units chances lie near a straight line, from few applications to very many.
        self.place = log(scale + 0.3)
        self.score = NormalDist().inv_cdf(min(max(self.share, LEAST), 1 - LEAST))

    @classmethod
    def at(cls, here: World, scale: float, people: int) -> "Try":
        return cls(scale, simulate(here, scale, path=False), people)

    @property
    def is_close(self) -> bool:
        return abs(self.share - CHANCE) <= CLOSE


def _next(tries: Sequence[Try], low: float) -> float:
    """Where the line through the two nearest tries meets the chance; within what is left.

    `low` is the largest multiple known to be too small. Where no line helps, the middle.
    """
    high = min((one.scale for one in tries if one.share >= CHANCE), default=0.0)
    one, other = sorted(tries, key=lambda one: abs(one.score - AIM))[:2]
    rise, run = other.score - one.score, other.place - one.place
    found = exp(min(one.place + (AIM - one.score) * run / rise, 20)) - 0.3 if rise * run > 0 else 0
    if not high:
        return min(max(found, low * 1.05), low * 8) if found > low else low * 8
    edge = 0.02 * abs(high - low)
    return found if low + edge < found < high - edge else (low + high) / 2


def _needs(
    done: Simulated,
    found: Simulated,
    people: int,
    scale: float | None,
    limit: Literal["", "places", "time"],
) -> Needs:
    here = done.world
    applications = None if scale is None else ceil(scale * here.expected)
    years = max((here.by - here.inputs.as_of).days / 365.25, 1.0)
    return Needs(
        chance=CHANCE,
        applications=applications,
        expected=here.expected,
        per_year=None if applications is None else applications / years,
        stages=_per_stage(here, applications),
        seasons=_per_season(done, found),
        limit=limit,
        best=found.reaches(people),
    )


def _per_stage(here: World, applications: int | None) -> tuple[StageNeed, ...]:
    if applications is None:
        return ()
    return tuple(
        StageNeed(stage.key, stage.name, ceil(applications * share))
        for stage, share in zip(here.inputs.stages, passed_up_to(here.passes), strict=True)
    )


def _per_season(done: Simulated, found: Simulated) -> tuple[SeasonNeed, ...]:
    """Starts at each intake of a season by the goal's date; of a rolling track, in each year."""
    here = done.world
    rows: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for place, slot in enumerate(here.slots[: here.within]):
        mean = float(found.starts[:, place].mean()), float(done.starts[:, place].mean())
        rows[slot.season].append((*mean, slot.starts_on.year))
    needs = []
    for season, means in rows.items():
        intakes = len({year for *_means, year in means}) if here.inputs.rolling else len(means)
        need, expected = (float(np.sum([row[i] for row in means])) / intakes for i in (0, 1))
        # A tenth of a person too many does not ask for one more.
        needs.append(SeasonNeed(season, intakes, ceil(need - 0.1), expected))
    return tuple(sorted(needs, key=lambda one: (-one.starts_each, one.season)))
