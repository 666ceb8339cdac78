"""The money of the centre on its dashboard: what became of what was pledged."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from recruitment.dashboard.selectors import Dashboard
from recruitment.funding.selectors import read_funding


@dataclass(frozen=True)
class Purse:
    """Amounts in `currency`; `expected` once `doctoral` and `postdocs` have all been paid."""

    currency: str
    pledge: Decimal | None
    committed: Decimal
    expected: Decimal | None  # not known while a price is missing
    doctoral: int
    postdocs: int
    spent: Decimal
    outstanding: Decimal  # committed and not yet spent
    needed: Decimal | None
    left: Decimal | None
    starts_on: date
    ends_on: date


def read_purse(dash: Dashboard) -> Purse | None:
    """None without an agreement, and for what was known once: the ledger keeps no such history."""
    found = None if dash.known else read_funding(dash.centre, dash.on)
    if found is None:
        return None
    return Purse(
        currency=found.currency,
        pledge=found.pledge,
        committed=found.ledger.committed,
        expected=found.expected,
        doctoral=found.doctoral,
        postdocs=found.postdocs,
        spent=found.ledger.spent,
        outstanding=found.ledger.outstanding,
        needed=found.needed,
        left=found.left,
        starts_on=found.agreement.starts_on,
        ends_on=found.agreement.ends_on,
    )
