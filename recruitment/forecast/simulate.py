"""The Monte Carlo, the estimate of record (domain 9.6).

Each run draws the rates, then the live applications, then future ones, and fills the intakes one
after another: places, deferrals, melt, people who leave. One seed, one answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from recruitment.forecast.arrivals import ArrivalRates, arrival_rates
from recruitment.forecast.calendar import cohorts_ahead, slots_until, years_later
from recruitment.forecast.draws import attrition_rate, deferral_rate, draw_passes, product_from
from recruitment.forecast.future import Future, future_applicants
from recruitment.forecast.groups import PACES, Clock, Group, Ways, chances, live_groups, spread
from recruitment.forecast.inputs import Inputs, Slot
from recruitment.forecast.rates import Floats

Counts = NDArray[np.int64]

LOOK_BEYOND = 3  # years behind the goal's date in which "80 % sure by" is looked for
NO_GOAL_YEARS = 1  # how far to look where no date was promised


@dataclass(frozen=True)
class World:
    """What every scenario of one question shares: all that was drawn before the intakes fill."""

    inputs: Inputs
    by: date
    slots: Sequence[Slot]
    within: int  # slots that start by the goal's date
    rates: ArrivalRates
    clock: Clock
    passes: Floats  # runs x stages
    firm: Counts  # runs x slots: accepted people who will come
    held: Counts  # runs x slots: those, and of a rolling track also the later ones of the year
    live: Counts  # runs x slots: other live applications that come through
    future: Floats  # runs x slots: mean starts of people who have not applied yet
    expected: float  # new applications that come early enough to count
    known: Floats  # days x slots: share of a slot's starters that has accepted by the day
    come: Floats  # runs: share of accepted people who do not melt
    deferral: Floats  # runs
    attrition: Floats  # runs, per year; 0 where leavers stay counted
    seed: np.random.SeedSequence


@dataclass(frozen=True)
class Simulated:
    """Runs. `counted` is who counts after each slot's start, `at_goal` at the goal's date."""

    world: World
    starts: Counts  # runs x slots
    counted: Counts  # runs x slots
    at_goal: Counts  # runs

    def reaches(self, people: int) -> float:
        return float((self.at_goal >= people).mean())


def last_day(inputs: Inputs) -> date:
    """The goal's date; a year on where nobody promised one."""
    return inputs.goal.by if inputs.goal else years_later(inputs.as_of, NO_GOAL_YEARS)


def world(inputs: Inputs) -> World:
    """Everything drawn but the intakes."""
    by = last_day(inputs)
    until = years_later(max(by, inputs.as_of), LOOK_BEYOND)
    slots = slots_until(inputs, until)
    seeds = np.random.SeedSequence(inputs.assumptions.seed).spawn(6)
    rng = [np.random.default_rng(seed) for seed in seeds]
    clock, rates = Clock(inputs, slots, by), arrival_rates(inputs)
    passes = draw_passes(rng[0], inputs, clock.paces)
    people = live_groups(inputs, clock)
    odds = chances(people, passes)
    within = sum(slot.starts_on <= by for slot in slots)
    ways = Ways.draw(rng[5], clock, len(passes))
    future = future_applicants(rng[2], inputs, clock, rates, cohorts_ahead(inputs, slots, until))
    conversion = product_from(passes, 0)
    firm = _come_through(rng[1], people, odds, len(slots), ways, firm=True)
    return World(
        inputs=inputs,
        by=by,
        slots=slots,
        within=within,
        rates=rates,
        clock=clock,
        passes=passes,
        firm=firm,
        held=_held(firm, slots),
        live=_come_through(rng[1], people, odds, len(slots), ways, firm=False),
        future=_starts(future, ways) * conversion[:, None],
        expected=float(future.coming.mean(axis=0) @ future.in_time),
        known=_known(clock, people, odds, future, conversion),
        come=_come(inputs, passes),
        deferral=deferral_rate(inputs).draw(rng[3], len(passes)),
        attrition=_attrition(rng[3], inputs),
        seed=seeds[4],
    )


def _attrition(rng: np.random.Generator, inputs: Inputs) -> Floats:
    if _leavers_count(inputs):
        return np.zeros(inputs.assumptions.runs)
    return attrition_rate(inputs).draw(rng, inputs.assumptions.runs)


def _come(inputs: Inputs, passes: Floats) -> Floats:
    """Chance to pass all stages behind the acceptance, per run."""
    behind = [place for place, stage in enumerate(inputs.stages) if stage.accepted]
    return np.maximum(passes[:, behind].prod(axis=1), 0.05)


def _come_through(
    rng: np.random.Generator,
    people: Sequence[Group],
    odds: Floats,
    slots: int,
    ways: Ways,
    *,
    firm: bool,
) -> Counts:
    """Accepted (`firm`) or other live applications that come through, runs x slots."""
    which = [place for place, group in enumerate(people) if group.firm is firm]
    if not which or not slots:
        return np.zeros((len(odds), slots), dtype=np.int64)
    some = [people[place] for place in which]
    through = rng.binomial(np.array([group.n for group in some]), odds[:, which])
    return spread(rng, some, through, slots, ways)


def _held(firm: Counts, slots: Sequence[Slot]) -> Counts:
    """Places that accepted people hold from each slot on, among those that share its places."""
    held = firm.copy()
    for place in range(len(slots) - 2, -1, -1):
        if _shares(slots, place + 1):
            held[:, place] += held[:, place + 1]
    return held


def _shares(slots: Sequence[Slot], place: int) -> bool:
    """Whether a slot has the same places as the one before it."""
    year = slots[place].year
    return place > 0 and year is not None and slots[place - 1].year == year


def _starts(future: Future, ways: Ways) -> Floats:
    """Runs x slots: who will apply, by where they would start if all came through."""
    keep, let_in = (
        np.concatenate(
            [
                future.coming[ways.pace == pace] @ future.starts[:, late, pace]
                for pace in range(PACES)
            ]
        )
        for late in (0, 1)
    )
    return keep + ways.late[:, None] * (let_in - keep)


def _known(
    clock: Clock, people: Sequence[Group], odds: Floats, future: Future, conversion: Floats
) -> Floats:
    """Days x slots: of those who start at a slot, the mean share that has accepted by the day."""
    coming = (future.coming * conversion[:, None]).mean(axis=0)
    known = np.einsum("c,cds->ds", coming, future.known)
    starts = clock.usual(np.einsum("c,clps->lps", coming, future.starts))
    for group, chance in zip(people, odds.mean(axis=0), strict=True):
        known = known + group.n * chance * group.timing.known
        starts = starts + group.n * chance * clock.usual(group.timing.starts)
    return np.divide(known, starts, out=np.zeros_like(known), where=starts > 1e-9)


def simulate(here: World, scale: float = 1.0, *, path: bool = True) -> Simulated:
    """Fill the intakes, with `scale` times the future applications.

    Without the `path` only the goal's date is right: what is tried out needs no more.
    """
    rng = np.random.default_rng(here.seed)
    starts, moved = _fill(rng, here, rng.poisson(here.future * scale))
    counted, at_goal = _count(rng, here, starts, moved, path=path)
    return Simulated(here, starts, counted, at_goal)


def up_to_goal(here: World) -> World:
    """The same world without the slots that cannot matter by the goal's date."""
    goal = here.inputs.goal
    if goal and goal.counts == "accepted":
        return here
    slots = here.within
    return replace(
        here,
        slots=here.slots[:slots],
        firm=here.firm[:, :slots],
        held=here.held[:, :slots],
        live=here.live[:, :slots],
        future=here.future[:, :slots],
    )


def _fill(rng: np.random.Generator, here: World, coming: Counts) -> tuple[Counts, Counts]:
    """(starts, those of them deferred from the slot before), runs x slots.

    Accepted people hold seats, deferred ones too; others take what is free, or none. `gone` are
    places taken at the slots before that share them.
    """
    starts, moved = np.zeros_like(here.firm), np.zeros_like(here.firm)
    deferred = gone = np.zeros(len(starts), dtype=np.int64)
    for place, slot in enumerate(here.slots):
        firm, new = here.firm[:, place], here.live[:, place] + coming[:, place]
        if slot.free is not None:
            if not _shares(here.slots, place):
                gone = np.zeros_like(gone)
            left = slot.free - gone - here.held[:, place] - deferred
            new = np.minimum(new, np.maximum(left, 0))
        moved[:, place] = deferred
        deferred = rng.binomial(firm + new, here.deferral)
        starts[:, place] = firm + new - deferred + moved[:, place]
        gone = gone + starts[:, place]
    return starts, moved


def _count(
    rng: np.random.Generator, here: World, starts: Counts, moved: Counts, *, path: bool
) -> tuple[Counts, Counts]:
    """(who counts after each slot, runs x slots; who counts at the goal's date, runs)."""
    inputs = here.inputs
    now = inputs.posts.enrolled if _leavers_count(inputs) else inputs.posts.here
    people = np.full(len(starts), now, dtype=np.int64)
    counted, at_goal, before = np.zeros_like(starts), people, inputs.as_of
    # The goal's date comes between slots: behind those that start by it.
    days = [slot.starts_on for slot in here.slots]
    for place, day in enumerate(days):
        if place == here.within:
            at_goal = _remaining(rng, here, people, before, here.by)
        people = _remaining(rng, here, people, before, day) + starts[:, place]
        counted[:, place] = people
        if path:
            counted[:, place] += _waiting(rng, here, starts, moved, place)
        before = day
    if here.within == len(days):
        at_goal = _remaining(rng, here, people, before, here.by)
    if here.by <= inputs.as_of:
        return counted, np.full(len(starts), inputs.counted, dtype=np.int64)
    return counted, at_goal + _waiting(rng, here, starts, moved, len(days))


def _leavers_count(inputs: Inputs) -> bool:
    return inputs.goal is not None and inputs.goal.counts == "enrolled"


def _waiting(
    rng: np.random.Generator, here: World, starts: Counts, moved: Counts, day: int
) -> Counts | int:
    """Who has accepted by a day and starts at a later slot, if they count already.

    `day` is the place of a slot, or the number of slots for the goal's date. Who defers accepted
    for the slot before. Of those who will melt, half have not told by then.
    """
    goal = here.inputs.goal
    if goal is None or goal.counts != "accepted":
        return 0
    after = here.within if day == len(here.slots) else day + 1
    melting = 0.5 * (1 / here.come - 1)
    waiting = np.zeros(len(starts), dtype=np.int64)
    share = 1.0  # of the slot before, which is not later any more
    for place in range(after, starts.shape[1]):
        before, share = share, min(here.known[day, place], 1.0)
        if max(before, share) > 1e-4:
            accepted = rng.binomial(starts[:, place] - moved[:, place], share)
            accepted += rng.binomial(moved[:, place], before)
            waiting += accepted + rng.poisson(accepted * melting)
    return waiting


def _remaining(
    rng: np.random.Generator, here: World, people: Counts, since: date, until: date
) -> Counts:
    """Who is still in post at `until`."""
    years = (until - since).days / 365.25
    if years <= 0 or not here.attrition.any():
        return people
    return rng.binomial(people, np.exp(-here.attrition * years))
