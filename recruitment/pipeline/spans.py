"""Blocks of days: sums kept for blocks make any window a few ranges, however long it is.

Day number d (`date.toordinal`) lies in the block of `span` days that begins at d // span * span.
A window is cut into the longest blocks that fit and shorter ones at its edges.
"""

from datetime import date, timedelta

# Days in a block, ascending; each divides the next. One number a day needs few sizes. A stay has
# a length, too, so its blocks hold many cells, and closer sizes leave fewer of them to read.
OF_COUNTS = (1, 16, 256)
OF_STAYS = (1, 4, 16, 64, 256)

_LAST = date.max.toordinal() // 256 * 256 - 1
FAR = date.fromordinal(_LAST)  # the end of all blocks: some months before date.max

Part = tuple[int, date, date]  # span, first day of the first block, first day of the last block


def block_of(day: date, span: int) -> date:
    """The first day of the block of `span` days that holds `day`."""
    return date.fromordinal(day.toordinal() // span * span) if span > 1 else day


def last_day(block: date, span: int) -> date:
    return block + timedelta(days=span - 1)


def parts(first: date, last: date, spans: tuple[int, ...]) -> list[Part]:
    """Blocks that hold the days from `first` to `last`, each once; at most two ranges a span."""
    found = _parts(first.toordinal(), min(last.toordinal(), _LAST), spans)
    return [
        (span, date.fromordinal(max(start, 1)), date.fromordinal(max(end, 1)))
        for span, start, end in found
    ]


def _parts(first: int, last: int, spans: tuple[int, ...]) -> list[tuple[int, int, int]]:
    if first > last or not spans:
        return []
    *shorter, span = spans
    start, end = -(-first // span) * span, (last + 1) // span * span
    if start >= end:
        return _parts(first, last, tuple(shorter))
    before = _parts(first, start - 1, tuple(shorter))
    return [*before, (span, start, end - span), *_parts(end, last, tuple(shorter))]
