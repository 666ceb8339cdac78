"""The rows of a text file in which something separates cells. No Django: see plain.py."""

import csv
import io
import re
from collections import Counter

from recruitment.exchange.limits import Measure, Unreadable

_SEPARATORS = ",;\t|"
_HINT = re.compile(r'"?sep=([,;\t|])"?\r?\n')


def read(text: str) -> list[list[str]]:
    """Raises Unreadable."""
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    measure = Measure()
    try:
        rows = [measure.row(number, cells) for number, cells in enumerate(reader, start=1)]
    except csv.Error as error:
        raise Unreadable("csv", line=reader.line_num, error=str(error)) from error
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
