"""From a file to rows of text: CSV in any separator and encoding, or the tabs of an XLSX.

Nothing here knows what a column means. What cannot be read raises UnreadableFile with a sentence.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from recruitment.exchange import workbook
from recruitment.exchange.encodings import UnknownEncoding, decode
from recruitment.exchange.workbook import UnreadableFile

__all__ = ["Sheet", "Tab", "UnreadableFile", "read_file"]

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
_SEPARATORS = ",;\t|"
# What our own exports put before a cell that a spreadsheet would take for a formula.
_GUARD = re.compile(r"^'(?=[=+\-@\t\r＝＋－＠])")
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass
class Tab:
    """Rows of text with the numbers a spreadsheet shows beside them. `title` is "" for CSV."""

    title: str
    rows: list[tuple[int, list[str]]]
    hidden: bool = False


@dataclass
class Sheet:
    """A file as read: its tabs."""

    name: str
    tabs: list[Tab] = field(default_factory=list)


def read_file(path: str | Path) -> Sheet:
    """Read a CSV or XLSX file. Raises UnreadableFile."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                _("%(name)s has %(size)d MB. At most %(most)d MB can be read: split it.")
                % {"name": path.name, "size": size >> 20, "most": MAX_BYTES >> 20}
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            _("%(name)s cannot be opened: %(why)s.") % {"name": path, "why": error.strerror}
        ) from error
    return read_bytes(data, path.name)


def read_bytes(data: bytes, name: str) -> Sheet:
    """Read what was uploaded or opened; `name` is for the sentences only."""
    if data.startswith(_OLE):
        raise UnreadableFile(
            _(
                "%(name)s has a password or is an old .xls. Open it in a spreadsheet program and "
                "save it as .xlsx without a password, or as CSV."
            )
            % {"name": name}
        )
    if data.startswith(b"PK"):
        tabs = [
            Tab(title, _numbered(rows), hidden)
            for title, rows, hidden in workbook.read(data, name, max_rows=MAX_ROWS)
        ]
        return Sheet(name, tabs)
    try:
        text = decode(data)
    except UnknownEncoding as error:
        raise UnreadableFile(f"{name}: {error}") from error
    return Sheet(name, [Tab("", _numbered(_rows(text, name)))])


def tidy(cell: str) -> str:
    """A cell without what nobody typed: control characters, our formula guard, outer blanks."""
    if not cell.isprintable():
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
        cell = "".join(
            c for c in cell if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")
        )
    return _GUARD.sub("", cell.strip())


def _numbered(rows) -> list[tuple[int, list[str]]]:
    return [(number, [tidy(cell) for cell in cells]) for number, cells in enumerate(rows, start=1)]


def _rows(text: str, name: str) -> list[list[str]]:
    text = text.replace("\0", "").removeprefix("\ufeff")
    hint = re.match(r'"?sep=([,;\t|])"?\r?\n', text)
    separator = hint[1] if hint else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(rows) >= MAX_ROWS:
                raise UnreadableFile(
                    _("%(name)s has more than %(most)d rows. Split it.")
                    % {"name": name, "most": MAX_ROWS}
                )
            rows.append(row)
    except csv.Error as error:
        raise UnreadableFile(
            _("%(name)s cannot be read as CSV near line %(line)d: %(why)s.")
            % {"name": name, "line": reader.line_num, "why": error}
        ) from error
    if hint:
        rows[0] = []
    return rows


def _separator(text: str) -> str:
    """The separator under which most of the first rows have the same number of cells."""
    sample = text[:20_000]
    best, most = ",", 0
    for separator in _SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))[:50]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if row)
        score = max(((width - 1) * n for width, n in widths.items()), default=0)
        if score > most:
            best, most = separator, score
    return best
