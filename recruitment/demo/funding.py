"""Invented money for the demo: a ledger by half-year and awards of those who started."""

from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from centre.money.models import ExchangeRate, LedgerEntry
from centre.organisation.models import Centre
from centre.targets.models import TrackKind
from recruitment.enrolment.models import Enrolment
from recruitment.funding.models import Award
from recruitment.funding.months import first_of, number_of
from recruitment.funding.selectors import speaking_agreement

_KIND = LedgerEntry.Kind
# (kind, day, amount, currency, what for, evidence)
_ENTRIES = [
    (_KIND.RECEIVED, date(2025, 2, 14), 4_000_000, "CNY", "First instalment", "Bank advice 1"),
    (_KIND.COMMITTED, date(2025, 8, 20), 4_600_000, "HKD", "Doctoral awards, 2025", "Letters"),
    (_KIND.SPENT, date(2025, 12, 31), 820_000, "HKD", "Stipends of 2025", "Booking 2025-2"),
    (_KIND.COMMITTED, date(2026, 1, 12), 1_752_000, "HKD", "Two postdocs", "Contracts"),
    (_KIND.RECEIVED, date(2026, 2, 20), 3_500_000, "CNY", "Second instalment", "Bank advice 2"),
    (_KIND.SPENT, date(2026, 6, 30), 1_240_000, "HKD", "Stipends and salaries", "Booking 2026-1"),
    (_KIND.SPENT, date(2026, 7, 9), 15_800, "USD", "Conference travel", "Booking 2026-7"),
    (_KIND.COMMITTED, date(2026, 8, 18), 5_500_000, "HKD", "Doctoral awards, 2026", "Letters"),
]  # fmt: skip
_RATES = [
    ("CNY", "HKD", "1.079", date(2025, 8, 1), "Invented, for the demo"),
    ("CNY", "HKD", "1.098", date(2026, 8, 1), "Invented, for the demo"),
]


def add_funding(centre: Centre, on: date) -> None:
    """A ledger and awards up to `on`; rates as well, so that amounts are re-valued."""
    for base, into, rate, day, source in _RATES:
        if day <= on:
            ExchangeRate.objects.create(
                centre=centre, base=base, into=into, rate=Decimal(rate), on=day, source=source
            )
    _add_ledger(centre, on)
    starts = Enrolment.objects.filter(researcher__centre=centre).order_by("started_on", "pk")
    for nth, start in enumerate(starts.select_related("track")):
        _add_awards(start, nth)


def _add_ledger(centre: Centre, on: date) -> None:
    agreement = speaking_agreement(centre)
    for nth, (kind, day, amount, currency, text, evidence) in enumerate(_ENTRIES):
        if agreement is None or day > on:
            continue
        quote = ExchangeRate.objects.known(centre, on=day).between(
            currency, agreement.pledged_currency
        )
        if quote is None:
            continue
        LedgerEntry.objects.create(
            agreement=agreement, kind=kind, on=day, amount=amount, currency=currency,
            rate=round(quote.rate, 8), rate_on=quote.on or day, rate_source=quote.source,
            text=text, evidence=f"{evidence} (invented)", token=_token(f"ledger-{nth}"),
        )  # fmt: skip


def _add_awards(start: Enrolment, nth: int) -> None:
    """Most by the sponsor; one in four holds an RGC fellowship that the university prolongs."""
    first = number_of(start.started_on)
    if start.track.kind == TrackKind.POSTDOC:
        parts = [("sponsor", 0, 24, "salary"), ("sponsor", 0, 24, "pension")]
    elif nth % 4 == 3:
        parts = [("rgc", 0, 36, "fellowship"), ("university", 36, 48, "stipend")]
    else:
        parts = [("sponsor", 0, 24, "stipend"), ("sponsor", 24, 48, "confirmed")]
    for order, (source, begins, ends, kind) in enumerate(parts):
        Award.objects.create(
            researcher_id=start.researcher_id,
            source=source,
            from_month=first_of(first + begins),
            to_month=first_of(first + ends - 1),
            kind=kind,
            token=_token(f"award-{start.application_id}-{order}"),
        )


def _token(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo/{name}")
