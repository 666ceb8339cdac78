"""What the process that opens files may use, and how it says no.

No Django here, nor in what imports only this: that process must be cheap to start (plain.py).
"""

import re
import unicodedata

SECONDS = 10
MEMORY = 300 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 500
_WIDEST = 16_384  # columns of any spreadsheet program
MAX_TABS = 100
MAX_TITLE = 100
MAX_CELLS = 2_000_000
MAX_CELL = 131_072  # characters, as Python's reader of CSV has it
MAX_TEXT = 40_000_000  # characters
# What our own exports put before a cell that a spreadsheet would take for a formula, or that begins
# as one they have guarded: exactly one is taken away.
_GUARD = re.compile(r"^'(?='*[=+\-@\t\r＝＋－＠])")
# A line break of another age; one of Windows stays as it is written.
_OLD_BREAK = re.compile(r"\r(?!\n)")


class Unreadable(Exception):
    """Why a file cannot be read: a word that reader.py has a sentence for, and what it names."""

    def __init__(self, why: str, **named):
        super().__init__(why)
        self.why, self.named = why, named


class Measure:
    """Counts what a file holds, and raises Unreadable where it is more than anybody keeps."""

    def __init__(self) -> None:
        self.rows = self.cells = self.text = 0

    def row(self, number: int, cells: list[str]) -> list[str]:
        """The cells of row `number` of its tab, tidied, up to the last one allowed."""
        if self.rows + number > MAX_ROWS:
            raise Unreadable("rows", most=MAX_ROWS)
        if len(cells) > _WIDEST:
            raise Unreadable("columns", most=MAX_COLUMNS)
        found = [tidy(cell) for cell in cells]
        if len(found) > MAX_COLUMNS:
            if any(found[MAX_COLUMNS:]):
                raise Unreadable("columns", most=MAX_COLUMNS)
            del found[MAX_COLUMNS:]
        if max(map(len, found), default=0) > MAX_CELL:
            raise Unreadable("cell", row=number, most=MAX_CELL)
        self.cells += len(found)
        self.text += sum(map(len, found))
        if self.cells > MAX_CELLS or self.text > MAX_TEXT:
            raise Unreadable("much")
        return found


def tidy(cell: str) -> str:
    """A cell without what nobody typed: control characters, our formula guard, outer blanks."""
    if not cell.isprintable():
        cell = _OLD_BREAK.sub("\n", cell)
        cell = "".join(
            c for c in cell if c in "\r\n\t" or unicodedata.category(c) not in ("Cc", "Cs")
        )
    return _GUARD.sub("", cell.strip())
