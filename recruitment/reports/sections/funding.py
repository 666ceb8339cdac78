"""The pledge and what became of it: totals only, as nobody's pay may be told a sponsor.

What lies ahead is rounded to a hundred thousand: it is an estimate, and to the last unit it would
tell how many people, of one scale of pay, it was worked out for.
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from centre.money.amounts import Money, rounded
from recruitment.funding.selectors import Funding
from recruitment.reports.document import DAY, MONEY, Figure, Section

ESTIMATE = Decimal(100_000)


def section(funding: Funding | None) -> Section:
    title = _("Funding")
    if funding is None:
        return Section("funding", title, lead=[_("No agreement is on record.")])
    return Section(
        key="funding",
        title=title,
        lead=[funding.agreement.title],
        figures=_figures(funding),
        notes=[
            _("Pledged: announced, no less than. Committed: signed obligations, the unspent part "
              "at the newest rate of exchange. Received and spent: at the rates of their days."),
            _("Forecast to complete: what the plan costs beyond the commitments, to the nearest "
              "100,000. The sums follow the ledger as entered when the report was drawn up."),
        ],
    )  # fmt: skip


def _figures(funding: Funding) -> list[Figure]:
    ledger, agreement = funding.ledger, funding.agreement
    amounts = [
        ("pledged", _("Pledged"), funding.pledge),
        ("committed", _("Committed"), ledger.committed),
        ("received", _("Received"), ledger.received),
        ("spent", _("Spent"), ledger.spent),
        ("needed", _("Forecast to complete"), _estimate(funding.needed)),
        ("left", _("Left of the pledge then"), _estimate(funding.left)),
    ]
    return [
        *(Figure(key, label, _money(funding, n), MONEY) for key, label, n in amounts),
        Figure("from", _("Pledged from"), agreement.starts_on, DAY),
        Figure("to", _("Pledged to"), agreement.ends_on, DAY),
    ]


def _money(funding: Funding, amount: Decimal | None) -> Money | None:
    return None if amount is None else Money(rounded(amount, 2), funding.currency)


def _estimate(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else rounded(amount / ESTIMATE) * ESTIMATE
