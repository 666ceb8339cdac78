"""Progress against the target: what counts, as of which day, and the arithmetic at its edges."""

from datetime import UTC, date, datetime

import pytest

from centre.targets.models import Agreement, PlannedIntake, Target
from recruitment.dashboard import words
from recruitment.dashboard.selectors import progress, read_dashboard, read_tracks
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake, Opening
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_opening,
    make_started,
    reason,
    stage,
)

ON = date(2026, 10, 1)


def state_of(centre, on=ON, track="doctoral"):
    return progress(centre, centre.tracks.get(kind=track), on)


def leave(application, day):
    enrolment = application.enrolment
    enrolment.left_on = day
    enrolment.leaving_reason = reason(application.centre, "job-offer", party="researcher")
    enrolment.save()


def aim(centre, **fields):
    Target.objects.filter(agreement__centre=centre, kind="doctoral").update(**fields)


def test_people_in_post_against_the_plan_for_that_day(centre):
    for day in (date(2025, 9, 1), date(2025, 9, 1), date(2026, 9, 1)):
        make_started(centre, started_on=day)

    state = state_of(centre)

    # 25 over five Septembers: 5 and 5 by October 2026.
    assert (state.in_post, state.started, state.left, state.plan, state.gap) == (3, 3, 0, 10, 7)
    assert state.curve == [(date(2025, 9, 1), 2), (date(2026, 9, 1), 3)]
    assert state.staircase[-1] == (date(2029, 12, 31), 25)
    assert words.sentence(state) == (
        "3 of 25 doctoral researchers in post on 1 Oct 2026, 7 behind the plan of 10."
    )


def test_a_leaver_frees_a_place_in_the_count_and_stays_in_the_cohort(centre):
    stays, leaves = (
        make_started(centre, started_on=date(2025, 9, 1), intake="September 2025") for _ in range(2)
    )
    leave(leaves, date(2026, 2, 18))

    before, after = state_of(centre, date(2026, 2, 17)), state_of(centre, date(2026, 2, 18))

    assert (before.in_post, before.left) == (2, 0)
    assert (after.in_post, after.started, after.left) == (1, 2, 1)
    line = next(one for one in after.by_intake if one.name == "September 2025")
    assert (line.planned, line.started) == (5, 2)
    assert stays.enrolment.left_on is None


def test_an_undone_start_counts_no_more_and_a_second_start_counts_once(centre):
    one = make_started(centre, started_on=date(2026, 9, 1))
    assert state_of(centre).in_post == 1

    take(one, Ask("undo"), actor=None)
    undone = state_of(centre)
    one = Application.objects.get(pk=one.pk)
    take(one, Ask("move", stage=stage(centre, "started"), starts_on=date(2026, 9, 15)), actor=None)

    assert (undone.in_post, undone.started, undone.curve) == (0, 0, [])
    assert (state_of(centre).in_post, state_of(centre).started) == (1, 1)


def test_one_person_in_two_seats_is_one_head(centre):
    person = make_candidate(centre)
    make_started(centre, candidate=person, intake="January 2026", started_on=date(2026, 1, 5))
    make_started(centre, candidate=person, intake="September 2026", started_on=date(2026, 9, 1))

    state = state_of(centre)

    assert (state.in_post, state.started, state.left) == (1, 1, 0)
    assert [(line.name, line.started) for line in state.by_intake if line.started] == [
        ("January 2026", 1),
        ("September 2026", 1),
    ]


def test_other_tracks_never_count(centre):
    make_started(centre, track="postdoc", started_on=date(2026, 1, 5))

    assert state_of(centre).in_post == 0
    assert state_of(centre, track="postdoc").in_post == 1


def test_accepted_stand_in_pre_arrival_or_start_later(centre):
    make_application(centre, kind="pre_start", intake="January 2027")
    make_application(centre, kind="offer")
    ahead = date(centre.today().year + 1, 9, 1)
    make_started(centre, started_on=ahead)

    state = state_of(centre, centre.today())

    assert (state.accepted, state.in_post, state.started) == (2, 0, 0)


def test_nobody_is_accepted_before_they_were_nor_once_in_post(centre):
    """The start was recorded weeks after it happened: on those days the person was in post."""
    make_started(centre, at=datetime(2026, 6, 1, 3, tzinfo=UTC), started_on=date(2026, 9, 1))

    days = (date(2026, 5, 31), date(2026, 6, 1), date(2026, 8, 31), date(2026, 9, 1))

    assert [state_of(centre, day).accepted for day in days] == [0, 1, 1, 0]
    assert [state_of(centre, day).in_post for day in days] == [0, 0, 0, 1]


def test_a_start_recorded_ahead_is_accepted_until_the_day_comes(centre):
    one = make_application(centre, kind="offer", at=datetime(2026, 5, 1, tzinfo=UTC))
    make_opening(one)
    step = Ask(
        "move",
        stage=stage(centre, "started"),
        starts_on=date(2026, 9, 1),
        effective_at=datetime(2026, 7, 1, 3, tzinfo=UTC),
    )
    take(one, step, actor=None)

    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 31), date(2026, 9, 1))

    assert [state_of(centre, day).accepted for day in days] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("counts", "counted", "text"),
    [
        ("in_post", 1, "1 of 25 doctoral researchers in post"),
        ("enrolled", 2, "2 of 25 doctoral researchers enrolled"),
        ("accepted", 2, "2 of 25 doctoral researchers in post or accepted"),
    ],
)
def test_the_target_says_what_counts(centre, counts, counted, text):
    aim(centre, counts=counts)
    make_started(centre, started_on=date(2025, 9, 1))
    leave(make_started(centre, started_on=date(2025, 9, 1)), date(2026, 2, 1))
    make_application(centre, kind="pre_start")

    state = state_of(centre)

    assert (state.in_post, state.started, state.accepted) == (1, 2, 1)
    assert state.counted == counted
    assert words.sentence(state).startswith(text)


def test_a_person_in_post_who_is_accepted_again_counts_once(centre):
    aim(centre, counts="accepted")
    person = make_candidate(centre)
    make_started(centre, candidate=person, started_on=date(2025, 9, 1))
    make_application(centre, candidate=person, kind="pre_start", intake="January 2027")

    assert state_of(centre).counted == 1


def test_who_is_in_post_is_nobody_to_come_whatever_else_of_theirs_was_accepted(centre):
    person, track = make_candidate(centre), centre.tracks.get(kind="doctoral")
    make_started(centre, candidate=person, started_on=date(2025, 9, 1))
    make_application(centre, candidate=person, kind="pre_start", intake="January 2027")
    coming = make_application(centre, kind="pre_start", intake="January 2027")

    moment = centre.end_of(centre.today())

    assert state_of(centre, centre.today()).accepted == 1
    for known in (None, moment):
        found = Application.objects.accepted(track, on=centre.today(), known=known)
        assert list(found) == [coming]


@pytest.mark.parametrize(
    ("headcount", "left_to_do"),
    [
        (0, "The target is 0, so nobody is left to recruit"),
        (1, "1 more than the target"),
        (2, "The target is reached"),
        (5, "3 to go by 31 Dec 2029"),
        (None, ""),
    ],
)
def test_words_hold_at_the_edges_of_the_target(centre, headcount, left_to_do):
    aim(centre, headcount=headcount)
    for _ in range(2):
        make_started(centre, started_on=date(2026, 9, 1))

    assert words.remaining(state_of(centre)) == left_to_do


@pytest.mark.django_db
def test_a_missed_target_date_is_said():
    past = make_centre(starts_on=date(2020, 1, 1), ends_on=date(2024, 12, 31))
    make_started(past, started_on=date(2023, 9, 1))

    assert words.remaining(state_of(past)) == "24 short; the target date was 31 Dec 2024"


def test_without_a_plan_there_is_no_gap(centre):
    state = state_of(centre, track="postdoc")

    assert (state.plan, state.gap, state.staircase) == (None, None, [])
    assert words.sentence(state) == "0 of several postdoctoral researchers in post on 1 Oct 2026."


def test_without_a_target_people_are_counted_all_the_same(centre):
    Agreement.objects.all().delete()
    make_started(centre, started_on=date(2026, 9, 1))

    state = state_of(centre)

    assert (state.promise, state.in_post, state.plan) == (None, 1, None)
    assert words.sentence(state) == "1 doctoral researcher in post on 1 Oct 2026."


def test_the_newest_agreement_speaks(centre):
    newer = Agreement.objects.create(
        centre=centre, title="Renewal", starts_on=date(2026, 1, 1), ends_on=date(2031, 12, 31)
    )
    target = Target.objects.create(agreement=newer, kind="doctoral", headcount=40, by=newer.ends_on)
    PlannedIntake.objects.create(target=target, on=date(2026, 9, 1), starts=8)

    state = state_of(centre)

    assert (state.headcount, state.plan) == (40, 8)
    assert state.promise.starts_on == date(2026, 1, 1)
    current = Target.objects.current(centre, "doctoral")
    assert current == target


def test_a_step_of_the_plan_without_an_intake_keeps_its_line(centre):
    Intake.objects.filter(name="September 2028").delete()

    names = [(line.name, line.intake is None) for line in state_of(centre).by_intake]

    assert names == [
        ("September 2025", False),
        ("September 2026", False),
        ("September 2027", False),
        ("September 2028", True),
        ("September 2029", False),
    ]


def test_a_rolling_intake_stands_last_with_those_who_started_there(centre):
    make_started(centre, track="postdoc", started_on=date(2026, 3, 1))

    lines = [(x.name, x.planned, x.started) for x in state_of(centre, track="postdoc").by_intake]

    assert lines == [("Rolling", 0, 1)]


def test_before_the_agreement_began_everything_is_zero(centre):
    make_started(centre, started_on=date(2026, 9, 1))

    state = state_of(centre, date(1, 1, 1))

    assert (state.in_post, state.plan, state.accepted, state.curve) == (0, 0, 0, [])


def test_the_next_intake_is_the_first_that_expects_somebody(centre):
    tracks = read_tracks(centre)
    doctoral = next(iter(tracks))

    def upcoming(on):
        return read_dashboard(centre, read_tracks(centre), doctoral, on).next_intake

    assert upcoming(date(2026, 9, 1)).name == "September 2027"
    assert upcoming(date(2026, 8, 31)).name == "September 2026"
    Opening.objects.create(
        centre=centre,
        position=doctoral.positions.get(),
        intake=Intake.objects.get(name="January 2027"),
    )
    assert (upcoming(ON).name, upcoming(ON).seats) == ("January 2027", 1)


def test_closed_seats_are_no_seats(centre):
    doctoral = centre.tracks.get(kind="doctoral")
    intake = Intake.objects.get(name="January 2027")
    for status in ("open", "closed"):
        Opening.objects.create(
            centre=centre, position=doctoral.positions.get(), intake=intake, status=status
        )

    seats = next(one for one in read_tracks(centre)[doctoral] if one.name == "January 2027")

    assert (seats.seats, seats.taken) == (1, 0)


def test_of_two_intakes_on_one_day_the_plan_belongs_to_the_one_that_brings_people(centre):
    track = centre.tracks.get(kind="doctoral")
    track.intakes.create(centre=centre, name="2025", starts_on=date(2025, 9, 1))
    make_started(centre, intake="2025", started_on=date(2025, 9, 1))

    lines = [(line.name, line.planned, line.started) for line in state_of(centre).by_intake]

    assert lines[0] == ("2025", 5, 1)
    assert "September 2025" not in [name for name, _planned, _started in lines]


def test_people_starting_at_three_intakes_are_told_as_a_list(centre):
    for intake in ("January 2027", "September 2027", "September 2028"):
        make_application(centre, kind="pre_start", intake=intake)

    assert words.accepted(state_of(centre)) == (
        "3 more accepted, starting January 2027, September 2027 and September 2028"
    )
