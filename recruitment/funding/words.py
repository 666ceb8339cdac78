"""Amounts of the funding page in the pledge's currency, and rates, as they are written."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from centre.money.amounts import Money, rounded
from centre.money.currencies import name_of
from centre.money.rates import Quote
from recruitment.funding.selectors import Funding


def money(funding: Funding, amount: Decimal | None) -> Money | None:
    return None if amount is None else Money(amount, funding.currency)


def priced(funding: Funding, amount: Decimal | None) -> Money | None:
    """An amount of the plan; unknown while any of its prices is."""
    return money(funding, amount) if funding.is_priced else None


def rate_text(quote: Quote | None) -> str:
    """RMB 1 = HKD 1.092, 5 Nov 2024"""
    if quote is None or quote.on is None:
        return ""
    return _("%(one)s 1 = %(other)s %(rate)s, rate of %(day)s") % {
        "one": name_of(quote.base),
        "other": name_of(quote.into),
        "rate": f"{rounded(quote.rate, 4).normalize():f}",
        "day": formats.date_format(quote.on, "j M Y"),
    }
