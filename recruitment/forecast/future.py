"""Applications that have not come yet: how many for each intake, and where they would start."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recruitment.forecast.arrivals import ArrivalRates, months_of, part_of
from recruitment.forecast.calendar import MONTH, Cohort
from recruitment.forecast.draws import draw_drift
from recruitment.forecast.groups import Clock, Timing
from recruitment.forecast.inputs import Inputs
from recruitment.forecast.rates import Floats

DRIFT = 0.22  # standard deviation a year of the logarithm of starts per recruiting month
# A month of applications counts as early enough if so large a share of it would start in time.
IN_TIME = 0.05


@dataclass(frozen=True)
class Future:
    """Cohorts of applicants to come.

    `coming` (runs x cohorts) is the rate per seasonal month; the others are exposures in such
    months: `in_time` (cohorts), `starts` (cohorts x slots), `known` (cohorts x days x slots).
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
        starts=np.array([t.starts for _months, t in exposures]).reshape(len(cohorts), slots),
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
    drift = draw_drift(rng, runs, int(clock.days.max()) // 365 + 1, DRIFT)
    seasons = sorted({one.season for one in cohorts})
    drawn = {season: rates.of(season).posterior.draw(rng, runs) for season in seasons}
    columns = []
    for cohort in cohorts:
        middle = cohort.opens_on + (cohort.closes_on - cohort.opens_on) / 2
        own = rng.gamma(1 / rates.variation, rates.variation, runs)
        years = (middle - inputs.as_of).days / 365.25
        columns.append(drawn[cohort.season] * own * drift.factor(years) * inputs.arrivals.factor)
    return np.stack(columns, axis=1) if columns else np.zeros((runs, 0))


def _exposure(
    inputs: Inputs, clock: Clock, rates: ArrivalRates, cohort: Cohort
) -> tuple[float, Timing]:
    """(seasonal months early enough, seasonal months by the slot they lead to)."""
    arrivals = inputs.arrivals
    # One pseudo-application each: nobody's residence is a matter of course.
    local = (arrivals.local + 1) / (arrivals.local + arrivals.non_local + 2)
    entry = clock.path.from_entry()
    within = int((clock.starts <= clock.days[-1]).sum())
    slots = len(clock.slots)
    in_time, starts, known = 0.0, np.zeros(slots), np.zeros((slots + 1, slots))
    for middle, days in months_of(cohort.opens_on, cohort.closes_on):
        part = part_of(middle, cohort.began_on, cohort.closes_on)
        weight = days / MONTH * rates.parts[part]
        after = (middle - inputs.as_of).days
        month = 0.0
        for is_local, share in ((True, local), (False, 1 - local)):
            dealt = clock.timing(entry, wanted=cohort.wanted, local=is_local, after=after)
            starts += weight * share * dealt.starts
            known += weight * share * dealt.known
            month += share * float(dealt.starts[:within].sum())
        in_time += weight if month >= IN_TIME else 0.0
    return in_time, Timing(starts, known)
