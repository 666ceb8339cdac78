"""Cost rates: what one month, year or person costs, by kind and day. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CostKind(TextChoices):
    STIPEND = "stipend", _("Stipend")
    CONFIRMED = "confirmed", _("Stipend after confirmation")
    UNIVERSITY = "university", _("University fellowship")
    FELLOWSHIP = "fellowship", _("Fellowship level")
    SALARY = "salary", _("Postdoc salary")
    LIVING = "living", _("Postdoc living allowance")
    PENSION = "pension", _("Pension, postdoc")
    CONFERENCE = "conference", _("Conference grant")
    FEES = "fees", _("Tuition fees")
    OVERHEAD = "overhead", _("Overhead")


class Unit(TextChoices):
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")
    ONCE = "once", _("once a person")
    PERCENT = "percent", _("percent of cost")


@dataclass(frozen=True)
class Cost:
    """`amount` of `currency` for each `unit`; of percent the currency is empty."""

    kind: str
    amount: Decimal
    currency: str
    unit: str
    valid_from: date
    source: str = ""


class Costs:
    """The rates in force on any day, from rows in any order."""

    def __init__(self, rows: Iterable[Cost]):
        self._rows: dict[str, list[Cost]] = {}
        for row in sorted(rows, key=lambda one: one.valid_from):
            self._rows.setdefault(row.kind, []).append(row)

    def at(self, kind: str, on: date) -> Cost | None:
        """The rate of `kind` on `on`: the newest that was valid by then; None before the first."""
        valid = [row for row in self._rows.get(kind, []) if row.valid_from <= on]
        return valid[-1] if valid else None
