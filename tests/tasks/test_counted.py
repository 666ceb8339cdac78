"""How much waits, told in the navigation without any page counting it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from centre.accounts.models import Membership
from recruitment.tasks.counted import COOKIE
from tests.factories import make_centre, make_task, make_user
from tests.measuring import cost

pytestmark = pytest.mark.django_db
ASKS = 'hx-get="/tasks/count/"'
PAGE = "/candidates/"


@pytest.fixture
def two(centre, manager):
    """A task that is late and one that is not."""
    late = make_task(manager, due_on=centre.today() - timedelta(days=2))
    make_task(manager, due_on=centre.today() + timedelta(days=2))
    return late


def told(text):
    """What the left column says, and whether it asks."""
    span = text.partition('id="waits"')[2].partition("</a>")[0]
    return span.partition(">")[2].partition("<")[0], ASKS in span


def test_what_my_tasks_shows_stands_in_the_navigation_of_the_next_pages(as_manager, two):
    before = told(as_manager.get(PAGE).text)
    shown = told(as_manager.get(reverse("recruitment:tasks")).text)

    page = as_manager.get(PAGE).text

    assert (before, shown) == (("", True), ("2", False))
    assert told(page) == ("2", False)
    assert "open, 1 overdue" in page


def late(text):
    """What Tasks says on a phone."""
    span = text.partition('id="late"')[2].partition("</a>")[0]
    return re.sub("<[^>]*>", "", f"<{span}").strip()


def test_what_is_overdue_stands_on_tasks_of_a_phone(as_manager, two):
    before = late(as_manager.get(PAGE).text)
    asked = as_manager.get("/tasks/count/").text
    known = late(as_manager.get(PAGE).text)

    as_manager.post(reverse("recruitment:task-do", args=[two.pk, "done"]))
    as_manager.get("/tasks/count/")

    assert (before, late(asked), known) == ("", "overdue: 1", "overdue: 1")
    assert 'id="late" hx-swap-oob="true"' in asked
    assert late(as_manager.get(PAGE).text) == ""


def test_a_page_that_does_not_know_asks_once_it_is_there(as_manager, two):
    asked = as_manager.get("/tasks/count/").text

    assert told(asked) == ("2", False)
    assert told(as_manager.get(PAGE).text) == ("2", False)


def test_no_page_costs_a_statement_more_for_it(as_manager, two):
    as_manager.get(PAGE)
    unknown = cost(as_manager, "get", PAGE)
    as_manager.get("/tasks/count/")

    assert cost(as_manager, "get", PAGE).statements == unknown.statements


def test_once_a_task_is_ticked_or_written_down_it_is_counted_anew(as_manager, manager, two):
    as_manager.get("/tasks/count/")
    as_manager.post(reverse("recruitment:task-do", args=[two.pk, "done"]))
    ticked = told(as_manager.get(PAGE).text)
    as_manager.get("/tasks/count/")
    one = told(as_manager.get(PAGE).text)

    typed = {"what": "Call", "due_on": date(2027, 1, 4), "owner": manager.pk}
    as_manager.post(reverse("recruitment:task-add"), typed)

    assert (ticked, one) == (("", True), ("1", False))
    assert told(as_manager.get(PAGE).text) == ("", True)


def test_who_signs_in_next_at_the_same_machine_is_told_their_own(as_manager, client, centre, two):
    as_manager.get("/tasks/count/")
    other = make_user("director", centre)

    as_manager.force_login(other)

    assert told(as_manager.get(PAGE).text) == ("", True)


def test_it_is_counted_for_the_centre_at_hand(as_manager, manager, centre, two):
    as_manager.get("/tasks/count/")
    elsewhere = make_centre("elsewhere")
    Membership.objects.create(user=manager, centre=elsewhere, role="manager")

    as_manager.post(reverse("centre-switch"), {"centre": elsewhere.pk})

    assert told(as_manager.get(PAGE).text) == ("", True)


@pytest.mark.parametrize("forged", ["{user}.{centre}.<b>.1", "{user}.{centre}.9", "x", ""])
def test_what_is_no_count_of_ours_is_not_shown(as_manager, manager, centre, forged):
    as_manager.cookies[COOKIE] = forged.format(user=manager.pk, centre=centre.pk)

    assert told(as_manager.get(PAGE).text) == ("", True)
