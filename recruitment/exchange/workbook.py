"""The tabs of an XLSX as rows of text. Its size is checked before anything is unpacked.

openpyxl is imported where it is used: it brings numpy with it, 30 MiB that a worker which never
reads a workbook should not hold.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils.translation import gettext as _

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 2000
MAX_COLUMNS = 200
_SMALL = 10 * 1024 * 1024  # below this no ratio is dangerous


class UnreadableFile(Exception):
    """A file that cannot be read; the message is a sentence."""


def read(data: bytes, name: str, *, max_rows: int) -> Iterator[tuple[str, list[list[str]], bool]]:
    """(title, rows, hidden) of every tab. Raises UnreadableFile."""
    import openpyxl

    _refuse_bombs(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it will not keep: we only read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever the parts of a broken file raise
        raise _damaged(name) from error
    try:
        left = max_rows
        for tab in book.worksheets:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # a cell it cannot date is shown as #VALUE!
                    rows = _rows(tab, left)
            except Exception as error:
                raise _damaged(name) from error
            if rows is None:
                raise UnreadableFile(
                    _("%(name)s has more than %(most)d rows. Split it.")
                    % {"name": name, "most": max_rows}
                )
            left -= len(rows)
            yield tab.title, rows, tab.sheet_state != "visible"
    finally:
        book.close()


def _rows(tab, most: int) -> list[list[str]] | None:
    """Rows of text up to the last that holds something; None if there are more than `most`."""
    # A tab may claim a million rows and hold ten: let the rows themselves tell.
    tab.reset_dimensions()
    rows: list[list[str]] = []
    for number, cells in enumerate(tab.iter_rows(), start=1):
        row = [_text(cell) for cell in cells[:MAX_COLUMNS]]
        while row and not row[-1]:
            row.pop()
        if row:
            if number > most:
                return None
            rows.extend([] for _gap in range(number - 1 - len(rows)))
            rows.append(row)
    return rows


def _text(cell) -> str:
    """What the cell shows, near enough: days as YYYY-MM-DD, whole numbers without a point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time(0) else value).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _refuse_bombs(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            parts = box.infolist()
            unpacked = sum(part.file_size for part in parts)
            too_dense = unpacked > _SMALL and unpacked > MAX_RATIO * len(data)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or too_dense:
                raise UnreadableFile(
                    _("%(name)s unpacks to %(size)d MB. Save the table alone, or as CSV.")
                    % {"name": name, "size": unpacked >> 20}
                )
            if "xl/workbook.xml" not in box.namelist():
                raise UnreadableFile(
                    _("%(name)s is not an .xlsx workbook. Save it as .xlsx or as CSV.")
                    % {"name": name}
                )
            for part in parts:
                # No spreadsheet program writes entities; whoever does means harm.
                with box.open(part) as opened:
                    if re.search(rb"<!(DOCTYPE|ENTITY)", opened.read(2048)):
                        raise _damaged(name)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise _damaged(name) from error


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(
        _(
            "%(name)s is damaged or protected. Open it in a spreadsheet program and save it again "
            "as .xlsx, or as CSV."
        )
        % {"name": name}
    )
