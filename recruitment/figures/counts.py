"""Applications added up in the database: one row a group, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import ExtractYear

from centre.people.models import Supervisor
from recruitment.enrolment.facts import EnrolmentFact
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
    end, known = asked.end, asked.known
    steps = StageTransition.objects.standing(known=known).filter(
        application=OuterRef("pk"), effective_at__lt=end
    )
    furthest = steps.order_by("-to_stage__position").values("to_stage__position")[:1]
    rows = (
        asked.narrow(applications)
        .with_entry(known=known)
        .standing_before(end, known=known)
        .annotate(
            furthest=Subquery(furthest), year=ExtractYear("applied_at", tzinfo=asked.centre.zone)
        )
        .filter(applied_at__lt=end, furthest__gte=asked.applied.position)
        .order_by()
        .values_list("intake_then", "year", "source", "furthest", "stage_then", "status_then")
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


def resolved(groups: Iterable[Group], stage: Stage) -> int:
    """Those who went on from `stage` or ended there, each once: one may come back and then end."""
    return sum(
        one.n
        for one in groups
        if one.furthest > stage.position or (one.stage == stage.pk and one.status in ENDED)
    )


def read_starts(asked: Asked, applications: QuerySet) -> list[tuple]:
    """(area, supervisor, source, intake, first day, day left) of those who started."""
    mine = asked.narrow(applications).order_by().values("pk")
    facts = EnrolmentFact.objects.known(asked.known) if asked.known else Enrolment.objects.all()
    rows = facts.filter(started_on__lte=asked.asof.on, application__in=mine)
    return list(
        rows.order_by("pk").values_list(
            "application__area", "application__supervisor", "application__source",
            "intake" if asked.known else "application__intake", "started_on", "left_on",
        )
    )  # fmt: skip


def read_accepted(asked: Asked, applications: ApplicationQuerySet) -> list[tuple]:
    """(area, supervisor) of those who said yes and have not started, in one query."""
    on = None if asked.asof.is_today else asked.asof.on
    rows = asked.narrow(applications.accepted(asked.track, on=on, known=asked.known))
    return list(rows.order_by().values_list("area", "supervisor"))


def read_under_way(asked: Asked, applications: QuerySet) -> list[tuple]:
    """(area, supervisor, n) of those on the way to a start, in one query."""
    start = asked.first("started")
    if start is None:
        return []
    rows = asked.narrow(applications).short_of(start, on=asked.asof.on, known=asked.known)
    return list(rows.order_by().values_list("area", "supervisor").annotate(n=Count("pk")))


def read_stood(asked: Asked, applications: QuerySet) -> dict[int, int]:
    """{stage: applications that ever stood open in it by the end of the day}, in one query."""
    rows = StageTransition.objects.standing(known=asked.known).filter(
        application__in=asked.narrow(applications).order_by().values("pk"),
        to_status=Status.ACTIVE,
        effective_at__lt=asked.end,
    )
    counted = rows.order_by().values_list("to_stage")
    return dict(counted.annotate(n=Count("application", distinct=True)))


def read_reasons(asked: Asked, applications: QuerySet, stages: Sequence[Stage]) -> list[tuple]:
    """(stage, reason, its name, its party, n) of those who ended in one of `stages`."""
    end, known = asked.end, asked.known
    last = (
        StageTransition.objects.standing(known=known)
        .filter(application=OuterRef("pk"), effective_at__lt=end)
        .order_by("-sequence")
    )
    rows = (
        asked.narrow(applications)
        .standing_before(end, known=known)
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
    seats = Opening.objects.seats().filter(position__track=asked.track)
    if asked.intake:
        seats = seats.filter(intake=asked.intake)
    rows = seats.order_by().annotate(area=F("position__areas")).values_list("area")
    return dict(rows.annotate(n=Count("pk")))


def read_supervisors(asked: Asked) -> list[Supervisor]:
    return list(Supervisor.objects.filter(centre=asked.centre))
