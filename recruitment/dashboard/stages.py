"""Funnel and time in stage: one row a stage, from the tallies the gate keeps.

The cost follows the lengths of stays, not the number of applications nor the years: the statement
reads tallies (recruitment.pipeline.tallied), adds them up in the database and answers one row a
stage.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from threading import Lock

from django.core.cache import caches
from django.db import connection
from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from centre.web.statements import Slot, kept
from recruitment.offers.over import is_over
from recruitment.pipeline.kinds import StageKind, Status
from recruitment.pipeline.models import Application, Stage
from recruitment.pipeline.tallied import cells
from recruitment.positions.models import Track
from recruitment.seats.held import BEFORE_SEAT

_reading = Lock()


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
    offers_over: int = 0  # of those waiting now: their offer lapsed or was rescinded
    promised: int = 0  # of those waiting now: hold a seat at the intake asked for

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


def stage_figures(track: Track, on: date, *, intake: int = 0) -> list[StageFigures]:
    """Every stage of `track` in order, as of the end of `on`. Two queries, or one.

    With `intake` (its key) also who holds a seat there now.

    The median is Kaplan and Meier's: a stay that goes on counts as "at least so long", so slow
    stages do not look quick because nobody has left them yet. Stays that ended in the twelve
    months up to `on` and those open at its end are in it.

    The numbers are kept in this process for as long as the pipeline says that no tally changed,
    five minutes at most.
    """
    stages = kept("stages and tallied", _stages).objects(track=track.pk, intake=intake)
    told = [(one.pk, one.position, one.limit_days, one.tallied) for one in stages]
    key = blake2b(repr((track.pk, on, told)).encode(), digest_size=16).hexdigest()
    # What a transaction sees before its end may never come to be.
    numbers = _read(track, on) if connection.in_atomic_block else _read_once(key, track, on)
    return [
        replace(
            StageFigures(stage, *numbers[stage.pk]),
            offers_over=stage.offers_over,
            promised=stage.promised,
        )
        for stage in stages
    ]


def _read_once(key: str, track: Track, on: date) -> dict[int, tuple]:
    """As `_read`: of all who ask this process after a move one reads, and the others wait."""
    cache = caches["process"]
    if (numbers := cache.get(key)) is None:
        with _reading:
            if (numbers := cache.get(key)) is None:
                numbers = _read(track, on)
                cache.set(key, numbers, 300)
    return numbers


def _stages():
    rows = Stage.objects.filter(pipeline__track=Slot("track"))
    # Only of the stages where offers are out is it asked.
    over = When(kind=StageKind.OFFER, then=_offers_over())
    # And of those where people hold a seat that is not taken yet.
    held = When(kind__in=BEFORE_SEAT, then=_counted(intake=Slot("intake")))
    annotated = rows.annotate(
        tallied=F("pipeline__tallied"),
        offers_over=Case(over, default=Value(0)),
        promised=Case(held, default=Value(0)),
    )
    return annotated.order_by("position", "pk")


def _offers_over():
    """Who stands there still though their offer came to nothing."""
    return _counted(is_over())


def _counted(*those, **of):
    """How many stand there now, of those."""
    rows = Application.objects.order_by().filter(
        *those, stage=OuterRef("pk"), status=Status.ACTIVE, **of
    )
    return Coalesce(Subquery(rows.values("stage").annotate(n=Count("pk")).values("n")), Value(0))


def _read(track: Track, on: date) -> dict[int, tuple]:
    """{stage id: its figures, in the order of StageFigures}."""
    sql, values = cells(
        track, on, counted_from=date.min, left_from=year_before(on) + timedelta(days=1)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}, {_TABLES} {_FIGURES}", values)
        rows = cursor.fetchall()
    # PostgreSQL adds whole numbers up to a Decimal, and nothing to NULL.
    return {
        pk: (*(int(n or 0) for n in counts), median, int(over or 0))
        for pk, *counts, median, over in rows
    }


# One row a stage and length: stays that ended after so many days, and that go on.
_BY_LENGTH = """by_length AS (
    SELECT stage_id, length,
        SUM(CASE WHEN measure = 'open' THEN 0 ELSE n END) AS ended,
        SUM(CASE WHEN measure = 'open' THEN n ELSE 0 END) AS going
    FROM lengths GROUP BY stage_id, length
)"""

_RISK = """risk AS (
    SELECT by_length.*, SUM(ended + going)
        OVER (PARTITION BY stage_id ORDER BY length DESC) AS at_risk
    FROM by_length
)"""

# log_s is ln S(t): the sum of ln(1 - ended / at risk) over all lengths up to t. Where all at risk
# ended S is 0, whose logarithm there is none of: -1000 stands for it.
_SURVIVAL = """survival AS (
    SELECT stage_id, length, ended, going, SUM(
        CASE WHEN ended < at_risk
        THEN LN(1 - CAST(ended AS DOUBLE PRECISION) / at_risk) ELSE -1000 END
    ) OVER (PARTITION BY stage_id ORDER BY length) AS log_s
    FROM risk
)"""

# The margin in the comparison forgives rounding where S is 1/2 exactly.
_TIMES = """times AS (
    SELECT v.stage_id, SUM(ended + going) AS stays, SUM(going) AS waiting,
        MIN(CASE WHEN log_s <= LN(CAST(0.5 AS DOUBLE PRECISION)) + 1e-9 THEN length END)
            AS median_days,
        SUM(CASE WHEN length > limit_days THEN going ELSE 0 END) AS over_limit
    FROM survival v JOIN mine ON mine.id = v.stage_id
    GROUP BY v.stage_id
)"""

_FUNNEL = """funnel AS (
    SELECT stage_id,
        SUM(CASE WHEN measure = 'entered' THEN n ELSE 0 END) AS entered,
        SUM(CASE WHEN measure = 'advanced' THEN n ELSE 0 END) AS advanced,
        SUM(CASE WHEN measure = 'closed' THEN n ELSE 0 END) AS closed
    FROM counts GROUP BY stage_id
)"""

# Raw, because the ORM cannot nest windows in sums.
_TABLES = ", ".join([_BY_LENGTH, _RISK, _SURVIVAL, _TIMES, _FUNNEL])

_FIGURES = """
    SELECT mine.id, entered, advanced, closed, waiting, stays, median_days, over_limit
    FROM mine LEFT JOIN funnel ON funnel.stage_id = mine.id
    LEFT JOIN times ON times.stage_id = mine.id
"""
