"""Counts of a report that no other page shows: reads only, a day in, people out.

Area, sector and place are what is on record now: they have no history of their own. A published
report keeps them as they were.
"""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q

from centre.accounts.models import User
from centre.organisation.models import ResearchArea
from centre.targets.promises import read_area_plan
from recruitment.enrolment.models import Destination, Enrolment
from recruitment.enrolment.stays import Stay, in_post, left
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, StageTransition
from recruitment.placements.coverage import Coverage, cover, spans_of
from recruitment.placements.models import PlacementPlan
from recruitment.positions.models import Track
from recruitment.talent.flow import Journeys
from recruitment.talent.journeys import Group
from recruitment.talent.selectors import Wanted, read_journeys


def applied_by_area(track: Track, on: date, known: datetime | None = None) -> Counter[str]:
    """{area: applications that came beyond a first contact by the end of `on`}; “” for none.

    With `known`, as they were on record at that moment.
    """
    steps = _standing(known).filter(
        ~Q(to_stage__kind=StageKind.LEAD),
        to_stage__pipeline__track=track,
        effective_at__lt=track.centre.end_of(on),
    )
    rows = Application.objects.filter(pk__in=steps.order_by().values("application"))
    counts = rows.order_by().values_list("area__name").annotate(n=Count("pk"))
    return Counter({area or "": n for area, n in counts})


def _standing(known: datetime | None):
    """Steps that no correction took back, recorded before `known`, as the corrections were."""
    if known is None:
        return StageTransition.objects.standing()
    recorded = StageTransition.objects.filter(recorded_at__lt=known)
    taken_back = recorded.filter(
        application=OuterRef("application"),
        annuls_after__lt=OuterRef("sequence"),
        sequence__gt=OuterRef("sequence"),
    )
    return recorded.exclude(Exists(taken_back))


def in_post_by_area(track: Track, stays: Collection[Stay], on: date) -> Counter[str]:
    """{area: people of `track` in post at the end of `on`}, each person in one."""
    here = in_post([one for one in stays if one.track == track.pk], on)
    rows = Enrolment.objects.filter(track=track, researcher__candidate__in=here)
    names = ("researcher__candidate", "application__area__name")
    area_of = dict(rows.order_by("started_on").values_list(*names))
    return Counter(area_of.get(person) or "" for person in here)


def planned_by_area(track: Track, known: datetime | None) -> dict[str, int]:
    """{area: people planned} by the target that speaks for `track`."""
    plan = read_area_plan(track.centre, track.kind, known)
    names = dict(ResearchArea.objects.filter(pk__in=plan).values_list("pk", "name"))
    return {names[pk]: people for pk, people in plan.items() if pk in names}


def applicants(track: Track, on: date) -> Journeys:
    """{(first degree, latest degree, result): people who applied to `track`}, as on record now."""
    wanted = Wanted(group=Group.APPLICANTS, tracks=(track,), on=on)
    # A report is about the whole centre, whoever looks at it: it reads as nobody in particular.
    return read_journeys(User(is_superuser=True), track.centre, wanted)


def placed_in(track: Track, stays: Collection[Stay], on: date, known: datetime | None) -> Coverage:
    """Placements of those of `track` in post on `on`, with those recorded before `known`."""
    here = in_post([one for one in stays if one.track == track.pk], on)
    plan = PlacementPlan.objects.filter(track=track).first()
    return cover(here, spans_of(track, known), on, plan)


def destinations_of(track: Track, stays: Collection[Stay], on: date) -> list[tuple[str, str]]:
    """[(sector, country or “”)] of each person who left `track` by `on`: where they went first."""
    gone = left([one for one in stays if one.track == track.pk], on)
    rows = Destination.objects.filter(
        researcher__centre=track.centre, researcher__candidate__in=gone, as_of__lte=on
    )
    first: dict[int, tuple[str, str]] = {}
    names = ("researcher__candidate", "sector", "country")
    for person, sector, country in rows.order_by("as_of", "pk").values_list(*names):
        first.setdefault(person, (sector, str(country or "")))
    unknown = (Destination.Sector.UNKNOWN.value, "")
    return [first.get(person, unknown) for person in sorted(gone)]
