"""What the forecast answers: probabilities, ranges and what they rest on.

All numbers are people unless named otherwise; probabilities and rates run from 0 to 1.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from recruitment.forecast.plain import plain

# "no_target": there is no number to reach, so a range is all there is.
State = Literal["on_track", "at_risk", "off_track", "not_enough_history", "no_target"]
ON_TRACK, AT_RISK = 0.80, 0.50  # domain 9.8
ENOUGH_RESOLVED, ENOUGH_INTAKES = 20, 2


@dataclass(frozen=True)
class Range:
    """The middle and both bands of a count over all runs."""

    mean: float
    p10: int
    p25: int
    p50: int
    p75: int
    p90: int


@dataclass(frozen=True)
class IntakeRange:
    """People who start at one intake, those accepted for it included, the started ones not."""

    key: str
    season: str
    starts_on: date
    places: int | None  # free places, None if nothing bounds it; of a rolling track its year's
    seats: int | None
    capacity: int | None  # places of supervisors
    written: bool  # else the seats, if any, are those of its season or of the plan
    year: int | None  # of a rolling track, from 0: months of one year share its places
    starts: Range


@dataclass(frozen=True)
class YearRange:
    """Starts still to come in a calendar year, up to the goal's date."""

    year: int
    starts: Range


@dataclass(frozen=True)
class Point:
    """How many will count at the end of `on`; a corner of the burn-up's fan."""

    on: date
    people: Range


@dataclass(frozen=True)
class StageNeed:
    """Applications that have to come to a stage, new ones, between now and the last deadline."""

    key: str
    name: str
    applications: int


@dataclass(frozen=True)
class SeasonNeed:
    """Starts at each of `intakes` intakes of a season: what 80 % takes, and what is expected."""

    season: str
    intakes: int
    starts_each: int
    expected_each: float


@dataclass(frozen=True)
class Needs:
    """What an 80 % chance takes, solved on the simulation.

    `limit` says why nothing suffices: "places" (seats or supervisors), "time" (no intake is left
    that new applications could make), or "" if something does; `best` is then the highest chance
    that any number of applications gives. `applications` counts new ones, `expected` those the
    forecast expects anyway. `seasons` are sorted, the one with most starts first.
    """

    chance: float
    applications: int | None
    expected: float
    per_year: float | None
    stages: tuple[StageNeed, ...]
    seasons: tuple[SeasonNeed, ...]
    limit: Literal["", "places", "time"]
    best: float


@dataclass(frozen=True)
class StageBasis:
    """One stage's prior, evidence and posterior. `live` counts applications, not chances."""

    key: str
    name: str
    kind: str
    prior: float
    strength: float
    k: int
    n: int
    silent: int  # open for longer than 99 of 100 who went on: they count as ended
    mean: float  # of the posterior
    low: float  # 10th percentile of the draws
    high: float  # 90th
    prior_days: float
    median_days: float  # of those who go on, evidence and prior together
    spells: int  # stays seen, open ones included
    live: int


@dataclass(frozen=True)
class SeasonBasis:
    """Arrivals of one season: applications over recruiting months, rate per month."""

    season: str
    applications: int
    months: float
    per_month: float
    low: float
    high: float


@dataclass(frozen=True)
class RateBasis:
    """Another rate with its evidence: deferral, attrition (a year), conversion, short lead.

    Two are no shares: "pace" multiplies all waits (k stays that went on, n all), "variation" is
    by how much intakes of a season differ, relative to their mean (n intakes seen).
    """

    name: str
    prior: float
    k: int
    n: float
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Basis:
    """What it rests on, for “How this is worked out”."""

    stages: tuple[StageBasis, ...]
    arrivals: tuple[SeasonBasis, ...]
    rates: tuple[RateBasis, ...]
    expected_applications: float  # new ones that can still count
    assumed_per_month: float  # applications while a call is open, before there is evidence
    local_share: float
    local_lead_months: float
    non_local_lead_months: float
    resolved: int
    finished_intakes: int
    counted: int
    accepted: int


@dataclass(frozen=True)
class Outcome:
    """The answer. `error` is the simulation's standard error of `p_reach`.

    With too little history `p_reach` is there for back-tests, but `shown` is None: such a
    forecast is a range that is called an assumption, never one number.
    """

    as_of: date
    state: State
    goal: int | None
    by: date
    counts: str
    counted: int
    p_reach: float | None
    error: float
    people: Range
    by_intake: tuple[IntakeRange, ...]
    by_year: tuple[YearRange, ...]
    path: tuple[Point, ...]  # from `as_of` to `by`, in order
    reach_80_on: date | None
    needs: Needs | None
    simulations: int
    seed: int
    basis: Basis

    @property
    def is_assumption(self) -> bool:
        return self.state == "not_enough_history"

    @property
    def shown(self) -> float | None:
        """The probability to show, None where none may be shown."""
        return None if self.is_assumption else self.p_reach

    def as_json(self) -> dict[str, Any]:
        """The same as plain values; the single numbers of an assumption are None."""
        document = plain(self)
        document |= document.pop("people")
        hidden = ["mean", "p50", "reach_80_on", "needs"] if self.is_assumption else []
        return {**document, "p_reach": self.shown, **dict.fromkeys(hidden)}
