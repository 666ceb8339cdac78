"""A centre's clock is its own, wherever the server stands."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from recruitment.moves.gate import Ask, take
from tests.factories import make_application, make_centre, make_user, stage

# The evening of 2 March in New York, the morning of 3 March in Hong Kong.
AT = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def this_year():
    """Days of another year are told with it."""
    with time_machine.travel(datetime(2026, 10, 7, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def far(db):
    centre = make_centre("far")
    centre.time_zone = "America/New_York"
    centre.save()
    return centre


def page(client, name, *args):
    return client.get(reverse(f"recruitment:{name}", args=args)).content.decode()


def test_days_and_times_are_those_of_the_centre(client, far):
    client.force_login(make_user("manager", far))
    mine = make_application(far, at=AT)

    for shown in (
        page(client, "application", mine.pk),
        page(client, "candidate", mine.candidate_id),
    ):
        assert "Mon 2 Mar" in shown
        assert "20:30" in shown
        assert "Tue 3 Mar" not in shown


def test_a_page_of_the_other_centre_has_the_other_clock(client, centre, far):
    both = make_user("manager", centre)
    both.memberships.create(centre=far, role="manager")
    client.force_login(both)
    here, there = make_application(centre, at=AT), make_application(far, at=AT)

    assert "Tue 3 Mar, 09:30" in page(client, "application", here.pk)
    assert "Mon 2 Mar, 20:30" in page(client, "application", there.pk)
    assert timezone.get_current_timezone_name() == "Asia/Hong_Kong"


def test_a_refusal_names_the_time_on_the_centres_clock(client, far):
    client.force_login(make_user("manager", far))
    mine = make_application(far, at=AT)
    take(mine, Ask("move", stage=stage(far, "screen"), effective_at=AT), actor=None)

    answer = client.post(
        reverse("recruitment:application-move", args=[mine.pk]),
        {"version": 2, "stage": stage(far, "review").pk, "effective_at": "2026-03-02T20:29"},
    )

    assert answer.status_code == 422
    assert "Mon 2 Mar, 20:30" in answer.content.decode()
