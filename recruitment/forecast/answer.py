"""The forecast as the rest of the product asks for it: `Inputs` in, `Outcome` out."""

from collections.abc import Iterable
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from recruitment.forecast.basis import basis_of
from recruitment.forecast.inputs import Inputs
from recruitment.forecast.needs import reach_on, what_it_takes
from recruitment.forecast.outcome import (
    AT_RISK,
    ENOUGH_INTAKES,
    ENOUGH_RESOLVED,
    ON_TRACK,
    IntakeRange,
    Outcome,
    Point,
    Range,
    State,
    YearRange,
)
from recruitment.forecast.simulate import Simulated, simulate, world

Counts = NDArray[np.int64]


def forecast(inputs: Inputs) -> Outcome:
    """Will the goal be reached? The same inputs give the same answer, to the last digit."""
    done = simulate(world(inputs))
    goal = inputs.goal.people if inputs.goal else None
    chance = None if goal is None else done.reaches(goal)
    runs = inputs.assumptions.runs
    return Outcome(
        as_of=inputs.as_of,
        state=state_of(inputs, chance),
        goal=goal,
        by=done.world.by,
        counts=inputs.goal.counts if inputs.goal else "in_post",
        counted=inputs.counted,
        p_reach=chance,
        error=sqrt(chance * (1 - chance) / runs) if chance is not None else 0.0,
        people=range_of(done.at_goal),
        by_intake=tuple(_by_intake(done)),
        by_year=tuple(_by_year(done)),
        path=tuple(_path(done)),
        reach_80_on=None if goal is None else reach_on(done, goal),
        needs=None if goal is None else what_it_takes(done, goal),
        simulations=runs,
        seed=inputs.assumptions.seed,
        basis=basis_of(done.world),
    )


def state_of(inputs: Inputs, chance: float | None) -> State:
    """Domain 9.8. What is settled already needs no history; to reach nobody is no target."""
    if inputs.goal and inputs.goal.people == 0:
        chance = None
    past = inputs.goal is not None and inputs.goal.by <= inputs.as_of
    thin = inputs.resolved < ENOUGH_RESOLVED or inputs.finished_intakes < ENOUGH_INTAKES
    if thin and not past and (chance is None or chance < 1.0):
        return "not_enough_history"
    if chance is None:
        return "no_target"
    if chance >= ON_TRACK:
        return "on_track"
    return "at_risk" if chance >= AT_RISK else "off_track"


def range_of(people: Counts) -> Range:
    """Each quantile q is the least count that at least a share q of the runs does not exceed."""
    ordered = np.sort(people)
    at = [max(int(np.ceil(q * len(ordered))) - 1, 0) for q in (0.1, 0.25, 0.5, 0.75, 0.9)]
    return Range(float(people.mean()), *(int(ordered[place]) for place in at))


def _by_intake(done: Simulated) -> Iterable[IntakeRange]:
    for place, slot in enumerate(done.world.slots[: done.world.within]):
        starts = range_of(done.starts[:, place])
        yield IntakeRange(
            slot.key, slot.season, slot.starts_on,
            slot.free, slot.seats, slot.capacity, slot.written, slot.year, starts,
        )  # fmt: skip


def _by_year(done: Simulated) -> Iterable[YearRange]:
    here = done.world
    years = np.array([slot.starts_on.year for slot in here.slots[: here.within]])
    for year in sorted(set(years.tolist())):
        starts = done.starts[:, : here.within][:, years == year].sum(axis=1)
        yield YearRange(year, range_of(starts))


def _path(done: Simulated) -> Iterable[Point]:
    here = done.world
    now = here.inputs.counted
    yield Point(here.inputs.as_of, Range(float(now), now, now, now, now, now))
    for place, slot in enumerate(here.slots[: here.within]):
        yield Point(slot.starts_on, range_of(done.counted[:, place]))
    if here.by > here.inputs.as_of:
        yield Point(here.by, range_of(done.at_goal))
