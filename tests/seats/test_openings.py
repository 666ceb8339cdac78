"""Openings and intakes: what the pages count, what staff may change, and what they may not."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from centre.web.refusal import Refused
from recruitment.positions.models import Intake, Opening
from recruitment.seats import actions
from recruitment.seats.selectors import places_of, seats_of
from recruitment.seats.words import deadline_text
from tests.factories import (
    make_application,
    make_centre,
    make_opening,
    make_started,
    make_supervision,
    make_supervisor,
    make_user,
)
from tests.measuring import cost


@pytest.fixture
def doctoral(centre):
    return centre.tracks.get(kind="doctoral")


@pytest.fixture
def september(doctoral):
    return doctoral.intakes.get(name="September 2027")


def post_openings(client, position, intake, token, seats=3):
    data = {"position": position.pk, "intake": intake.pk, "seats": seats, "token": token}
    return client.post(f"{reverse('recruitment:opening-add')}?track=doctoral", data)


def test_seats_of_an_intake_are_counted_by_who_holds_them(centre, doctoral):
    make_started(centre, intake="September 2027")
    accepted = make_application(centre, kind="pre_start", intake="September 2027")
    make_application(centre, kind="offer", intake="September 2027")
    make_application(centre, kind="offer_approval", intake="September 2027")
    for _seat in range(4):
        make_opening(accepted)

    row = next(one for one in seats_of(centre, doctoral) if one.intake.name == "September 2027")

    assert (row.planned, row.seats, row.taken, row.accepted, row.offered, row.free) == (
        5, 5, 1, 1, 2, 1,
    )  # fmt: skip
    assert [css for _x, css in row.blocks()] == ["on", "next", "asked", "asked", "off"]


def test_more_offers_than_seats_are_shown_not_hidden(centre, doctoral):
    make_opening(make_application(centre, kind="offer", intake="September 2027"))
    make_application(centre, kind="offer", intake="September 2027")

    row = next(one for one in seats_of(centre, doctoral) if one.intake.name == "September 2027")

    assert (row.free, row.over) == (0, 1)


def test_places_of_a_supervisor_count_from_offer_approval_on(centre, doctoral, september):
    busy = make_supervisor(centre)
    for kind in ("interview", "offer_approval", "pre_start"):
        make_application(centre, kind=kind, intake="September 2027", supervisor=busy)
    make_started(centre, intake="September 2027", supervisor=busy)

    (row,) = places_of(centre, doctoral, [september])

    assert row.cells == [(3, True)]


def test_the_place_of_somebody_who_started_goes_with_their_chief_supervisor(
    centre, doctoral, september
):
    before, now, beside = (make_supervisor(centre, name=name) for name in ("A", "B", "C"))
    started = make_started(centre, intake="September 2027", supervisor=before).enrolment

    make_supervision(started, supervisor=now, role="chief")
    make_supervision(started, supervisor=beside, role="co")

    rows = places_of(centre, doctoral, [september])
    assert {str(row.supervisor): row.held for row in rows} == {"A": [0], "B": [1], "C": [0]}


@time_machine.travel(datetime(2026, 10, 7, 2, tzinfo=UTC))
def test_a_deadline_names_its_zone(doctoral):
    intake = doctoral.intakes.get(name="September 2027")
    intake.deadline = datetime(2027, 5, 31, 15, 59, tzinfo=UTC)

    assert deadline_text(intake) == "Mon 31 May 2027, 23:59 Hong Kong time"


def test_the_form_sent_twice_adds_its_openings_once(as_manager, doctoral, september):
    token, position = uuid4(), doctoral.positions.get()

    first = post_openings(as_manager, position, september, token)
    post_openings(as_manager, position, september, token)

    assert first.status_code == 302
    assert Opening.objects.filter(intake=september, position=position).count() == 3


def test_a_free_seat_is_closed_and_reopened(as_manager, doctoral, september):
    seat = make_opening(doctoral.positions.get(), september)

    as_manager.post(reverse("recruitment:opening-close", args=[seat.pk]))
    seat.refresh_from_db()
    closed = seat.status
    as_manager.post(reverse("recruitment:opening-reopen", args=[seat.pk]))
    seat.refresh_from_db()

    assert (closed, seat.status) == ("closed", "open")


def test_a_filled_seat_is_never_closed_and_the_page_says_why(as_manager, centre):
    seat = make_started(centre).opening

    answer = as_manager.post(reverse("recruitment:opening-close", args=[seat.pk]), follow=True)

    seat.refresh_from_db()
    assert seat.status == "filled"
    assert "This seat is filled by" in answer.content.decode()


def test_a_seat_filled_meanwhile_is_not_written_over(centre):
    ready = make_application(centre, kind="pre_start")
    stale = make_opening(ready)
    Opening.objects.filter(pk=stale.pk).update(status="filled", filled_by=ready)

    with pytest.raises(Refused, match="This seat is filled by"):
        actions.close_opening(stale)

    Opening.objects.filter(pk=stale.pk).update(status="open", filled_by=None)


def intake_data(**more):
    return {
        "name": "Summer 2028",
        "starts_on": "2028-06-01",
        "deadline_on": "2028-03-01",
        "deadline_at": "12:00",
        "deadline_zone": "Europe/London",
        **more,
    }


def test_an_intake_keeps_its_deadline_as_one_moment_of_its_zone(as_manager, doctoral):
    as_manager.post(f"{reverse('recruitment:intake-add')}?track=doctoral", intake_data())

    added = doctoral.intakes.get(name="Summer 2028")
    assert (added.starts_on, added.deadline) == (
        date(2028, 6, 1),
        datetime(2028, 3, 1, 12, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"deadline_on": "2028-07-01"}, "The deadline must come before the first day."),
        ({"deadline_zone": "Mars/Base"}, "is not a time zone"),
        ({"name": "september 2027"}, "This track has an intake of that name already."),
    ],
)
def test_a_wrong_intake_is_refused_with_a_sentence(as_manager, doctoral, wrong, sentence):
    answer = as_manager.post(
        f"{reverse('recruitment:intake-add')}?track=doctoral", intake_data(**wrong)
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_whoever_edits_an_intake_second_is_told(as_manager, september):
    url = reverse("recruitment:intake-edit", args=[september.pk])
    seen = as_manager.get(url).context["form"].seen_now
    Intake.objects.filter(pk=september.pk).update(name="Autumn 2027")

    answer = as_manager.post(url, intake_data(seen=seen))

    assert answer.status_code == 409
    assert "Autumn 2027" in answer.content.decode()
    assert Intake.objects.get(pk=september.pk).name == "Autumn 2027"


@pytest.mark.parametrize(
    ("role", "view", "edit"),
    [("manager", 200, 200), ("director", 200, 403), ("supervisor", 200, 403), ("panel", 403, 403)],
)
def test_who_sees_openings_and_who_changes_them(client, centre, september, role, view, edit):
    client.force_login(make_user(role, centre))

    views = [reverse("recruitment:openings"), september.get_absolute_url()]
    edits = [reverse("recruitment:opening-add"), reverse("recruitment:intake-add")]

    assert [client.get(url).status_code for url in views] == [view, view]
    assert [client.get(url).status_code for url in edits] == [edit, edit]


def test_a_supervisor_learns_the_names_of_their_own_only(client, centre):
    theirs = make_started(centre, intake="September 2027")
    client.force_login(make_user("supervisor", centre))

    page = client.get(theirs.intake.get_absolute_url()).content.decode()

    assert theirs.candidate.full_name not in page
    assert "Somebody of another supervisor" in page


def test_another_centres_intake_and_opening_are_not_found(as_manager):
    other = make_started(make_centre())

    urls = [other.intake.get_absolute_url(), other.opening.get_absolute_url()]

    assert [as_manager.get(url).status_code for url in urls] == [404, 404]


def test_the_pages_cost_the_same_among_few_and_many(as_manager, centre, september):
    supervisor = make_supervisor(centre)

    def fill(times):
        for _ in range(times):
            for kind in ("applied", "offer", "pre_start"):
                make_application(centre, kind=kind, intake="September 2027", supervisor=supervisor)

    def measured():
        urls = [f"{reverse('recruitment:openings')}?track=doctoral", september.get_absolute_url()]
        costs = [cost(as_manager, "get", url) for url in urls]
        return [(one.status, one.statements, one.rows) for one in costs]

    fill(1)
    few = measured()
    fill(8)

    assert measured() == few
    assert max(statements for _status, statements, _rows in few) <= 15
