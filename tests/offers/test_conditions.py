"""What an offer depends on is approved and accepted with it; how far it has come is noted later."""

from datetime import date

import pytest
from django.urls import reverse

from centre.web.refusal import Refused
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.offers import actions, conditions
from recruitment.offers.listing import unmet_of
from recruitment.offers.models import Condition, Offer
from recruitment.pipeline.models import Application
from tests.factories import make_application, make_offer, make_opening, make_user, stage

OPEN = {"kind": "visa", "gate": "first_day", "state": "open"}


@pytest.fixture
def one(centre):
    return make_application(centre, kind="decision")


def add(client, offer, **typed):
    url = reverse("recruitment:condition-add", args=[offer.pk])
    return client.post(url, {**OPEN, **typed}, follow=True).content.decode()


def edit(client, row, **typed):
    url = reverse("recruitment:condition-edit", args=[row.pk])
    return client.post(url, {**OPEN, **typed}, follow=True).content.decode()


def remove(client, row):
    url = reverse("recruitment:condition-delete", args=[row.pk])
    return client.post(url, follow=True).content.decode()


def start(application, *, on):
    application.refresh_from_db()
    to = stage(application.centre, "started")
    take(application, Ask("move", stage=to, starts_on=on), actor=None)


def reach(offer, state, manager, director):
    """Send a draft on its way, up to that state."""
    steps = {
        "in_approval": (actions.submit, manager),
        "approved": (actions.approve, director),
        "sent": (actions.send, manager),
        "accepted": (actions.accept, manager),
    }
    for reached, (verb, who) in steps.items():
        verb(offer, by=who)
        if reached == state:
            return


@pytest.mark.parametrize("state", ["in_approval", "approved", "sent"])
def test_what_was_sent_for_approval_keeps_its_conditions(as_manager, one, manager, director, state):
    offer = make_offer(one, by=manager)
    visa = Condition.objects.create(offer=offer, kind="visa")
    reach(offer, state, manager, director)

    told = [add(as_manager, offer, kind="fee"), remove(as_manager, visa)]
    edit(as_manager, visa, kind="fee", gate="final", text="Nothing", due_on="2027-01-01")

    assert all("Edit the offer first: that makes a new version" in words for words in told)
    assert list(Condition.objects.values_list("kind", "gate", "text", "due_on")) == [
        ("visa", "first_day", "", None)
    ]
    assert Offer.objects.get().revision == offer.revision


def test_a_draft_sent_back_was_read_by_approvers_and_wants_a_new_version(
    as_manager, one, manager, director
):
    offer = make_offer(one, by=manager)
    reach(offer, "in_approval", manager, director)
    actions.send_back(offer, by=director, note="What of the visa?")

    told = add(as_manager, offer)
    newer = actions.edit(offer, list(offer.parts.all()), by=manager)
    add(as_manager, newer)

    assert "makes a new version" in told
    assert [row.offer for row in Condition.objects.all()] == [newer]


def test_how_far_a_condition_has_come_is_noted_at_any_time_and_stands_in_the_history(
    as_manager, one, manager, director
):
    offer = make_offer(one, by=manager)
    visa = Condition.objects.create(offer=offer, kind="visa")
    reach(offer, "sent", manager, director)

    edit(as_manager, visa, state="under_way", begun_on="2026-11-02", reference="V-17")

    visa.refresh_from_db()
    last = offer.events.last()
    assert (visa.state, visa.reference) == ("under_way", "V-17")
    assert (last.by, last.note) == (
        manager,
        "Condition edited: Visa or work permit, Under way.",
    )
    assert Offer.objects.get().revision == offer.revision + 1


def test_whoever_changes_the_conditions_of_a_draft_wrote_it_too(one, centre, manager):
    both, other = make_user("director", centre), make_user("director", centre)
    offer = make_offer(one, by=manager)
    visa = Condition(offer=offer, kind="visa")
    conditions.add(visa, by=both)
    conditions.remove(visa, by=both)
    actions.submit(offer, by=manager)

    with pytest.raises(Refused, match="You wrote this offer"):
        actions.approve(offer, by=both)
    actions.approve(offer, by=other)

    notes = [event.note for event in offer.events.all() if event.by == both]
    assert notes == [
        "Condition added: Visa or work permit.",
        "Condition taken away: Visa or work permit.",
    ]


def test_to_an_accepted_offer_the_office_adds_a_clearance_and_nothing_else(
    as_manager, one, manager, director
):
    offer = make_offer(one, by=manager, state="accepted")

    add(as_manager, offer, kind="fee")
    add(as_manager, offer, kind="visa", gate="final")
    assert not Condition.objects.exists()
    add(as_manager, offer, kind="security")
    row = Condition.objects.get()
    told = remove(as_manager, row)
    edit(as_manager, row, kind="security", state="met")

    row.refresh_from_db()
    assert "stay as they are" in told
    assert (row.kind, row.gate, row.state) == ("security", "first_day", "met")
    assert "Condition added: Security clearance." in [one.note for one in offer.events.all()]


def test_the_page_says_how_conditions_are_changed_once_they_are_fixed(
    as_manager, one, manager, director
):
    offer = make_offer(one, by=manager)
    url = reverse("recruitment:condition-add", args=[offer.pk])
    draft = as_manager.get(offer.get_absolute_url()).content.decode()
    reach(offer, "approved", manager, director)
    approved = as_manager.get(offer.get_absolute_url()).content.decode()

    assert url in draft
    assert url not in approved
    assert "To change what the offer depends on, edit the offer" in approved


def test_another_condition_is_named_in_words(as_manager, one, manager):
    offer = make_offer(one, by=manager)

    told = add(as_manager, offer, kind="other")
    add(as_manager, offer, kind="other", text="A medical check")

    assert "Say what it is" in told
    assert [str(one) for one in Condition.objects.all()] == ["A medical check"]


def test_a_visa_that_ran_out_by_the_first_day_lets_nobody_start(as_manager, one, manager, director):
    offer = make_offer(one, by=manager, state="accepted")
    make_opening(one)
    Application.objects.filter(pk=one.pk).update(owner=manager)
    visa = Condition.objects.create(
        offer=offer, kind="visa", state="met", settled_on="2026-11-02", valid_until="2027-03-30"
    )

    page = as_manager.get(offer.get_absolute_url()).content.decode()
    with pytest.raises(IllegalMove, match=r"Still open: Visa or work permit \(valid until 30 Mar"):
        start(one, on=date(2027, 9, 1))
    tasks = as_manager.get(reverse("recruitment:tasks")).content.decode()

    assert "valid until 30 Mar 2027, and the first day is 1 Sep 2027" in page
    assert "Runs out before the first day" in page
    assert "Ready for the first day" not in page
    assert "Visa or work permit runs out before the first day. Renew it" in tasks
    assert unmet_of([offer]) == {offer.pk: 1}
    # On the last day it is valid they may start.
    Condition.objects.filter(pk=visa.pk).update(valid_until="2027-09-01")
    start(one, on=date(2027, 9, 1))
    assert one.status == "enrolled"


def test_an_english_test_of_an_offer_that_is_final_may_run_out(one, manager, director):
    offer = make_offer(one, by=manager, state="accepted")
    make_opening(one)
    offer.conditions.create(
        kind="english", gate="final", state="met",
        settled_on="2026-11-02", valid_until="2027-03-30",
    )  # fmt: skip

    start(one, on=date(2027, 9, 1))

    assert one.status == "enrolled"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ({"state": "met", "settled_on": "2099-12-02"}, "settled_on"),
        ({"state": "refused", "settled_on": "2099-12-02"}, "settled_on"),
        ({"state": "under_way", "begun_on": "2099-12-02"}, "begun_on"),
    ],
)
def test_nothing_is_noted_as_done_on_a_day_that_is_still_to_come(
    as_manager, one, manager, typed, name
):
    offer = make_offer(one, by=manager)
    row = Condition.objects.create(offer=offer, kind="visa", gate="first_day")

    url = reverse("recruitment:condition-edit", args=[row.pk])
    answer = as_manager.post(url, {**OPEN, **typed})

    assert answer.status_code == 422
    (told,) = answer.context["form"].errors[name]
    assert told.startswith("Wed 2 Dec 2099 lies ahead. Enter the day it was")
    row.refresh_from_db()
    assert (row.state, row.settled_on, row.begun_on) == ("open", None, None)
