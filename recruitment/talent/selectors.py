"""People and their journeys as they stand in the database. Reads only; a day in, counts out.

Journeys are grouped by the database: what comes out follows the number of places and results,
not the number of people.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce, ExtractYear

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.statements import kept
from recruitment.candidates.models import Candidate, EducationRecord
from recruitment.enrolment.models import Destination, Enrolment
from recruitment.pipeline.kinds import BEFORE_START, SUCCEEDED, StageKind, Status
from recruitment.pipeline.models import Application, StageTransition
from recruitment.positions.models import Track
from recruitment.talent import journeys as stops
from recruitment.talent.flow import Journeys
from recruitment.talent.journeys import ALL_YEARS, COLUMNS_OF, Group, Period

_LEVELS = EducationRecord.Level
# Of two degrees the higher is the latest, whatever the years say, as one of them is often missing.
_HIGHEST_FIRST = (
    _LEVELS.DOCTORATE, _LEVELS.RESEARCH_MASTER, _LEVELS.MASTER, _LEVELS.BACHELOR, _LEVELS.UNKNOWN,
)  # fmt: skip
NOT_YET = 9999  # the year of a start that is still to come
WITH_OFFER = (StageKind.OFFER, StageKind.PRE_START, StageKind.STARTED)


@dataclass(frozen=True)
class Wanted:
    """Whose journeys: of one track, or of several; as known at the end of `on`."""

    group: Group
    tracks: tuple[Track, ...]
    on: date
    period: Period = ALL_YEARS


def read_journeys(user: User | None, centre: Centre, wanted: Wanted) -> Journeys:
    """{stops: people} among those `user` may see; all of them for None. One query.

    None is for figures of the whole centre alone: its heads' dashboard, the command, reports.
    """
    columns = COLUMNS_OF[wanted.group]

    def build():
        rows = people(user, centre, wanted).order_by().values_list(*columns)
        return rows.annotate(n=Count("pk"))

    if user is None:  # the page everybody lands on: compiled once
        tracks = tuple(track.pk for track in wanted.tracks)
        key = ("journeys", centre.pk, wanted.group, tracks, wanted.on, wanted.period)
        counted = kept(key, build).rows()
    else:
        counted = list(build())
    found: dict[tuple[str, ...], int] = {}
    for *keys, n in counted:
        found[tuple(_key(*pair) for pair in zip(columns, keys, strict=True))] = n
    return found


def _key(column: str, value) -> str:
    return stops.RESULTS[value] if isinstance(value, int) else value or stops.UNKNOWN


def people(user: User | None, centre: Centre, wanted: Wanted) -> QuerySet[Candidate]:
    """The people of the group, each with the stops of their journey."""
    # The centre plus nothing: else SQLite walks all people of the centre to find the few.
    of = ExpressionWrapper(F("centre_id") + 0, output_field=BigIntegerField())
    theirs = _seen(Candidate, user).alias(of=of).filter(of=centre.pk)
    return _GROUPS[wanted.group](theirs, user, wanted)


def _seen(model, user: User | None) -> QuerySet:
    return model.objects.visible_to(user) if user else model.objects.all()


def at(rows: QuerySet, keys: Mapping[str, tuple[str, ...]]) -> QuerySet:
    """Of `people`, those whose journey stops at one of the keys given for each column."""
    for column, wanted in keys.items():
        values = ["" if key == stops.UNKNOWN else key for key in wanted]
        if column == "here" and set(wanted) <= set(stops.RESULTS):
            rows = rows.filter(here__in=[stops.RESULTS.index(key) for key in wanted])
        else:
            rows = rows.filter(**{f"{column}__in": values})
    return rows


# ---- who


def _applicants(rows, user, wanted: Wanted):
    return _by_result(rows, user, wanted, ~Q(stage__kind=StageKind.LEAD))


def _offers(rows, user, wanted: Wanted):
    return _by_result(rows, user, wanted, Q(stage__kind__in=WITH_OFFER))


def _by_result(rows, user, wanted: Wanted, which: Q):
    applications = _seen(Application, user).filter(
        which, _entering(wanted.period), track__in=wanted.tracks
    )
    # The track plus nothing: else SQLite walks all of the track for each person.
    of = ExpressionWrapper(F("track_id") + 0, output_field=BigIntegerField())
    own = _seen(Application, user).filter(which, _entering(wanted.period))
    own = own.alias(of=of).filter(of__in=[track.pk for track in wanted.tracks])
    own = own.filter(candidate=OuterRef("pk")).order_by().values("candidate")
    furthest = own.annotate(furthest=Min(_result()))
    return _studied(
        rows.filter(pk__in=applications.order_by().values("candidate")),
        EducationRecord.objects.filter(candidate=OuterRef("pk")),
    ).annotate(here=Subquery(furthest.values("furthest"), output_field=IntegerField()))


def _result() -> Case:
    """The place of an application's result in RESULTS."""
    active = Q(status=Status.ACTIVE)
    withdrew = Q(status=Status.WITHDRAWN)
    conditions = {
        stops.JOINED: Q(status__in=SUCCEEDED) | active & Q(stage__kind=StageKind.PRE_START),
        stops.OPEN: active,
        stops.DECLINED: withdrew & Q(stage__kind__in=BEFORE_START),
        stops.WITHDREW: withdrew,
        stops.REJECTED: Q(status=Status.REJECTED),
    }
    return Case(
        *(When(which, then=stops.RESULTS.index(key)) for key, which in conditions.items()),
        default=stops.RESULTS.index(stops.CLOSED),
        output_field=IntegerField(),
    )


def _entering(period: Period):
    """Applications to an intake of `period`; to a rolling one, those that came in it."""
    days = {"gte": period.first_day, "lte": period.last_day}
    days = {lookup: day for lookup, day in days.items() if day}
    if not days:
        return Q()
    came = StageTransition.objects.filter(
        application=OuterRef("pk"),
        sequence=1,
        **{f"effective_at__date__{lookup}": day for lookup, day in days.items()},
    )
    dated = Q(**{f"intake__starts_on__{lookup}": day for lookup, day in days.items()})
    return dated | Q(intake__starts_on=None) & Exists(came)


def _researchers(rows, user, wanted: Wanted):
    started = _starts(wanted)
    accepted = Application.objects.none()
    for track in wanted.tracks:
        then = Application.objects.accepted(track, on=wanted.on).filter(_entering(wanted.period))
        accepted = then if accepted.query.is_empty() else accepted | then
    here = Exists(started.filter(researcher__candidate=OuterRef("pk")))
    both = (
        started.order_by()
        .values("researcher__candidate")
        .union(accepted.order_by().values("candidate"), all=True)
    )
    return _with_next(rows.filter(pk__in=both), wanted).annotate(
        here=Case(
            When(here, then=Value(stops.STARTED)),
            default=Value(stops.ACCEPTED),
            output_field=CharField(),
        )
    )


def _alumni(rows, user, wanted: Wanted):
    own = Enrolment.objects.filter(researcher__candidate=OuterRef("pk"))
    gone = rows.filter(
        ~Exists(own.in_post(wanted.on)),
        ~Exists(own.yet_to_start(wanted.on)),
        pk__in=_starts(wanted).order_by().values("researcher__candidate"),
    )
    return _with_next(gone, wanted).annotate(here=Value(stops.LEFT, output_field=CharField()))


def _starts(wanted: Wanted):
    starts = Enrolment.objects.started(wanted.on).filter(track__in=wanted.tracks)
    period = wanted.period
    if period.first_day:
        starts = starts.filter(started_on__gte=period.first_day)
    return starts.filter(started_on__lte=period.last_day) if period.last_day else starts


_GROUPS: dict[str, Callable] = {
    Group.APPLICANTS: _applicants,
    Group.OFFERS: _offers,
    Group.RESEARCHERS: _researchers,
    Group.ALUMNI: _alumni,
}

# ---- where from, and where to


def _studied(rows, records):
    """With the places of the first and the latest degree; "" where the place is not known."""
    first = records.filter(level=_LEVELS.BACHELOR).order_by(
        F("ended").asc(nulls_last=True), F("started").asc(nulls_last=True), "pk"
    )
    rank = Case(*(When(level=level, then=i) for i, level in enumerate(_HIGHEST_FIRST)))
    latest = records.order_by(
        rank, F("ended").desc(nulls_last=True), F("started").desc(nulls_last=True), "-pk"
    )
    return rows.annotate(first=_place(first), latest=_place(latest))


def _place(records) -> Coalesce:
    found = Subquery(records.values("country")[:1], output_field=CharField())
    return Coalesce(found, Value(""), output_field=CharField())


def _with_next(rows, wanted: Wanted):
    """With the degrees before the first start, and where they are now or went first."""
    own = Enrolment.objects.filter(researcher__candidate=OuterRef("pk"))
    first_year = own.order_by("started_on").values(year=ExtractYear("started_on"))[:1]
    entry = Coalesce(Subquery(first_year), Value(NOT_YET))
    # The degree they came for is none they came with.
    begun_here = Q(started__gte=OuterRef("entry")) & (
        Q(ended=None) | Q(ended__gt=OuterRef("entry"))
    )
    records = EducationRecord.objects.filter(candidate=OuterRef("pk")).exclude(begun_here)
    went = Destination.objects.filter(
        researcher__candidate=OuterRef("pk"), as_of__lte=wanted.on
    ).order_by("as_of", "pk")
    return _studied(rows.alias(entry=entry), records).annotate(
        next=Case(
            When(Exists(own.in_post(wanted.on)), then=Value(stops.STILL_HERE)),
            When(
                Exists(own.yet_to_start(wanted.on)) | ~Exists(own.started(wanted.on)),
                then=Value(stops.TO_START),
            ),
            default=_place(went),
            output_field=CharField(),
        )
    )
