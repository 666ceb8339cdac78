"""The funding of a centre for other programs. The keys are a promise."""

from decimal import Decimal

from centre.money.amounts import rounded
from recruitment.funding.selectors import Funding


def as_json(funding: Funding) -> dict:
    """Amounts are texts with two decimals in `currency`; null where nothing is pledged.

    `person_months` and `full_plan` are of the whole plan, before and after the pledge ends.
    """
    ledger, whole = funding.ledger, funding.whole
    return {
        "currency": funding.currency,
        "ends_on": funding.agreement.ends_on.isoformat(),
        "pledged": None if funding.pledge is None else _text(funding.pledge),
        "received": _text(ledger.received),
        "committed": _text(ledger.committed),
        "spent": _text(ledger.spent),
        "outstanding": _text(ledger.outstanding),
        "forecast_to_completion": _text(funding.needed),
        "left": None if funding.left is None else _text(funding.left),
        "full_plan": {"inside": _text(whole.inside), "beyond": _text(whole.beyond)},
        "person_months": {
            "inside": whole.person_months_inside,
            "beyond": whole.person_months_beyond,
        },
        "lacking": {
            "cost_rates": list(funding.lacking_kinds),
            "exchange_rates": list(funding.lacking_rates),
            "ledger_entries": ledger.unread,
        },
    }


def _text(amount: Decimal) -> str:
    return str(rounded(amount, 2))
