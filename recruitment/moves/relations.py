"""What must be true between rows: each rule a queryset of the rows that break it, and a sentence.

The rules are answered by the database. A healthy one answers every one of them with nothing,
however many rows there are.
"""

from collections.abc import Iterator
from functools import cache

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Min, OuterRef, Q, Subquery, When

from centre.people.models import Supervisor
from centre.web.statements import Statement
from recruitment.candidates.models import Candidate, CandidateKey
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.pipeline.kinds import SUCCEEDED, Status
from recruitment.pipeline.models import Application, Deferral, Pipeline, Stage
from recruitment.positions.models import Intake, Opening, Position

CHUNK = 500


def broken_relations() -> Iterator[str]:
    yield from _dangling()
    for name, fault, statement in _asked():
        yield from (f"{name} {pk}: {fault}" for (pk,) in statement.rows())
    for pipeline, position, times, first in _crowded().rows():
        yield (
            f"recruitment.Pipeline {pipeline}: order {position} is held by "
            f"{times} stages, first {first}"
        )


@cache
def _crowded() -> Statement:
    """Places in the order of a pipeline that several stages hold."""
    return Statement(
        Stage.objects.order_by()
        .values_list("pipeline", "position")
        .annotate(times=Count("pk"), first=Min("pk"))
        .filter(times__gt=1)
    )


def _dangling() -> Iterator[str]:
    """Foreign keys that point at nothing. PostgreSQL admits none; SQLite is asked."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_key_check")
            for table, row, parent, _number in cursor.fetchall():
                yield f"{table} {row}: points at a row of {parent} that is not there"


@cache
def _asked() -> list[tuple[str, str, Statement]]:
    """The rules compiled once: (label of the model, fault, statement for the keys of its rows)."""
    return [
        (rows.model._meta.label, fault, Statement(rows.order_by("pk").values_list("pk", flat=True)))
        for rows, fault in _rules()
    ]


def _rules():
    yield from _same_centre()
    yield from _starts()
    best = (
        Application.objects.filter(candidate=OuterRef("pk"))
        .annotate(rank=_rank())
        .order_by("-rank", "-entered_stage_at", "-pk")
    )
    yield (
        Candidate.objects.annotate(best=Subquery(best.values("pk")[:1])).exclude(
            Q(current=F("best")) | Q(current__isnull=True, best__isnull=True)
        ),
        "current is not the open, else the last application",
    )
    yield (
        CandidateKey.objects.exclude(centre=F("candidate__centre")),
        "is not in the centre of its person",
    )


def _rank():
    return Case(
        When(status=Status.ACTIVE, then=2),
        When(status__in=SUCCEEDED, then=1),
        default=0,
        output_field=IntegerField(),
    )


def _differs(here: str, *others: str) -> Q:
    """Some of `others` has a value, and not that of `here`."""
    wrong = Q(pk__in=[])
    for other in others:
        wrong |= ~Q(**{other: F(here)}) & Q(**{f"{other}__isnull": False})
    return wrong


def _same_centre():
    """A centre is a tenant: nothing in one points into another. Tracks fit likewise."""
    paths = {
        Position: ["track__centre"],
        Intake: ["track__centre"],
        Opening: ["position__centre", "intake__centre", "filled_by__centre"],
        Pipeline: ["track__centre"],
        Stage: ["pipeline__centre"],
        Supervisor: ["institution__centre"],
        Application: [
            "candidate__centre", "position__centre", "intake__centre", "track__centre",
            "stage__centre", "supervisor__centre", "area__centre", "source__centre",
            "reason__centre",
        ],
        Researcher: ["candidate__centre"],
    }  # fmt: skip
    for model, others in paths.items():
        for other in others:
            yield (
                model.objects.filter(_differs("centre", other)),
                f"its centre is not that of its {other.removesuffix('__centre')}",
            )
    for other in ("position__track", "intake__track", "stage__pipeline__track"):
        yield (
            Application.objects.filter(_differs("track", other)),
            f"its track is not that of its {other.split('__')[0]}",
        )
    yield (
        Opening.objects.filter(_differs("position__track", "intake__track")),
        "position and intake are of different tracks",
    )
    yield (
        Enrolment.objects.filter(_differs("researcher__centre", "leaving_reason__centre")),
        "the reason for leaving is another centre's",
    )


def _starts():
    """A success, its seat and its enrolment: exactly one of each, or none of them."""
    started = Q(status__in=SUCCEEDED)
    yield Application.objects.filter(started, enrolment=None), "has started without an enrolment"
    yield Application.objects.filter(started, opening=None), "has started without a seat"
    yield (
        Opening.objects.filter(filled_by__isnull=False).exclude(filled_by__status__in=SUCCEEDED),
        "is filled by an application that has not started",
    )
    yield (
        Opening.objects.filter(
            _differs("position", "filled_by__position") | _differs("intake", "filled_by__intake")
        ),
        "is filled by an application to another position or intake",
    )
    yield (
        Opening.objects.filter(
            Q(status=Opening.Status.FILLED, filled_by=None)
            | ~Q(status=Opening.Status.FILLED) & Q(filled_by__isnull=False)
        ),
        "its status and who fills it disagree",
    )
    yield (
        Enrolment.objects.exclude(application__status__in=SUCCEEDED),
        "its application has not started",
    )
    yield (
        Enrolment.objects.filter(first_started_on__gt=F("started_on")),
        "the first start ever is after the start",
    )
    yield (
        Enrolment.objects.filter(
            _differs("track", "application__track")
            | _differs("researcher__candidate", "application__candidate")
        ),
        "its track or person is not that of its application",
    )
    yield Researcher.objects.filter(enrolments=None), "has no enrolment"
    yield from _remembered()


def _remembered():
    """What was last recorded of a start or an intake is what stands."""
    last = EnrolmentFact.objects.filter(application=OuterRef("application")).order_by("-pk")
    told = Enrolment.objects.annotate(
        **{f"told_{name}": Subquery(last.values(name)[:1]) for name in _OF_START}
    )
    same_leaving = Q(left_on=F("told_left_on")) | Q(left_on=None, told_left_on=None)
    same = Q(started_on=F("told_started_on"), application__intake=F("told_intake")) & same_leaving
    yield (
        Enrolment.objects.exclude(pk__in=told.filter(same).values("pk")),
        "the last fact of it says otherwise",
    )
    own = EnrolmentFact.objects.filter(application=OuterRef("pk")).order_by("-pk")
    yield (
        Application.objects.filter(enrolment=None)
        .annotate(told=Subquery(own.values("started_on")[:1]))
        .filter(told__isnull=False),
        "has no enrolment, but the last fact of it has a start",
    )
    moved = Deferral.objects.filter(application=OuterRef("pk")).order_by("-pk")
    yield (
        Application.objects.annotate(told=Subquery(moved.values("to_intake")[:1]))
        .filter(told__isnull=False)
        .exclude(intake=F("told")),
        "is not for the intake its last deferral went to",
    )


_OF_START = ("started_on", "left_on", "intake")
