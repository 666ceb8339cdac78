"""Exchange rates: which one holds on a day, and what it was. Arithmetic only, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from centre.money.amounts import Money


@dataclass(frozen=True)
class Quote:
    """One unit of `base` is `rate` units of `into`, as of `on`, according to `source`.

    `on` and `source` are empty for a currency into itself.
    """

    base: str
    into: str
    rate: Decimal
    on: date | None
    source: str

    def turned(self) -> "Quote":
        return Quote(self.into, self.base, 1 / self.rate, self.on, self.source)

    def then(self, other: "Quote") -> "Quote":
        """Both in turn: as old as the older of the two."""
        days = [day for day in (self.on, other.on) if day]
        sources = dict.fromkeys(text for text in (self.source, other.source) if text)
        return Quote(
            self.base,
            other.into,
            self.rate * other.rate,
            min(days, default=None),
            "; ".join(sources),
        )


class Rates:
    """The newest rate of each pair known by a day."""

    def __init__(self, quotes: Iterable[Quote]):
        self._newest: dict[tuple[str, str], Quote] = {}
        self._all = sorted(quotes, key=_day)
        for quote in self._all:
            self._newest[quote.base, quote.into] = quote

    def as_of(self, day: date) -> "Rates":
        """Those that were known by `day`, an earlier one."""
        return Rates(quote for quote in self._all if _day(quote) <= day)

    def between(self, base: str, into: str) -> Quote | None:
        """From `base` to `into`: the newer of the pair written either way, else by way of one
        third currency; None if no rate leads there."""
        if base == into:
            return Quote(base, into, Decimal(1), None, "")
        return self._direct(base, into) or self._through(base, into)

    def convert(self, money: Money, into: str) -> Money | None:
        quote = self.between(money.currency, into)
        return None if quote is None else Money(money.amount * quote.rate, into)

    def _direct(self, base: str, into: str) -> Quote | None:
        there, back = self._newest.get((base, into)), self._newest.get((into, base))
        if back and (there is None or _day(back) > _day(there)):
            return back.turned()
        return there

    def _through(self, base: str, into: str) -> Quote | None:
        ways = []
        for middle in sorted({name for pair in self._newest for name in pair}):
            first, second = self._direct(base, middle), self._direct(middle, into)
            if first and second:
                ways.append(first.then(second))
        # Of several ways the one whose older rate is the newest.
        return max(ways, key=_day, default=None)


def _day(quote: Quote) -> date:
    return quote.on or date.min
