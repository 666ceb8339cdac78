"""Applications added up in the database: one row a group, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import ExtractYear

from centre.people.models import Supervisor
from recruitment.enrolment.models import Enrolment
from recruitment.figures.asked import Asked
from recruitment.pipeline.kinds import ENDED, Status
from recruitment.pipeline.models import ApplicationQuerySet, Stage, StageTransition
from recruitment.positions.models import Opening


@dataclass(frozen=True)
class Group:
    """`n` applications that came equally far and stood alike at the end of the day."""

    intake: int
    year: int  # of their application
    source: int | None
    furthest: int  # the position of the furthest stage they came to, corrections left out
    stage: int  # where they stood
    status: str
    n: int


def read_groups(asked: Asked, applications: QuerySet) -> list[Group]:
    """Those who applied by the end of the day, in one query.

    As many rows as there are intakes, years, sources and stages that go together.
    """
    end = asked.centre.end_of(asked.asof.on)
    steps = StageTransition.objects.standing().filter(
        application=OuterRef("pk"), effective_at__lt=end
    )
    furthest = steps.order_by("-to_stage__position").values("to_stage__position")[:1]
    rows = (
        asked.narrow(applications)
        .with_entry()
        .standing_before(end)
        .annotate(
            furthest=Subquery(furthest), year=ExtractYear("applied_at", tzinfo=asked.centre.zone)
        )
        .filter(applied_at__lt=end, furthest__gte=asked.applied.position)
        .order_by()
        .values_list("intake", "year", "source", "furthest", "stage_then", "status_then")
        .annotate(n=Count("pk"))
    )
    return [Group(*row) for row in rows]


def reached(groups: Iterable[Group], stage: Stage) -> int:
    return sum(one.n for one in groups if one.furthest >= stage.position)


def passed(groups: Iterable[Group], stage: Stage) -> int:
    return sum(one.n for one in groups if one.furthest > stage.position)


def closed(groups: Iterable[Group], stage: Stage) -> int:
    return sum(one.n for one in groups if one.stage == stage.pk and one.status in ENDED)


def waiting(groups: Iterable[Group], stage: Stage) -> int:
    return sum(one.n for one in groups if one.stage == stage.pk and one.status == Status.ACTIVE)


def read_starts(asked: Asked, applications: QuerySet) -> list[tuple]:
    """(area, supervisor, source, intake, first day, day left) of those who started."""
    mine = asked.narrow(applications)
    rows = Enrolment.objects.started(asked.asof.on).filter(application__in=mine.values("pk"))
    return list(
        rows.order_by("pk").values_list(
            "application__area", "application__supervisor", "application__source",
            "application__intake", "started_on", "left_on",
        )
    )  # fmt: skip


def read_accepted(asked: Asked, applications: ApplicationQuerySet) -> list[tuple]:
    """(area, supervisor) of those who said yes and have not started, in one query."""
    on = None if asked.asof.is_today else asked.asof.on
    rows = asked.narrow(applications.accepted(asked.track, on=on))
    return list(rows.order_by().values_list("area", "supervisor"))


def read_under_way(asked: Asked, applications: QuerySet) -> list[tuple]:
    """(area, supervisor, n) of those on the way to a start, in one query."""
    start = asked.first("started")
    if start is None:
        return []
    rows = asked.narrow(applications).short_of(start, on=asked.asof.on)
    return list(rows.order_by().values_list("area", "supervisor").annotate(n=Count("pk")))


def read_reasons(asked: Asked, applications: QuerySet, stages: Sequence[Stage]) -> list[tuple]:
    """(stage, reason, its name, its party, n) of those who ended in one of `stages`."""
    end = asked.centre.end_of(asked.asof.on)
    last = (
        StageTransition.objects.standing()
        .filter(application=OuterRef("pk"), effective_at__lt=end)
        .order_by("-sequence")
    )
    rows = (
        asked.narrow(applications)
        .standing_before(end)
        .filter(stage_then__in=[one.pk for one in stages], status_then__in=ENDED)
        .annotate(
            why=Subquery(last.values("reason")[:1]),
            why_name=Subquery(last.values("reason__name")[:1]),
            why_party=Subquery(last.values("reason__party")[:1]),
        )
        .order_by()
        .values_list("stage_then", "why", "why_name", "why_party")
        .annotate(n=Count("pk"))
    )
    return sorted(rows, key=lambda row: (-row[4], row[2] or ""))


def read_seats(asked: Asked) -> dict[int, int]:
    """{area: seats, open or filled, of positions that name it}; seats keep no history."""
    seats = Opening.objects.filter(position__track=asked.track).exclude(
        status=Opening.Status.CLOSED
    )
    if asked.intake:
        seats = seats.filter(intake=asked.intake)
    rows = seats.order_by().annotate(area=F("position__areas")).values_list("area")
    return dict(rows.annotate(n=Count("pk")))


def read_supervisors(asked: Asked) -> list[Supervisor]:
    return list(Supervisor.objects.filter(centre=asked.centre))
