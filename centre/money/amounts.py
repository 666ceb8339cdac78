"""An amount of money, and the two ways it is written: short in headlines, whole in tables."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language

from centre.money.currencies import SIGNS, name_of

MILLION = Decimal(1_000_000)
WAN = Decimal(10_000)


@dataclass(frozen=True)
class Money:
    """`amount` in whole units of `currency` (ISO 4217), fractions allowed."""

    amount: Decimal
    currency: str


def rounded(amount: Decimal, places: int = 0) -> Decimal:
    """Half away from zero, as people round money by hand."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def headline(money: Money | None) -> str:
    """¥11.4M, or ¥1,140萬 in Chinese; – if unknown. Below a million (in Chinese below ten
    thousand) the whole amount.
    """
    if money is None:
        return "–"
    minus = "−" if rounded(money.amount) < 0 else ""
    sign = SIGNS.get(money.currency, f"{money.currency} ")
    return f"{minus}{sign}{_short(abs(money.amount))}"


def _short(amount: Decimal) -> str:
    language = get_language() or "en"
    if language.startswith("zh"):
        # 100,000,000 stays in 萬 as well: amounts side by side keep one unit.
        word = "万" if "hans" in language.lower() else "萬"
        return f"{rounded(amount / WAN):,}{word}" if amount >= WAN else f"{rounded(amount):,}"
    # What rounds to 1.0M is written so.
    if rounded(amount, -4) >= MILLION:
        return f"{rounded(amount / MILLION, 1):,}M"
    return f"{rounded(amount):,}"


def written(money: Money | None) -> str:
    """RMB 11,432,000; – if unknown."""
    if money is None:
        return "–"
    amount = rounded(money.amount)
    minus = "−" if amount < 0 else ""
    return f"{minus}{name_of(money.currency)} {abs(amount):,}"
