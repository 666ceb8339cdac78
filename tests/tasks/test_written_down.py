"""Tasks people write down: for whom, about whom, ticked, put off, and taken back."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from recruitment.candidates.models import Candidate
from recruitment.duplicates.merging import Choice, merge
from recruitment.duplicates.undoing import undo
from recruitment.tasks.card import first_tasks
from recruitment.tasks.models import Task
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_interview,
    make_supervisor,
    make_task,
    make_user,
)
from tests.measuring import cost

TODAY = date(2026, 10, 7)  # a Wednesday


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-07T02:00:00Z", tick=False):
        yield


@pytest.fixture
def li(centre):
    return make_candidate(centre, full_name="Li Zihan")


@pytest.fixture
def cruz(centre, li):
    """A supervisor who sees Li Zihan."""
    user = make_user("supervisor", centre, name="Helena Cruz")
    make_application(centre, candidate=li, supervisor=make_supervisor(centre, user=user))
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def written(owner, what="Call the registry", due_on="2026-10-09", **more):
    return {"what": what, "due_on": due_on, "owner": owner.pk, "token": uuid4(), **more}


def do(client, task, verb, **data):
    return client.post(f"/tasks/{task.pk}/{verb}/", data, follow=True)


def shown(client):
    """The tasks of My tasks under their headings, without what follows from other records."""
    groups = client.get("/tasks/").context["waits"].groups
    written = [(heading, [one for one in rows if one.task]) for _key, heading, rows in groups]
    return {heading: [(one.what, one.name) for one in rows] for heading, rows in written if rows}


def undone(client, answer):
    """Press Undo in the message of `answer`."""
    toast = answer.context["toast"]
    return client.post(toast["undo_url"], {"version": toast["version"]}, follow=True)


def test_a_task_about_a_candidate_stands_on_their_page_and_with_whoever_has_to_do_it(
    as_manager, manager, cruz, li
):
    answer = as_manager.post(f"/tasks/add/?candidate={li.pk}", written(cruz))

    assert answer.url == li.get_absolute_url()
    assert shown(signed_in(cruz)) == {"This week": [("Call the registry", "Li Zihan")]}
    assert shown(as_manager) == {}
    page = as_manager.get(li.get_absolute_url()).content.decode()
    assert "Call the registry" in page
    assert "from Grace Lam" in signed_in(cruz).get("/tasks/").content.decode()


def test_a_task_of_ones_own_is_about_nobody(as_manager, manager):
    as_manager.post("/tasks/add/", written(manager, "Order the posters", "2026-10-07"))

    assert shown(as_manager) == {"Today": [("Order the posters", "")]}


def test_a_form_sent_twice_makes_one_task(as_manager, manager, li):
    sent = written(manager)

    for _time in range(2):
        as_manager.post(f"/tasks/add/?candidate={li.pk}", sent)

    assert Task.objects.count() == 1


def test_nobody_is_given_a_task_about_a_candidate_they_may_not_open(as_manager, centre, cruz, li):
    idle = make_user("supervisor", centre, name="Ben Ho")
    seated = make_user("panel", centre, name="Mei Sato")
    industry = make_user("industry", centre)
    make_interview(li.applications.get(), seated)

    form = as_manager.get(f"/tasks/add/?candidate={li.pk}").context["form"]
    offered = set(form.fields["owner"].queryset)
    answer = as_manager.post(f"/tasks/add/?candidate={li.pk}", written(idle))

    assert {cruz, seated} < offered
    assert not {idle, industry} & offered
    assert answer.status_code == 422
    assert "They cannot open this candidate." in answer.content.decode()
    assert not Task.objects.exists()


def test_a_task_about_an_application_is_for_who_sees_that_one(as_manager, centre, manager, li):
    seated = make_user("panel", centre, name="Mei Sato")
    make_interview(make_application(centre, candidate=li, intake="September 2026"), seated)
    other = make_application(centre, candidate=li, intake="September 2027")

    form = as_manager.get(f"/tasks/add/?application={other.pk}").context["form"]
    assert seated not in set(form.fields["owner"].queryset)

    # Given while they saw it, they are not told any more which application it is.
    Task.objects.create(
        centre=centre, candidate=li, application=other, what="Read the proposal", owner=seated,
        due_on="2026-10-07", made_by=manager,
    )  # fmt: skip
    page = signed_in(seated).get("/tasks/").content.decode()
    assert "Read the proposal" in page
    assert "September 2027" not in page
    Task.objects.update(owner=manager)
    assert "September 2027" in as_manager.get("/tasks/").content.decode()


def test_a_form_sent_twice_at_once_about_nobody_makes_one_task(as_manager, manager, monkeypatch):
    sent = written(manager)
    as_manager.post("/tasks/add/", sent)
    rows = Task.objects.filter(pk=Task.objects.get().pk)
    # The first look of the second press comes before the first is stored.
    monkeypatch.setattr(type(rows), "first", lambda self: None)

    answer = as_manager.post("/tasks/add/", sent)

    assert answer.status_code == 302
    assert Task.objects.count() == 1


def test_a_tick_is_undone_and_the_task_waits_again(as_manager, manager, li):
    task = make_task(manager, candidate=li, due_on=TODAY)

    answer = do(as_manager, task, "done")
    assert "Done: Call" in answer.content.decode()
    assert shown(as_manager) == {}
    undone(as_manager, answer)

    assert shown(as_manager) == {"Today": [("Call", "Li Zihan")]}


def test_of_two_who_tick_the_same_task_the_second_is_told(as_manager, manager, director, li):
    task = make_task(manager, candidate=li)
    do(signed_in(director), task, "done")

    answer = do(as_manager, task, "done")

    assert "Adrian Kwan has done “Call” already." in answer.content.decode()
    task.refresh_from_db()
    assert task.done_by == director


@pytest.mark.parametrize(
    ("due_on", "verb", "then"),
    [
        (date(2026, 10, 9), "day", date(2026, 10, 10)),
        (date(2026, 10, 9), "week", date(2026, 10, 16)),
        (date(2026, 9, 1), "day", date(2026, 10, 8)),  # from today, where it was late
    ],
)
def test_a_task_is_put_off_by_a_day_or_a_week_and_back(as_manager, manager, due_on, verb, then):
    task = make_task(manager, due_on=due_on)

    answer = do(as_manager, task, verb)
    task.refresh_from_db()
    assert task.due_on == then
    undone(as_manager, answer)

    task.refresh_from_db()
    assert task.due_on == due_on


def test_what_is_done_is_not_put_off(as_manager, manager):
    task = make_task(manager)
    do(as_manager, task, "done")

    answer = do(as_manager, task, "week")

    assert "“Call” is done already." in answer.content.decode()
    task.refresh_from_db()
    assert task.due_on == date(2026, 10, 7)


def test_who_wrote_a_task_down_deletes_it_and_undoes_that(as_manager, manager, director, li):
    task = make_task(director, candidate=li, made_by=manager, due_on=TODAY)
    theirs = signed_in(director)
    assert f"/tasks/{task.pk}/delete/" in as_manager.get(f"/tasks/{task.pk}/").content.decode()
    assert "/delete/" not in theirs.get(f"/tasks/{task.pk}/").content.decode()

    answer = do(as_manager, task, "delete")

    assert (shown(theirs), first_tasks(director, li.centre, TODAY)) == ({}, [])
    assert theirs.get(f"/tasks/{task.pk}/").status_code == 404
    assert "Call" not in as_manager.get(li.get_absolute_url()).content.decode()
    undone(as_manager, answer)
    assert shown(theirs) == {"Today": [("Call", "Li Zihan")]}


def test_deleting_from_the_page_of_the_task_leads_to_a_page_that_is_there(as_manager, manager, li):
    task = make_task(manager, candidate=li)

    page = {"Referer": f"http://testserver/tasks/{task.pk}/"}
    answer = as_manager.post(f"/tasks/{task.pk}/delete/", headers=page)

    assert answer.url == li.get_absolute_url()


def test_nobody_deletes_what_a_colleague_wrote_down(manager, director, li):
    task = make_task(director, candidate=li, made_by=manager, due_on=TODAY)
    theirs = signed_in(director)

    answer = do(theirs, task, "delete")

    assert "Only who wrote it down takes a task back." in answer.content.decode()
    assert shown(theirs) == {"Today": [("Call", "Li Zihan")]}


def test_of_one_who_ticks_and_one_who_deletes_the_second_is_told(as_manager, manager, director, li):
    gone, done = (make_task(director, candidate=li, made_by=manager) for _n in range(2))
    do(as_manager, gone, "delete")
    do(signed_in(director), done, "done")

    told = [do(signed_in(director), gone, "done"), do(as_manager, done, "delete")]

    assert "Grace Lam has taken “Call” back." in told[0].content.decode()
    assert "“Call” is done already." in told[1].content.decode()


def test_who_edits_after_somebody_else_is_told(as_manager, manager, director, li):
    task = make_task(manager, candidate=li)
    form = as_manager.get(f"/tasks/{task.pk}/").context["form"]
    signed_in(director).post(f"/tasks/{task.pk}/", written(manager, "Write instead"))

    answer = as_manager.post(f"/tasks/{task.pk}/", written(manager, "Visit", seen=form.seen_now))

    assert answer.status_code == 409
    assert "It now says: What is to be done: Write instead" in answer.content.decode()


def test_a_task_is_read_by_who_has_it_who_wrote_it_and_the_office(centre, manager, cruz, li):
    other = make_user("supervisor", centre)
    mine = make_task(cruz, candidate=li, made_by=manager)
    make_task(other, candidate=li, what="Not theirs to see")

    def pages(user):
        return [
            signed_in(user).get(f"/tasks/{one.pk}/").status_code
            for one in Task.objects.order_by("pk")
        ]

    assert pages(manager) == [200, 200]
    assert pages(cruz) == [200, 404]
    # Who does not see the candidate any more reads nothing about them.
    assert pages(other) == [404, 404]
    assert mine in Task.objects.visible_to(cruz)
    assert pages(make_user("manager", make_centre())) == [404, 404]
    assert "Not theirs" not in signed_in(cruz).get(li.get_absolute_url()).content.decode()


def test_the_tasks_of_two_who_were_one_go_with_them_and_back(centre, manager):
    kept, gone = make_candidate(centre), make_candidate(centre)
    old = make_task(manager, candidate=gone)
    application = make_application(centre, candidate=gone)
    done = merge(Choice(kept.pk, gone.pk), by=manager)
    old.refresh_from_db()
    assert old.candidate == kept
    new = make_task(manager, candidate=kept, application=application)

    undo(done, by=manager)

    back = Candidate.objects.get(pk=gone.pk)
    assert set(back.tasks.all()) == {old, new}


def test_many_tasks_cost_the_statements_of_one(as_manager, manager, li):
    def one_more():
        make_task(manager, candidate=li)
        do(as_manager, make_task(manager, candidate=li), "done")
        pages = ["/tasks/", li.get_absolute_url(), f"/tasks/add/?candidate={li.pk}"]
        return [cost(as_manager, "get", url).statements for url in pages]

    one_more()
    assert one_more() == one_more()


def test_many_colleagues_cost_the_statements_of_one(as_manager, centre, cruz, li):
    position = li.applications.get().position

    def one_more():
        user = make_user("supervisor", centre)
        position.supervisors.add(make_supervisor(centre, user=user))
        return cost(as_manager, "get", f"/tasks/add/?candidate={li.pk}").statements

    assert one_more() == one_more() <= 12


def test_more_than_fifty_of_a_kind_are_counted_and_not_cut_in_silence(as_manager, manager):
    Task.objects.bulk_create(
        Task(centre=manager.centres[0], what=f"Task {n}", due_on=TODAY, owner=manager)
        for n in range(53)
    )

    waits = as_manager.get("/tasks/").context["waits"]

    assert waits.total == 53
    assert [(kind.name, len(kind.rows), kind.in_all) for kind in waits.cut] == [("tasks", 50, 53)]
    assert "53 tasks wait for you; the first 50 are below." in (
        as_manager.get("/tasks/").content.decode()
    )
