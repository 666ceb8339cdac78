"""Funnel and time in stage: one row a stage, from the tallies the gate keeps.

The cost follows the calendar, not the number of applications: the statement reads tallies, adds
them up in the database and answers one row a stage.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Stage, StageTally
from recruitment.positions.models import Track


@dataclass(frozen=True)
class StageFigures:
    """What happened at one stage up to the end of a day, corrections left out."""

    stage: Stage
    entered: int  # came here or beyond, skipped over included
    advanced: int  # came beyond
    closed: int  # ended here
    waiting: int  # stand here, in progress
    n: int  # stays that the median is made of: ended in the last 12 months, or open
    median_days: int | None  # None while less than half have left
    over_limit: int  # open stays longer than the limit

    @property
    def resolved(self) -> int:
        return self.advanced + self.closed

    @property
    def pass_rate(self) -> float | None:
        """Share that went on, of those with a result here; who waits is not in it."""
        return self.advanced / self.resolved if self.resolved else None

    @property
    def is_timed(self) -> bool:
        return self.stage.kind != StageKind.STARTED

    @property
    def is_shown(self) -> bool:
        """Leads come and go: the funnel begins where people apply. Retired stages keep theirs."""
        return self.stage.kind != StageKind.LEAD and (
            self.stage.retired_on is None or self.entered > 0
        )


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for a leap day."""
    if day.year == date.min.year:
        return date.min
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def stage_figures(track: Track, on: date) -> list[StageFigures]:
    """Every stage of `track` in order, as of the end of `on`. One query.

    The median is Kaplan and Meier's: a stay that goes on counts as "at least so long", so slow
    stages do not look quick because nobody has left them yet. Stays that ended in the twelve
    months up to `on` and those open at its end are in it. A stay open on a past day has ended
    since, so its tally tells when it began: `day - days`.
    """
    adapt = connection.ops.adapt_datefield_value
    values = {"track": track.pk, "on": adapt(on), "since": adapt(year_before(on))}
    return [_figures(stage) for stage in Stage.objects.raw(_sql(), values)]


def _figures(row) -> StageFigures:
    """PostgreSQL adds whole numbers up to a Decimal, and nothing to NULL."""
    return StageFigures(
        stage=row,
        entered=int(row.entered or 0),
        advanced=int(row.advanced or 0),
        closed=int(row.closed or 0),
        waiting=int(row.waiting or 0),
        n=int(row.stays or 0),
        median_days=row.median_days,
        over_limit=int(row.over_limit or 0),
    )


def _days(later: str, earlier: str) -> str:
    """SQL for the whole days between two dates."""
    if connection.vendor == "sqlite":
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
    return f"({later} - {earlier})"


def _sql() -> str:
    """Raw, because the ORM cannot nest windows in sums. Every value is a parameter.

    `survival` holds ln S(t): the sum of ln(1 - ended / at risk) over all lengths up to t. Where
    all at risk ended S is 0, whose logarithm there is none of: -1000 stands for it. The margin in
    the comparison forgives rounding where S is 1/2 exactly. Each part names stage, measure and
    days, so that it reads a range of the tallies' index; CROSS JOIN holds SQLite to that order.
    """
    tally = StageTally._meta.db_table
    return f"""
    WITH mine AS (
        SELECT s.id, s.limit_days FROM recruitment_stage s
        JOIN recruitment_pipeline p ON p.id = s.pipeline_id WHERE p.track_id = %(track)s
    ), counts AS (
        SELECT stage_id,
            SUM(CASE WHEN measure = 'entered' THEN n ELSE 0 END) AS entered,
            SUM(CASE WHEN measure = 'advanced' THEN n ELSE 0 END) AS advanced,
            SUM(CASE WHEN measure = 'closed' THEN n ELSE 0 END) AS closed,
            SUM(CASE WHEN measure = 'waiting' THEN n ELSE 0 END) AS waiting
        FROM mine CROSS JOIN {tally} t
        WHERE t.stage_id = mine.id
            AND measure IN ('entered', 'advanced', 'closed', 'waiting') AND day <= %(on)s
        GROUP BY stage_id
    ), stays AS (
        SELECT stage_id, days AS length, n AS ended, 0 AS going
        FROM mine CROSS JOIN {tally} t
        WHERE t.stage_id = mine.id AND measure = 'spell' AND day > %(since)s AND day <= %(on)s
        UNION ALL
        SELECT stage_id, {_days("%(on)s", "day")}, 0, n
        FROM mine CROSS JOIN {tally} t
        WHERE t.stage_id = mine.id AND measure = 'open' AND day <= %(on)s
        UNION ALL
        SELECT stage_id, days - {_days("day", "%(on)s")}, 0, n
        FROM mine CROSS JOIN {tally} t
        WHERE t.stage_id = mine.id AND measure = 'spell'
            AND day > %(on)s AND days >= {_days("day", "%(on)s")}
    ), lengths AS (
        SELECT stage_id, length, SUM(ended) AS ended, SUM(going) AS going
        FROM stays GROUP BY stage_id, length HAVING SUM(ended) + SUM(going) > 0
    ), risk AS (
        SELECT lengths.*, SUM(ended + going)
            OVER (PARTITION BY stage_id ORDER BY length DESC) AS at_risk
        FROM lengths
    ), survival AS (
        SELECT stage_id, length, ended, going, SUM(
            CASE WHEN ended < at_risk
            THEN LN(1 - CAST(ended AS DOUBLE PRECISION) / at_risk) ELSE -1000 END
        ) OVER (PARTITION BY stage_id ORDER BY length) AS log_s
        FROM risk
    ), times AS (
        SELECT v.stage_id, SUM(ended + going) AS stays,
            MIN(CASE WHEN log_s <= LN(CAST(0.5 AS DOUBLE PRECISION)) + 1e-9 THEN length END)
                AS median_days,
            SUM(CASE WHEN length > limit_days THEN going ELSE 0 END) AS over_limit
        FROM survival v JOIN mine ON mine.id = v.stage_id
        GROUP BY v.stage_id
    )
    SELECT s.*, entered, advanced, closed, waiting, stays, median_days, over_limit
    FROM mine JOIN recruitment_stage s ON s.id = mine.id
    LEFT JOIN counts ON counts.stage_id = s.id
    LEFT JOIN times ON times.stage_id = s.id
    ORDER BY s.position, s.id
    """  # noqa: S608
