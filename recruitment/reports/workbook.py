"""Rows as XLSX that no spreadsheet program runs: text stays text, numbers are numbers.

A cell that begins as a formula does is of type text with the quote prefix, as anybody's name or
title may begin so. Views import this where a file is asked for: openpyxl brings numpy with it,
30 MiB that a worker which never writes a workbook should not hold.
"""

import io
import re
from datetime import date

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from recruitment.reports.document import DAY, MONEY, SHARE, TEXT
from recruitment.reports.exports import RISKY
from recruitment.reports.values import typed

FORMATS = {SHARE: "0%", DAY: "yyyy-mm-dd", MONEY: "#,##0.00"}
HEAD = "head"
BOLD = Font(bold=True)
WIDEST = 60
_NO_TITLE = re.compile(r"[\[\]:*?/\\']")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML has no place for them

Entry = tuple[object, str]  # a typed value and its kind


class Page:
    """A sheet of a workbook, filled row after row."""

    def __init__(self, book: Workbook, title: str):
        self.sheet: Worksheet = book.create_sheet(sheet_title(title))
        self.row = 0

    def add(self, *entries: Entry) -> None:
        self.row += 1
        for column, (value, kind) in enumerate(entries, start=1):
            write(self.sheet.cell(self.row, column), value, kind)

    def widen(self) -> None:
        """Columns as wide as what they hold; sentences may run over."""
        for number, column in enumerate(self.sheet.iter_cols(values_only=True), start=1):
            widths = [len(str(one)) for one in column if one is not None]
            short = [width for width in widths if width <= WIDEST]
            letter = get_column_letter(number)
            self.sheet.column_dimensions[letter].width = max([*short, 8]) + 2


def empty_book() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def workbook(document: dict) -> bytes:
    """One sheet a section, then the definitions; every figure and table cell typed."""
    book = empty_book()
    for section in document["sections"]:
        _section(Page(book, section["title"]), section)
    _definitions(Page(book, _("Definitions")), document)
    return saved(book)


def tables_book(tables: list[dict]) -> bytes:
    """One sheet a table."""
    book = empty_book()
    for table in tables:
        page = Page(book, table["title"])
        _table(page, table)
        page.widen()
    return saved(book)


def _section(page: Page, section: dict) -> None:
    page.add((section["title"], HEAD))
    for text in section["lead"]:
        page.add((text, TEXT))
    for one in section["figures"]:
        page.add((one["label"], TEXT), *_entries(one["value"], one["kind"]))
    for table in section["tables"]:
        page.add()
        _table(page, table)
    for text in section["notes"]:
        page.add((text, TEXT))
    page.widen()


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_title(text: str) -> str:
    """`text` as a sheet may be called: 31 characters, none that addresses need."""
    return _NO_TITLE.sub(" ", text)[:31].strip() or _("Sheet")


def _table(page: Page, table: dict) -> None:
    page.add((table["title"], HEAD))
    page.add(*(e for column in table["columns"] for e in _heads(column)))
    kinds = [column["kind"] for column in table["columns"]]
    for row in table["rows"]:
        page.add(*(e for v, kind in zip(row, kinds, strict=True) for e in _entries(v, kind)))


def _entries(value, kind: str) -> list[Entry]:
    """A stored value as one entry; money brings its currency as a second."""
    found: list[Entry] = [(typed(value, kind), kind)]
    if kind == MONEY:
        found.append((value["currency"] if value and "currency" in value else None, TEXT))
    return found


def _heads(column: dict) -> list[Entry]:
    currency: list[Entry] = [(_("Currency"), HEAD)] if column["kind"] == MONEY else []
    return [(column["label"], HEAD), *currency]


def _definitions(page: Page, document: dict) -> None:
    page.add((_("Definitions"), HEAD))
    for term, meaning in document["definitions"]:
        page.add((term, TEXT), (meaning, TEXT))
    page.add((_("Figures as of the end of"), TEXT), (date.fromisoformat(document["on"]), DAY))
    page.add((_("With what was known at"), TEXT), (document["known_at"], TEXT))
    page.widen()


def cleaned(text: str) -> str:
    return _CONTROL.sub("", text)


def write(cell: Cell, value: object, kind: str = TEXT) -> None:
    """One value into one cell: text never becomes a formula, control characters are left out."""
    if isinstance(value, str):
        cell.value = cleaned(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(RISKY)
    elif value is not None:
        cell.value = value  # a Decimal is written as a number
    if kind in FORMATS and not isinstance(value, str):
        cell.number_format = FORMATS[kind]
    if kind == HEAD:
        cell.font = BOLD
    cell.alignment = Alignment(vertical="top")
