"""What one more award would commit beyond the pledge's window, before it is promised to anybody.

Words only: whether to promise it all the same is the director's to decide.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.money.amounts import Money, written
from centre.money.models import CostRate, ExchangeRate
from centre.organisation.models import Centre
from centre.targets.models import Agreement
from recruitment.funding.months import first_of, number_of
from recruitment.funding.plan import NOTHING, Package
from recruitment.funding.pricing import Pricing
from recruitment.funding.selectors import (
    basis_of,
    currency_of,
    first_month,
    months_of,
    package_of,
    speaking_agreement,
)


@dataclass(frozen=True)
class Beyond:
    """An award that goes on after the pledge has ended: `months` of all its `length`."""

    centre: Centre
    agreement: Agreement
    kind: str  # of the track
    first: int  # the month it begins
    length: int
    on: date

    @property
    def months(self) -> int:
        return min(self.first + self.length - 1 - number_of(self.agreement.ends_on), self.length)

    @cached_property
    def amount(self) -> Money | None:
        """What these months cost; None if a rate for it is missing. Two statements."""
        costs = CostRate.objects.table(self.centre)
        rates = ExchangeRate.objects.known(self.centre, on=self.on)
        currency = self.agreement.pledged_currency or currency_of(costs, self.on)
        pricing = Pricing(costs, rates, currency, self.on)
        package: Package | None = package_of(self.kind, basis_of(self.agreement), pricing)
        if package is None or not pricing.is_complete:
            return None
        late = range(self.length - self.months, self.length)
        return Money(sum((package.cost_of(nth) for nth in late), NOTHING), currency)

    def in_short(self) -> str:
        """For a line that has room for little more."""
        day = formats.date_format(self.agreement.ends_on, "j M Y")
        return ngettext(
            "%(n)d month of the award falls after the pledge ends on %(day)s",
            "%(n)d months of the award fall after the pledge ends on %(day)s",
            self.months,
        ) % {"n": self.months, "day": day}

    def in_words(self) -> str:
        text = _(
            "From %(start)s an award of %(all)d months outlasts the pledge, which ends on %(day)s: "
            "%(months)s and %(amount)s lie beyond it, if the sponsor pays for all of them."
        )
        unknown = _("an amount that lacks a rate")
        months = ngettext("%(n)d month", "%(n)d months", self.months) % {"n": self.months}
        return text % {
            "start": formats.date_format(first_of(self.first), "F Y"),
            "all": self.length,
            "day": formats.date_format(self.agreement.ends_on, "j M Y"),
            "months": months,
            "amount": unknown if self.amount is None else written(self.amount),
        }


def beyond_pledge(
    centre: Centre, kind: str, *, on: date, intake: date | None = None, starts: date | None = None
) -> Beyond | None:
    """What an award on a track of `kind` would have beyond the pledge; None if it ends in time or
    nothing is pledged. One statement.

    It begins on `starts`, if that is settled, else at `intake`, as accepted people are counted.
    """
    agreement = speaking_agreement(centre)
    if agreement is None or not agreement.pledged_amount:
        return None
    length = months_of(kind, basis_of(agreement))
    first = number_of(starts) if starts else first_month(intake, on)
    found = Beyond(centre, agreement, kind, first, length, on)
    return found if found.months > 0 and length else None
