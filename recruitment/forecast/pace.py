"""How long the way to the acceptance takes: stays of the stages, one after another.

Each stage's stays are Aalen-Johansen curves in which the prior counts as a few stays more. Their
sums are convolutions on a grid of weeks, three years long; what is slower stands in its last
cell and reaches no intake the forecast looks at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np

from recruitment.forecast.inputs import Spell, Stage
from recruitment.forecast.rates import Floats, Incidence, incidence

WEEK = 7
WEEKS = 3 * 52 + 1
SPREAD = 0.8  # of the logarithm of the prior's days: a quarter takes 1.7 times the median
_QUANTILES = [NormalDist().inv_cdf((i + 0.5) / 24) for i in range(24)]
# Who has waited longer than so large a share of those who went on has ended, told or not.
SILENT = 0.99


@dataclass(frozen=True)
class StagePace:
    """Time in one stage: the curves since the entry, the prior's few stays among them."""

    curves: Incidence
    stays: float  # their number, the prior's included
    prior_stays: float
    prior_days: float

    @cached_property
    def advanced(self) -> Floats:
        """P(day of going on = d | goes on), per day."""
        per_day = np.diff(self.curves.advanced, prepend=0.0)
        return per_day / per_day.sum()

    @property
    def median(self) -> float:
        """Days after which half of those who go on have gone on."""
        return float(np.searchsorted(np.cumsum(self.advanced), 0.5))

    def told_by(self, age: int) -> float:
        """Odds of not going on, once in the stage for `age` days, over those at entry.

        1.0 where waiting tells nothing; more where those who go on would have gone by now
        (domain 9.2: what is left of F_adv over what is left of S). One stay of the usual kind is
        added: beyond the longest there is nobody to learn from.
        """
        share = self.curves.advanced[-1]
        little = 1 / self.stays
        here = self.curves.still_here(age)
        going = share - self.curves.advanced[min(age, len(self.curves.advanced) - 1)]
        against = max(here - going, 0.0) + little * (1 - share)
        usual = (1 - share) / share
        return float(against / (going + little * share) / usual) if usual > 1e-9 else 1.0

    def silent(self, spells: Sequence[Spell]) -> int:
        """Open stays so long that they count as ended: files nobody closed."""
        gone = np.cumsum(self.advanced)
        last = int(np.searchsorted(gone, SILENT))
        return sum(one.n for one in spells if one.ending == "open" and one.days > last)

    def remaining(self, age: int) -> Floats:
        """Weeks until those who go on do so, given `age` days in the stage; sums to 1."""
        later = self.advanced[age + 1 :]
        if later.sum() < 1e-6:
            # Longer than anybody before: as long again as the assumption, with no memory.
            weeks = max(self.prior_days, 1.0) / WEEK / np.log(2)
            shape = np.exp(-np.arange(WEEKS) / weeks)
            return shape / shape.sum()
        return _weekly(later / later.sum(), first=1)


def stage_pace(stage: Stage, strength: float) -> StagePace:
    """Curves of one stage from its stays and `strength` stays as the prior has them."""
    stays = strength + sum(one.n for one in stage.spells)
    return StagePace(_with_prior(stage, strength), stays, strength, stage.prior_days)


def _with_prior(stage: Stage, strength: float) -> Incidence:
    days = np.array([max(round(stage.prior_days * np.exp(SPREAD * z)), 0) for z in _QUANTILES])
    each = strength / len(days)
    spells = [one for one in stage.spells if one.n > 0]
    goes_on = [one.ending == "advanced" for one in spells]
    ends = [one.ending == "ended" for one in spells]
    count = len(days)
    share = min(max(stage.prior_pass, 0.02), 0.98)
    return incidence(
        np.array([*(one.days for one in spells), *days, *days], dtype=np.int64),
        np.array([*(one.seen_from for one in spells), *[0] * (2 * count)], dtype=np.int64),
        np.array([*goes_on, *[True] * count, *[False] * count], dtype=bool),
        np.array([*ends, *[False] * count, *[True] * count], dtype=bool),
        np.array(
            [*(one.n for one in spells), *[each * share] * count, *[each * (1 - share)] * count]
        ),
    )


def _weekly(per_day: Floats, first: int = 0) -> Floats:
    """Shares per day as shares per week, each split between its two neighbours: means stay."""
    day = np.minimum(np.arange(len(per_day)) + first, (WEEKS - 1) * WEEK)
    low, over = np.divmod(day, WEEK)
    high = np.minimum(low + 1, WEEKS - 1)
    lower = np.bincount(low, per_day * (1 - over / WEEK), minlength=WEEKS)
    return (lower + np.bincount(high, per_day * (over / WEEK), minlength=WEEKS)).astype(float)


@dataclass(frozen=True)
class Path:
    """The way through the timed stages. `after[s]` is the time from leaving stage s - 1 on."""

    stages: Sequence[StagePace]
    after: Sequence[Floats]  # len(stages) + 1; the last is "at once"

    def from_entry(self) -> Floats:
        return np.cumsum(self.after[0])

    def from_stage(self, stage: int, age: int) -> Floats:
        """Cumulative share accepted by week, of those who get there, from within a stage."""
        if stage >= len(self.stages):
            return np.ones(WEEKS)
        return np.cumsum(_sum(self.stages[stage].remaining(age), self.after[stage + 1]))


def path_through(stages: Sequence[StagePace]) -> Path:
    at_once = np.zeros(WEEKS)
    at_once[0] = 1.0
    after = [at_once]
    for pace in reversed(stages):
        after.insert(0, _sum(_weekly(pace.advanced), after[0]))
    return Path(stages, after)


def _sum(one: Floats, other: Floats) -> Floats:
    """The distribution of the sum of two times; what runs over stands in the last cell."""
    total = np.convolve(one, other)
    total[WEEKS - 1] = total[WEEKS - 1 :].sum()
    return total[:WEEKS]


def accepted_by(cumulative: Floats, days: Floats) -> Floats:
    """Share accepted within each of `days`, whatever their shape; 0 before the beginning, a
    straight line in a week."""
    weeks = np.arange(WEEKS) * WEEK
    # The last cell is "never soon enough": it is left out.
    known = np.minimum(cumulative, cumulative[-2])
    return np.where(days < 0, 0.0, np.interp(days, weeks, known))
