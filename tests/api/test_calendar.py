"""The calendar behind a private link."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from centre.accounts.models import Membership
from centre.accounts.tokens import Scope
from recruitment.positions.models import Intake
from tests.factories import make_application, make_centre, make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(manager):
    token, secret = make_token(manager, Scope.CALENDAR)
    return token, reverse("recruitment:calendar", args=[secret])


@pytest.fixture
def intake(centre):
    Intake.objects.filter(centre=centre).update(retired_on=date(2026, 1, 1))
    ahead = timezone.now().year + 1
    return Intake.objects.create(
        centre=centre,
        track=centre.tracks.get(kind="doctoral"),
        name="Autumn",
        starts_on=date(ahead, 9, 1),
        deadline=datetime(ahead, 3, 1, 15, 59, tzinfo=UTC),
        deadline_zone="Europe/London",
    )


def events(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    told = Calendar.from_ical(answer.content)
    return told, {str(one["uid"]): one for one in told.walk("VEVENT")}


def test_deadlines_and_intakes_are_in_it(client, link, intake):
    told, found = events(client, link[1])

    deadline, start = (
        found[f"intake-{intake.pk}-{what}@127.0.0.1"] for what in ("deadline", "start")
    )
    assert deadline.decoded("dtstart") == intake.deadline
    assert deadline["dtstart"].params["TZID"] == "Europe/London"
    assert str(deadline["summary"]) == f"Deadline: Autumn, {intake.track}"
    assert start.decoded("dtstart") == intake.starts_on
    assert [str(zone["tzid"]) for zone in told.walk("VTIMEZONE")] == ["Europe/London"]
    assert len(found) == 2


def test_an_event_that_moves_keeps_its_identity(client, link, intake):
    _told, before = events(client, link[1])
    intake.deadline += timedelta(days=7)
    intake.name = "Fall"
    intake.save()

    _told, after = events(client, link[1])

    assert before.keys() == after.keys()


def test_it_names_nobody_and_no_other_centre(client, link, intake, centre):
    one = make_application(centre)
    make_centre("there")

    text = client.get(link[1]).content.decode()

    assert one.candidate.full_name not in text
    assert "there" not in text
    assert "@example.org" not in text


@pytest.mark.parametrize(
    "end",
    [
        lambda token: token.revoke(timezone.now()),
        lambda token: token.membership.delete(),
        lambda token: Membership.objects.update(role="industry"),
    ],
    ids=["revoked", "role gone", "role that sees no intakes"],
)
def test_a_link_that_has_ended_leads_nowhere(client, link, end):
    assert client.get(link[1]).status_code == 200

    end(link[0])

    assert client.get(link[1]).status_code == 404


def test_a_token_of_the_api_is_no_calendar_link(client, manager):
    _token, secret = make_token(manager)

    assert client.get(reverse("recruitment:calendar", args=[secret])).status_code == 404
