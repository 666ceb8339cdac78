"""Everything the forecast looks at: numbers and days, no rows of the database, no clock.

Whoever builds an `Inputs` writes down only what was known at `as_of`; the engine adds nothing but
priors and chance. Every count is people or applications, every age and length whole days.
Nobody is named: the live applications come as groups.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

# What counts as recruited; the values are those of a target's `counts`.
Counts = Literal["in_post", "enrolled", "accepted"]
# How a stay in a stage ended: went on, was ended by somebody, or has not ended.
Ending = Literal["advanced", "ended", "open"]

LOCAL_LEAD_MONTHS = 3.0  # Hong Kong practice (domain 1.1); a centre may set its own
NON_LOCAL_LEAD_MONTHS = 4.0


@dataclass(frozen=True)
class Goal:
    """The promise. `people` is None for “several”; then there is a range, but no probability."""

    people: int | None
    by: date
    counts: Counts = "in_post"


@dataclass(frozen=True)
class Evidence:
    """Of `n` resolved cases `k` were hits, `years_ago` (0 for the last twelve months)."""

    k: int
    n: int
    years_ago: float = 0.0


@dataclass(frozen=True)
class Spell:
    """`n` stays in one stage that look alike.

    `days` is the length at its end, or so far if `ending` is "open". `seen_from` is the age in
    days at which we began to watch: 0, or more for people imported in mid-stage (late entry).
    A real return to the stage is a stay of its own; a correction is none.
    """

    days: int
    ending: Ending
    seen_from: int = 0
    n: int = 1


@dataclass(frozen=True)
class Stage:
    """One step between first contact and the start, the start itself left out.

    `evidence` counts entries to the stage that were resolved: k came beyond it, n - k ended in
    it; who skipped it counts as having come beyond. `accepted` is true for stages behind the
    acceptance (pre-arrival): who stands there has said yes, and whom such a stage loses melted.
    `shift` is a what-if: so much is added to each drawn pass rate (0.05 = five points).
    """

    key: str
    name: str
    kind: str
    prior_pass: float  # 0..1, the assumption before there is evidence
    prior_days: float  # median days of those who go on
    evidence: tuple[Evidence, ...] = ()
    spells: tuple[Spell, ...] = ()
    accepted: bool = False
    shift: float = 0.0

    @property
    def advanced(self) -> int:
        return sum(one.k for one in self.evidence)

    @property
    def resolved(self) -> int:
        return sum(one.n for one in self.evidence)


@dataclass(frozen=True)
class Live:
    """`n` open applications that stand alike. Accepted people are live in an `accepted` stage.

    `stage` is the index in `Inputs.stages`, `age` the days in that stage at `as_of`. `slot` is
    the key of the intake they applied for (or accepted), None where they named none.
    """

    stage: int
    age: int
    n: int
    slot: str | None = None
    local: bool = False


@dataclass(frozen=True)
class Slot:
    """An intake that starts after `as_of`, and what bounds it.

    `seats` and `capacity` (places of supervisors) are totals of the intake, None where nobody
    has set one; `taken` is how many of either are filled by people who started already.
    An intake nobody has `written` down yet, but `planned` with so many starts or expected, has
    the seats of its season. A rolling track's slots of one `year` (0: the twelve months after
    as-of) share its places.
    Applications are taken from `opens_on` to `closes_on`, both included.
    """

    key: str
    starts_on: date
    opens_on: date
    closes_on: date
    season: str  # intakes of one season are alike: "September"
    seats: int | None = None
    capacity: int | None = None
    taken: int = 0
    written: bool = True
    planned: int = 0
    year: int | None = None

    @property
    def free(self) -> int | None:
        """Places left, from 0; None if nothing bounds the intake."""
        bounds = [bound for bound in (self.seats, self.capacity) if bound is not None]
        return max(min(bounds) - self.taken, 0) if bounds else None


@dataclass(frozen=True)
class Pool:
    """What bounds the starts of a rolling track in each twelve months after as-of.

    `free` are the seats open now, which the first twelve months have; `each` those of every later
    twelve months; None where nobody has written down any. No year has fewer than are `planned`
    (day, starts) for it. `capacity`: places of supervisors, in each twelve months.
    """

    free: int | None = None
    each: int | None = None
    capacity: int | None = None
    planned: tuple[tuple[date, int], ...] = ()

    @property
    def bounds(self) -> bool:
        return self.free is not None or self.capacity is not None

    def seats(self, year: int, after: date, until: date) -> int | None:
        """Seats of the twelve months from the day behind `after` to `until`."""
        seats = self.each if year else self.free
        if seats is None:
            return None
        return max(seats, sum(starts for day, starts in self.planned if after < day <= until))


@dataclass(frozen=True)
class Window:
    """What arrived for one intake, past or still open, month by month.

    `received` holds (first day of the month, applications) up to `as_of`; a month of the window
    that is missing had none. Applications stand in the month they came to the first stage of
    `Inputs.stages`. `starts_on` is None for a rolling intake, whose `closes_on` may be None.
    `watched_from` is the day from which arrivals were written down, if the window was open before.
    """

    starts_on: date | None
    opens_on: date
    closes_on: date | None
    season: str
    received: tuple[tuple[date, int], ...] = ()
    watched_from: date = date.min

    @property
    def applications(self) -> int:
        return sum(n for _month, n in self.received)


@dataclass(frozen=True)
class Arrivals:
    """The history of applications.

    The prior is a Gamma of shape `prior_shape` (dimensionless; 1 is soon outweighed) and as many
    applications a recruiting month as make `prior_per_year` of all seasons. `factor` is a what-if
    that multiplies what is still to come (1.1 = ten per cent more).
    """

    windows: tuple[Window, ...] = ()
    local: int = 0
    non_local: int = 0
    prior_per_year: float = 84.0
    prior_shape: float = 1.0
    factor: float = 1.0


@dataclass(frozen=True)
class Posts:
    """People: `enrolled` ever started, leavers included; `in_post` (started on, n) are there.

    `leavers` left after their start within `person_years` of all who started.
    """

    enrolled: int = 0
    in_post: tuple[tuple[date, int], ...] = ()
    leavers: int = 0
    person_years: float = 0.0

    @property
    def here(self) -> int:
        return sum(n for _day, n in self.in_post)


@dataclass(frozen=True)
class Assumptions:
    """Settings. `strength` is the weight of a stage's prior, in pseudo-applications (4 to 10)."""

    strength: float = 10.0
    runs: int = 10_000
    seed: int = 20250101
    local_lead_months: float = LOCAL_LEAD_MONTHS
    non_local_lead_months: float = NON_LOCAL_LEAD_MONTHS
    deferral: float = 0.05  # prior share of accepted people who move to a later intake
    short_lead: float = 0.10  # prior share of late acceptances that start as wanted all the same
    attrition: float = 0.03  # prior leavers per person-year


@dataclass(frozen=True)
class Inputs:
    """One question to the forecast.

    `stages` are in order, from the one applications enter to the last before the start; leads
    and prospects are left out. `slots` are the intakes after `as_of` that somebody wrote down or
    planned; the engine repeats their seasons yearly as far as it needs. A `rolling` track has no
    slots: people start in any month, and a `pool` of places bounds them by the year.
    Deferrals: of n accepted people whose intake has come, k moved to a later one. `short_lead`: of
    n people who accepted with less than the lead time before the intake they wanted, k started at
    it all the same.
    `resolved` and `finished_intakes` decide whether there is enough history.
    """

    as_of: date
    goal: Goal | None
    stages: tuple[Stage, ...]
    live: tuple[Live, ...] = ()
    slots: tuple[Slot, ...] = ()
    arrivals: Arrivals = field(default_factory=Arrivals)
    posts: Posts = field(default_factory=Posts)
    deferrals: Evidence = Evidence(0, 0)
    short_lead: Evidence = Evidence(0, 0)
    resolved: int = 0  # applications that ended or started
    finished_intakes: int = 0  # intakes whose first day has passed
    rolling: bool = False
    pool: Pool = field(default_factory=Pool)
    assumptions: Assumptions = field(default_factory=Assumptions)

    @property
    def accepted(self) -> int:
        """People who have said yes and not started."""
        return sum(group.n for group in self.live if self.stages[group.stage].accepted)

    @property
    def counted(self) -> int:
        """H: who counts already, by the goal's own definition."""
        counts = self.goal.counts if self.goal else "in_post"
        if counts == "enrolled":
            return self.posts.enrolled
        return self.posts.here + (self.accepted if counts == "accepted" else 0)
