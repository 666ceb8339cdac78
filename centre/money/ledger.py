"""What was committed, received and spent, currency by currency; only the unspent is re-valued."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centre.money.amounts import Money
from centre.money.models import LedgerEntry
from centre.money.rates import Quote, Rates
from centre.targets.models import Agreement

NOTHING = Decimal(0)
KIND = LedgerEntry.Kind


@dataclass(frozen=True)
class Entry:
    """A ledger entry as numbers: `booked` is its amount at the rate it was entered with."""

    kind: str
    currency: str
    amount: Decimal
    into: str
    booked: Decimal


@dataclass(frozen=True)
class Held:
    """What is still unspent of one currency, at the rates it was booked and at the newest.

    `now` is None without a rate. What was spent keeps the rate of its day: it has no variance.
    """

    currency: str
    unspent: Decimal
    booked: Decimal  # in the ledger's currency
    quote: Quote | None

    @property
    def now(self) -> Decimal:
        return self.booked if self.quote is None else self.unspent * self.quote.rate

    @property
    def variance(self) -> Decimal:
        """What exchange rates have added to the unspent since it was booked."""
        return self.now - self.booked


@dataclass(frozen=True)
class Ledger:
    """The state of an agreement's money in `currency`, at the end of a day."""

    currency: str
    committed_booked: Decimal  # signed obligations at the rates of their days
    received: Decimal  # at the rates of the days it came in
    spent: Decimal  # at the rates of the days it was paid
    unspent: Sequence[Held]  # of the commitments, by currency
    entries: int
    unread: int  # entries that no rate leads into `currency`

    @property
    def outstanding(self) -> Decimal:
        """Committed and not yet spent, at the newest rates."""
        return sum((one.now for one in self.unspent), NOTHING)

    @property
    def committed(self) -> Decimal:
        """Spent as it was paid, and what is still to be paid at the newest rates."""
        return self.spent + self.outstanding

    @property
    def in_hand(self) -> Decimal:
        """Received and not yet spent; below 0 if somebody advanced money."""
        return self.received - self.spent

    @property
    def variance(self) -> Decimal:
        return sum((one.variance for one in self.unspent), NOTHING)


def sum_up(entries: Iterable[Entry], rates: Rates, currency: str) -> Ledger:
    """The ledger in `currency`. An entry whose rate led elsewhere, because the pledge changed its
    currency, is led on by the newest rate; one that no rate leads here is counted as unread."""
    amounts: dict[tuple[str, str], Decimal] = {}
    booked: dict[tuple[str, str], Decimal] = {}
    read = unread = 0
    for entry in entries:
        value = rates.convert(Money(entry.booked, entry.into), currency)
        if value is None:
            unread += 1
            continue
        key, read = (entry.kind, entry.currency), read + 1
        amounts[key] = amounts.get(key, NOTHING) + entry.amount
        booked[key] = booked.get(key, NOTHING) + value.amount
    return Ledger(
        currency=currency,
        committed_booked=_of(booked, KIND.COMMITTED),
        received=_of(booked, KIND.RECEIVED),
        spent=_of(booked, KIND.SPENT),
        unspent=_unspent(amounts, booked, rates, currency),
        entries=read,
        unread=unread,
    )


def _of(sums: dict[tuple[str, str], Decimal], kind: str) -> Decimal:
    return sum((value for (one, _currency), value in sums.items() if one == kind), NOTHING)


def _unspent(amounts, booked, rates: Rates, currency: str) -> list[Held]:
    """What each currency's commitments still owe. Its booked value is the share that is left of
    what the commitments were booked at: a payment uses up old and new ones alike."""
    held = []
    for name in sorted({one for kind, one in amounts if kind == KIND.COMMITTED}):
        committed = amounts[KIND.COMMITTED, name]
        left = committed - amounts.get((KIND.SPENT, name), NOTHING)
        if committed > 0 and left > 0:
            worth = booked[KIND.COMMITTED, name] * left / committed
            held.append(Held(name, left, worth, rates.between(name, currency)))
    return held


def read_ledger(agreement: Agreement, rates: Rates, currency: str, *, on: date) -> Ledger:
    """The ledger of `agreement` at the end of `on`: one query, as entries typed by hand are few."""
    rows = LedgerEntry.objects.filter(agreement=agreement, on__lte=on).order_by()
    return sum_up(
        (
            Entry(kind, name, amount, into, amount * rate)
            for kind, name, amount, into, rate in rows.values_list(
                "kind", "currency", "amount", "into", "rate"
            )
        ),
        rates,
        currency,
    )
