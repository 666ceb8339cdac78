"""The scenarios ready to show: amounts, shares of the pledge, and the rate the shares are at."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from centre.money.amounts import Money, headline, written
from centre.money.costs import CostKind
from recruitment.funding.selectors import Funding
from recruitment.funding.words import rate_text

AS_PLEDGED = "pledged"  # in the address: ?rate=pledged


@dataclass(frozen=True)
class RateChoice:
    """Of which day the rate is that turns the pledge into the currency of the costs."""

    label: str
    query: str
    chosen: bool


def context(funding: Funding) -> dict:
    found = funding.scenarios
    return {
        "scenario_rows": scenario_rows(funding),
        "timing": found.timing,
        "postdocs": written(_money(funding, found.postdoc_total)),
        "after_overhead": _overhead(funding),
        "scenario_pledge": headline(Money(found.pledge, found.currency)) if found.pledge else "",
        "scenario_rate": rate_text(found.quote),
        "rate_choices": rate_choices(funding),
    }


def rate_choices(funding: Funding) -> list[RateChoice]:
    """The newest rate, or the one the pledge was announced at; nothing if they are the same."""
    newest, then, used = funding.beside, funding.then, funding.scenarios.quote
    if not (funding.pledge and newest and then) or newest == then:
        return []
    return [
        RateChoice(_("Newest rate"), "", used == newest),
        RateChoice(_("Rate when pledged"), AS_PLEDGED, used == then),
    ]


def scenario_rows(funding: Funding) -> list[tuple[str, Sequence[tuple[str, str, bool]]]]:
    """[(what, [(amount, share of the pledge, whether that is more than all of it)])]."""
    found: list[tuple[str, Sequence[tuple[str, str, bool]]]] = []
    for row in funding.scenarios.rows:
        cells = [
            (
                headline(_money(funding, one.total)),
                "–" if one.share is None else f"{one.share:.0%}",
                bool(one.share and one.share > 1),
            )
            for one in row
        ]
        label = CostKind(row[0].level).label
        fees = _("fees paid") if row[0].fees else _("no fees")
        found.append((f"{label}, {fees}", cells))
    return found


def _money(funding: Funding, amount: Decimal | None) -> Money | None:
    return None if amount is None else Money(amount, funding.scenarios.currency)


def _overhead(funding: Funding) -> str:
    found = funding.scenarios
    if not found.overhead or found.after_overhead is None:
        return ""
    return _("Overhead of %(share)s on cost leaves %(amount)s of the pledge for people.") % {
        "share": f"{found.overhead:.0%}",
        "amount": headline(Money(found.after_overhead, found.currency)),
    }
