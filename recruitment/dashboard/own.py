"""What a supervisor finds first: the places of their positions, and their candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce
from django.urls import reverse

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Opening
from recruitment.seats.held import free_of, holders

SHOWN = 8


@dataclass(frozen=True)
class Places:
    """The seats of one of their positions at one intake."""

    position: str
    intake: str
    url: str
    free: int
    taken: int


def my_places(user: User, centre: Centre, today: date) -> list[Places]:
    """Of the intakes ahead, and of earlier ones that still have an open seat. One query."""
    rows = (
        # Kept apart by position and intake; their names come with them.
        Opening.objects.filter(centre=centre, position__supervisors__user=user)
        .values_list("position__title", "intake__name", "intake", "position")
        .annotate(
            vacant=Count("pk", filter=Q(status=Opening.Status.OPEN), distinct=True),
            taken=Count("pk", filter=Q(status=Opening.Status.FILLED), distinct=True),
            promised=Coalesce(_promised(), 0),
        )
        .filter(Q(vacant__gt=0) | Q(intake__starts_on=None) | Q(intake__starts_on__gte=today))
        .order_by(F("intake__starts_on").asc(nulls_last=True), "position__title", "intake")
    )
    return [
        Places(name, at, reverse("recruitment:intake", args=[pk]), free_of(vacant, promised), taken)
        for name, at, pk, _position, vacant, taken, promised in rows
        if vacant or taken
    ]


def _promised() -> Subquery:
    """How many hold a seat of that position at that intake that is not taken yet."""
    rows = holders().filter(position=OuterRef("position"), intake=OuterRef("intake"))
    return Subquery(rows.values("intake").annotate(n=Count("pk")).values("n"))


@dataclass(frozen=True)
class Mine:
    """One of their candidates, where they stand; `steps` is the last stage's, for the ring."""

    application: Application
    days: int
    steps: int


def my_candidates(
    user: User, centre: Centre, stages: Sequence[Stage], today: date
) -> tuple[list[Mine], int]:
    """Those who moved last, and how many are in progress in all. One query."""
    rows = Application.objects.visible_to(user).filter(centre=centre).active()
    rows = rows.annotate(in_all=Window(Count("pk")))
    last = {
        stage.pipeline_id: stage.position for stage in sorted(stages, key=attrgetter("position"))
    }
    latest = list(rows.for_list().order_by("-entered_stage_at", "-pk")[:SHOWN])
    found = [
        Mine(
            application=one,
            days=(today - centre.day_of(one.entered_stage_at)).days,
            steps=last[one.stage.pipeline_id],
        )
        for one in latest
    ]
    return found, latest[0].in_all if latest else 0
