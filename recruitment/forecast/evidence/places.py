"""Intakes ahead and behind: their seats, deadlines, supervisors' places, and who applied when."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Value

from centre.people.models import Supervisor
from centre.targets.plan import Step
from recruitment.enrolment.stays import Stay
from recruitment.forecast.calendar import years_later
from recruitment.forecast.evidence.seen import Seen
from recruitment.forecast.inputs import Pool, Slot, Window
from recruitment.pipeline.remembered import known_intakes
from recruitment.positions.models import Intake, Opening, Position, Track

# Applications close a season before the start where no deadline is written down, and come in over
# a year: the host's own calls open about so long ahead (domain 1.1).
CLOSES_BEFORE = timedelta(days=92)


@dataclass(frozen=True)
class Place:
    """An intake as the forecast looks at it. `seats`: open or filled, None while nobody set any."""

    pk: int
    name: str
    starts_on: date | None
    closes_on: date | None
    is_retired: bool
    seats: int | None
    free: int = 0  # of the seats, those still open

    @property
    def opens_on(self) -> date | None:
        return self.starts_on and min(years_later(self.starts_on, -1), self.last_day)

    @property
    def last_day(self) -> date:
        """The last on which one may apply."""
        starts_on = self.starts_on or date.max
        return min(self.closes_on or starts_on - CLOSES_BEFORE, starts_on)

    @property
    def season(self) -> str:
        return f"{self.starts_on:%B}" if self.starts_on else ""


def read_places(
    track: Track, *, with_seats: bool = True, known: datetime | None = None
) -> list[Place]:
    """All intakes of a track with their seats; with `known` those there were just before that
    moment, as they were. One query, or three."""
    there = Count("openings", filter=~Q(openings__status=Opening.Status.CLOSED))
    free = Count("openings", filter=Q(openings__status=Opening.Status.OPEN))
    intakes = list(Intake.objects.filter(track=track).annotate(seats=there, free=free))
    if known is not None:
        then = known_intakes(track, known)
        intakes = [one for one in intakes if one.pk in then]
        for one in intakes:
            for name in ("name", "starts_on", "deadline", "deadline_zone", "retired_on"):
                setattr(one, name, then[one.pk][name])
    return [
        Place(
            one.pk,
            one.name,
            one.starts_on,
            one.deadline and one.deadline.astimezone(ZoneInfo(one.deadline_zone)).date(),
            one.retired_on is not None,
            (one.seats or None) if with_seats else None,
            one.free if with_seats else 0,
        )
        for one in intakes
    ]


def read_capacity(track: Track) -> int | None:
    """Places of supervisors at one intake of a track, see `shared`. None where nobody supervises
    in it. One query: all supervisors, and under them what each track's positions name."""
    ours = Supervisor.objects.filter(centre=track.centre_id, retired_on=None).order_by()
    in_use = Position.objects.filter(centre=track.centre_id, retired_on=None).order_by()
    none = Value(0)
    rows = ours.values_list("pk", "capacity", none, none).union(
        in_use.values_list("supervisors", none, "track__position", "track"), all=True
    )
    capacity: dict[int, int] = {}
    naming: list[tuple[int, int, int | None]] = []
    for supervisor, places, order, one in rows:
        if one:
            naming.append((order, one, supervisor))
        else:
            capacity[supervisor] = places
    named: dict[int, set[int | None]] = {}
    for _order, one, supervisor in sorted(naming, key=lambda row: row[:2]):
        named.setdefault(one, set()).update({supervisor} & capacity.keys())
    return shared(named, capacity).get(track.pk)


def shared(
    named: Mapping[int, Collection[int | None]], capacity: Mapping[int, int]
) -> dict[int, int]:
    """{track: places of supervisors}, no place in two tracks and none lost.

    `named` has a row for each track somebody can apply in: the supervisors its positions name, or
    nobody, which stands for all. Who serves several tracks counts in equal parts. Parts of a place
    are summed over the supervisors, and what is left over goes to the track that stands earlier.
    """
    serve: dict[int, Fraction] = {}
    for supervisor, places in capacity.items():
        tracks = [one for one, names in named.items() if supervisor in names or not names]
        for one in tracks:
            serve[one] = serve.get(one, Fraction()) + Fraction(places, len(tracks))
    found, dealt = {}, Fraction()
    for one in (one for one in named if one in serve):
        found[one] = ceil(dealt + serve[one]) - ceil(dealt)
        dealt += serve[one]
    return found


def slots(
    places: Sequence[Place],
    plan: Sequence[Step],
    stays: Sequence[Stay],
    on: date,
    capacity: int | None,
) -> Iterator[Slot]:
    """Intakes after `on`, and days of the plan for which no intake is written down yet."""
    for one in places:
        if one.starts_on is None or one.starts_on <= on or one.is_retired:
            continue
        taken = sum(stay.intake == one.pk and stay.started_on <= on for stay in stays)
        yield Slot(
            str(one.pk), one.starts_on, one.opens_on or on, one.last_day, one.season,
            one.seats, capacity, taken,
        )  # fmt: skip
    written = {one.starts_on for one in places}
    for day, starts in plan:
        if day > on and starts and day not in written:
            closes = day - CLOSES_BEFORE
            yield Slot(
                f"plan-{day}", day, years_later(day, -1), closes, f"{day:%B}", None, capacity,
                written=False, planned=starts,
            )  # fmt: skip


def pool(
    places: Sequence[Place],
    plan: Sequence[Step],
    stays: Sequence[Stay],
    on: date,
    capacity: int | None,
) -> Pool:
    """What bounds a rolling track: seats open now, and in a later year as many as this one had.

    Whose first day is recorded and still to come has a seat that is open no more: it is theirs.
    """
    rolling = [one for one in places if one.starts_on is None and not one.is_retired]
    free = sum(one.free for one in rolling) + sum(stay.started_on > on for stay in stays)
    each = free + sum(years_later(on, -1) < stay.started_on <= on for stay in stays)
    planned = tuple((day, starts) for day, starts in plan if day > on)
    if not each or not any(one.seats for one in rolling):
        return Pool(capacity=capacity, planned=planned)
    return Pool(free, each, capacity, planned)


def windows(places: Sequence[Place], seen: Seen, on: date, *, rolling: bool) -> list[Window]:
    """Who applied for which intake, month by month, since the first application of the track.

    What came before it is no drought: nobody was recruiting, or nobody wrote it down.
    """
    received: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for (intake, month), n in sorted(seen.arrived.items()):
        received[intake].append((month, n))
    first = min((month for _intake, month in seen.arrived), default=date.max)
    if rolling:
        months = tuple(sorted(row for rows in received.values() for row in rows))
        return [Window(None, first, None, "", months)] if months else []
    found = []
    for one in places:
        if one.opens_on and max(one.opens_on, first) <= min(on, one.last_day):
            months = tuple(received.get(one.pk, ()))
            found.append(
                Window(one.starts_on, one.opens_on, one.last_day, one.season, months, first)
            )
    return found
