"""Whoever may not be written to is not: told at the moment of writing, and held before sending."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from recruitment.assessment import choosing
from recruitment.assessment.actions import cancel
from recruitment.candidates.models import Candidate
from recruitment.duplicates.merging import Choice, merge
from recruitment.messages import outbox
from recruitment.messages.models import Message, State
from recruitment.messages.sending import send_due
from tests.factories import (
    make_application,
    make_candidate,
    make_interview,
    make_offer,
    make_user,
    reason,
)

pytestmark = pytest.mark.django_db
WHY = "asked us to stop"


@pytest.fixture(autouse=True)
def this_year():
    """Days of another year are told with it."""
    with time_machine.travel(datetime(2026, 11, 26, 2, tzinfo=UTC)):
        yield


def silence(*people):
    rows = Candidate.objects.filter(pk__in=[one.pk for one in people])
    rows.update(no_contact_on=date(2026, 11, 3), no_contact_reason=WHY)


@pytest.fixture
def silent(centre):
    person = make_candidate(
        centre, full_name="Ada Ng", no_contact_on=date(2026, 11, 3), no_contact_reason=WHY
    )
    return make_application(centre, kind="screen", candidate=person)


def post(application, cause="x", **more):
    person = application.candidate
    said = {"to": person.email, "subject": "News", "body": "Dear you"} | more
    return outbox.post(
        "letter", cause, centre=application.centre, candidate=person, application=application,
        **said,
    )  # fmt: skip


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_what_is_written_to_them_is_held_with_the_reason_and_not_lost(silent):
    message = post(silent)
    send_due.call()

    message.refresh_from_db()
    told = "Ada Ng may not be written to since 3 November 2026: asked us to stop"
    assert (message.state, message.problem, mail.outbox) == (State.HELD, told, [])


def test_who_is_told_of_them_is_written_to_all_the_same(silent):
    post(silent, to="referee@example.org")
    send_due.call()

    assert [one.to for one in mail.outbox] == [["referee@example.org"]]


def test_an_e_mail_that_waits_is_held_when_it_is_said_meanwhile(centre):
    one = make_application(centre, kind="screen")
    message = post(one)
    Message.objects.update(state=State.WAITING, next_try_at=timezone.now())
    mail.outbox.clear()
    silence(one.candidate)

    send_due.call()

    message.refresh_from_db()
    assert (message.state, mail.outbox) == (State.HELD, [])
    assert WHY in message.problem


def test_nobody_releases_it_until_it_is_taken_off_and_then_it_goes(as_manager, silent):
    message = post(silent, decision=True, held=True)
    settle = reverse("recruitment:email-settle", args=[message.pk, "release"])

    one_by_one = as_manager.post(settle, follow=True).text
    together = as_manager.post(
        reverse("recruitment:emails-release"), {"email": [message.pk]}, follow=True
    ).text
    assert "Ada Ng may not be written to" in one_by_one
    assert "Ada Ng may not be written to" in together
    assert (states(), mail.outbox) == ([State.HELD], [])

    Candidate.objects.update(no_contact_on=None, no_contact_reason="")
    as_manager.post(settle)
    assert [one.subject for one in mail.outbox] == ["News"]


def test_the_others_that_are_held_are_released_and_the_rest_is_said(as_manager, centre, silent):
    post(silent, "a", held=True)
    post(make_application(centre), "b", held=True)

    page = as_manager.post(reverse("recruitment:emails-release"), {"all": "2"}, follow=True).text

    assert "1 e-mail is on its way. Ada Ng may not be written to" in page
    assert states() == [State.HELD, State.SENT]


def test_who_writes_to_them_is_told_why_not(as_manager, centre, silent):
    person = silent.candidate
    other = make_application(centre)

    alone = as_manager.get(reverse("recruitment:email-add", args=[person.pk]), follow=True).text
    many = as_manager.post(
        reverse("recruitment:emails-write"), {"application": [silent.pk, other.pk]}
    ).context["circle"]

    assert "Ada Ng may not be written to since 3 November 2026: asked us to stop" in alone
    assert [who for who, _why in many.left_out] == [person]


def test_a_decision_about_them_is_held_and_the_tick_says_why(as_manager, silent):
    url = reverse("recruitment:application-close", args=[silent.pk])

    tick = as_manager.get(url).context["form"].fields["tell"]
    assert tick.disabled
    assert tick.help_text == (
        "Ada Ng may not be written to since 3 November 2026: asked us to stop. "
        "What the centre decided is held under E-mails."
    )
    why = reason(silent.centre, "weaker", party="centre").pk
    as_manager.post(url, {"reason": why, "version": silent.version, "tell": "on"})

    assert states() == [State.HELD]
    page = as_manager.get(reverse("recruitment:emails")).text
    assert "Tell them another way, or take that off in their details." in page


def test_a_day_and_a_reason_go_together_in_the_form_and_in_the_database(as_manager, centre):
    person = make_candidate(centre)
    url = reverse("recruitment:candidate-edit", args=[person.pk])
    shown = as_manager.get(url).context["form"]
    typed = {name: shown[name].value() or "" for name in shown.fields}
    typed |= {f"initial-{name}": value for name, value in typed.items()}
    typed["version"] = person.version
    typed |= {"education-TOTAL_FORMS": "0", "education-INITIAL_FORMS": "0"}

    half = as_manager.post(url, typed | {"no_contact_reason": WHY})
    assert "Say since when they may not be written to." in half.text
    as_manager.post(url, typed | {"no_contact_reason": WHY, "no_contact_on": "2026-11-03"})

    person.refresh_from_db()
    assert (person.no_contact_on, person.no_contact_reason) == (date(2026, 11, 3), WHY)
    page = as_manager.get(person.get_absolute_url() + "?tab=details").text
    assert "since Tue 3 Nov: asked us to stop" in page
    # Opened and saved without a change, it stays as it was.
    again = as_manager.get(url).context["form"]
    assert dict(again.seen())["initial-no_contact_on"] == "2026-11-03"


def test_the_list_has_a_column_for_it(as_manager, silent):
    page = as_manager.get(reverse("recruitment:candidates"), {"cols": "silent"}).text

    assert ">Tue 3 Nov<" in page
    assert WHY not in page


@pytest.mark.parametrize("keep", ["theirs", "the other's"])
def test_a_merge_keeps_that_one_of_the_two_may_not_be_written_to(centre, silent, keep):
    other, theirs = make_candidate(centre, full_name="Ada Ng"), silent.candidate
    kept, gone = (theirs, other) if keep == "theirs" else (other, theirs)

    merge(Choice(kept=kept.pk, gone=gone.pk), by=None)

    (person,) = Candidate.objects.all()
    assert (person.no_contact_on, person.no_contact_reason) == (date(2026, 11, 3), WHY)


def test_what_waited_before_this_was_known_is_marked_by_the_migration(centre):
    one = make_application(centre)
    theirs, not_theirs = post(one, "a", held=True), post(one, "b", to="who@example.org", held=True)
    Message.objects.update(to_candidate=False)

    import_module("recruitment.migrations.0056_may_not_be_written_to").mark_unsent(apps, None)

    marked = dict(Message.objects.values_list("pk", "to_candidate"))
    assert marked == {theirs.pk: True, not_theirs.pk: False}


def test_who_would_write_by_an_interview_or_an_offer_reads_it_there(
    as_manager, manager, director, silent
):
    interview = make_interview(silent, make_user("panel", silent.centre))
    offer = make_offer(silent, by=manager)

    for page in (interview, offer):
        assert f"Tue 3 Nov: {WHY}" in as_manager.get(page.get_absolute_url()).text


def test_of_what_is_held_about_an_interview_only_what_still_holds_can_be_released(silent, manager):
    interview = make_interview(silent, make_user("panel", silent.centre), at=None)
    first = timezone.now() + timedelta(days=3)
    for days in (0, 1):
        choosing.offer(interview, [first + timedelta(days=days)], by=manager)
    offered = states()

    cancel(interview, reason="Ill", by=manager, tell=True)

    assert offered == ["withdrawn", "held"]
    assert "held" not in states()[:2]
