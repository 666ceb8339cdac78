"""The plan by calendar year, and how it leads to what is left of the pledge."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from centre.money.amounts import written
from recruitment.funding.months import first_of, number_of
from recruitment.funding.plan import NOTHING, MonthCost
from recruitment.funding.selectors import Funding
from recruitment.funding.words import money, priced


@dataclass(frozen=True)
class Year:
    """A calendar year of the plan. `left`: of the pledge at its end."""

    year: int
    people_months: int
    cost: str
    so_far: str
    left: str
    beyond: bool  # begins after the pledge's window


def years(funding: Funding) -> list[Year]:
    found: list[Year] = []
    so_far = NOTHING
    by_year: dict[int, list[MonthCost]] = {}
    for one in funding.whole.months:
        by_year.setdefault(one.month // 12, []).append(one)
    for year, months in by_year.items():
        cost = sum((one.cost for one in months), NOTHING)
        so_far += cost
        left = None if funding.pledge is None else funding.pledge - so_far
        found.append(
            Year(
                year,
                sum(one.people for one in months),
                written(priced(funding, cost)),
                written(priced(funding, so_far)),
                written(priced(funding, left)),
                months[0].month > funding.whole.last,
            )
        )
    return found


@dataclass(frozen=True)
class Bridge:
    """A step from the plan, all of it priced, to the position that counts what was really paid."""

    label: str
    cost: str
    so_far: str
    left: str


def bridge(funding: Funding) -> list[Bridge]:
    """From the last year of the plan to the position of the page: its last line says what is left
    as that does. Empty where they agree as they are, and while a price is missing."""
    if not funding.is_priced:
        return []
    priced = sum(
        (one.cost for one in funding.whole.months if one.month <= number_of(funding.on)), NOTHING
    )
    month = formats.date_format(first_of(number_of(funding.on)), "F Y")
    steps = [
        (
            _("Up to %(month)s: what the ledger paid, not what the plan prices") % {"month": month},
            funding.ledger.spent - priced,
        ),
        (
            _("Committed for more than the months ahead cost"),
            max(funding.ledger.outstanding - funding.ahead, NOTHING),
        ),
    ]
    found, so_far = [], funding.whole.total
    for label, difference in steps:
        so_far += difference
        if difference:
            found.append(_step(funding, label, difference, so_far))
    return found


def _step(funding: Funding, label: str, difference: Decimal, so_far: Decimal) -> Bridge:
    sign = "+" if difference > 0 else ""
    return Bridge(
        label,
        f"{sign}{written(money(funding, difference))}",
        written(money(funding, so_far)),
        written(money(funding, None if funding.pledge is None else funding.pledge - so_far)),
    )
