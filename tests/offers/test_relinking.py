"""A corrected address: whoever reads the old one opens nothing, and the office sends a new link."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recruitment.assessment import choosing
from recruitment.assessment.models import Interview
from recruitment.candidates.models import Candidate
from recruitment.messages import outbox
from recruitment.messages.models import Message, State
from recruitment.messages.sending import send_due
from recruitment.offers import deferring
from tests.factories import make_application, make_interview, make_message, make_offer
from tests.sent import forms_on

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "ada@exmaple.org", "ada@example.org"


@pytest.fixture
def one(centre):
    cache.clear()
    application = make_application(centre, kind="decision")
    person = application.candidate
    person.email = WRONG
    person.save()
    return application


def link_to(address):
    """The link in the last e-mail to that address."""
    sent = [mail_ for mail_ in mail.outbox if mail_.to == [address]][-1]
    (link,) = [word for word in sent.body.split() if "/l/" in word]
    return link


def opens(link):
    return Client().post(link).status_code == 302


def correct(person):
    person = Candidate.objects.get(pk=person.pk)
    person.email = RIGHT
    assert person.save_if(person.version, ["email"])


def test_a_link_mailed_to_a_mistyped_address_ends_when_the_address_is_corrected(
    one, as_manager, manager, director
):
    make_offer(one, by=manager, state="sent")
    interview = make_interview(one, at=None)
    interview = Interview.objects.for_list().get(pk=interview.pk)
    of_offer = link_to(WRONG)
    choosing.offer(interview, [timezone.now() + timedelta(days=2)], by=None)
    of_times = link_to(WRONG)
    before = [opens(of_offer), opens(of_times)]
    page = as_manager.get(reverse("recruitment:candidate-edit", args=[one.candidate_id]))
    (form,) = [form for form in forms_on(page) if "full_name" in form["sent"]]

    as_manager.post(form["action"] or page.request["PATH_INFO"], form["sent"] | {"email": RIGHT})

    assert Candidate.objects.get(pk=one.candidate_id).email == RIGHT
    assert (before, [opens(of_offer), opens(of_times)]) == ([True, True], [False, False])


def test_what_failed_at_the_old_address_goes_to_the_new_one_and_an_old_link_to_nobody(
    one, as_manager, manager, director
):
    make_offer(one, by=manager, state="sent")
    offer_mail, other = Message.objects.get(), make_message(one)
    Message.objects.update(state=State.FAILED)

    correct(one.candidate)

    offer_mail.refresh_from_db()
    other.refresh_from_db()
    assert offer_mail.state == State.WITHDRAWN
    assert (other.state, other.to) == (State.FAILED, RIGHT)


def test_a_new_first_day_that_is_held_waits_on_for_the_corrected_address(
    one, as_manager, manager, director
):
    offer = make_offer(one, by=manager, state="accepted")
    one.refresh_from_db()
    deferring.defer(
        offer, intake=one.track.intakes.get(name="January 2028"), starts_on=date(2028, 1, 10),
        takes_seat=False, told=False, by=manager,
    )  # fmt: skip

    correct(one.candidate)

    rows = Message.objects.filter(kind="offer-deferred").order_by("pk")
    assert [(row.state, row.to) for row in rows] == [("withdrawn", WRONG), ("held", RIGHT)]
    assert "The candidate is not told of the new first day yet" in (
        as_manager.get(offer.get_absolute_url()).text
    )
    outbox.release([rows[1].pk], by=manager)
    send_due.func()
    assert opens(link_to(RIGHT))


def test_a_new_link_goes_once_to_the_address_on_record_and_ends_those_before(
    one, as_manager, manager, director
):
    offer = make_offer(one, by=manager, state="sent")
    old = link_to(WRONG)
    correct(one.candidate)
    url = reverse("recruitment:offer-do", args=[offer.pk, "link"])
    (form,) = [
        form for form in forms_on(as_manager.get(url)) if {"version", "note"} <= {*form["sent"]}
    ]

    for _click in range(2):
        as_manager.post(url, form["sent"])

    assert [mail_.to for mail_ in mail.outbox].count([RIGHT]) == 1
    assert (opens(link_to(RIGHT)), opens(old)) == (True, False)
    assert "Send a new link" in as_manager.get(offer.get_absolute_url()).text
    offer.refresh_from_db()
    assert offer.state == "sent"
