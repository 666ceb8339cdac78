"""Applications that have not come yet: how many for each intake, and where they would start."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recruitment.forecast.arrivals import ArrivalRates, months_of, part_of
from recruitment.forecast.calendar import MONTH, Cohort
from recruitment.forecast.draws import draw_drift
from recruitment.forecast.groups import PACES, Clock, Timing
from recruitment.forecast.inputs import Inputs
from recruitment.forecast.rates import Floats

DRIFT = 0.19  # standard deviation a year of the logarithm of starts per recruiting month
# A month of applications counts as early enough if so large a share of it would start in time.
IN_TIME = 0.05


@dataclass(frozen=True)
class Future:
    """Cohorts of applicants to come.

    `coming` (runs x cohorts) is the rate per seasonal month; the others are exposures in such
    months: `in_time` (cohorts), `starts` (cohorts x 2 x paces x slots, see Timing), `known`
    (cohorts x days x slots).
    """

    coming: Floats
    in_time: Floats
    starts: Floats
    known: Floats


def future_applicants(
    rng: np.random.Generator,
    inputs: Inputs,
    clock: Clock,
    rates: ArrivalRates,
    cohorts: Sequence[Cohort],
) -> Future:
    """Rates drawn for each run and cohort, with the exposures they are multiplied by."""
    exposures = [_exposure(inputs, clock, rates, cohort) for cohort in cohorts]
    slots = len(clock.slots)
    return Future(
        coming=_rates(rng, inputs, clock, rates, cohorts),
        in_time=np.array([months for months, _timing in exposures]),
        starts=np.array([t.starts for _months, t in exposures]).reshape(
            len(cohorts), 2, PACES, slots
        ),
        known=np.array([t.known for _months, t in exposures]).reshape(
            len(cohorts), slots + 1, slots
        ),
    )


def _rates(
    rng: np.random.Generator,
    inputs: Inputs,
    clock: Clock,
    rates: ArrivalRates,
    cohorts: Sequence[Cohort],
) -> Floats:
    """Applications per seasonal month, runs x cohorts: season, the intake's own factor, drift."""
    runs = inputs.assumptions.runs
    ahead = int(clock.days.max() / 365.25 + rates.age) + 1
    drift = draw_drift(rng, runs, ahead, DRIFT)
    variation = rates.variation.draw(rng, runs)
    seasons = sorted({one.season for one in cohorts})
    drawn = {season: rates.of(season, variation).draw(rng, runs) for season in seasons}
    columns = []
    for cohort in cohorts:
        rate = drawn[cohort.season]
        middle = cohort.opens_on + (cohort.closes_on - cohort.opens_on) / 2
        # Rates have been drifting since the middle of what was seen.
        years = (middle - inputs.as_of).days / 365.25 + rates.age
        own = _own(rng, clock, rates, cohort, rate, variation)
        columns.append(rate * own * drift.factor(years) * inputs.arrivals.factor)
    return np.stack(columns, axis=1) if columns else np.zeros((runs, 0))


def _own(
    rng: np.random.Generator,
    clock: Clock,
    rates: ArrivalRates,
    cohort: Cohort,
    rate: Floats,
    variation: Floats,
) -> Floats:
    """By how much one intake differs from its season: mean 1, and what its call has shown."""
    shape = exposure = 1 / variation
    begun = None if cohort.wanted is None else rates.under_way(clock.slots[cohort.wanted].starts_on)
    if begun:
        shape, exposure = shape + begun.applications, exposure + rate * begun.months
    return rng.gamma(shape, 1 / exposure)


def _exposure(
    inputs: Inputs, clock: Clock, rates: ArrivalRates, cohort: Cohort
) -> tuple[float, Timing]:
    """(seasonal months early enough, seasonal months by the slot they lead to)."""
    arrivals = inputs.arrivals
    # One pseudo-application each: nobody's residence is a matter of course.
    local = (arrivals.local + 1) / (arrivals.local + arrivals.non_local + 2)
    entry = clock.path.from_entry()
    within = int((clock.starts <= clock.days[-1]).sum())
    months = list(months_of(cohort.opens_on, cohort.closes_on))
    parts = [part_of(middle, cohort.began_on, cohort.closes_on) for middle, _days in months]
    weight = np.array([days for _middle, days in months]) / MONTH * rates.parts[parts]
    after = np.array([(middle - inputs.as_of).days for middle, _days in months])[:, None, None]
    ours, others = (
        clock.timing(entry, wanted=cohort.wanted, local=is_local, after=after)
        for is_local in (True, False)
    )
    starts = local * ours.starts + (1 - local) * others.starts
    known = local * ours.known + (1 - local) * others.known
    early = clock.usual(starts[..., :within]).sum(axis=-1) >= IN_TIME
    return float(weight[early].sum()), Timing(
        np.einsum("m,lmps->lps", weight, starts), np.einsum("m,mds->ds", weight, known)
    )
