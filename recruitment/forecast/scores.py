"""How good were the forecasts? Scores of probabilities and of ranges (domain 9.9).

Counts are whole numbers, so a range from the 10th to the 90th percentile, ends included, holds
more than 80 % even if every probability is right: at a median of 3 it may hold 90 %. Coverage and
PIT are therefore read from the distribution itself: a count n that happened takes up the piece
from P(N < n) to P(N <= n), and what counts is the share of that piece between 0.1 and 0.9, and
its middle. This is the randomised PIT with its random number averaged out; it is 80 % and 0.5 for
a right forecast, however small the counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 5


@dataclass(frozen=True)
class Piece:
    """Where an outcome fell in its forecast: `below` is P(N < n), `up_to` is P(N <= n)."""

    below: float
    up_to: float

    @property
    def middle(self) -> float:
        return (self.below + self.up_to) / 2

    def within(self, low: float, high: float) -> float:
        """Share of the piece between two quantiles; a piece of no width is in or out."""
        if self.up_to <= self.below:
            return float(low <= self.below <= high)
        inside = min(self.up_to, high) - max(self.below, low)
        return max(inside, 0.0) / (self.up_to - self.below)


@dataclass(frozen=True)
class Bin:
    """One line of a reliability table: `n` forecasts, what they said, how often it came."""

    low: float
    high: float
    n: int
    said: float
    came: float


def piece(runs: NDArray[np.int64], happened: int) -> Piece:
    """`runs` are the forecast's counts, one a run."""
    return Piece(float((runs < happened).mean()), float((runs <= happened).mean()))


def coverage(pieces: Sequence[Piece], share: float = 0.80) -> float:
    """Share of outcomes within the central range that promised to hold `share` of them."""
    low, high = (1 - share) / 2, (1 + share) / 2
    return float(np.mean([one.within(low, high) for one in pieces]))


def mean_pit(pieces: Sequence[Piece]) -> float:
    """0.5 if forecasts are neither too low (above) nor too high (below)."""
    return float(np.mean([one.middle for one in pieces]))


def brier(chances: Sequence[float], came: Sequence[bool]) -> float:
    """Mean squared distance of the chance from what came, 0 (always right and sure) to 1."""
    return float(np.mean([(p - y) ** 2 for p, y in zip(chances, came, strict=True)]))


def skill(score: float, baseline: float) -> float | None:
    """Part of the baseline's Brier score that is gained; None if the baseline made no error."""
    return 1 - score / baseline if baseline > 0 else None


def reliability(chances: Sequence[float], came: Sequence[bool], bins: int = BINS) -> list[Bin]:
    """At most `bins` lines of equal width, empty ones left out."""
    lines = []
    said, seen = np.asarray(chances, dtype=float), np.asarray(came, dtype=float)
    place = np.minimum((said * bins).astype(int), bins - 1)
    for line in range(bins):
        here = place == line
        if here.any():
            lines.append(
                Bin(
                    line / bins,
                    (line + 1) / bins,
                    int(here.sum()),
                    float(said[here].mean()),
                    float(seen[here].mean()),
                )
            )
    return lines
