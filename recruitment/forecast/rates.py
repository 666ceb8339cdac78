"""Rates from little evidence, and stays that have not ended (domain 9.1, 9.2, 9.5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recruitment.forecast.inputs import Evidence, Spell

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Beta:
    """A rate between 0 and 1 that is not known exactly."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)

    def draw(self, rng: np.random.Generator, runs: int) -> Floats:
        return rng.beta(self.a, self.b, runs)


@dataclass(frozen=True)
class Gamma:
    """A rate per unit of exposure: shape `a` (events), rate `b` (exposure); one a run if arrays."""

    a: float | Floats
    b: float | Floats

    @property
    def mean(self) -> float | Floats:
        return self.a / self.b

    def draw(self, rng: np.random.Generator, runs: int) -> Floats:
        return rng.gamma(self.a, 1 / self.b, runs)


def beta_posterior(prior: float, strength: float, k: float, n: float) -> Beta:
    """Prior mean `prior` with the weight of `strength` cases, after k of n (domain 9.1).

    A prior of exactly 0 or 1 is moved inside, else no evidence could ever move it.
    """
    prior = min(max(prior, 0.005), 0.995)
    return Beta(strength * prior + k, strength * (1 - prior) + n - k)


def gamma_posterior(
    shape: float | Floats, exposure: float | Floats, x: float | Floats, w: float | Floats
) -> Gamma:
    """Prior Gamma(shape, exposure) after x events in exposure w (domain 9.5)."""
    return Gamma(shape + x, exposure + w)


def predicted_count(rate: Gamma, w: float) -> tuple[float | Floats, float | Floats]:
    """Mean and variance of the negative binomial count in the next exposure `w` (domain 9.5)."""
    mean = w * rate.mean
    return mean, mean * (1 + w / rate.b)


def faded(evidence: Iterable[Evidence], half_life: float) -> tuple[float, float]:
    """(k, n) with a case of `half_life` years ago counting half: rates drift."""
    k = n = 0.0
    for one in evidence:
        weight = 0.5 ** (one.years_ago / half_life)
        k, n = k + weight * one.k, n + weight * one.n
    return k, n


@dataclass(frozen=True)
class Incidence:
    """Aalen-Johansen curves on days 0, 1, ... D.

    `survival[d]` is the share still in the stage after day d; `advanced[d]` and `ended[d]` the
    shares that had gone on or been ended by then. The three add up to 1 on every day.
    """

    survival: Floats
    advanced: Floats
    ended: Floats

    def still_here(self, age: int) -> float:
        return _at(self.survival, age)

    def advance_within(self, age: int, days: int) -> float:
        """P(goes on within `days` more | in the stage since `age` days), 0 if nobody stayed."""
        here = self.still_here(age)
        gain = _at(self.advanced, age + days) - _at(self.advanced, age)
        return gain / here if here > 0 else 0.0


def _at(curve: Floats, day: int) -> float:
    return float(curve[min(max(day, 0), len(curve) - 1)])


def aalen_johansen(spells: Sequence[Spell]) -> Incidence:
    """Competing ends of stays, with open stays censored and late entries let in late.

    Somebody seen from age e is at risk after day e; a stay censored on a day outlives the
    exits of that day. Source: domain 9.2.
    """
    return incidence(
        np.array([one.days for one in spells], dtype=np.int64),
        np.array([one.seen_from for one in spells], dtype=np.int64),
        np.array([one.ending == "advanced" for one in spells], dtype=bool),
        np.array([one.ending == "ended" for one in spells], dtype=bool),
        np.array([one.n for one in spells], dtype=np.float64),
    )


def incidence(
    days: NDArray[np.int64],
    seen_from: NDArray[np.int64],
    advanced: NDArray[np.bool_],
    ended: NDArray[np.bool_],
    weight: Floats,
) -> Incidence:
    """`aalen_johansen` on columns, one row a stay; weights need not be whole."""
    length = int(days.max(initial=0)) + 1
    late = seen_from > 0

    def per_day(day: NDArray[np.int64], which: NDArray[np.bool_]) -> Floats:
        # Of nothing it would count whole numbers.
        return np.bincount(day[which], weight[which], minlength=length).astype(np.float64)

    leaving = per_day(days, np.ones(len(days), dtype=bool))
    entering = per_day(seen_from, late)[:length]
    # At risk on a day: all whose stay lasts at least so long, but for those not yet seen then.
    at_risk = _from_here_on(leaving) - _from_here_on(entering)
    hazard = [_share(per_day(days, which), at_risk) for which in (advanced, ended)]
    survival = np.cumprod(1 - np.minimum(hazard[0] + hazard[1], 1.0))
    before = np.concatenate([[1.0], survival[:-1]])
    return Incidence(survival, np.cumsum(before * hazard[0]), np.cumsum(before * hazard[1]))


def _from_here_on(per_day: Floats) -> Floats:
    return np.cumsum(per_day[::-1])[::-1]


def _share(exits: Floats, at_risk: Floats) -> Floats:
    """Hazard of each day; 0 where nobody is at risk."""
    return np.divide(exits, at_risk, out=np.zeros_like(exits), where=at_risk > 1e-9)


def sum_of_chances(chances: Iterable[float]) -> Floats:
    """P(0), P(1), ... of a sum of independent yes-or-no events: exact convolution (domain 9.4)."""
    total = np.ones(1)
    for chance in chances:
        total = np.convolve(total, [1 - chance, chance])
    return total
