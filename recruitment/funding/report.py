"""The funding of a centre for other programs. The keys are a promise."""

from decimal import Decimal

from centre.money.amounts import rounded
from recruitment.funding.selectors import Funding


def as_json(funding: Funding) -> dict:
    """Amounts are texts with two decimals in `currency`; null where nothing is pledged, and of
    what lies ahead while `lacking` names a rate.

    `person_months` and `full_plan` are of the whole plan, before and after the pledge ends.
    """
    ledger, whole = funding.ledger, funding.whole
    return {
        "currency": funding.currency,
        "ends_on": funding.agreement.ends_on.isoformat(),
        "pledged": _text(funding.pledge),
        "received": _text(ledger.received),
        "committed": _text(ledger.committed),
        "spent": _text(ledger.spent),
        "outstanding": _text(ledger.outstanding),
        "forecast_to_completion": _text(funding.needed),
        "left": _text(funding.left),
        "full_plan": {
            "inside": _text(whole.inside if funding.is_priced else None),
            "beyond": _text(whole.beyond if funding.is_priced else None),
        },
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


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(rounded(amount, 2))
