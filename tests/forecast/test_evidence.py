"""What the forecast looks at, as it comes out of the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.targets.promises import read_promises
from recruitment.demo.generate import fill
from recruitment.enrolment.stays import read_stays
from recruitment.forecast.evidence.places import read_capacity
from recruitment.forecast.evidence.question import read_inputs
from recruitment.forecast.evidence.summed import read_seen
from recruitment.forecast.inputs import Evidence, Live, Pool, Spell
from recruitment.moves import tallies
from recruitment.moves.gate import Ask, record, take
from recruitment.pipeline.models import Application, Deferral
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_opening,
    make_started,
    make_supervisor,
    reason,
    stage,
)

ON = date(2026, 11, 1)


def at(*day):
    return datetime(*day, 4, tzinfo=UTC)


def ask(centre, *, on=None, known=None, kind="doctoral"):
    track = centre.tracks.get(kind=kind)
    track.centre = centre
    promise = read_promises(centre).get(kind)
    on = on or centre.today()
    return read_inputs(track, on, promise=promise, stays=read_stays(centre), known=known)


def stage_of(inputs, kind):
    return next(one for one in inputs.stages if one.kind == kind)


def move(application, kind, moment, **more):
    there = stage(application.centre, kind, track=application.track.kind)
    take(application, Ask("move", stage=there, effective_at=moment, **more), actor=None)


def close(application, moment):
    why = reason(application.centre, "weaker")
    take(application, Ask("close", reason=why, effective_at=moment), actor=None)


@pytest.mark.parametrize("kind", ["doctoral", "postdoc"])
def test_sums_and_history_tell_the_same(centre, kind):
    make_supervisor(centre, name="Dr One")
    fill(centre, candidates=150, seed=3, on=centre.today())
    odd_histories(centre, kind)

    fast = ask(centre, kind=kind)

    assert fast == ask(centre, kind=kind, known=centre.today())
    assert sum(group.n for group in fast.live) > 5
    assert any(spell.seen_from for one in fast.stages for spell in one.spells)


def odd_histories(centre, kind):
    """Returns, reopenings, corrections, skipped stages, late entries, and leads who applied."""
    for weeks in (1, 2, 2, 9):
        make_application(
            centre, kind="review", track=kind, at=datetime.now(UTC) - timedelta(weeks=weeks)
        )
    for day in range(2, 6):
        one = make_application(centre, kind="lead", track=kind, at=at(2026, 3, day))
        move(one, "applied", at(2026, 3, day + 10))
        move(one, "interview", at(2026, 4, day))
        move(one, "review", at(2026, 4, day + 5))
        if day % 2:
            close(one, at(2026, 5, day))
            take(one, Ask("reopen", effective_at=at(2026, 5, day + 9)), actor=None)
        else:
            undo = Ask("correct", stage=stage(centre, "screen", track=kind))
            take(one, undo, actor=None)


def test_a_stage_tells_its_results_by_age(centre):
    for day in (date(2026, 6, 1), date(2025, 6, 1), date(2025, 7, 1)):
        one = make_application(centre, at=at(day.year, day.month, day.day))
        move(one, "screen", at(day.year, day.month, day.day) + timedelta(days=5))
        close(one, at(day.year, day.month, day.day) + timedelta(days=20))

    inputs = ask(centre, on=ON)

    assert stage_of(inputs, "applied").evidence == (Evidence(1, 1), Evidence(2, 2, 1.5))
    assert stage_of(inputs, "screen").evidence == (Evidence(0, 1), Evidence(0, 2, 1.5))
    assert stage_of(inputs, "applied").spells == (Spell(5, "advanced", 0, 3),)
    assert stage_of(inputs, "screen").spells == (Spell(15, "ended", 0, 3),)
    assert inputs.resolved == 3


def test_who_was_imported_in_the_middle_is_watched_from_then_on(centre):
    came = datetime.now(UTC) - timedelta(days=30)

    make_application(centre, kind="review", at=came)

    assert stage_of(ask(centre), "review").spells == (Spell(30, "open", 30, 1),)


def test_who_was_imported_with_the_end_was_watched_from_the_beginning(centre):
    track = centre.tracks.get(kind="doctoral")
    one = Application(
        candidate=make_candidate(centre),
        position=track.positions.get(),
        intake=track.intakes.order_by("pk")[0],
    )
    asks = [
        Ask("enter", stage=stage(centre, "review"), effective_at=at(2026, 3, 1)),
        Ask("close", reason=reason(centre, "weaker"), effective_at=at(2026, 3, 9)),
    ]

    record([(one, asks)], actor=None)

    assert stage_of(ask(centre), "review").spells == (Spell(8, "ended", 0, 1),)


def test_local_people_are_those_of_the_centres_region(centre):
    since = datetime.now(UTC) - timedelta(days=3)
    for nationality in ("HK", "CN", ""):
        who = make_candidate(centre, nationality=nationality)
        make_application(centre, candidate=who, intake="September 2027", at=since)

    inputs = ask(centre)

    key = str(centre.intakes.get(name="September 2027").pk)
    assert set(inputs.live) == {Live(0, 3, 2, key, False), Live(0, 3, 1, key, True)}
    assert (inputs.arrivals.local, inputs.arrivals.non_local) == (1, 2)


def test_seats_supervisors_and_those_who_said_yes_are_read(centre):
    centre.positions.get(track__kind="doctoral").supervisors.add(make_supervisor(centre))
    centre.positions.get(track__kind="postdoc").supervisors.add(make_supervisor(centre))
    one = make_application(centre, kind="pre_start", intake="September 2027")
    make_opening(one)
    intake = one.intake

    inputs = ask(centre)

    slot = next(slot for slot in inputs.slots if slot.key == str(intake.pk))
    assert (slot.seats, slot.capacity, slot.taken, slot.season) == (1, 2, 0, "September")
    assert inputs.accepted == 1
    assert inputs.goal.people == 25


def capacities(centre):
    tracks = {track.kind: track for track in centre.tracks.all()}
    return [read_capacity(tracks[kind]) for kind in ("doctoral", "postdoc")]


def supervisor_of(centre, places, *kinds):
    one = make_supervisor(centre)
    one.capacity = places
    one.save()
    for kind in kinds:
        centre.positions.get(track__kind=kind).supervisors.add(one)
    return one


def test_a_place_of_a_supervisor_is_not_promised_to_two_tracks(centre):
    supervisor_of(centre, 3, "doctoral", "postdoc")
    supervisor_of(centre, 3, "doctoral", "postdoc")
    supervisor_of(centre, 5, "postdoc")

    # Of six places three each; the five are the postdocs' alone.
    assert capacities(centre) == [3, 8]


def test_an_odd_place_goes_to_the_first_track_and_is_not_lost(centre):
    supervisor_of(centre, 3, "doctoral", "postdoc")

    assert capacities(centre) == [2, 1]


def test_a_track_that_names_nobody_shares_in_all_supervisors(centre):
    supervisor_of(centre, 4, "doctoral")
    gone = supervisor_of(centre, 9, "postdoc")
    gone.retired_on = ON
    gone.save()

    assert capacities(centre) == [2, 2]


def test_a_track_that_does_not_recruit_takes_no_places(centre):
    supervisor_of(centre, 4)
    centre.positions.filter(track__kind="postdoc").update(retired_on=ON)

    assert capacities(centre) == [4, None]


def test_seats_of_a_rolling_intake_are_counted_by_the_year(centre):
    supervisor_of(centre, 4, "postdoc")
    supervisor_of(centre, 9, "doctoral")
    track = centre.tracks.get(kind="postdoc")
    assert ask(centre, kind="postdoc").pool == Pool(capacity=4)

    rolling, position = track.intakes.get(), track.positions.get()
    make_opening(position, rolling)
    make_opening(position, rolling)
    today = centre.today()
    for days in (400, 30):
        start = today - timedelta(days=days)
        one = make_application(
            centre, track="postdoc", kind="pre_start", at=datetime.now(UTC) - timedelta(days=500)
        )
        make_opening(one)
        take(
            one,
            Ask("move", stage=stage(centre, "started", track="postdoc"), starts_on=start),
            actor=None,
        )

    # Two are open, and one of the two that are filled was filled within the year.
    assert ask(centre, kind="postdoc").pool == Pool(free=2, each=3, capacity=4)
    assert ask(centre, kind="postdoc", on=today - timedelta(days=1)).pool == Pool(capacity=4)


def test_a_planned_day_without_an_intake_is_an_intake_to_come(centre):
    centre.intakes.filter(name="September 2028").delete()

    slots = {slot.key: slot for slot in ask(centre, on=ON).slots}

    planned = centre.agreements.get().targets.get(kind="doctoral").plan.get(on=date(2028, 9, 1))
    found = slots["plan-2028-09-01"]
    assert (found.written, found.planned) == (False, planned.starts)


def test_nobody_is_foreseen_twice_and_nobody_who_is_in_post(centre):
    person = make_candidate(centre)
    make_application(centre, candidate=person, kind="review", intake="September 2026")
    make_application(centre, candidate=person, kind="offer", intake="January 2027")
    here = make_started(centre, started_on=date(2026, 9, 1)).candidate
    make_application(centre, candidate=here, kind="pre_start", intake="January 2027")

    for known in (None, centre.today()):
        inputs = ask(centre, known=known)
        names = [inputs.stages[one.stage].kind for one in inputs.live]
        assert (names, sum(one.n for one in inputs.live)) == (["offer"], 1)


def test_leavers_and_their_years_are_counted(centre):
    make_started(centre, started_on=date(2025, 9, 1), intake="September 2025")
    gone = make_started(centre, started_on=date(2025, 9, 1), intake="September 2025")
    enrolment = gone.enrolment
    enrolment.left_on, enrolment.leaving_reason = (
        date(2026, 9, 1),
        centre.reasons.filter(party="researcher")[0],
    )
    enrolment.save()

    posts = ask(centre, on=date(2026, 9, 1)).posts

    assert (posts.enrolled, posts.here, posts.leavers) == (2, 1, 1)
    assert posts.person_years == pytest.approx(2 * 365 / 365.25)


def test_what_nobody_had_heard_of_is_not_known(centre):
    make_application(centre, at=at(2026, 3, 2))

    assert ask(centre, on=date(2026, 3, 5)).arrivals.windows
    assert not ask(centre, on=date(2026, 3, 5), known=date(2026, 3, 5)).arrivals.windows


def test_who_is_deferred_came_for_the_intake_they_are_for_now(centre, client, manager):
    one = make_application(centre, intake="September 2026", at=at(2025, 11, 3))
    later = one.track.intakes.get(name="September 2027")
    client.force_login(manager)

    client.post(f"/applications/{one.pk}/assign/", {"intake": later.pk})

    assert came(centre) == {(later.name, date(2025, 11, 1)): 1}


def test_whose_first_step_is_taken_back_never_came(centre):
    lead = make_application(centre, kind="lead", intake="September 2026", at=at(2026, 2, 2))
    move(lead, "applied", at(2026, 3, 9))
    assert came(centre) == {("September 2026", date(2026, 3, 1)): 1}

    take(lead, Ask("undo"), actor=None)

    assert came(centre) == {}


def came(centre):
    """{(intake, month): who applied}."""
    track = centre.tracks.get(kind="doctoral")
    names = dict(track.intakes.values_list("pk", "name"))
    seen = read_seen(track, centre.today())
    return {(names[intake], month): n for (intake, month), n in seen.arrived.items()}


def test_it_takes_as_many_statements_however_many_applied(db):
    taken = []
    for size in (30, 120):
        place = make_centre()
        make_supervisor(place, name="Dr One")
        fill(place, candidates=size, seed=7, on=place.today())
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(place)
        taken.append(len(captured))

    assert taken[0] == taken[1] <= 12


def test_who_said_yes_and_went_to_a_later_intake_is_a_deferral(centre):
    said_yes = at(2025, 5, 1)
    make_started(centre, started_on=date(2025, 9, 1), intake="September 2025", at=said_yes)
    waits = make_application(centre, kind="pre_start", intake="September 2025", at=said_yes)
    only_applied = make_application(centre, kind="review", intake="September 2025", at=said_yes)
    for one in (waits, only_applied):
        defer(one, "September 2026", at(2025, 8, 1))

    # Before September 2025 nobody could say who would come; of two who had said yes, one moved.
    assert ask(centre, on=date(2025, 8, 31)).deferrals == Evidence(0, 0)
    assert ask(centre, on=date(2025, 9, 1)).deferrals == Evidence(1, 2)
    assert ask(centre, on=date(2025, 9, 1), known=centre.today()).deferrals == Evidence(1, 2)


def test_a_change_of_intake_before_the_yes_is_no_deferral(centre):
    early = at(2025, 4, 1)
    one = make_application(centre, kind="review", intake="September 2025", at=early)
    defer(one, "September 2026", at(2025, 4, 20))
    move(one, "pre_start", at(2025, 5, 1))

    assert ask(centre, on=date(2026, 9, 1)).deferrals == Evidence(0, 0)


def defer(application, intake, moment):
    there = application.track.intakes.get(name=intake)
    tallies.defer(application, there.pk)
    Deferral.objects.create(
        application=application,
        from_intake=application.intake,
        to_intake=there,
        recorded_at=moment,
    )
    Application.objects.filter(pk=application.pk).update(intake=there)
    application.refresh_from_db()


def test_of_a_past_day_nobody_knows_the_seats(centre):
    one = make_application(centre, kind="pre_start", intake="September 2027")
    make_opening(one)

    def seats(on):
        slots = ask(centre, on=on).slots
        return next(slot.seats for slot in slots if slot.key == str(one.intake_id))

    assert seats(centre.today()) == 1
    assert seats(centre.today() - timedelta(days=1)) is None
