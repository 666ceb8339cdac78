"""My tasks: what waits for one person, by the day it is due."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from recruitment.enrolment.careers import CareerStep
from recruitment.enrolment.standing import Said
from recruitment.pipeline.models import Stage
from recruitment.tasks.waiting import group_of
from tests.factories import make_application, make_centre, make_started, make_user
from tests.measuring import cost

TODAY = date(2026, 10, 7)  # a Wednesday
NOW = datetime(2026, 10, 7, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-07T02:00:00Z", tick=False):
        yield


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (date(2026, 10, 6), "overdue"),
        (TODAY, "today"),
        (date(2026, 10, 11), "week"),
        (date(2026, 10, 12), "later"),
    ],
)
def test_the_week_ends_with_sunday(due, group):
    assert group_of(due, TODAY) == group


def shown(client):
    groups = client.get("/tasks/").context["waits"].groups
    return {heading: [(one.what, one.name) for one in rows] for _key, heading, rows in groups}


def test_a_next_step_and_a_time_limit_of_mine_stand_under_their_day(as_manager, manager, centre):
    centre.document_requirements.all().delete()
    mine = make_application(
        centre,
        owner=manager,
        at=datetime(2026, 9, 1, 2, tzinfo=UTC),
        next_step="Call",
        next_step_on=TODAY,
    )
    make_application(centre, owner=make_user("manager", centre), next_step="Write")

    name = mine.candidate.full_name
    assert shown(as_manager) == {
        "Overdue": [("Move on from Submitted", name)],
        "Today": [("Call", name)],
    }


def test_a_confirmation_waits_until_it_is_recorded(as_manager, centre):
    start = make_started(centre, started_on=date(2024, 9, 1)).enrolment
    name = start.researcher.candidate.full_name
    assert shown(as_manager) == {"Overdue": [("Confirm the registration", name)]}

    CareerStep.record(start, Said("confirmed", date(2026, 10, 6)))

    assert shown(as_manager) == {}
    assert "All done." in as_manager.get("/tasks/").content.decode()


def test_a_limit_that_is_far_is_no_task_yet(as_manager, manager, centre):
    centre.document_requirements.all().delete()
    Stage.objects.update(limit_days=30)
    made = [
        make_application(centre, owner=manager, at=datetime(2026, 9, day, 2, tzinfo=UTC))
        for day in (10, 11)
    ]

    assert shown(as_manager) == {
        "This week": [("Move on from Submitted", made[0].candidate.full_name)]
    }


def test_later_is_folded_beside_what_is_due_sooner(as_manager, manager, centre):
    centre.document_requirements.all().delete()
    later = date(2026, 11, 1)
    make_application(centre, owner=manager, at=NOW, next_step="Call", next_step_on=later)
    assert "<details" not in as_manager.get("/tasks/").content.decode()

    make_application(centre, owner=manager, at=NOW, next_step="Write", next_step_on=TODAY)

    page = as_manager.get("/tasks/").content.decode()
    assert '<details class="card-s mb-3 past" id="g-later">' in page


def test_nothing_of_another_centre_waits(as_manager, manager):
    make_application(make_centre(), owner=manager, next_step="Call", next_step_on=TODAY)

    assert shown(as_manager) == {}


def test_many_tasks_cost_the_statements_of_one(as_manager, manager, centre):
    def one_more():
        make_application(centre, owner=manager, next_step="Call", next_step_on=TODAY)
        return cost(as_manager, "get", "/tasks/").statements

    assert one_more() == one_more() <= 12
