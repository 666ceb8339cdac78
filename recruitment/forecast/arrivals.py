"""How many will still apply, for which intake, and when (domain 9.5).

A Gamma-Poisson rate per recruiting month for each season, shrunk to that of all. Real arrivals
vary more than a steady rate allows (domain: intervals of homogeneous models run too narrow): each
intake has a factor of its own, old windows count less, and the rate may drift.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from recruitment.forecast.calendar import MONTH, past_windows
from recruitment.forecast.inputs import Inputs, Window
from recruitment.forecast.rates import Floats, Gamma, gamma_posterior

# Relative intensity in equal parts of a window: people apply towards the deadline (assumption).
TOWARDS_DEADLINE = np.array([0.4, 0.7, 1.0, 1.2, 1.3, 1.4])
BINS = len(TOWARDS_DEADLINE)
SMOOTH = 12.0  # applications a part must have seen to speak as loud as that assumption
HALF_LIFE = 2.0  # years after which a window counts half
SEASON_SHAPE = 6.0  # how near a season's rate is to that of all before evidence
VARIATION = 0.08  # prior squared coefficient of variation between intakes
VARIATION_WEIGHT = 4.0  # ... as if so many intakes had shown it
LEAST_VARIATION = 0.02


@dataclass(frozen=True)
class Month:
    """A month of one window: `part` of the window it stands in, days of it that were open."""

    part: int
    months: float
    n: int
    middle: date


@dataclass(frozen=True)
class Record:
    """What one window brought: applications over its seasonal exposure, in months.

    `age` is that of its middle in years; `open_for` the first day of its intake if it still
    takes applications.
    """

    season: str
    applications: int
    months: float
    age: float
    open_for: date | None = None

    @property
    def weight(self) -> float:
        return float(0.5 ** (self.age / HALF_LIFE))


@dataclass(frozen=True)
class Variation:
    """Squared coefficient of variation between intakes, as if so many intakes had shown it."""

    mean: float
    intakes: float

    def draw(self, rng: np.random.Generator, runs: int) -> Floats:
        shape = self.intakes / 2
        return np.maximum(rng.gamma(shape, self.mean / shape, runs), LEAST_VARIATION)


@dataclass(frozen=True)
class ArrivalRates:
    """What the past says about arrivals. `parts` are relative intensities within a window."""

    prior: Gamma
    records: Sequence[Record]
    parts: Floats
    variation: Variation

    def of(self, season: str, variation: float | Floats | None = None) -> Gamma:
        """The season's rate, given how much intakes vary (the likeliest if not told; an array
        gives one rate a run). That of all, less sure, for a season never seen."""
        if variation is None:
            variation = self.variation.mean
        # All together are weighed by one mean: by its own, a strong season would tell the least.
        overall = gamma_posterior(self.prior.a, self.prior.b, *_weighed(self.records, variation))
        shape = np.minimum(SEASON_SHAPE, overall.a)
        rows = self.by_season.get(season, ())
        return gamma_posterior(shape, shape / overall.mean, *_weighed(rows, variation))

    @cached_property
    def by_season(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for one in self.records:
            found[one.season].append(one)
        return dict(sorted(found.items()))

    @cached_property
    def age(self) -> float:
        """Years since the middle of what was seen; 0 where nothing was."""
        weight = sum(one.weight * one.months for one in self.records)
        return sum(one.weight * one.months * one.age for one in self.records) / (weight or 1.0)

    def under_way(self, starts_on: date) -> Record | None:
        """What the window of an intake has brought so far, while it is open."""
        return next((one for one in self.records if one.open_for == starts_on), None)


def months_of(first: date, last: date) -> Iterator[tuple[date, int]]:
    """(middle, days) of each calendar month's share of `first`..`last`, both included."""
    while first <= last:
        month_end = (first.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        until = min(month_end, last)
        days = (until - first).days + 1
        yield first + timedelta(days=days // 2), days
        first = until + timedelta(days=1)


def part_of(day: date, opens_on: date, closes_on: date) -> int:
    """Which of the BINS parts of a window a day is in; days outside stand in the nearest."""
    share = (day - opens_on).days / max((closes_on - opens_on).days, 1)
    return min(max(int(share * BINS), 0), BINS - 1)


def observed(window: Window, as_of: date) -> list[Month]:
    """The window's months so far with their arrivals; late ones count in the last month."""
    closes_on = window.closes_on or as_of
    first, last = max(window.opens_on, window.watched_from), min(closes_on, as_of)
    if last < first:
        return []
    left = dict(window.received)
    months = []
    for middle, days in months_of(first, last):
        part = part_of(middle, window.opens_on, closes_on)
        months.append(Month(part, days / MONTH, left.pop(middle.replace(day=1), 0), middle))
    months[-1] = replace(months[-1], n=months[-1].n + sum(left.values()))
    return months


def arrival_rates(inputs: Inputs) -> ArrivalRates:
    """Rates of all seasons from the windows that had begun by as-of."""
    seen = [(one, observed(one, inputs.as_of)) for one in past_windows(inputs)]
    seen = [(window, months) for window, months in seen if months]
    # A rolling track has no deadline to apply towards.
    usual = np.ones(BINS) if inputs.rolling else TOWARDS_DEADLINE
    parts = _parts([months for _window, months in seen], usual)
    records = [_record(window, months, parts, inputs.as_of) for window, months in seen]
    shape = inputs.arrivals.prior_shape
    prior = Gamma(shape, shape / assumed_per_month(inputs))
    rates = ArrivalRates(prior, records, parts, Variation(VARIATION, VARIATION_WEIGHT))
    return replace(rates, variation=_variation(rates.by_season.values()))


def assumed_per_month(inputs: Inputs) -> float:
    """Applications a recruiting month before there is evidence: a year's, over the months in
    which calls are open, each season's counted for itself."""
    past = [(one.season, one.opens_on, one.closes_on) for one in inputs.arrivals.windows]
    ahead = [(one.season, one.opens_on, one.closes_on) for one in inputs.slots]
    calls = {
        season: max((closes_on - opens_on).days / MONTH, 1.0)
        for season, opens_on, closes_on in [*past, *ahead]
        if closes_on is not None
    }
    months = sum(calls.values()) if calls and not inputs.rolling else 12.0
    return inputs.arrivals.prior_per_year / months


def _record(window: Window, months: Sequence[Month], parts: Floats, as_of: date) -> Record:
    length = sum(month.months for month in months)
    days = sum(month.months * (as_of - month.middle).days for month in months) / length
    is_open = window.closes_on is not None and window.closes_on > as_of
    return Record(
        season=window.season,
        applications=sum(month.n for month in months),
        months=sum(month.months * float(parts[month.part]) for month in months),
        age=max(days, 0.0) / 365.25,
        open_for=window.starts_on if is_open else None,
    )


def _parts(windows: Sequence[Sequence[Month]], usual: Floats) -> Floats:
    """Intensity of each part of a window: the usual one, corrected by what was seen.

    A window that is still open says how its parts so far compare, and nothing of the others.
    """
    n, expected = np.zeros(BINS), np.zeros(BINS)
    for months in windows:
        exposure = sum(month.months * usual[month.part] for month in months)
        rate = sum(month.n for month in months) / exposure
        for month in months:
            n[month.part] += month.n
            expected[month.part] += rate * month.months * usual[month.part]
    return usual * (n + SMOOTH) / (expected + SMOOTH)


def _weighed(rows: Sequence[Record], variation: float | Floats) -> tuple[Floats, Floats]:
    """(applications, exposure) that count: an intake's own factor makes its rate less telling."""
    mean = sum(one.applications for one in rows) / max(sum(one.months for one in rows), 1e-9)
    told = [one.weight / (1 + mean * one.months * np.asarray(variation)) for one in rows]
    pairs = list(zip(told, rows, strict=True))
    return (
        sum((weight * one.applications for weight, one in pairs), np.zeros(())),
        sum((weight * one.months for weight, one in pairs), np.zeros(())),
    )


def _variation(seasons: Iterable[Sequence[Record]]) -> Variation:
    """Beyond Poisson's own, between intakes of a season."""
    total, weight = VARIATION * VARIATION_WEIGHT, VARIATION_WEIGHT
    for rows in seasons:
        exposure = sum(one.months for one in rows)
        if len(rows) < 2 or not exposure:
            continue
        rate = sum(one.applications for one in rows) / exposure
        # One degree of freedom went into the rate.
        lost = len(rows) / (len(rows) - 1)
        for one in rows:
            expected = max(rate * one.months, 1.0)
            tells = 1 / (1 + 1 / (VARIATION * expected)) ** 2
            off = lost * (one.applications - rate * one.months) ** 2 - expected
            total += tells * off / expected**2
            weight += tells
    return Variation(max(total / weight, LEAST_VARIATION), weight)
