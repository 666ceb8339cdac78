"""One question to the forecast: everything it looks at, for a track at the end of a day."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from centre.targets.promises import Promise
from recruitment.enrolment import stays as people
from recruitment.enrolment.stays import Stay
from recruitment.forecast.calendar import HALF_YEAR, MONTH
from recruitment.forecast.evidence.places import (
    Place,
    pool,
    read_capacity,
    read_places,
    slots,
    windows,
)
from recruitment.forecast.evidence.seen import Deferred, Seen
from recruitment.forecast.evidence.stages import asked_stages, used
from recruitment.forecast.evidence.summed import read_seen
from recruitment.forecast.evidence.told import read_told, seen_in
from recruitment.forecast.inputs import (
    LOCAL_LEAD_MONTHS,
    NON_LOCAL_LEAD_MONTHS,
    Arrivals,
    Assumptions,
    Evidence,
    Goal,
    Inputs,
    Live,
    Pool,
    Posts,
)
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Stage
from recruitment.pipeline.remembered import known_stages
from recruitment.positions.models import Track

ON_TIME = 45  # days around an intake's first day on which one starts at it


def read_inputs(
    track: Track,
    on: date,
    *,
    promise: Promise | None,
    stays: Sequence[Stay],
    known: date | None = None,
) -> Inputs:
    """What is known of the end of `on` now, or was known at the end of `known`.

    Nine queries, and with `known` ten, of which one reads every step of the track. Seats keep no
    history: of a past day, and of what was known once, they are left out. Supervisors and their
    places are today's.
    """
    stages = list(Stage.objects.filter(pipeline__track=track).order_by("position", "pk"))
    moment = None if known is None else track.centre.end_of(known)
    if moment is None:
        seen = read_seen(track, on)
    else:
        told = read_told(track, moment)
        stages = known_stages(stages, moment)
        own = [stay for stay in stays if stay.track == track.pk]
        seen = seen_in(told, track, stages, on, people.in_post(own, on))
    with_seats = (known or on) >= track.centre.today() <= on
    places = read_places(track, with_seats=with_seats, known=moment)
    return asked(track, on, stages, seen, places, read_capacity(track), promise, stays)


def asked(
    track: Track,
    on: date,
    stages: Sequence[Stage],
    seen: Seen,
    places: Sequence[Place],
    capacity: int | None,
    promise: Promise | None,
    stays: Sequence[Stay],
) -> Inputs:
    """The question from what was read: arithmetic only."""
    stays = [stay for stay in stays if stay.track == track.pk]
    passed = used(stages, seen.records)
    rolling = not any(one.starts_on for one in places if not one.is_retired)
    rolling = rolling and any(one.starts_on is None for one in places)
    plan = promise.plan if promise else ()
    received = windows(places, seen, on, rolling=rolling)
    local = sum(n for (*_where, is_local), n in seen.live.items() if is_local)
    return Inputs(
        as_of=on,
        goal=Goal(promise.headcount, promise.ends_on, promise.counts) if promise else None,  # type: ignore[arg-type]
        stages=asked_stages(passed, seen, on),
        live=tuple(_live(passed, seen, stays, places, on)),
        slots=() if rolling else tuple(slots(places, plan, stays, on, capacity)),
        arrivals=Arrivals(tuple(received), local, sum(seen.live.values()) - local),
        posts=_posts(stays, on),
        deferrals=_deferrals(seen, stays, places, on),
        short_lead=_short_lead(seen, stays, places, on),
        resolved=_resolved(stages, seen),
        finished_intakes=_finished(received, on, rolling=rolling),
        rolling=rolling,
        pool=pool(places, plan, stays, on, capacity) if rolling else Pool(),
        assumptions=Assumptions(),
    )


def _live(
    stages: Sequence[Stage],
    seen: Seen,
    stays: Sequence[Stay],
    places: Sequence[Place],
    on: date,
) -> Iterator[Live]:
    """Open applications, and people whose first day is recorded and still to come."""
    at = {one.pk: place for place, one in enumerate(stages)}
    ahead = {one.pk: str(one.pk) for one in places if one.starts_on and one.starts_on > on}
    for (stage, since, intake, local), n in sorted(seen.live.items(), key=str):
        if stage in at:
            age = max((on - since).days, 0)
            yield Live(at[stage], age, n, ahead.get(intake or 0), local)
    last = next((place for place, one in enumerate(stages) if one.kind == StageKind.PRE_START), -1)
    if last >= 0:
        for stay in stays:
            if stay.started_on > on:
                yield Live(last, 0, 1, ahead.get(stay.intake))


def _posts(stays: Sequence[Stay], on: date) -> Posts:
    here = people.in_post(stays, on)
    since = [
        max(stay.started_on for stay in stays if stay.person == who and stay.covers(on))
        for who in here
    ]
    ever = [stay for stay in stays if stay.started_on <= on]
    served = sum((min(stay.left_on or on, on) - stay.started_on).days for stay in ever)
    return Posts(
        enrolled=len(people.started(stays, on)),
        in_post=tuple((day, since.count(day)) for day in sorted(set(since))),
        leavers=len(people.left(stays, on)),
        person_years=served / 365.25,
    )


def _deferrals(seen: Seen, stays: Sequence[Stay], places: Sequence[Place], on: date) -> Evidence:
    """Of those who said yes to an intake that has come, and did not melt, how many went to a
    later one. A change of intake before the yes is no deferral."""
    starts = {one.pk: one.starts_on for one in places}
    began = {(stay.person, stay.intake): stay.started_on for stay in stays}
    moves: dict[tuple[int, int], list[Deferred]] = defaultdict(list)
    for one in seen.deferred:
        before, after = starts.get(one.left), starts.get(one.went_to)
        if before and after and before < after:
            moves[one.person, one.intake].append(one)
    n = k = 0
    for yes in seen.accepted:
        later = [one for one in moves[yes.person, yes.intake] if one.on >= yes.on]
        first = starts.get(later[0].left if later else yes.intake)
        came = began.get((yes.person, yes.intake))
        if first is not None and first <= on and (later or (came is not None and came <= on)):
            n, k = n + 1, k + bool(later)
    return Evidence(k, n)


def _short_lead(seen: Seen, stays: Sequence[Stay], places: Sequence[Place], on: date) -> Evidence:
    """Of those who said yes too late by the rule, how many started as they wanted all the same."""
    starts = {one.pk: one.starts_on for one in places}
    began = {(stay.person, stay.intake): stay.started_on for stay in stays}
    n = k = 0
    for one in seen.accepted:
        wanted = starts.get(one.intake)
        if wanted is None or wanted > on:
            continue
        lead = LOCAL_LEAD_MONTHS if one.local else NON_LOCAL_LEAD_MONTHS
        if 0 <= (wanted - one.on).days < lead * MONTH:
            came = began.get((one.person, one.intake))
            n += 1
            k += came is not None and came <= on and abs((came - wanted).days) <= ON_TIME
    return Evidence(k, n)


def _resolved(stages: Sequence[Stage], seen: Seen) -> int:
    """Applications that ended beyond the leads, or started."""
    ended = sum(max(seen.records[s.pk].closed, 0) for s in stages if s.kind != StageKind.LEAD)
    return ended + sum(seen.records[s.pk].entered for s in stages if s.kind == StageKind.STARTED)


def _finished(received, on: date, *, rolling: bool) -> int:
    """Intakes somebody applied for whose first day has come; of a rolling one its half-years."""
    if rolling:
        return sum((on - one.opens_on) // HALF_YEAR for one in received)
    return sum(one.applications > 0 and one.starts_on <= on for one in received)
