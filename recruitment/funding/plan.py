"""What people cost month by month, and how that meets the pledge: arithmetic only, no database.

Amounts are Decimals of one currency. A month is a number (see months.py) and is paid in full by
whoever starts in it. Prices are those of the day the question is asked: no inflation is invented.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from centre.targets.plan import even_plan
from recruitment.funding.months import number_of

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Package:
    """What one person costs over `months` of funding.

    A month costs `first`, and `later` once half of the months have passed: registration is
    confirmed within the first half. `once` falls due at that half, `yearly` (fees) with every
    twelfth month from the first; `overhead` is a share on top of all of it, 0.25 for 25%.
    """

    months: int
    first: Decimal
    later: Decimal
    once: Decimal = NOTHING
    yearly: Decimal = NOTHING
    overhead: Decimal = NOTHING

    def cost_of(self, nth: int) -> Decimal:
        """What month `nth` costs, 0 being the first; nothing outside the award."""
        if not 0 <= nth < self.months:
            return NOTHING
        half = self.months // 2
        cost = self.first if nth < half else self.later
        if nth == half:
            cost += self.once
        if nth % 12 == 0:
            cost += self.yearly
        return cost * (1 + self.overhead)

    @property
    def total(self) -> Decimal:
        return sum((self.cost_of(nth) for nth in range(self.months)), NOTHING)


@dataclass(frozen=True)
class Starters:
    """`people` who start in month `start`, each at the cost of `package`.

    Whoever left is paid up to the month before `until`.
    """

    start: int
    people: int
    package: Package
    until: int | None = None

    @property
    def months(self) -> range:
        end = self.start + self.package.months
        return range(self.start, end if self.until is None else min(end, self.until))


@dataclass(frozen=True)
class MonthCost:
    """One month: who is paid for, and what it costs."""

    month: int
    people: int
    cost: Decimal


@dataclass(frozen=True)
class Feasibility:
    """Costs by month against a pledge that ends with month `last`.

    `pledge` is None where nothing was pledged, or no rate leads from its currency.
    """

    months: Sequence[MonthCost]
    last: int
    pledge: Decimal | None = None
    inside: Decimal = field(init=False)
    beyond: Decimal = field(init=False)
    person_months_inside: int = field(init=False)
    person_months_beyond: int = field(init=False)

    def __post_init__(self):
        early = [one for one in self.months if one.month <= self.last]
        late = [one for one in self.months if one.month > self.last]
        values = {
            "inside": sum((one.cost for one in early), NOTHING),
            "beyond": sum((one.cost for one in late), NOTHING),
            "person_months_inside": sum(one.people for one in early),
            "person_months_beyond": sum(one.people for one in late),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)  # frozen: derived once

    @property
    def total(self) -> Decimal:
        return self.inside + self.beyond

    @property
    def person_months(self) -> int:
        return self.person_months_inside + self.person_months_beyond

    @property
    def share_inside(self) -> Decimal | None:
        """Person-months within the window as a share of all; None if there are none."""
        if not self.person_months:
            return None
        return Decimal(self.person_months_inside) / self.person_months

    @property
    def share_of_pledge(self) -> Decimal | None:
        return self.total / self.pledge if self.pledge else None

    @property
    def exhausted_in(self) -> int | None:
        """The month whose cost is more than is left of the pledge; None if it lasts."""
        if self.pledge is None:
            return None
        spent = NOTHING
        for one in self.months:
            spent += one.cost
            if spent > self.pledge:
                return one.month
        return None


def by_month(groups: Iterable[Starters]) -> list[MonthCost]:
    """People and cost of every month from the first start to the last award's end."""
    people: dict[int, int] = {}
    cost: dict[int, Decimal] = {}
    for group in groups:
        if not group.people:
            continue
        for month in group.months:
            each = group.package.cost_of(month - group.start)
            people[month] = people.get(month, 0) + group.people
            cost[month] = cost.get(month, NOTHING) + group.people * each
    return _course(people, cost)


def merged(*courses: Sequence[MonthCost]) -> list[MonthCost]:
    """Several courses of months as one, without holes."""
    people: dict[int, int] = {}
    cost: dict[int, Decimal] = {}
    for one in (month for course in courses for month in course):
        people[one.month] = people.get(one.month, 0) + one.people
        cost[one.month] = cost.get(one.month, NOTHING) + one.cost
    return _course(people, cost)


def _course(people: dict[int, int], cost: dict[int, Decimal]) -> list[MonthCost]:
    """From the first month to the last; a month between them without anybody costs nothing."""
    months = range(min(people), max(people) + 1) if people else []
    return [MonthCost(month, people.get(month, 0), cost.get(month, NOTHING)) for month in months]


def intakes(steps: Iterable[tuple[date, int]], package: Package) -> list[Starters]:
    """The plan's steps as people who cost that package."""
    return [Starters(number_of(day), people, package) for day, people in steps]


def place(people: int, steps: Sequence[tuple[date, int]]) -> list[tuple[date, int]]:
    """`people` still to come, over the plan's steps ahead: each step up to what it plans, the
    nearest first; who is left over is spread evenly. Empty if no step lies ahead."""
    filled, left = [], people
    for day, planned in steps:
        filled.append((day, min(planned, left)))
        left -= min(planned, left)
    extra = dict(even_plan(left, [day for day, _planned in steps]))
    return [(day, taken + extra.get(day, 0)) for day, taken in filled]
