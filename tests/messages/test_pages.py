"""E-mails on the pages: written to one candidate, the log of a person, those that wait."""

import uuid

import pytest
from django.core import mail
from django.db.models import Q
from django.urls import reverse

from recruitment.messages import outbox
from recruitment.messages.models import Message, State
from recruitment.messages.texts import MailText
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_message,
    make_supervisor,
    make_user,
)
from tests.sent import forms_on

pytestmark = pytest.mark.django_db


def log_of(client, person):
    return client.get(f"{person.get_absolute_url()}?tab=emails").text


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_an_e_mail_to_a_candidate_begins_with_the_text_of_the_centre_and_goes_once(
    as_manager, centre, manager
):
    person = make_candidate(centre, full_name="Ada Ng", preferred_name="Ada")
    one = make_application(centre, candidate=person)
    url = reverse("recruitment:email-add", args=[person.pk])
    page = as_manager.get(url)
    (form,) = [form for form in forms_on(page) if "body" in form["sent"]]

    for _click in range(2):
        as_manager.post(url, form["sent"] | {"to": person.email})

    (sent,) = mail.outbox
    message = Message.objects.get()
    assert sent.body.startswith("Dear Ada,")
    assert (sent.to, sent.reply_to) == ([person.email], [manager.email])
    assert (message.application, message.by, message.state) == (one, manager, State.SENT)
    assert "Your application to" in log_of(as_manager, person)


def test_an_e_mail_goes_to_an_address_on_record_and_to_no_other(as_manager, centre):
    person = make_candidate(centre, other_emails="ada@example.org")
    url = reverse("recruitment:email-add", args=[person.pk])
    typed = {"token": uuid.uuid4(), "subject": "S", "body": "T"}

    refused = as_manager.post(url, typed | {"to": "elsewhere@example.org"})
    as_manager.post(url, typed | {"to": "ada@example.org"})

    assert refused.status_code == 422
    assert [one.to for one in mail.outbox] == [["ada@example.org"]]


def test_somebody_without_an_address_is_told_of_instead(as_manager, centre):
    person = make_candidate(centre, email="")

    answer = as_manager.get(reverse("recruitment:email-add", args=[person.pk]), follow=True)

    assert "no e-mail address" in answer.text


def test_a_supervisor_reads_what_is_nobody_s_secret_and_what_they_wrote(client, centre):
    account = make_user("supervisor", centre)
    profile = make_supervisor(centre, user=account)
    one = make_application(centre, supervisor=profile)
    for kind, subject, by in (
        ("letter", "A letter", None),
        ("offer", "Salary 20,000", None),
        ("offer", "Mine", account),
    ):
        make_message(one, kind=kind, subject=subject, by=by)
    client.force_login(account)

    page = log_of(client, one.candidate)

    assert "A letter" in page
    assert "Mine" in page
    assert "Salary 20,000" not in page


def test_a_log_takes_as_many_statements_for_one_e_mail_as_for_many(
    as_manager, centre, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    one = make_application(centre)
    counts = []
    for times in (1, 8):
        for _time in range(times):
            make_message(one, attachments=[("a.pdf", b"%PDF", "application/pdf")])
        log_of(as_manager, one.candidate)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            log_of(as_manager, one.candidate)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_held_decisions_are_released_together(as_manager, centre):
    rows = [make_message(make_application(centre), held=True, decision=True) for _n in range(3)]
    page = as_manager.get(reverse("recruitment:emails")).text

    as_manager.post(reverse("recruitment:emails-release"), {"email": [rows[0].pk, rows[2].pk, "x"]})

    assert all(row.candidate.full_name in page for row in rows)
    assert [state_of(row) for row in rows] == [State.SENT, State.HELD, State.SENT]
    assert len(mail.outbox) == 2


def test_an_unclear_decision_stands_on_the_list_until_somebody_says_what_became_of_it(
    as_manager, centre, manager
):
    rows = [make_message(make_application(centre), decision=True) for _n in range(2)]
    mail.outbox.clear()
    Message.objects.update(state=State.UNCLEAR)
    page = as_manager.get(reverse("recruitment:emails")).text

    for row, verb in zip(rows, ("went", "again"), strict=True):
        as_manager.post(reverse("recruitment:email-settle", args=[row.pk, verb]))

    assert "Did these go out?" in page
    assert [state_of(row) for row in rows] == [State.SENT, State.SENT]
    assert [one.to for one in mail.outbox] == [[rows[1].to]]
    assert "Did these go out?" not in as_manager.get(reverse("recruitment:emails")).text


def test_of_two_who_settle_one_e_mail_the_second_is_told(as_manager, centre, manager):
    row = make_message(make_application(centre), held=True)
    outbox.withdraw([row.pk], by=manager)

    answer = as_manager.post(
        reverse("recruitment:email-settle", args=[row.pk, "release"]), follow=True
    )

    assert "Somebody else settled it meanwhile." in answer.text
    assert state_of(row) == State.WITHDRAWN


def test_another_centre_s_e_mails_are_neither_shown_nor_released(as_manager):
    row = make_message(make_application(make_centre()), held=True)

    as_manager.post(reverse("recruitment:emails-release"), {"email": [row.pk]})

    assert row.subject not in as_manager.get(reverse("recruitment:emails")).text
    assert state_of(row) == State.HELD


def text_url(kind="closed", language="en"):
    return reverse("recruitment:settings-email-text", args=[kind, language])


def test_a_text_is_shown_as_a_real_candidate_would_read_it_and_then_kept(as_manager, centre):
    make_application(centre, candidate=make_candidate(centre, full_name="Ada {sender} Ng"))
    typed = {"subject": "News for {name}", "body": "Dear {full_name}"}

    shown = as_manager.post(text_url(), typed | {"preview": "1"})
    before = MailText.objects.count()
    as_manager.post(text_url(), typed)

    assert "News for Ada {sender} Ng" in shown.text
    assert before == 0
    assert MailText.objects.get().body == "Dear {full_name}"


@pytest.mark.parametrize("wrong", ["{nmae}", "{0.__class__}", "{name.email}", "{}", "{{name}}"])
def test_a_placeholder_that_stands_for_nothing_is_refused(as_manager, centre, wrong):
    answer = as_manager.post(text_url(), {"subject": "S", "body": f"Dear {wrong}"})

    if wrong != "{{name}}":  # braces around a placeholder stay braces
        assert answer.status_code == 422
        assert "stands for nothing" in answer.text
        assert MailText.objects.count() == 0


def test_a_private_link_belongs_into_the_text_and_not_into_a_subject(as_manager, centre):
    typed = {"subject": "Your offer: {link}", "body": "Read it here: {link}"}

    answer = as_manager.post(text_url("offer"), typed)

    assert answer.status_code == 422
    assert "“{link}” opens a private page" in answer.text
    assert MailText.objects.count() == 0


def test_whoever_saves_a_text_after_somebody_else_is_told(as_manager, centre):
    as_manager.post(text_url(), {"subject": "S", "body": "First"})
    page = as_manager.get(text_url())
    (form,) = [form for form in forms_on(page) if "body" in form["sent"]]
    MailText.objects.update(body="Second")

    answer = as_manager.post(text_url(), form["sent"] | {"body": "Third"})

    assert answer.status_code == 409
    assert MailText.objects.get().body == "Second"


def test_the_original_text_comes_back(as_manager, centre):
    as_manager.post(text_url(), {"subject": "Mine", "body": "Mine"})

    as_manager.post(
        reverse("recruitment:settings-email-text-reset", args=[MailText.objects.get().pk])
    )

    assert "is closed" in as_manager.get(text_url()).text
    assert MailText.objects.count() == 0


SECRET = "http://127.0.0.1:8000/l/" + "aB3-_" * 9 + "/"


def test_nobody_in_the_office_reads_the_private_link_an_e_mail_brings(
    as_manager, centre, client, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    one = make_application(centre)
    row = make_message(one, kind="reference", body=f"Dear Ann,\n\n{SECRET}\n\nThank you.")

    page = log_of(as_manager, one.candidate)
    client.force_login(make_user(email="root@example.org", is_staff=True, is_superuser=True))
    in_admin = client.get(f"/admin/recruitment/message/{row.pk}/change/").text

    for shown in (page, in_admin):
        assert "Thank you." in shown
        assert "/l/…/" in shown
        assert SECRET not in shown
    assert SECRET in Message.objects.get().body  # it is still to be sent


def test_what_is_kept_of_an_e_mail_that_went_out_or_never_will_has_no_private_link(centre, manager):
    rows = [
        make_message(make_application(centre), body=f"Hello {SECRET}", held=True, decision=True)
        for _n in range(4)
    ]
    sent, withdrawn, void, unclear = rows
    Message.objects.filter(pk=unclear.pk).update(state=State.UNCLEAR)

    outbox.release([sent.pk], by=manager)
    outbox.withdraw([withdrawn.pk], by=manager)
    outbox.withdraw_void(Q(application=void.application_id), by=manager.pk, why="Open again")
    outbox.say_it_went_out(unclear, by=manager)

    assert [one.body for one in mail.outbox] == [f"Hello {SECRET}"]
    kept = set(Message.objects.values_list("body", flat=True))
    assert kept == {"Hello http://127.0.0.1:8000/l/…/"}


def test_all_that_is_held_is_counted_and_released_if_it_is_still_as_many(
    as_manager, centre, monkeypatch
):
    monkeypatch.setattr("recruitment.messages.reading.SHOWN", 2)
    rows = [make_message(make_application(centre), held=True, decision=True) for _n in range(3)]
    page = as_manager.get(reverse("recruitment:emails")).text
    rows.append(make_message(make_application(centre), held=True, decision=True))

    refused = as_manager.post(reverse("recruitment:emails-release"), {"all": "3"}, follow=True)
    as_manager.post(reverse("recruitment:emails-release"), {"all": "4"})

    assert "Send all 3" in page
    assert "4 e-mails are held by now." in refused.text
    assert [state_of(row) for row in rows] == [State.SENT] * 4
