"""A list as CSV or XLSX, a chunk at a time: text stays text, days and numbers are typed.

In CSV a day is 2026-11-25, a moment 2026-11-25 18:00 in the centre's time. In both a cell that
begins as a formula is text and nothing else, and comes back exactly when the file is imported.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import IO

from django.utils import timezone, translation

from recruitment.exports.listed import AMOUNT, CHUNK, DAY, MOMENT, TEXT, WHOLE, Listed, Value
from recruitment.reports.exports import BOM, csv_lines, guarded

WIDTHS = {TEXT: 26, WHOLE: 10, AMOUNT: 14, DAY: 12, MOMENT: 17}
_FORMATS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm", Decimal: "#,##0.00"}
LONGEST = 32_767  # characters a cell of a workbook holds
Told = Callable[[int], None]  # is told how many rows are written


def csv_parts(listed: Listed) -> Iterator[bytes]:
    """The file in parts of some hundred rows, in the language and the zone of now.

    They are put on anew for each part: a stream is read after its request is done.
    """
    language, zone = translation.get_language() or "en", timezone.get_current_timezone()
    rows = listed.read()
    yield BOM + "".join(csv_lines([[column.label for column in listed.columns]])).encode()
    while True:
        with translation.override(language), timezone.override(zone):
            part = "".join(csv_lines(map(_plain, islice(rows, CHUNK))))
        if not part:
            return
        yield part.encode()


def _plain(row: Iterable[Value]) -> list[Value]:
    return [f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else cell for cell in row]


def write_csv(listed: Listed, out: IO[bytes], told: Told) -> None:
    for n, part in enumerate(csv_parts(listed)):
        out.write(part)
        told(min(n * CHUNK, listed.rows))


def write_xlsx(listed: Listed, out: IO[bytes], told: Told) -> None:
    """Rows go to a file of their own as they come: openpyxl keeps none of them."""
    # Not above: see recruitment/reports/workbook.py.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    from recruitment.reports.workbook import BOLD, cleaned, sheet_title, write

    def cell(value: Value):
        """Plain values are written as they are; what might be taken for more is said to be text."""
        if isinstance(value, date | Decimal):
            made = WriteOnlyCell(sheet, value)
            made.number_format = _FORMATS[type(value)]
            return made
        if not isinstance(value, str) or not value:
            return None if value == "" else value
        if value[0].isalnum():
            return cleaned(value)[:LONGEST]
        made = WriteOnlyCell(sheet)
        # An apostrophe before what looks like a formula is taken for a CSV's when it is read.
        write(made, (guarded(value) if value[0] == "'" else value)[:LONGEST])
        return made

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title(listed.title))
    sheet.freeze_panes = "A2"
    for number, column in enumerate(listed.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS[column.kind]
    heads = [WriteOnlyCell(sheet, column.label) for column in listed.columns]
    for head in heads:
        head.font = BOLD
    sheet.append(heads)
    for n, row in enumerate(listed.read(), start=1):
        sheet.append([cell(value) for value in row])
        if n % CHUNK == 0:
            told(n)
    book.save(out)


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
