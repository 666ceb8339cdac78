"""Each verb by its page: one press, one step in the history, one answer."""

import re

import pytest
from django.urls import reverse

from recruitment.pipeline.models import StageTransition
from recruitment.positions.models import Opening
from tests.factories import (
    PASSWORD,
    make_application,
    make_centre,
    make_opening,
    make_started,
    make_user,
    reason,
    stage,
)

HTMX = {"HX-Request": "true"}


def url(verb, application):
    name = f"application-{verb}" if verb else "application"
    return reverse(f"recruitment:{name}", args=[application.pk])


def send(client, verb, application, *, version=None, htmx=False, **data):
    data["version"] = application.version if version is None else version
    return client.post(url(verb, application), data, headers=HTMX if htmx else {})


def steps(application):
    rows = application.transitions.order_by("sequence")
    return list(rows.values_list("kind", "to_stage__kind", "to_status"))


def state(application):
    application.refresh_from_db()
    return application.stage.kind, application.status, application.version


def test_a_move_by_its_page_is_one_step_and_goes_back_with_a_toast(as_manager, centre, manager):
    mine = make_application(centre, kind="screen")

    response = send(
        as_manager, "move", mine, stage=stage(centre, "review").pk, next="/candidates/", note="Fits"
    )

    assert response.status_code == 302
    assert response.url == "/candidates/"
    assert state(mine) == ("review", "active", 2)
    step = mine.transitions.get(sequence=2)
    assert (step.kind, step.actor, step.note) == ("advance", manager, "Fits")
    page = as_manager.get("/help/").content.decode()
    assert f"{mine.candidate} moved to Supervisor review" in page
    assert url("undo", mine) in page
    # Shown once.
    assert "moved to Supervisor review" not in as_manager.get("/help/").content.decode()


def test_the_stage_and_the_version_are_enough_and_htmx_gets_the_toast_alone(as_manager, centre):
    mine = make_application(centre, kind="screen")

    response = send(as_manager, "move", mine, htmx=True, stage=stage(centre, "interview").pk)

    assert response.status_code == 200
    text = response.content.decode()
    assert 'hx-swap-oob="true"' in text
    assert "moved to Interview" in text
    assert 'name="version" value="2"' in text
    assert "<html" not in text
    assert state(mine) == ("interview", "active", 2)


def test_a_step_may_be_dated_in_the_past_by_the_clock_of_the_centre(as_manager, centre):
    centre.time_zone = "Asia/Tokyo"
    centre.save()
    mine = make_application(centre, kind="screen")

    send(
        as_manager,
        "move",
        mine,
        stage=stage(centre, "review").pk,
        effective_at="2026-03-05T10:30",
    )

    step = mine.transitions.get(sequence=2)
    assert step.effective_at.isoformat() == "2026-03-05T01:30:00+00:00"
    assert step.recorded_at > step.effective_at


def test_a_double_click_is_one_step_and_answers_as_done(as_manager, centre):
    mine = make_application(centre, kind="screen")
    review = stage(centre, "review").pk

    first = send(as_manager, "move", mine, stage=review, next="/candidates/")
    second = send(as_manager, "move", mine, version=1, stage=review, next="/candidates/")

    assert (first.status_code, second.status_code) == (302, 302)
    assert state(mine) == ("review", "active", 2)
    assert url("undo", mine) in as_manager.get("/help/").content.decode()


def test_moving_to_where_it_stands_writes_nothing(as_manager, centre):
    mine = make_application(centre, kind="screen")

    response = send(as_manager, "move", mine, stage=stage(centre, "screen").pk)

    assert response.status_code == 302
    assert state(mine) == ("screen", "active", 1)


@pytest.mark.parametrize("htmx", [True, False])
def test_who_comes_second_is_told_and_loses_nothing_typed(as_manager, centre, director, htmx):
    from recruitment.moves.gate import Ask, take

    mine = make_application(centre, kind="screen")
    take(mine, Ask("move", stage=stage(centre, "interview")), actor=director, expected=1)

    response = send(
        as_manager,
        "move",
        mine,
        version=1,
        htmx=htmx,
        stage=stage(centre, "review").pk,
        note="A long note",
    )

    assert response.status_code == 409
    text = response.content.decode()
    assert "This application is now in Interview" in text
    assert "moved by Adrian Kwan" in text
    assert "See it" in text
    assert "A long note" in text
    assert 'name="version" value="2"' in text
    assert state(mine) == ("interview", "active", 2)


def test_an_illegal_move_comes_back_with_its_sentence(as_manager, centre):
    mine = make_application(centre, kind="screen")

    response = send(
        as_manager,
        "move",
        mine,
        stage=stage(centre, "started").pk,
    )

    assert response.status_code == 422
    assert "Enrolled comes after the offer" in response.content.decode()
    assert state(mine) == ("screen", "active", 1)


def test_a_form_without_its_version_is_not_trusted(as_manager, centre):
    mine = make_application(centre, kind="screen")

    response = as_manager.post(url("move", mine), {"stage": stage(centre, "review").pk})

    assert response.status_code == 422
    assert state(mine) == ("screen", "active", 1)


@pytest.mark.parametrize("verb", ["move", "close", "reopen", "correct", "assign"])
def test_opening_the_form_writes_nothing(as_manager, centre, verb):
    mine = make_application(centre, kind="screen")
    before = state(mine)

    response = as_manager.get(url(verb, mine) + f"?stage={stage(centre, 'review').pk}")

    assert response.status_code == 200
    assert state(mine) == before
    assert StageTransition.objects.count() == 1


def test_undo_is_not_a_link(as_manager, centre):
    mine = make_application(centre, kind="screen")

    assert as_manager.get(url("undo", mine)).status_code == 405


def test_closing_demands_a_reason_and_shows_them_by_party(as_manager, centre):
    mine = make_application(centre, kind="screen")

    page = as_manager.get(url("close", mine)).content.decode()
    refused = send(as_manager, "close", mine, note="Kept")
    closed = send(as_manager, "close", mine, reason=reason(centre, "research-fit").pk)

    for label in ("Centre decided", "Candidate withdrew", "Other"):
        assert f'<optgroup label="{label}">' in page
    assert "Job offer" not in page  # after the start only
    assert refused.status_code == 422
    assert "choose a reason" in refused.content.decode()
    assert "Kept" in refused.content.decode()
    assert closed.status_code == 302
    assert state(mine) == ("screen", "rejected", 2)


def test_closing_twice_is_one_step(as_manager, centre):
    mine = make_application(centre, kind="screen")
    why = reason(centre, "other-phd", party="candidate").pk

    send(as_manager, "close", mine, reason=why)
    again = send(as_manager, "close", mine, version=1, reason=why)

    assert again.status_code == 302
    assert state(mine) == ("screen", "withdrawn", 2)


def test_reopening_brings_it_back_to_its_stage_once(as_manager, centre):
    mine = make_application(centre, kind="screen")
    send(as_manager, "close", mine, reason=reason(centre, "research-fit").pk)
    mine.refresh_from_db()

    send(as_manager, "reopen", mine)
    again = send(as_manager, "reopen", mine, version=2)

    assert again.status_code == 302
    assert state(mine) == ("screen", "active", 3)
    assert mine.reason is None


def test_a_correction_is_marked_in_the_history(as_manager, centre):
    mine = make_application(centre, kind="screen")
    send(as_manager, "move", mine, stage=stage(centre, "interview").pk)
    mine.refresh_from_db()

    send(as_manager, "correct", mine, stage=stage(centre, "review").pk, note="Wrong row")

    assert steps(mine)[1:] == [
        ("advance", "interview", "active"),
        ("correction", "review", "active"),
    ]
    page = as_manager.get(url("", mine)).content.decode()
    assert page.count("Corrected later") == 1
    assert "Wrong row" in page


def test_undo_takes_back_the_last_step_and_only_that(as_manager, centre):
    mine = make_application(centre, kind="screen")
    send(as_manager, "move", mine, stage=stage(centre, "interview").pk)
    mine.refresh_from_db()

    response = send(as_manager, "undo", mine, next="/candidates/")

    assert response.url == "/candidates/"
    assert state(mine) == ("screen", "active", 3)
    assert "is in Eligibility check again" in as_manager.get("/help/").content.decode()


def test_undo_of_what_somebody_changed_since_is_refused(as_manager, centre, director):
    from recruitment.moves.gate import Ask, take

    mine = make_application(centre, kind="screen")
    send(as_manager, "move", mine, stage=stage(centre, "interview").pk)
    mine.refresh_from_db()
    take(mine, Ask("move", stage=stage(centre, "decision")), actor=director)

    response = send(as_manager, "undo", mine, version=2)

    assert response.status_code == 409
    assert "moved by Adrian Kwan" in response.content.decode()
    assert state(mine) == ("decision", "active", 3)


def test_a_start_asks_for_the_first_day_and_fills_exactly_one_opening(as_manager, centre):
    mine = make_application(centre, kind="pre_start")
    free = [make_opening(mine), make_opening(mine)]
    started = stage(centre, "started").pk

    asked = send(as_manager, "move", mine, stage=started)
    done = send(as_manager, "move", mine, stage=started, starts_on="2026-09-01", opening=free[1].pk)

    assert asked.status_code == 422
    assert 'name="starts_on"' in asked.content.decode()
    assert done.status_code == 302
    assert state(mine) == ("started", "enrolled", 2)
    assert mine.enrolment.started_on.isoformat() == "2026-09-01"
    assert list(Opening.objects.exclude(filled_by=None)) == [free[1]]


def test_the_first_day_typed_stays_while_another_stage_is_looked_at(as_manager, centre):
    """What the fragment of one stage is asked with is what that of the next is asked with."""
    mine = make_application(centre, kind="pre_start")
    make_opening(mine)
    seat = make_opening(mine)
    typed = {"starts_on": "2027-02-15", "opening": str(seat.pk)}

    elsewhere = as_manager.get(
        url("move", mine), {"stage": stage(centre, "interview").pk, **typed}
    ).text
    back = as_manager.get(url("move", mine), {"stage": stage(centre, "started").pk, **typed}).text
    refused = send(as_manager, "move", mine, stage="", **typed).text

    for page in (elsewhere, refused):
        assert '<input type="hidden" name="starts_on" value="2027-02-15">' in page
        assert f'<input type="hidden" name="opening" value="{seat.pk}">' in page
    assert 'type="date" name="starts_on" value="2027-02-15"' in back
    assert f'<option value="{seat.pk}" selected' in back
    assert 'type="hidden" name="starts_on"' not in back


@pytest.mark.parametrize("day", ["", "tomorrow", "0026-01-01"])
def test_a_day_that_is_none_draws_the_form_all_the_same(as_manager, centre, day):
    mine = make_application(centre, kind="pre_start")
    start = {"stage": stage(centre, "started").pk, "starts_on": day, "opening": "x"}

    assert as_manager.get(url("move", mine), start).status_code == 200


def test_the_form_of_a_start_names_what_else_the_person_has_open(as_manager, centre):
    mine = make_application(centre, kind="pre_start")
    other = make_application(centre, candidate=mine.candidate, intake="September 2027")
    start = {"stage": stage(centre, "started").pk}

    said = as_manager.get(url("move", mine), start).content.decode()
    elsewhere = as_manager.get(url("move", mine), {"stage": stage(centre, "interview").pk})

    assert "1 other application of this person is still open" in said
    assert f'<a href="{other.get_absolute_url()}">PhD, September 2027</a> (Submitted)' in said
    assert "still open" not in elsewhere.content.decode()


def test_a_start_with_nothing_else_open_says_nothing_of_it(as_manager, centre):
    mine = make_application(centre, kind="pre_start")

    said = as_manager.get(url("move", mine), {"stage": stage(centre, "started").pk})

    assert "still open" not in said.content.decode()


def test_undoing_a_start_frees_the_opening(as_manager, centre):
    mine = make_started(centre)

    send(as_manager, "undo", mine)

    assert state(mine)[:2] == ("pre_start", "active")
    assert Opening.objects.filter(filled_by=mine).count() == 0
    assert Opening.objects.free().count() == 1


def test_a_start_without_a_free_seat_says_so(as_manager, centre):
    mine = make_application(centre, kind="pre_start")

    response = send(
        as_manager, "move", mine, stage=stage(centre, "started").pk, starts_on="2026-09-01"
    )

    assert response.status_code == 422
    assert "No seat is free" in response.content.decode()
    assert state(mine) == ("pre_start", "active", 1)


def test_assigning_saves_the_facts_and_leaves_the_history_alone(as_manager, centre, manager):
    mine = make_application(centre, kind="screen")

    response = as_manager.post(
        url("assign", mine),
        {"owner": manager.pk, "next_step": "Call them", "next_step_on": "2026-04-01"},
    )

    assert response.status_code == 302
    mine.refresh_from_db()
    assert (mine.owner, mine.next_step) == (manager, "Call them")
    assert state(mine) == ("screen", "active", 1)


def test_only_staff_who_can_open_an_application_are_offered_as_its_owner(
    as_manager, centre, manager
):
    for role in ("panel", "industry"):
        make_user(role, centre)
    supervisor, gone = make_user("supervisor", centre), make_user()
    mine = make_application(centre, owner=gone)

    shown = as_manager.get(url("assign", mine)).context["form"].fields["owner"].queryset

    assert set(shown) == {manager, supervisor, gone}


def test_deferring_takes_the_application_to_a_later_intake_with_its_stage(as_manager, centre):
    mine = make_application(centre, kind="offer", intake="September 2026")
    later = mine.track.intakes.get(name="September 2027")

    as_manager.post(url("assign", mine), {"intake": later.pk})

    mine.refresh_from_db()
    assert mine.intake == later
    assert state(mine) == ("offer", "active", 1)


def test_nobody_is_deferred_into_an_intake_they_applied_to_already(as_manager, centre):
    mine = make_application(centre, intake="September 2026")
    make_application(centre, intake="September 2027", candidate=mine.candidate)
    later = mine.track.intakes.get(name="September 2027")

    response = as_manager.post(url("assign", mine), {"intake": later.pk})

    assert response.status_code == 422
    assert "has applied to PhD, September 2027 already" in response.content.decode()
    mine.refresh_from_db()
    assert mine.intake.name == "September 2026"


def test_the_cohort_of_somebody_who_started_stays(as_manager, centre):
    mine = make_started(centre, intake="September 2026")
    later = mine.track.intakes.get(name="September 2027")

    as_manager.post(url("assign", mine), {"intake": later.pk, "next_step": "Welcome"})

    mine.refresh_from_db()
    assert (mine.intake.name, mine.next_step) == ("September 2026", "Welcome")


def test_an_application_of_another_centre_is_not_there(as_manager):
    other = make_application(make_centre())

    assert as_manager.get(url("", other)).status_code == 404
    for verb in ("move", "close", "reopen", "correct", "assign"):
        assert as_manager.get(url(verb, other)).status_code == 404
        assert send(as_manager, verb, other).status_code == 404
    assert send(as_manager, "undo", other).status_code == 404


@pytest.mark.parametrize("role", ["panel", "industry"])
def test_panel_and_partner_move_nobody(client, centre, role):
    mine = make_application(centre, kind="screen")
    client.force_login(make_user(role, centre))

    response = send(client, "move", mine, stage=stage(centre, "review").pk)

    assert response.status_code in (403, 404)
    assert state(mine) == ("screen", "active", 1)


def test_who_opened_the_form_by_its_address_comes_to_the_application(as_manager, centre):
    one = make_application(centre, kind="screen")
    form = url("close", one)
    data = {"version": one.version, "reason": reason(centre, "other-phd", party="candidate").pk}

    answer = as_manager.post(form, data, headers={"Referer": f"http://testserver{form}?next="})

    assert answer.url == one.get_absolute_url()


def test_the_way_back_is_only_ever_a_page_of_ours(as_manager, centre):
    mine = make_application(centre, kind="screen")

    response = send(
        as_manager, "move", mine, stage=stage(centre, "review").pk, next="https://evil.example/"
    )

    assert response.url == url("", mine)


def test_a_message_without_an_undo_is_no_toast(client, manager):
    response = client.post(
        reverse("account_login"), {"login": manager.email, "password": PASSWORD}, follow=True
    )

    assert response.status_code == 200
    assert re.search(r'<form[^>]* id="toast"[^>]* hidden>', response.content.decode())
