"""How many will still apply, for which intake, and when (domain 9.5).

A Gamma-Poisson rate per recruiting month for each season, shrunk to that of all. Real arrivals
vary more than a steady rate allows (domain: intervals of homogeneous models run too narrow): each
intake has a factor of its own, old windows count less, and the rate may drift.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from recruitment.forecast.calendar import MONTH, past_windows
from recruitment.forecast.inputs import Arrivals, Inputs, Window
from recruitment.forecast.rates import Floats, Gamma, gamma_posterior

# Relative intensity in equal parts of a window: people apply towards the deadline (assumption).
TOWARDS_DEADLINE = np.array([0.6, 0.8, 1.0, 1.1, 1.2, 1.3])
BINS = len(TOWARDS_DEADLINE)
SMOOTH = 12.0  # applications a part must have seen to speak as loud as that assumption
HALF_LIFE = 2.0  # years after which a window counts half
SEASON_SHAPE = 3.0  # how near a season's rate is to that of all before evidence
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
class SeasonRate:
    """Applications of a season over its seasonal exposure, and the rate they leave."""

    season: str
    applications: int
    months: float
    posterior: Gamma


@dataclass(frozen=True)
class ArrivalRates:
    """What the past says about arrivals. `parts` are relative intensities within a window."""

    overall: Gamma
    seasons: tuple[SeasonRate, ...]
    parts: Floats
    variation: float

    def of(self, season: str) -> SeasonRate:
        """The season's rate; that of all, less sure, for a season never seen."""
        for one in self.seasons:
            if one.season == season:
                return one
        return SeasonRate(season, 0, 0.0, self._shrunk(0.0, 0.0))

    def _shrunk(self, x: float, w: float) -> Gamma:
        shape = min(SEASON_SHAPE, self.overall.a)
        return gamma_posterior(shape, shape / self.overall.mean, x, w)


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
    last = min(closes_on, as_of)
    if last < window.opens_on:
        return []
    left = dict(window.received)
    months = []
    for middle, days in months_of(window.opens_on, last):
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
    rows = [
        (
            window.season,
            sum(month.n for month in months),
            sum(month.months * parts[month.part] for month in months),
            0.5 ** (max((inputs.as_of - months[-1].middle).days, 0) / 365.25 / HALF_LIFE),
        )
        for window, months in seen
    ]
    return _fit(inputs.arrivals, rows, parts)


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


def _fit(prior: Arrivals, rows: Sequence[tuple[str, int, float, float]], parts) -> ArrivalRates:
    """`rows` are (season, applications, exposure in months, weight by age)."""
    base = gamma_posterior(prior.prior_shape, prior.prior_shape / prior.prior_per_month, 0, 0)
    by_season: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for season, x, w, weight in rows:
        by_season[season].append((x, w, weight))
    variation = _variation(list(by_season.values()))
    overall = base
    for season_rows in by_season.values():
        overall = gamma_posterior(overall.a, overall.b, *_weighed(season_rows, variation))
    rates = ArrivalRates(overall, (), parts, variation)
    seasons = tuple(
        SeasonRate(
            season,
            sum(x for x, _w, _weight in pairs),
            sum(w for _x, w, _weight in pairs),
            rates._shrunk(*_weighed(pairs, variation)),
        )
        for season, pairs in sorted(by_season.items())
    )
    return ArrivalRates(overall, seasons, parts, variation)


def _weighed(rows: Sequence[tuple[int, float, float]], variation: float) -> tuple[float, float]:
    """(applications, exposure) that count: an intake's own factor makes its rate less telling."""
    mean = sum(x for x, _w, _weight in rows) / max(sum(w for _x, w, _weight in rows), 1e-9)
    total_x, total_w = 0.0, 0.0
    for x, w, weight in rows:
        told = weight / (1 + mean * w * variation)
        total_x, total_w = total_x + told * x, total_w + told * w
    return total_x, total_w


def _variation(seasons: Sequence[Sequence[tuple[int, float, float]]]) -> float:
    """Squared coefficient of variation between intakes of a season, beyond Poisson's own."""
    total, weight = VARIATION * VARIATION_WEIGHT, VARIATION_WEIGHT
    for rows in seasons:
        exposure = sum(w for _x, w, _weight in rows)
        if len(rows) < 2 or not exposure:
            continue
        rate = sum(x for x, _w, _weight in rows) / exposure
        # One degree of freedom went into the rate.
        lost = len(rows) / (len(rows) - 1)
        for x, w, _weight in rows:
            expected = max(rate * w, 1.0)
            tells = 1 / (1 + 1 / (VARIATION * expected)) ** 2
            total += tells * (lost * (x - rate * w) ** 2 - expected) / expected**2
            weight += tells
    return max(total / weight, LEAST_VARIATION)
