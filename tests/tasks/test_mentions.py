"""“@Grace” in a note: who finds it among their tasks, who is not told, and what the e-mail says."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from centre.accounts.models import User
from recruitment.candidates.models import Note
from recruitment.messages.models import Message
from recruitment.tasks.mentions import read
from recruitment.tasks.models import Task
from tests.factories import (
    make_application,
    make_candidate,
    make_interview,
    make_supervisor,
    make_user,
)
from tests.measuring import cost

GRACE = User(pk=1, name="Grace Lam", email="g.lam@example.org")
CRUZ = User(pk=2, name="Prof. Helena Cruz", email="cruz@example.org")
CHAN = User(pk=3, name="陳大文", email="chan@example.org")
GRACE_HO = User(pk=4, name="Grace Ho", email="grace.ho@example.org")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ask @Grace Lam.", [("Grace Lam", [GRACE])]),
        ("@helena, see chapter 4", [("helena", [CRUZ])]),
        ("@Prof. Helena Cruz and @cruz", [("Prof. Helena Cruz", [CRUZ]), ("cruz", [CRUZ])]),
        ("請@陳大文看一下", [("陳大文", [CHAN])]),
        ("@Grace?", [("Grace", [GRACE, GRACE_HO])]),
        ("@Graceful, @nobody, ada@grace.org", []),
    ],
)
def test_a_name_after_an_at_is_read_as_people_type_it(text, named):
    assert list(read(text, [GRACE, CRUZ, CHAN, GRACE_HO])) == named


@pytest.fixture
def li(centre):
    return make_candidate(centre, full_name="Li Zihan")


@pytest.fixture
def cruz(centre, li):
    user = make_user("supervisor", centre, name="Helena Cruz")
    make_application(centre, candidate=li, supervisor=make_supervisor(centre, user=user))
    return user


def write(client, person, text, **extra):
    data = {"text": text, "token": uuid4()}
    return client.post(f"{person.get_absolute_url()}note/", data, follow=True, **extra)


def tasks_of(user):
    client = Client()
    client.force_login(user)
    groups = client.get("/tasks/").context["waits"].groups
    return [(one.what, one.name) for _key, _heading, rows in groups for one in rows if one.task]


def test_who_is_mentioned_finds_it_among_their_tasks_until_they_tick_it(as_manager, cruz, li):
    answer = write(as_manager, li, "Does this fit, @Helena?")

    page = answer.content.decode()
    assert "Helena Cruz will find it among their tasks." in page
    assert 'Does this fit, <b class="mention">@Helena</b>?' in page
    assert tasks_of(cruz) == [("Grace Lam mentioned you", "Li Zihan")]

    client = Client()
    client.force_login(cruz)
    client.post(f"/tasks/{Task.objects.get().pk}/done/")
    assert tasks_of(cruz) == []


def test_a_note_sent_twice_tells_once(as_manager, cruz, li):
    data = {"text": "@Helena", "token": uuid4()}

    for _time in range(2):
        as_manager.post(f"{li.get_absolute_url()}note/", data)

    assert (Note.objects.count(), Task.objects.count()) == (1, 1)


@pytest.mark.parametrize("role", ["supervisor", "panel", "industry"])
def test_who_may_not_read_the_note_is_not_told_and_the_writer_is(as_manager, centre, li, role):
    stranger = make_user(role, centre, name="Ben Ho", mails_mentions=True)

    answer = write(as_manager, li, "@Ben", headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert "Ben Ho may not read notes about this candidate and was not told." in page
    assert 'class="mention"' not in page
    assert not Task.objects.filter(owner=stranger).exists()
    assert not Message.objects.exists()


def test_a_name_of_two_tells_nobody(as_manager, centre, li):
    for name in ("Ben Ho", "Ben Low"):
        make_user("director", centre, name=name)

    answer = write(as_manager, li, "@ben")

    assert "“@ben” may be several colleagues: write the whole name." in answer.content.decode()
    assert not Task.objects.exists()


def test_the_e_mail_goes_to_who_wants_it_and_says_who_and_where_but_not_what(
    as_manager, cruz, director, li
):
    for user in (cruz, director):
        client = Client()
        client.force_login(user)
        client.post("/account/mail/", {"mails_mentions": "on"} if user == cruz else {})

    write(as_manager, li, "Too weak in optics, @Helena and @Adrian")

    (mail,) = Message.objects.all()
    assert (mail.to, mail.subject) == (cruz.email, "Grace Lam mentioned you")
    assert f"{li.get_absolute_url()}#activity" in mail.body
    assert "optics" not in mail.body
    assert "Li" not in mail.body
    assert Task.objects.count() == 2


def test_a_note_that_names_nobody_costs_no_statement_more(as_manager, cruz, li):
    def taken(text):
        data = {"text": text, "token": uuid4()}
        return cost(as_manager, "post", f"{li.get_absolute_url()}note/", data).statements

    taken("A first one")
    # To find out that it is nobody's takes one.
    assert taken("Plain words, ada@example.org") + 1 == taken("Plain words to @nobody")


def offered(client, person):
    answer = client.get(f"/tasks/colleagues/{person.pk}/")
    return re.findall(r'data-word="([^"]*)"', answer.content.decode())


def test_after_an_at_those_are_offered_who_would_be_told(as_manager, centre, cruz, li):
    make_user("director", centre, name="Adrian Kwan")
    make_user("supervisor", centre, name="Idle Ho")  # does not see her
    make_interview(li.applications.get(), make_user("panel", centre, name="Mei Sato"))
    make_user("industry", centre, name="Ove Lund")

    assert offered(as_manager, li) == ["Adrian Kwan", "Helena Cruz"]


def test_of_two_of_one_name_each_is_offered_by_their_address(as_manager, centre, li):
    make_user("director", centre, name="Mei Lin", email="mei@example.org")
    make_user("director", centre, name="Mei Lin", email="lin@example.org")

    words = offered(as_manager, li)

    # “@mei” may be either of them: both are called so.
    assert sorted(words) == ["lin", "mei@example.org"]
    for word in words:
        write(as_manager, li, f"Read this, @{word}.")
    told = Task.objects.values_list("owner__email", flat=True)
    assert sorted(told) == ["lin@example.org", "mei@example.org"]


def test_many_colleagues_to_name_cost_the_statements_of_one(as_manager, centre, li):
    def one_more():
        make_user("director", centre)
        make_user("supervisor", centre)
        return cost(as_manager, "get", f"/tasks/colleagues/{li.pk}/").statements

    assert one_more() == one_more() <= 6
