"""The shape of a report: sections of figures and tables, plain enough to be stored as JSON.

Page, PDF and workbook all read this one document, so they cannot differ. A value is what was
counted, or that it is hidden; how it is written follows from its kind.

    {"form": 1, "period": "2026-q4", "on": "2026-12-31", "known_at": "…", "centre": {…},
     "sections": [{"key", "title", "lead": [sentence], "figures": [{"key", "label", "kind",
     "value"}], "tables": [{"key", "title", "columns": [{"label", "kind"}], "rows": [[value]]}],
     "notes": [sentence], "chart": {…} or null, "basis": {…} or null}],
     "definitions": [[term, meaning]]}
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from centre.disclosure.suppression import Hidden
from centre.money.amounts import Money

FORM = 1
TEXT, PEOPLE, NUMBER, SHARE, DAYS, DAY, MONEY = (
    "text", "people", "number", "share", "days", "day", "money",
)  # fmt: skip

# A stored value: text, a number, {"hidden": "small"}, {"amount": "1.50", "currency": "CNY"}; a day
# is its ISO text. None is unknown.
Plain = str | int | float | dict | None


Value = str | int | float | date | Money | Hidden | None


@dataclass(frozen=True)
class Figure:
    """One number with its words."""

    key: str
    label: str
    value: Value
    kind: str = PEOPLE


@dataclass(frozen=True)
class Column:
    label: str
    kind: str = PEOPLE


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


@dataclass(frozen=True)
class Section:
    """One part of the report, and one sheet of the workbook."""

    key: str
    title: str
    lead: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    chart: dict | None = field(default=None)  # what is drawn, as plain values
    basis: dict | None = field(default=None)  # what the next report asks of this one


def plain_section(section: Section) -> dict:
    """`section` as it is stored."""
    return _plain(asdict(section))


def _plain(value):
    if isinstance(value, dict) and set(value) == {"amount", "currency"}:
        return {"amount": str(value["amount"]), "currency": value["currency"]}
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Hidden):
        return {"hidden": value.value}
    return value.isoformat() if isinstance(value, date) else value
