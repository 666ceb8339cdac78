"""Stored values as they are read: in words for page and PDF, typed for a workbook."""

from datetime import date
from decimal import Decimal

from django.utils import formats

from centre.disclosure.suppression import Hidden
from centre.money.amounts import Money, written
from recruitment.reports.document import DAY, DAYS, MONEY, SHARE, Plain

UNKNOWN = "–"


def words(value: Plain, kind: str) -> str:
    """What page and PDF show: “9”, “<5”, “68%”, “16 d”, “5 Jan 2026”, “RMB 11,432,000”."""
    if isinstance(value, dict) and "hidden" in value:
        return str(Hidden(value["hidden"]))
    if value is None:
        return UNKNOWN
    if isinstance(value, dict):
        return written(Money(Decimal(value["amount"]), value["currency"]))
    if kind == SHARE:
        return f"{float(value) * 100:.0f}%"
    if kind == DAYS:
        return f"{value} d"
    if kind == DAY:
        return formats.date_format(date.fromisoformat(str(value)), "j M Y")
    return f"{value:,}" if isinstance(value, int) else str(value)


def typed(value: Plain, kind: str) -> str | int | float | date | Decimal | None:
    """What a cell of a workbook holds: a number where there is one, else the words."""
    if value is None:
        return None
    if isinstance(value, dict):
        return (
            Decimal(value["amount"]) if kind == MONEY and "amount" in value else words(value, kind)
        )
    return date.fromisoformat(str(value)) if kind == DAY else value
