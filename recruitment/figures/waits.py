"""How long things take, open ones included: lengths added up in the database by whole days."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from recruitment.dashboard.lengths import median_days, quantile_days
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.figures.asked import Asked
from recruitment.pipeline.kinds import SUCCEEDED, Status
from recruitment.pipeline.models import Stage, StageTransition


@dataclass
class Wait:
    """{whole days: how many}: those that came to an end, and those that go on."""

    ended: Counter[int] = field(default_factory=Counter)
    going: Counter[int] = field(default_factory=Counter)

    @property
    def n(self) -> int:
        return self.ended.total() + self.going.total()

    @property
    def median(self) -> int | None:
        return median_days(self.ended, self.going)

    @property
    def most(self) -> int | None:
        """Days within which three of four came to an end."""
        return quantile_days(self.ended, self.going, Fraction(3, 4))


def read_stays(asked: Asked, applications: QuerySet) -> dict[int, Wait]:
    """{stage: stays in it up to the end of the day}, in one query; a return is another stay."""
    zone, on = asked.centre.zone, asked.asof.on
    steps: Any = (
        StageTransition.objects.standing(known=asked.known)
        .filter(
            application__in=asked.narrow(applications).order_by().values("pk"),
            effective_at__lt=asked.end,
        )
        .order_by()
        .annotate(day=TruncDate("effective_at", tzinfo=zone))
        .values("application_id", "sequence", "to_stage_id", "to_status", "day")
    )
    found: dict[int, Wait] = {}
    for stage, days, is_over, n in _rows(_STAYS, steps, on):
        wait = found.setdefault(stage, Wait())
        (wait.ended if is_over else wait.going)[max(days, 0)] += n
    return found


def read_wait(asked: Asked, applications: QuerySet, stage: Stage) -> Wait:
    """From the application to the first arrival at `stage`, or to the first day for the start.

    Who ended before is left out; who is on the way goes on. One query.
    """
    zone, on, end, known = asked.centre.zone, asked.asof.on, asked.end, asked.known
    mine = asked.narrow(applications).with_entry(known=known)
    rows: Any = mine.standing_before(end, known=known)
    if stage.is_start:
        there: Any = F("enrolment__started_on") if known is None else _first_day(known)
        arrived = Q(until__lte=on)
        under_way = Q(status_then__in=(Status.ACTIVE, *SUCCEEDED))
    else:
        steps = StageTransition.objects.standing(known=known).filter(
            application=OuterRef("pk"),
            effective_at__lt=end,
            to_stage__pipeline=stage.pipeline_id,
            to_stage__position__gte=stage.position,
        )
        first = Subquery(steps.order_by("sequence").values("effective_at")[:1])
        there, arrived = TruncDate(first, tzinfo=zone), Q(until__isnull=False)
        under_way = Q(status_then=Status.ACTIVE)
    rows = (
        rows.annotate(since=TruncDate("applied_at", tzinfo=zone), until=there)
        .filter(Q(applied_at__lt=end) & (arrived | under_way))
        .order_by()
        .values("since", "until")
    )
    wait = Wait()
    for days, is_over, n in _rows(_WAITS, rows, on):
        (wait.ended if is_over else wait.going)[max(days, 0)] += n
    return wait


def _first_day(known: datetime) -> Subquery:
    """The first day of an application as known just before that moment."""
    facts = EnrolmentFact.objects.known(known).filter(application=OuterRef("pk"))
    return Subquery(facts.values("started_on")[:1])


def _rows(outer: str, inner: Any, on: date) -> Iterable[tuple]:
    """The rows of `outer` around the statement of `inner`.

    Raw, because the ORM cannot group what windows and subqueries answer. All values are
    parameters; the names are ours.
    """
    sql, values = inner.query.sql_with_params()
    # A date of ours, written out: between digits and hyphens there is nothing to inject.
    day = f"'{on.isoformat()}'" if connection.vendor == "sqlite" else f"DATE '{on.isoformat()}'"
    text = outer.format(inner=sql, on=day, days=_days("until_day", "since_day"))
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        yield from cursor.fetchall()


def _days(later: str, earlier: str) -> str:
    """SQL for the whole days between two dates."""
    if connection.vendor == "sqlite":
        return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
    return f"(CAST({later} AS DATE) - CAST({earlier} AS DATE))"


# A correction that only goes back leaves a step that stands where the one before stood: no stay
# of its own. A stay lasts to the next step, or to the day asked for.
_STAYS = """
WITH steps AS ({inner}),
marked AS (
    SELECT application_id, sequence, to_stage_id, to_status, day,
        LAG(to_stage_id) OVER turns AS stage_before, LAG(to_status) OVER turns AS status_before
    FROM steps WINDOW turns AS (PARTITION BY application_id ORDER BY sequence)
),
turns AS (
    SELECT to_stage_id, to_status, day AS since_day,
        LEAD(day) OVER (PARTITION BY application_id ORDER BY sequence) AS next_day
    FROM marked
    WHERE stage_before IS NULL OR stage_before <> to_stage_id OR status_before <> to_status
),
stays AS (
    SELECT to_stage_id, since_day, COALESCE(next_day, {on}) AS until_day,
        CASE WHEN next_day IS NULL THEN 0 ELSE 1 END AS is_over
    FROM turns WHERE to_status = 'active'
)
SELECT to_stage_id, {days} AS length, is_over, COUNT(*) FROM stays
GROUP BY to_stage_id, length, is_over
"""
_WAITS = """
WITH waits AS (
    SELECT since AS since_day, CASE WHEN until <= {on} THEN until ELSE {on} END AS until_day,
        CASE WHEN until <= {on} THEN 1 ELSE 0 END AS is_over
    FROM ({inner}) AS both_days
)
SELECT {days} AS length, is_over, COUNT(*) FROM waits GROUP BY length, is_over
"""
