"""Awards as numbers: who pays how much in which month. Arithmetic, and one read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from centre.organisation.models import Centre
from recruitment.funding.models import Award, PromisedPay
from recruitment.funding.months import first_of, number_of
from recruitment.funding.plan import NOTHING, MonthCost
from recruitment.funding.pricing import Pricing


@dataclass(frozen=True)
class Share:
    """One award: months `first` to `last`, both paid."""

    person: int  # the candidate's id, as in stays
    source: str
    first: int
    last: int
    kind: str
    amount: Decimal | None
    currency: str

    @property
    def months(self) -> range:
        return range(self.first, self.last + 1)

    def in_month(self, month: int, pricing: Pricing) -> Decimal:
        """What it pays in a month of its own: its amount, or the rate in force that month.

        A rate published later than that month still prices it: better than nothing, and said.
        """
        if self.amount is not None:
            return pricing.converted(self.amount, self.currency)
        day = first_of(month)
        first_known = pricing.costs.at(self.kind, day) is not None
        return pricing.per_month(self.kind, day if first_known else pricing.on)


def share_of(award: Award, person: int = 0) -> Share:
    return Share(
        person,
        award.source,
        number_of(award.from_month),
        number_of(award.to_month),
        award.kind,
        award.amount,
        award.currency,
    )


def read_shares(centre: Centre) -> list[Share]:
    """All awards of the centre, in one query; as many as its researchers have."""
    rows = Award.objects.filter(researcher__centre=centre).order_by("from_month", "pk")
    return [
        Share(person, source, number_of(first), number_of(last), kind, amount, currency)
        for person, source, first, last, kind, amount, currency in rows.values_list(
            "researcher__candidate", "source", "from_month", "to_month", "kind", "amount",
            "currency",
        )
    ]  # fmt: skip


@dataclass(frozen=True)
class Promised:
    """What offers promise, by application: one person may have several offers."""

    accepted: dict[int, list[Share]]
    out: dict[int, list[Share]]


def read_promised(centre: Centre) -> Promised:
    """In one query; as many rows as offers are out or accepted."""
    rows = PromisedPay.objects.filter(application__centre=centre).order_by("pk")
    found = Promised({}, {})
    for application, person, accepted, source, first, last, amount, currency in rows.values_list(
        "application", "application__candidate", "is_accepted", "source", "from_month", "to_month",
        "amount", "currency",
    ):  # fmt: skip
        share = Share(person, source, number_of(first), number_of(last), "", amount, currency)
        promised = found.accepted if accepted else found.out
        promised.setdefault(application, []).append(share)
    return found


def ended(shares: Iterable[Share], until: Mapping[int, int]) -> list[Share]:
    """`shares`, those of whoever left ended before {person: first month no longer in post}."""
    cut = [
        replace(one, last=min(one.last, until.get(one.person, one.last + 1) - 1)) for one in shares
    ]
    return [one for one in cut if one.first <= one.last]


def course_of(
    shares: Iterable[Share], pricing: Pricing, *, overhead: Decimal, until: Mapping[int, int]
) -> list[MonthCost]:
    """People and cost by month; a person whom several awards pay in a month is one.

    `until` {person: first month no longer in post} ends the awards of whoever left.
    """
    people: dict[int, set[int]] = {}
    cost: dict[int, Decimal] = {}
    for share in ended(shares, until):
        for month in share.months:
            people.setdefault(month, set()).add(share.person)
            paid = share.in_month(month, pricing) * (1 + overhead)
            cost[month] = cost.get(month, NOTHING) + paid
    return [MonthCost(month, len(people[month]), cost[month]) for month in sorted(people)]


@dataclass(frozen=True)
class Split:
    """Months in a row that are paid alike: {source: amount a month}."""

    first: int
    last: int
    parts: dict[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.parts.values(), NOTHING)

    @property
    def starts_on(self) -> date:
        return first_of(self.first)

    @property
    def ends_on(self) -> date:
        return first_of(self.last)

    @property
    def months(self) -> int:
        return self.last - self.first + 1


def splits(
    shares: Sequence[Share], pricing: Pricing, *, due: tuple[int, int] | None = None
) -> list[Split]:
    """Who pays how much, month by month, months alike drawn together. Unpaid months between two
    awards, and those `due` from the first to the last, are there too, with no parts."""
    if not shares:
        return []
    first, last = min(s.first for s in shares), max(s.last for s in shares)
    if due:
        first, last = min(first, due[0]), max(last, due[1])
    found: list[Split] = []
    for month in range(first, last + 1):
        parts: dict[str, Decimal] = {}
        for share in shares:
            if month in share.months:
                paid = share.in_month(month, pricing)
                parts[share.source] = parts.get(share.source, NOTHING) + paid
        if found and found[-1].parts == parts:
            found[-1] = Split(found[-1].first, month, parts)
        else:
            found.append(Split(month, month, parts))
    return found
