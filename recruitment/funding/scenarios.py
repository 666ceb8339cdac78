"""The full plan at other lengths and levels: is it affordable at all? Arithmetic only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centre.money.amounts import Money
from centre.money.costs import CostKind
from centre.money.rates import Quote
from recruitment.funding.plan import Feasibility, by_month, intakes
from recruitment.funding.pricing import Pricing

LENGTHS = (36, 48)
# (level, whether fees are paid): the question of the founding agreement, cheapest first.
LEVELS = [
    (CostKind.STIPEND, False),
    (CostKind.STIPEND, True),
    (CostKind.FELLOWSHIP, False),
    (CostKind.FELLOWSHIP, True),
]


@dataclass(frozen=True)
class Scenario:
    """All doctoral awards of the plan at one level and length."""

    level: str
    fees: bool
    months: int
    total: Decimal | None  # unknown while a price is missing
    share: Decimal | None  # of the pledge


@dataclass(frozen=True)
class Timing:
    """Person-months of the plan's awards at one length, within the pledge's window and in all."""

    months: int
    inside: int
    all: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.inside) / self.all if self.all else None


@dataclass(frozen=True)
class Scenarios:
    """Amounts in `currency`, that of the costs; each person at the prices of the day asked."""

    currency: str
    people: int
    pledge: Decimal | None
    rows: Sequence[Sequence[Scenario]]  # one row a level, one column a length
    timing: Sequence[Timing]
    postdocs: int
    postdoc_months: int
    postdoc_total: Decimal | None
    overhead: Decimal  # a share of cost; 0 where no rate is set
    quote: Quote | None  # from the currency of the pledge; None without one, or without a pledge

    @property
    def after_overhead(self) -> Decimal | None:
        """What is left of the pledge for people once overhead is paid on every cost."""
        return None if self.pledge is None else self.pledge / (1 + self.overhead)


def scenarios(
    pricing: Pricing,
    *,
    people: int,
    steps: Sequence[tuple[date, int]],
    postdocs: int,
    postdoc_months: int,
    ends: int,
    pledge: Money | None,
) -> Scenarios:
    """`steps` is the doctoral plan; `ends` the last month of the pledge's window. The pledge is
    in its own currency; without a rate it is as good as none."""
    quote = pricing.rates.between(pledge.currency, pricing.currency) if pledge else None
    amount = pledge.amount * quote.rate if pledge and quote else None
    return Scenarios(
        currency=pricing.currency,
        people=people,
        pledge=amount,
        rows=[
            [_scenario(pricing, level, fees, months, people, amount) for months in LENGTHS]
            for level, fees in LEVELS
        ],
        timing=[_timing(pricing, months, steps, ends) for months in LENGTHS] if steps else [],
        postdocs=postdocs,
        postdoc_months=postdoc_months,
        postdoc_total=_postdocs(pricing.afresh(), postdocs, postdoc_months),
        overhead=pricing.overhead() if pricing.knows(CostKind.OVERHEAD) else Decimal(0),
        quote=quote,
    )


def _scenario(pricing, level, fees, months, people, pledge) -> Scenario:
    own = pricing.afresh()
    total = people * own.doctoral(level, months, fees=fees).total
    if not own.is_complete:
        return Scenario(level, fees, months, None, None)
    return Scenario(level, fees, months, total, total / pledge if pledge else None)


def _postdocs(pricing: Pricing, people: int, months: int) -> Decimal | None:
    total = people * pricing.postdoc(months).total
    return total if pricing.is_complete else None


def _timing(pricing, months, steps, ends) -> Timing:
    package = pricing.doctoral(CostKind.STIPEND, months)
    found = Feasibility(by_month(intakes(steps, package)), ends)
    return Timing(months, found.person_months_inside, found.person_months)
