"""My tasks on the dashboard: the first five, ticked there."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client

from recruitment.tasks.card import first_tasks
from tests.factories import make_application, make_candidate, make_supervisor, make_task, make_user
from tests.measuring import cost, machine_steps

TODAY = date(2026, 10, 7)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-07T02:00:00Z", tick=False):
        yield


def test_the_first_five_tasks_and_next_steps_stand_on_the_dashboard(as_manager, manager, centre):
    li = make_candidate(centre, full_name="Li Zihan")
    make_task(manager, candidate=li, due_on=date(2026, 10, 1))
    make_application(centre, candidate=li, owner=manager, next_step="Write", next_step_on=TODAY)
    for n in range(4):
        make_task(manager, what=f"Errand {n}", due_on=date(2026, 10, 9 + n))
    make_task(make_user("director", centre), what="Not mine", due_on=TODAY)

    found = first_tasks(manager, centre, TODAY)

    assert [(one.what, one.name, one.group) for one in found] == [
        ("Call", "Li Zihan", "overdue"),
        ("Write", "Li Zihan", "today"),
        ("Errand 0", "", "week"),
        ("Errand 1", "", "week"),
        ("Errand 2", "", "week"),
    ]
    page = as_manager.get("/").content.decode()
    assert "Errand 2" in page
    assert "Errand 3" not in page
    assert "Not mine" not in page


def test_next_steps_of_those_they_supervise_are_theirs_until_somebody_owns_them(centre, manager):
    user = make_user("supervisor", centre)
    profile = make_supervisor(centre, user=user)
    with_a_step = {"supervisor": profile, "next_step_on": TODAY}
    make_application(centre, next_step="Read the proposal", **with_a_step)
    make_application(centre, next_step="Call", owner=manager, **with_a_step)
    make_application(centre, next_step="Write", owner=user, **with_a_step)

    found = first_tasks(user, centre, TODAY)

    assert sorted(one.what for one in found) == ["Read the proposal", "Write"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts SQLite's own steps")
@pytest.mark.parametrize("whose", ["owned", "supervised", "of others"])
def test_the_card_costs_the_same_however_many_next_steps_the_centre_has(centre, manager, whose):
    user = make_user("supervisor", centre) if whose == "supervised" else manager
    theirs = {
        "owned": {"owner": user},
        "supervised": {"supervisor": make_supervisor(centre, user=user)},
        "of others": {"owner": make_user("director", centre)},
    }[whose]

    def with_more(many):
        for _ in range(many):
            make_application(centre, next_step="Call", next_step_on=TODAY, **theirs)
        return machine_steps(lambda: first_tasks(user, centre, TODAY))

    with_more(2)  # the first time it is compiled
    few = with_more(10)

    assert with_more(60) == few


def test_a_task_ticked_on_the_dashboard_leads_back_there(as_manager, manager):
    task = make_task(manager, due_on=TODAY)

    answer = as_manager.post(
        f"/tasks/{task.pk}/done/", headers={"Referer": "http://testserver/"}, follow=True
    )

    assert answer.request["PATH_INFO"] == "/"
    assert "Nothing is written down for you." in answer.content.decode()


def test_a_supervisor_reads_no_task_about_somebody_they_do_not_see_any_more(centre):
    user = make_user("supervisor", centre)
    profile = make_supervisor(centre, user=user)
    one = make_application(centre, supervisor=profile)
    make_task(user, candidate=one.candidate, due_on=TODAY)
    client = Client()
    client.force_login(user)
    assert one.candidate.full_name in client.get("/").content.decode()

    one.supervisor = None
    one.save()

    assert one.candidate.full_name not in client.get("/").content.decode()


def test_the_card_is_one_statement_however_many_tasks(as_manager, manager):
    as_manager.get("/")

    def one_more():
        make_task(manager, due_on=TODAY)
        return cost(as_manager, "get", "/").statements

    assert one_more() == one_more()


def test_on_a_past_day_nothing_waits(as_manager, manager):
    make_task(manager, what="Call the registry", due_on=TODAY)

    assert "Call the registry" not in as_manager.get("/?on=2026-09-30").content.decode()
