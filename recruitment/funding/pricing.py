"""What one person costs, from the dated cost rates and in one currency. No database."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from centre.money.amounts import Money
from centre.money.costs import Cost, CostKind, Costs, Unit
from centre.money.rates import Rates
from recruitment.funding.plan import NOTHING, Package

HUNDRED = Decimal(100)


@dataclass
class Pricing:
    """Prices in `currency` on `on`. What it lacked to answer stands in `lacking`: kinds of cost
    without a rate, and currencies from which no exchange rate leads here."""

    costs: Costs
    rates: Rates
    currency: str
    on: date
    lacking_kinds: set[str] = field(default_factory=set)
    lacking_rates: set[str] = field(default_factory=set)

    @property
    def is_complete(self) -> bool:
        """Whether no price asked for so far was missing."""
        return not (self.lacking_kinds or self.lacking_rates)

    def afresh(self) -> "Pricing":
        """The same prices, with nothing missed yet."""
        return Pricing(self.costs, self.rates, self.currency, self.on)

    def converted(self, amount: Decimal, currency: str) -> Decimal:
        found = self.rates.convert(Money(amount, currency), self.currency)
        if found is None:
            self.lacking_rates.add(currency)
            return NOTHING
        return found.amount

    def per_month(self, kind: str, on: date | None = None) -> Decimal:
        found = self._cost(kind, on)
        if found is None:
            return NOTHING
        share = 12 if found.unit == Unit.YEAR else 1
        return self.converted(found.amount, found.currency) / share

    def per_year(self, kind: str) -> Decimal:
        found = self._cost(kind)
        if found is None:
            return NOTHING
        times = 12 if found.unit == Unit.MONTH else 1
        return self.converted(found.amount, found.currency) * times

    def once(self, kind: str) -> Decimal:
        found = self._cost(kind)
        return NOTHING if found is None else self.converted(found.amount, found.currency)

    def overhead(self) -> Decimal:
        """A share, 0.25 for 25%; 0 where no rate is set."""
        found = self._cost(CostKind.OVERHEAD)
        return found.amount / HUNDRED if found else NOTHING

    def knows(self, kind: str) -> bool:
        return self.costs.at(kind, self.on) is not None

    def _cost(self, kind: str, on: date | None = None) -> Cost | None:
        found = self.costs.at(kind, on or self.on)
        if found is None:
            self.lacking_kinds.add(kind)
        return found

    def doctoral(
        self, level: str, months: int, *, fees: bool = False, overhead: bool = False
    ) -> Package:
        """A doctoral award of `months` at a level: CostKind.STIPEND for the standard one."""
        first = later = self.per_month(level)
        if level == CostKind.STIPEND and self.knows(CostKind.CONFIRMED):
            later = self.per_month(CostKind.CONFIRMED)
        return Package(
            months=months,
            first=first,
            later=later,
            once=self.once(CostKind.CONFERENCE),
            yearly=self.per_year(CostKind.FEES) if fees else NOTHING,
            overhead=self.overhead() if overhead else NOTHING,
        )

    def postdoc(self, months: int, *, overhead: bool = False) -> Package:
        """A contract of salary and, where a rate says so, pension."""
        pension = NOTHING
        if self.knows(CostKind.PENSION):
            pension = self.per_month(CostKind.PENSION)
        month = self.per_month(CostKind.SALARY) + pension
        return Package(months, month, month, overhead=self.overhead() if overhead else NOTHING)
