"""Interviews: arranged with a panel, told in both zones, moved with their history, cancelled."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import connection

from recruitment.assessment.clashes import clashes
from recruitment.assessment.models import Interview, Rescheduling
from recruitment.assessment.reading import Shown
from recruitment.assessment.when import clocks
from tests.factories import make_application, make_candidate, make_centre, make_interview, make_user
from tests.measuring import cost, machine_steps

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 6, tzinfo=UTC)  # 14:00 in Hong Kong


@pytest.fixture(autouse=True)
def this_year():
    """Days of another year are told with it."""
    with time_machine.travel(datetime(2026, 11, 26, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def centre():
    return make_centre()


@pytest.fixture
def panel(centre):
    return [make_user("panel", centre, name=name) for name in ("Ann One", "Ben Two")]


@pytest.fixture
def manager(centre, client):
    user = make_user("manager", centre, name="Grace Lam")
    client.force_login(user)
    return user


def form(panel, **typed):
    return {
        "on": "2026-11-24",
        "at": "14:00",
        "minutes": "45",
        "candidate_zone": "Europe/London",
        "place": "https://meet.example.org/7",
        "panel": [user.pk for user in panel],
        "token": uuid4(),
        **typed,
    }


def arrange(client, application, data):
    return client.post(f"/applications/{application.pk}/interviews/add/", data)


def test_an_interview_is_arranged_with_its_panel_from_the_page_of_an_application(
    centre, panel, manager, client
):
    application = make_application(centre)

    arrange(client, application, form(panel))

    made = Interview.objects.get()
    assert (made.application, made.starts_at, made.created_by) == (application, AT, manager)
    assert [str(one) for one in made.panel.all()] == ["Ann One", "Ben Two"]
    assert made.due_at == datetime(2026, 11, 26, 10, tzinfo=UTC)  # two days later, 18:00
    assert f'href="{made.get_absolute_url()}"' in client.get(application.get_absolute_url()).text


def test_a_form_sent_twice_arranges_one_interview(centre, panel, manager, client):
    application, data = make_application(centre), form(panel)

    arrange(client, application, data)
    arrange(client, application, data)

    assert Interview.objects.count() == 1
    assert Interview.objects.get().panel.count() == 2


def test_a_panel_of_one_is_refused(centre, panel, manager, client):
    answer = arrange(client, make_application(centre), form(panel[:1]))

    assert answer.status_code == 422
    assert "A panel has at least two members." in answer.text
    assert Interview.objects.count() == 0


def test_only_members_of_the_centre_sit_on_its_panel(centre, panel, manager, client):
    stranger = make_user("panel", make_centre())
    viewer = make_user("industry", centre)

    for other in (stranger, viewer):
        assert arrange(client, make_application(centre), form([*panel, other])).status_code == 422

    assert Interview.objects.count() == 0


def test_the_time_is_told_in_the_zone_of_the_centre_and_in_the_candidates(centre, panel):
    interview = make_interview(
        make_application(centre), *panel, at=AT, candidate_zone="America/New_York"
    )

    assert [str(one) for one in clocks(interview)] == [
        "Tue 24 Nov, 14:00–14:45 Hong Kong time",
        "Tue 24 Nov, 01:00–01:45 New York time",
    ]


def test_one_zone_is_told_once(centre, panel):
    interview = make_interview(make_application(centre), *panel, candidate_zone="Asia/Hong_Kong")

    assert len(clocks(interview)) == 1


def test_an_unknown_zone_is_refused(centre, panel, manager, client):
    answer = arrange(client, make_application(centre), form(panel, candidate_zone="Mars/North"))

    assert (answer.status_code, Interview.objects.count()) == (422, 0)


def test_whoever_would_be_in_two_interviews_at_once_is_named_and_it_can_be_saved_anyway(
    centre, panel, manager, client
):
    candidate = make_candidate(centre, full_name="Li Zihan")
    first = make_application(centre, candidate=candidate)
    second = make_application(centre, candidate=candidate, intake="September 2027")
    make_interview(first, panel[0], at=AT, minutes=60)
    data = form(panel, at="14:59")

    warned = arrange(client, second, data)
    none_yet = Interview.objects.filter(application=second).count()
    arrange(client, second, data | {"anyway": "on"})

    assert "Ann One has another interview on Tue 24 Nov from 14:00 to 15:00." in warned.text
    assert "Li Zihan has another interview on Tue 24 Nov from 14:00 to 15:00." in warned.text
    assert "Ben Two has" not in warned.text
    assert none_yet == 0
    assert Interview.objects.filter(application=second).count() == 1


def test_an_interview_moved_to_a_later_day_takes_its_due_day_along_unless_somebody_set_one(
    centre, panel, manager, client
):
    arrange(client, make_application(centre), form(panel))
    interview = Interview.objects.get()
    url = f"{interview.get_absolute_url()}edit/"

    def moved(on, **typed):
        drawn = client.get(url).context["form"]
        data = form(panel, on=on, **typed) | {
            "seen": drawn.seen_now, "due_on": drawn.initial.get("due_on", "")
        }  # fmt: skip
        client.post(url, data | typed)
        interview.refresh_from_db()
        return f"{interview.due_at.astimezone(centre.zone):%Y-%m-%d %H:%M}"

    assert moved("2026-12-07") == "2026-12-09 18:00"
    assert moved("2026-12-08", due_on="2026-12-20") == "2026-12-20 18:00"
    assert moved("2026-12-09") == "2026-12-20 18:00"


@pytest.mark.parametrize("minute", [-45, 60])
def test_interviews_that_follow_each_other_do_not_clash(centre, panel, minute):
    application = make_application(centre)
    make_interview(application, *panel, at=AT, minutes=60)
    starts_at = datetime.fromtimestamp(AT.timestamp() + 60 * minute, tz=UTC)

    assert clashes(make_application(centre), starts_at, 45, panel) == {}


def test_a_cancelled_interview_clashes_with_nothing(centre, panel):
    make_interview(make_application(centre), *panel, at=AT, cancelled_at=AT)

    assert clashes(make_application(centre), AT, 45, panel) == {}


def change(client, interview, data):
    url = f"{interview.get_absolute_url()}edit/"
    seen = client.get(url).context["form"].seen_now
    return client.post(url, {"seen": seen, **data})


def test_moving_an_interview_keeps_when_it_was_and_why(centre, panel, manager, client):
    interview = make_interview(make_application(centre), *panel, at=AT)

    change(client, interview, form(panel, at="16:30", reason="Room taken"))

    row = Rescheduling.objects.get()
    assert (row.from_at, row.to_at) == (AT, datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    assert (row.reason, row.by) == ("Room taken", manager)
    interview.refresh_from_db()
    assert (interview.starts_at, interview.sequence) == (row.to_at, 1)
    assert "Room taken" in client.get(interview.get_absolute_url()).text


def test_saving_without_a_change_moves_nothing_and_tells_no_calendar(
    centre, panel, manager, client
):
    interview = make_interview(
        make_application(centre), *panel, at=AT, candidate_zone="Europe/London",
        place="https://meet.example.org/7",
    )  # fmt: skip

    change(client, interview, form(panel))

    interview.refresh_from_db()
    assert (interview.sequence, Rescheduling.objects.count()) == (0, 0)


def test_of_two_who_change_an_interview_at_once_the_second_is_told(centre, panel, manager, client):
    interview = make_interview(make_application(centre), *panel, at=AT)
    url = f"{interview.get_absolute_url()}edit/"
    seen = client.get(url).context["form"].seen_now
    client.post(url, form(panel, at="15:00", seen=seen))

    answer = client.post(url, form(panel, at="16:00", seen=seen))

    assert answer.status_code == 409
    interview.refresh_from_db()
    assert interview.starts_at == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_a_cancelled_interview_says_why_and_is_changed_no_more(centre, panel, manager, client):
    interview = make_interview(make_application(centre), *panel, at=AT)

    client.post(f"{interview.get_absolute_url()}cancel/", {"reason": "Candidate is ill"})
    client.post(f"{interview.get_absolute_url()}cancel/", {"reason": "Again"})
    client.post(f"{interview.get_absolute_url()}edit/", form(panel, at="16:00"))

    interview.refresh_from_db()
    assert (interview.is_cancelled, interview.cancel_reason) == (True, "Candidate is ill")
    assert (interview.starts_at, interview.sequence) == (AT, 1)
    assert "Candidate is ill" in client.get(interview.get_absolute_url()).text


def test_the_week_shows_ones_own_interviews_first(centre, panel, client):
    mine = make_interview(
        make_application(centre), *panel, at=datetime(2026, 11, 27, 6, tzinfo=UTC)
    )
    other = make_interview(make_application(centre), panel[1], at=AT)
    make_interview(make_application(centre), *panel, at=datetime(2026, 12, 1, 6, tzinfo=UTC))
    director = make_user("director", centre)
    mine.panel.create(user=director)
    client.force_login(director)

    week = client.get("/interviews/?on=2026-11-26").context["week"]

    assert [one.interview for one in week.own] == [mine]
    assert [one.interview for one in week.others] == [other]


def test_a_link_that_is_no_address_is_shown_and_not_linked(centre, panel):
    interview = Interview(place="javascript:alert(1)")

    assert interview.link == ""


def test_the_week_takes_as_many_statements_for_one_interview_as_for_twelve(
    centre, panel, manager, client
):
    make_interview(make_application(centre), *panel, at=AT)
    client.get("/interviews/?on=2026-11-24")
    one = cost(client, "get", "/interviews/?on=2026-11-24")
    for _more in range(11):
        make_interview(make_application(centre), *panel, at=AT)

    assert cost(client, "get", "/interviews/?on=2026-11-24").statements == one.statements


def test_a_name_is_shown_only_where_it_is_known(centre, panel):
    application = make_application(
        centre, candidate=make_candidate(centre, full_name="Li Zihan", native_name="李梓涵")
    )
    interview = make_interview(application, *panel)

    names = [
        (one.who, one.native_name)
        for one in (Shown(interview, panel[0], (), known) for known in (True, False))
    ]

    assert names == [("Li Zihan", "李梓涵"), (f"Candidate {application.pk}", "")]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts SQLite's own steps")
@pytest.mark.parametrize("page", ["?tab=scorecards", "application"])
def test_the_interviews_of_one_person_cost_the_same_however_many_the_centre_has(
    client, manager, centre, panel, page
):
    one = make_application(centre, kind="interview")
    make_interview(one, *panel)
    url = one.get_absolute_url()
    if page != "application":
        url = f"{one.candidate.get_absolute_url()}{page}"

    def with_more(many):
        others = [make_application(centre) for _n in range(many)]
        rows = [Interview(centre=centre, application=other) for other in others for _n in range(5)]
        Interview.objects.bulk_create(rows)
        client.get(url)
        return machine_steps(lambda: client.get(url))

    few = with_more(2)

    assert with_more(40) == few
