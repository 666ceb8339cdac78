"""An e-mail goes once it is stored; whatever the server does, it is told to the office."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from recruitment.messages import blocked, outbox, sending
from recruitment.messages.models import Message, State
from recruitment.messages.reading import Line
from recruitment.messages.sending import WAITS, send_due
from tests.factories import make_application
from tests.messages.server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    started = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", started.port
    settings.EMAIL_TIMEOUT = 2
    # Put in the queue, not run: the tests say when a worker comes.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    yield started
    started.close()


def post(centre, cause="one", *, to="jo@example.org", **more):
    more = {"subject": "Your application", "body": "Dear Jo,\n\nthank you.", **more}
    return outbox.post("letter", cause, centre=centre, to=to, **more)


def work(*, after=timedelta(0)):
    with time_machine.travel(timezone.now() + after, tick=False):
        send_due.call()


def told(message):
    message.refresh_from_db()
    return message.state, message.problem


def test_an_e_mail_goes_out_once_with_what_it_says_and_its_files(server, centre, manager):
    files = [
        ("Your letter.pdf", b"%PDF-1.4", "application/pdf"),
        ("invitation.ics", b"BEGIN:VCALENDAR", "text/calendar; method=REQUEST"),
    ]
    message = post(centre, by=manager, attachments=files)
    assert server.taken == []

    work()
    work(after=timedelta(days=2))

    (mail,) = server.taken
    assert told(message) == (State.SENT, "")
    assert (mail["To"], mail["Subject"]) == ("jo@example.org", "Your application")
    assert mail["From"].addresses[0].display_name == centre.name
    assert mail["Reply-To"] == manager.email
    assert mail["Message-ID"] == message.message_id
    assert "thank you." in mail.get_body(("plain",)).get_content()
    assert 'method="REQUEST"' in mail.as_string()
    assert [(one.get_filename(), one.get_content_type()) for one in mail.iter_attachments()] == [
        ("Your letter.pdf", "application/pdf"),
        ("invitation.ics", "application/ics"),
    ]


def test_what_is_undone_is_never_sent(server, centre):
    with transaction.atomic():
        post(centre)
        transaction.set_rollback(True)

    work()

    assert (Message.objects.count(), server.taken) == (0, [])


def test_the_same_cause_twice_is_one_e_mail(server, centre):
    first, again = post(centre), post(centre, subject="Another subject")

    work()

    assert first == again
    assert [mail["Subject"] for mail in server.taken] == ["Your application"]


@pytest.mark.parametrize("decision", [False, True])
def test_a_server_that_is_down_is_tried_again_and_then_all_go_once_oldest_first(
    server, centre, settings, decision
):
    rows = [post(centre, str(number), decision=decision) for number in range(3)]
    settings.EMAIL_PORT = 1
    work()
    states = {told(row)[0] for row in rows}
    settings.EMAIL_PORT = server.port

    for hours in (3, 3, 3):
        work(after=timedelta(hours=hours))

    assert states == {State.WAITING}
    assert server.ids == [row.message_id for row in rows]


def test_an_e_mail_that_never_gets_through_is_given_up_and_told(server, centre, settings):
    message = post(centre)
    settings.EMAIL_PORT = 1

    at = timedelta(0)
    for wait in [*WAITS, timedelta(0)]:
        work(after=at)
        at += wait * 1.2
    state, problem = told(message)
    work(after=timedelta(days=30))

    assert (state, message.tries) == (State.FAILED, len(WAITS) + 1)
    assert "refused" in problem


def test_an_address_the_server_does_not_know_fails_at_once_and_others_go(server, centre):
    server.refuse["jo@example.org"] = "550 No such user here"
    gone, other = post(centre, "1"), post(centre, "2", to="li@example.org")

    work()

    assert told(gone) == (State.FAILED, "550 No such user here")
    assert told(other) == (State.SENT, "")


@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "once it knows whom it is to"])
def test_a_sender_nobody_may_send_as_is_told_once_and_costs_no_e_mail_its_tries(
    server, centre, manager, client, at_once
):
    answer = "550 5.7.1 <cohort@localhost>: Sender address rejected: not owned"
    if at_once:
        server.to_sender = answer
    else:
        server.refuse["jo@example.org"] = answer
    rows = [post(centre, str(n), decision=n == 0) for n in range(3)]
    for days in range(9):
        work(after=timedelta(days=days))
    states = {told(row)[0] for row in rows}
    client.force_login(manager)
    page = client.get(reverse("recruitment:emails")).text
    ready = client.get("/readyz").json()["email_refused_seconds"]
    server.to_sender = "250 OK"
    server.refuse.clear()

    for minutes in (10, 20):
        work(after=timedelta(days=8, minutes=minutes))

    assert (states, server.ids) == ({State.WAITING}, [row.message_id for row in rows])
    assert page.count("Sender address rejected") == 1
    assert ready > 0
    assert "takes nothing from" not in client.get(reverse("recruitment:emails")).text
    assert client.get("/readyz").json()["email_refused_seconds"] == 0


def test_who_administers_the_site_is_told_that_nothing_leaves(server, centre, admin_client):
    server.to_sender = "530 Authentication required"
    post(centre)
    work()

    page = admin_client.get(reverse("admin:recruitment_message_changelist")).text

    assert "Authentication required" in page


@pytest.mark.parametrize(
    ("answer", "state"),
    [("552 Too large for us", State.FAILED), ("451 Come back later", State.WAITING)],
)
def test_what_the_sender_is_told_of_one_e_mail_is_no_trouble_of_all(server, centre, answer, state):
    server.to_sender = answer
    message = post(centre)

    work()

    assert told(message) == (state, answer)
    assert message.tries == 1
    assert blocked.problem() == ""


def test_an_address_the_server_cannot_take_now_is_tried_later(server, centre):
    server.refuse["jo@example.org"] = "451 Try again later"
    message = post(centre)
    work()
    waiting = told(message)
    server.refuse.clear()

    work(after=timedelta(minutes=2))

    assert waiting == (State.WAITING, "451 Try again later")
    assert told(message) == (State.SENT, "")


def test_a_decision_the_server_may_have_taken_waits_for_a_person(server, centre, manager):
    server.at_data = lambda mail: None  # it cuts the line without a word
    unclear, ordinary = post(centre, "1", decision=True), post(centre, "2")
    work()
    work(after=timedelta(hours=1))
    state, problem = told(unclear)
    server.at_data = lambda mail: "250 Taken"

    work(after=timedelta(days=1))

    assert (state, bool(problem)) == (State.UNCLEAR, True)
    assert told(unclear)[0] == State.UNCLEAR
    assert server.ids == [ordinary.message_id]


@pytest.mark.parametrize(("went", "sent"), [(True, 0), (False, 1)])
def test_a_person_says_what_became_of_an_unclear_decision(server, centre, manager, went, sent):
    message = post(centre, decision=True)
    Message.objects.filter(pk=message.pk).update(state=State.UNCLEAR)

    if went:
        outbox.say_it_went_out(message, by=manager)
    else:
        outbox.send_again([message.pk], by=manager)
    work()

    assert told(message)[0] == State.SENT
    assert message.settled_by == manager
    assert server.ids == [message.message_id] * sent


def test_a_held_e_mail_goes_when_it_is_released(server, centre, manager):
    held, withdrawn = post(centre, "1", held=True), post(centre, "2", held=True)
    work()
    before = list(server.taken)
    outbox.withdraw([withdrawn.pk], by=manager)

    released = outbox.release([held.pk, withdrawn.pk], by=manager)
    work()

    assert (before, released) == ([], 1)
    assert server.ids == [held.message_id]


@pytest.mark.parametrize(
    ("to", "subject", "body", "problem"),
    [
        ("", "S", "T", "no address"),
        ("jo@example.org, li@example.org", "S", "T", "not an address"),
        ("jo@example.org\r\nBcc: li@example.org", "S", "T", "not an address"),
        ("jo@example.org", "S", " \n", "no text"),
    ],
)
def test_what_cannot_be_sent_stands_in_the_log_and_stops_nobody(
    server, centre, to, subject, body, problem
):
    message = post(centre, to=to, subject=subject, body=body)

    work()

    assert message.state == State.FAILED
    assert problem in message.problem
    assert server.taken == []


def test_a_line_break_in_a_name_begins_no_header(server, centre):
    centre.name = "Optics\r\nBcc: li@example.org"
    centre.save()
    files = [("a\r\nX-Evil: 1.pdf", b"%PDF", "application/pdf\r\nX-Evil: 2")]
    message = post(centre, subject="Hello\r\nBcc: li@example.org\n\nText", attachments=files)

    work()

    (mail,) = server.taken
    assert told(message) == (State.SENT, "")
    assert mail.envelope == ["jo@example.org"]
    assert mail["Subject"] == "Hello Bcc: li@example.org Text"
    assert not {"Bcc", "X-Evil"} & {name for part in mail.walk() for name in part}


def test_two_workers_send_an_e_mail_once(server, centre, monkeypatch):
    message, build = post(centre), sending.as_mail

    def meanwhile(row):
        monkeypatch.setattr(sending, "as_mail", build)
        send_due.call()  # the other worker looks what is due
        return build(row)

    monkeypatch.setattr(sending, "as_mail", meanwhile)

    work()

    assert server.ids == [message.message_id]


def test_a_whole_batch_is_sent_and_the_rest_is_queued(server, centre, monkeypatch):
    queued = []
    monkeypatch.setattr("recruitment.messages.sending.start", queued.append)
    for number in range(23):
        post(centre, str(number))

    work()

    assert (len(server.taken), queued) == (20, [send_due])


def test_one_that_no_e_mail_can_be_made_of_fails_and_the_others_go(server, centre):
    broken, other = post(centre, "1"), post(centre, "2")
    Message.objects.filter(pk=broken.pk).update(subject="a\nBcc: li@example.org")

    work()

    assert told(broken)[0] == State.FAILED
    assert server.ids == [other.message_id]


def test_a_decision_that_no_longer_holds_is_not_sent_again(server, centre, manager):
    application = make_application(centre)
    told = {"application": application, "decision": True}
    failed, unclear = (post(centre, str(n), **told) for n in range(2))
    Message.objects.filter(pk=failed.pk).update(state=State.FAILED)
    Message.objects.filter(pk=unclear.pk).update(state=State.UNCLEAR)

    outbox.withdraw_void(Q(application=application.pk), by=manager.pk, why="Open again")
    sent = outbox.send_again([failed.pk, unclear.pk], by=manager)
    work(after=timedelta(days=2))

    assert (sent, server.taken) == (0, [])
    assert told_state(failed, unclear) == [State.WITHDRAWN, State.UNCLEAR]
    assert Line(unclear, settles=True).verbs == ("went", "withdraw")
    assert outbox.withdraw([unclear.pk], by=manager) == 1


def test_a_decision_that_is_undone_while_it_is_being_sent_is_not_tried_again(
    server, centre, settings, manager, monkeypatch
):
    application = make_application(centre)
    message, build = post(centre, application=application, decision=True), sending.as_mail

    def meanwhile(row):
        outbox.withdraw_void(Q(application=application.pk), by=manager.pk, why="Open again")
        return build(row)

    monkeypatch.setattr(sending, "as_mail", meanwhile)
    settings.EMAIL_PORT = 1
    work()
    settings.EMAIL_PORT = server.port
    work(after=timedelta(days=2))

    assert (told_state(message), server.taken) == ([State.UNCLEAR], [])


def told_state(*rows):
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def test_each_e_mail_has_its_whole_time_however_long_those_before_it_took(
    server, centre, monkeypatch
):
    rows = [post(centre, cause) for cause in ("one", "two")]
    until = []
    with time_machine.travel(timezone.now(), tick=False) as clock:

        def slowly(row, _server):
            row.refresh_from_db()
            until.append(row.next_try_at - timezone.now())
            clock.shift(timedelta(minutes=4))
            return True

        monkeypatch.setattr(sending, "_send", slowly)
        send_due.call()

    assert until == [sending.LEASE] * len(rows)
