"""What the tallies know of the stages of a track: how often and how long, at a bounded cost.

Sums are kept for days and for blocks of days (recruitment.pipeline.spans), so what is read
follows the lengths of stays, not how many there were nor how long ago the first was.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from recruitment.pipeline.history import StageTally
from recruitment.pipeline.spans import FAR, OF_COUNTS, OF_STAYS, parts
from recruitment.positions.models import Track

M = StageTally.Measure
COUNTS = (M.ENTERED, M.ADVANCED, M.CLOSED)
EXITS = (M.WENT, M.ENDED, M.BACK)


@dataclass(frozen=True)
class StageRecord:
    """One stage in the days after `since` up to the end of `on`, corrections left out.

    Entered, advanced and closed count applications that first came to the stage or beyond, first
    came beyond, or ended here in those days (skipping counts as coming; reopening takes an end
    back). The stays are of those who stood here: {length in whole days: stays}. A return to an
    earlier stage ends a stay without being a result; who comes again begins another stay.
    """

    stage: int  # its id
    entered: int = 0
    advanced: int = 0
    closed: int = 0
    went: dict[int, int] = field(default_factory=dict)  # ended by going on
    ended: dict[int, int] = field(default_factory=dict)  # ended with the application
    back: dict[int, int] = field(default_factory=dict)  # ended by going back
    open: dict[date, int] = field(default_factory=dict)  # {first day: stays open at the end of on}

    @property
    def waiting(self) -> int:
        """Who stands here at the end of `on`."""
        return sum(self.open.values())


def read_records(track: Track, on: date, *, since: date) -> dict[int, StageRecord]:
    """{stage id: its record after `since` up to the end of `on`}, in order. One query.

    `since` = date.min asks for all there is. Rows fetched: one a stage, measure and length.
    """
    first = since + timedelta(days=1)
    sql, values = cells(track, on, counted_from=first, left_from=first)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {_RECORDS}", values)
        rows = cursor.fetchall()
    return _records(rows, on)


def read_counts(
    track: Track, on: date, *, sinces: Sequence[date]
) -> dict[date, dict[int, StageRecord]]:
    """{since: {stage id: its record after `since` up to the end of `on`}}, the stays left out.

    One query for all of `sinces`. A stage without any count has no record.
    """
    wanted = [
        (since.isoformat(), measure, *part)
        for since in sinces
        for part in parts(since + timedelta(days=1), on, OF_COUNTS)
        for measure in COUNTS
    ]
    table, values = _wanted_table(wanted)
    sql = f"WITH {_MINE}, {table} SELECT stage_id, use, t.measure, SUM(n) {_RANGES} {_EACH}"
    found: dict[date, dict[int, StageRecord]] = {since: {} for since in sinces}
    if not wanted:
        return found
    with connection.cursor() as cursor:
        cursor.execute(sql, {"track": track.pk, **values})
        rows = cursor.fetchall()
    for stage, since, measure, n in rows:
        records = found[date.fromisoformat(since)]
        count: dict[str, Any] = {measure: int(n)}
        records[stage] = replace(records.get(stage, StageRecord(stage)), **count)
    return found


_EACH = "GROUP BY stage_id, use, t.measure"

_RECORDS = """
    SELECT id, '' AS measure, position AS length, 0 AS n FROM mine
    UNION ALL SELECT stage_id, measure, 0, n FROM counts
    UNION ALL SELECT stage_id, measure, length, n FROM lengths
    ORDER BY 2, 3
"""


def _records(rows: Iterable[tuple[int, str, int, int]], on: date) -> dict[int, StageRecord]:
    """Of (stage, measure, length, n); first one without a measure for each stage, in order."""
    records: dict[int, StageRecord] = {}
    for stage, measure, length, n in rows:
        if not measure:
            records[stage] = StageRecord(stage)
        elif measure in COUNTS:
            count: dict[str, Any] = {measure: int(n)}
            records[stage] = replace(records[stage], **count)
        elif measure == M.OPEN:
            records[stage].open[on - timedelta(days=length)] = int(n)
        else:
            getattr(records[stage], measure)[length] = int(n)
    return records


def cells(
    track: Track, on: date, *, counted_from: date, left_from: date
) -> tuple[str, dict[str, Any]]:
    """A WITH clause and its values, for a statement that goes on from these tables:

    mine(id, position, limit_days): the stages of `track`;
    counts(stage_id, measure, n): the COUNTS from the day `counted_from` to `on`;
    lengths(stage_id, measure, length, n): stays by their days, those ended from `left_from` to
    `on` (EXITS) and those open at the end of `on` (OPEN).

    Raw, because the ORM has no VALUES; every value is a parameter.
    """
    wanted, values = _wanted_table(_wanted(on, counted_from, left_from))
    values |= {"track": track.pk, "on": connection.ops.adapt_datefield_value(on)}
    return f"WITH {_MINE}, {wanted}, {_COUNTS}, {_stays()}, {_LENGTHS}", values


def _wanted_table(wanted: Iterable[tuple]) -> tuple[str, dict[str, Any]]:
    """A table of a WITH clause of ranges as `_wanted` yields them, and its values."""
    adapt = connection.ops.adapt_datefield_value
    values: dict[str, Any] = {}
    rows = []
    for n, (use, measure, span, first, last) in enumerate(wanted):
        values |= {f"first{n}": adapt(first), f"last{n}": adapt(last)}
        rows.append(f"('{use}', '{measure}', {span}, %(first{n})s, %(last{n})s)")
    return f"wanted (use, measure, span, first, last) AS (VALUES {', '.join(rows)})", values


def _wanted(on: date, counted_from: date, left_from: date) -> Iterator[tuple]:
    """The ranges of the tallies to read: (use, measure, span, first and last block)."""
    for part in parts(counted_from, on, OF_COUNTS):
        yield from (("count", measure, *part) for measure in COUNTS)
    for part in parts(left_from, on, OF_STAYS):
        yield from (("left", measure, *part) for measure in EXITS)
    yield ("open", M.OPEN, 1, date.min, on)
    for part in parts(on + timedelta(days=1), FAR, OF_STAYS):
        yield from (("stood", measure, *part) for measure in (EXITS if part[0] == 1 else [M.STOOD]))


_MINE = """mine AS (
    SELECT s.id, s.position, s.limit_days FROM recruitment_stage s
    JOIN recruitment_pipeline p ON p.id = s.pipeline_id WHERE p.track_id = %(track)s
)"""

# CROSS JOIN holds SQLite to this order: each wanted range is one of the tallies' index.
_RANGES = """
    FROM mine CROSS JOIN wanted w CROSS JOIN recruitment_stagetally t
    WHERE t.stage_id = mine.id AND t.measure = w.measure AND t.span = w.span
        AND t.day BETWEEN w.first AND w.last
"""
_FROM = f"{_RANGES} AND w.use ="

_COUNTS = f"""counts AS (
    SELECT stage_id, t.measure, SUM(n) AS n {_FROM} 'count' GROUP BY stage_id, t.measure
)"""

_LENGTHS = """lengths AS (
    SELECT stage_id, measure, length, SUM(n) AS n FROM stays
    GROUP BY stage_id, measure, length HAVING SUM(n) > 0
)"""


def _stays() -> str:
    """A stay open on a past day has ended since: `days` before the end of the block it began."""
    stood = f"t.days - ({_days('t.day', '%(on)s')} + t.span - 1)"
    return f"""stays AS (
        SELECT stage_id, t.measure, days AS length, n {_FROM} 'left'
        UNION ALL
        SELECT stage_id, 'open', {_days("%(on)s", "t.day")}, n {_FROM} 'open'
        UNION ALL
        SELECT stage_id, 'open', {stood}, n {_FROM} 'stood' AND {stood} >= 0
    )"""


def _days(later: str, earlier: str) -> str:
    """SQL for the whole days between two dates."""
    if connection.vendor == "sqlite":
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
    return f"({later} - {earlier})"
