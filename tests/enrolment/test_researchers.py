"""Researchers: the lists the dashboard opens, and the dates staff may edit."""

from datetime import date

import pytest
from django.urls import reverse

from recruitment.enrolment.models import Enrolment
from tests.factories import make_centre, make_started, make_supervisor, make_user, reason
from tests.measuring import cost

LIST = "/researchers/"


def left(enrolment, on, code="health"):
    enrolment.left_on = on
    enrolment.leaving_reason = reason(enrolment.researcher.centre, code, party="researcher")
    enrolment.save()


@pytest.fixture
def people(centre):
    """One who left, one in post, one yet to start: as of 1 October 2026."""
    gone = make_started(centre, started_on=date(2025, 9, 1)).enrolment
    left(gone, date(2026, 3, 1))
    here = make_started(centre, started_on=date(2025, 9, 1), intake="September 2026").enrolment
    coming = make_started(centre, started_on=date(2027, 1, 5)).enrolment
    return {"gone": gone, "here": here, "coming": coming}


def shown(client, **query):
    answer = client.get(LIST, {"on": "2026-10-01", **query})
    assert answer.status_code == 200
    return {one.pk for one in answer.context["rows"]}, answer.context


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("in_post", {"here"}),
        ("started", {"here", "gone"}),
        ("left", {"gone"}),
        ("to_start", {"coming"}),
        ("all", {"here", "gone", "coming"}),
    ],
)
def test_each_state_shows_exactly_the_people_its_tab_counts(as_manager, people, state, who):
    rows, context = shown(as_manager, state=state)

    assert rows == {people[name].pk for name in who}
    assert {name: n for name, _label, n in context["states"]}[state] == len(who)


def test_the_list_stands_as_of_a_past_day(as_manager, people):
    rows, _context = shown(as_manager, on="2026-02-28", state="in_post")

    assert rows == {people["gone"].pk, people["here"].pk}


def test_the_list_narrows_to_an_intake_and_a_track(as_manager, people):
    intake = people["here"].application.intake

    assert shown(as_manager, state="all", intake=intake.pk)[0] == {people["here"].pk}
    assert shown(as_manager, state="all", track="postdoc")[0] == set()


def test_a_day_nobody_can_read_is_said_not_swallowed(as_manager, people):
    page = as_manager.get(LIST, {"on": "31/02/2026"}).content.decode()

    assert "“31/02/2026” is not a day, so this is today." in page


def test_before_anybody_started_the_page_says_when_they_will_appear(as_manager):
    page = as_manager.get(LIST).content.decode()

    assert "Nobody has started yet. Accepted candidates appear here on the first day." in page


def edit(client, enrolment, **data):
    url = reverse("recruitment:enrolment-edit", args=[enrolment.pk])
    seen = client.get(url).context["form"].seen_now
    return client.post(url, {"seen": seen, **data})


def test_a_leaving_is_entered_with_its_day_and_reason(as_manager, centre, people):
    health = reason(centre, "health", party="researcher")

    edit(
        as_manager,
        people["here"],
        started_on="2025-09-01",
        left_on="2026-09-30",
        leaving_reason=health.pk,
    )

    stored = Enrolment.objects.get(pk=people["here"].pk)
    assert (stored.left_on, stored.leaving_reason) == (date(2026, 9, 30), health)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"left_on": "2026-09-30"}, "Say why they left."),
        ({"reason": "health"}, "Enter the day they left, or take the reason away."),
        ({"left_on": "2025-09-01", "reason": "health"}, "The day they left must come after"),
    ],
)
def test_half_a_leaving_is_refused_with_a_sentence(as_manager, centre, people, data, sentence):
    typed = dict(data)
    if code := typed.pop("reason", None):
        typed["leaving_reason"] = reason(centre, code, party="researcher").pk

    answer = edit(as_manager, people["here"], started_on="2025-09-01", **typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Enrolment.objects.get(pk=people["here"].pk).left_on is None


def test_another_partys_or_centres_reason_is_no_choice(as_manager, centre, people):
    foreign = reason(make_centre(), "health", party="researcher")

    for wrong in (foreign, reason(centre, "research-fit")):
        answer = edit(
            as_manager,
            people["here"],
            started_on="2025-09-01",
            left_on="2026-09-30",
            leaving_reason=wrong.pk,
        )
        assert answer.status_code == 422


def test_a_later_first_day_keeps_the_first_one_known(as_manager, people):
    edit(as_manager, people["here"], started_on="2025-10-01")

    stored = Enrolment.objects.get(pk=people["here"].pk)
    assert (stored.first_started_on, stored.started_on) == (date(2025, 9, 1), date(2025, 10, 1))


def test_an_earlier_first_day_is_the_first_one_known(as_manager, people):
    edit(as_manager, people["here"], started_on="2025-08-15")

    stored = Enrolment.objects.get(pk=people["here"].pk)
    assert stored.first_started_on == stored.started_on == date(2025, 8, 15)


def test_whoever_edits_dates_second_is_told_and_overwrites_nothing(as_manager, people):
    url = reverse("recruitment:enrolment-edit", args=[people["here"].pk])
    seen = as_manager.get(url).context["form"].seen_now
    edit(as_manager, people["here"], started_on="2025-09-08")

    answer = as_manager.post(url, {"seen": seen, "started_on": "2025-09-15"})

    assert answer.status_code == 409
    assert "Mon 8 Sep 2025" in answer.content.decode()
    assert Enrolment.objects.get(pk=people["here"].pk).started_on == date(2025, 9, 8)


def test_the_same_edit_sent_twice_is_done_once(as_manager, people):
    url = reverse("recruitment:enrolment-edit", args=[people["here"].pk])
    data = {"seen": as_manager.get(url).context["form"].seen_now, "started_on": "2025-09-08"}

    assert [as_manager.post(url, data).status_code for _ in range(2)] == [302, 302]


def test_a_leaving_is_taken_back(as_manager, people):
    as_manager.post(reverse("recruitment:enrolment-return", args=[people["gone"].pk]))

    stored = Enrolment.objects.get(pk=people["gone"].pk)
    assert (stored.left_on, stored.leaving_reason) == (None, None)


def test_the_page_of_a_researcher_leads_to_candidate_and_correction(as_manager, people):
    person = people["here"].researcher

    page = as_manager.get(person.get_absolute_url()).content.decode()

    assert person.candidate.get_absolute_url() in page
    assert reverse("recruitment:application-correct", args=[people["here"].application_id]) in page


def test_a_supervisor_meets_their_own_researchers_only(client, centre, people):
    user = make_user("supervisor", centre)
    mine = make_started(centre, supervisor=make_supervisor(centre, user=user)).enrolment
    client.force_login(user)

    assert shown(client, state="all")[0] == {mine.pk}
    assert client.get(mine.researcher.get_absolute_url()).status_code == 200
    assert client.get(people["here"].researcher.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("role", "view", "change"),
    [("manager", 200, 200), ("director", 200, 403), ("panel", 403, 404), ("industry", 403, 404)],
)
def test_who_sees_researchers_and_who_edits_dates(client, centre, people, role, view, change):
    client.force_login(make_user(role, centre))
    url = reverse("recruitment:enrolment-edit", args=[people["here"].pk])

    assert client.get(LIST).status_code == view
    assert client.get(url).status_code == change


def test_another_centres_researcher_is_not_found(as_manager):
    other = make_started(make_centre()).enrolment
    edit_url = reverse("recruitment:enrolment-edit", args=[other.pk])

    assert as_manager.get(other.researcher.get_absolute_url()).status_code == 404
    assert as_manager.get(edit_url).status_code == 404
    assert as_manager.get(LIST, {"intake": other.application.intake_id}).status_code == 404


def test_a_page_of_researchers_costs_the_same_among_many(as_manager, centre):
    def measured():
        answer = cost(as_manager, "get", f"{LIST}?state=all")
        return answer.status, answer.statements, answer.rows

    for _ in range(51):
        make_started(centre, started_on=date(2025, 9, 1))
    few = measured()
    for _ in range(20):
        make_started(centre, started_on=date(2025, 9, 1))

    assert measured() == few
    assert few[1] <= 10
