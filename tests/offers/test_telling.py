"""What candidates and the office are told of an offer, and what its letter says."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from centre.web.masking import LINK
from recruitment.messages import outbox
from recruitment.messages.models import Message, State
from recruitment.messages.sending import send_due
from recruitment.messages.texts import NAMED, insist_on_places
from recruitment.moves.gate import Ask, take
from recruitment.offers import actions
from recruitment.offers import mail as emails
from recruitment.offers.lapsing import lapse_overdue
from recruitment.offers.letters import letter_of
from recruitment.offers.models import Condition, Offer
from recruitment.offers.reminding import remind_of_offers
from recruitment.positions.models import Track
from tests.factories import (
    make_application,
    make_candidate,
    make_interview,
    make_offer,
    make_user,
    reason,
)


@pytest.fixture
def one(centre, manager, director):
    return make_application(centre, kind="decision", owner=manager)


def out(application, manager, *, days_left=2, days_out=2, told=True):
    """An offer that is out, sent so many days ago."""
    offer = make_offer(application, by=manager, state="approved")
    actions.send(offer, by=manager, told=told)
    now = timezone.now()
    Offer.objects.filter(pk=offer.pk).update(
        sent_at=now - timedelta(days=days_out), expires_at=now + timedelta(days=days_left)
    )
    Message.objects.filter(state=State.SENT).update(sent_at=now - timedelta(days=days_out))
    mail.outbox.clear()
    return Offer.objects.get(pk=offer.pk)


def said():
    return sorted((one.kind, one.state) for one in Message.objects.all())


def do(client, offer, verb, **typed):
    url = reverse("recruitment:offer-do", args=[offer.pk, verb])
    offer.refresh_from_db()
    return client.post(url, {"version": offer.revision, "note": "", **typed}, follow=True)


@pytest.mark.parametrize("kind", [emails.REMINDER, emails.RESCINDED, emails.LAPSED])
def test_what_is_said_of_an_offer_is_there_in_every_language_with_known_places(kind):
    assert set(kind.texts) == {code for code, _name in NAMED}
    for parts in kind.texts.values():
        for part in parts:
            insist_on_places(part, kind.places)


# ---- a tick of its own ----


@pytest.mark.django_db
def test_an_offer_sent_without_the_tick_is_out_and_its_e_mail_held(as_manager, one, manager):
    offer = make_offer(one, by=manager, state="approved")

    do(as_manager, offer, "send")

    offer.refresh_from_db()
    assert (offer.state, said()) == ("sent", [("offer", State.HELD)])
    assert mail.outbox == []


@pytest.mark.django_db
def test_an_offer_to_whom_nobody_may_write_is_out_and_its_e_mail_held_and_the_tick_says_why(
    as_manager, one, manager
):
    person = one.candidate
    person.no_contact_on, person.no_contact_reason = one.centre.today(), "asked us to stop"
    person.save()
    offer = make_offer(one, by=manager, state="approved")
    url = reverse("recruitment:offer-do", args=[offer.pk, "send"])

    tick = as_manager.get(url).context["form"]["told"]
    do(as_manager, offer, "send", told="on")
    link = do(as_manager, offer, "link").text

    assert tick.field.disabled
    assert "asked us to stop" in tick.help_text
    assert (Offer.objects.get().state, said()) == ("sent", [("offer", State.HELD)])
    assert "may not be written to" in link


@pytest.mark.django_db
def test_what_was_held_of_an_offer_is_held_again_when_its_end_is_undone(
    as_manager, centre, one, manager
):
    offer = out(one, manager, told=False)
    one.refresh_from_db()
    as_manager.post(
        reverse("recruitment:application-close", args=[one.pk]),
        {"version": one.version, "reason": reason(centre, "weaker").pk},
    )
    one.refresh_from_db()

    as_manager.post(
        reverse("recruitment:application-undo", args=[one.pk]), {"version": one.version}
    )

    offer.refresh_from_db()
    states = set(Message.objects.filter(kind="offer").values_list("state", flat=True))
    assert (offer.state, states) == ("sent", {State.HELD, State.WITHDRAWN})
    assert mail.outbox == []


@pytest.mark.django_db
def test_what_was_held_of_an_offer_they_declined_is_not_released_unless_the_no_is_undone(
    as_manager, centre, one, manager
):
    offer = out(one, manager, told=False)

    do(as_manager, offer, "decline", reason=reason(centre, "pay", party="candidate").pk)
    declined = said()
    one.refresh_from_db()
    as_manager.post(
        reverse("recruitment:application-undo", args=[one.pk]), {"version": one.version}
    )

    assert declined == [("offer", State.WITHDRAWN)]
    assert said() == [("offer", State.HELD), ("offer", State.WITHDRAWN)]


@pytest.mark.django_db
def test_the_held_letter_of_an_offer_accepted_by_phone_never_goes_out_unless_the_yes_is_undone(
    as_manager, one, manager
):
    offer = out(one, manager, told=False)
    held = Message.objects.get()

    do(as_manager, offer, "accept")
    accepted = said()
    as_manager.post(reverse("recruitment:emails-release"), {"email": held.pk})
    released = said()
    one.refresh_from_db()
    as_manager.post(
        reverse("recruitment:application-undo", args=[one.pk]), {"version": one.version}
    )

    offer.refresh_from_db()
    assert accepted == released == [("offer", State.WITHDRAWN)]
    assert mail.outbox == []
    assert (offer.state, said()) == (
        "sent", [("offer", State.HELD), ("offer", State.WITHDRAWN)]
    )  # fmt: skip


@pytest.mark.django_db
def test_a_new_offer_takes_back_the_end_of_the_one_before_that_was_not_told_yet(
    as_manager, one, manager
):
    do(as_manager, out(one, manager), "rescind", note="Funds")
    held = said()

    out(one, manager)

    assert held == [("offer", State.SENT), ("offer-rescinded", State.HELD)]
    assert said() == [
        ("offer", State.SENT), ("offer", State.SENT), ("offer-rescinded", State.WITHDRAWN),
    ]  # fmt: skip


# ---- reminders ----


@pytest.mark.django_db
def test_candidate_and_owner_are_reminded_once_of_an_offer_that_lapses_soon(one, manager):
    offer = out(one, manager)

    for _run in range(2):
        remind_of_offers.func()

    told = {sent.to[0]: sent for sent in mail.outbox}
    assert set(told) == {one.candidate.email, manager.email}
    assert len(mail.outbox) == 2
    assert re.search(LINK, told[one.candidate.email].body)
    assert offer.get_absolute_url() in told[manager.email].body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "given"),
    [(3, {"days_left": 4}), (0, {"days_left": 0.01}), (3, {"days_out": 0.5})],
    ids=["there is time", "the track reminds nobody", "sent this day"],
)
def test_nobody_is_reminded_too_early(one, manager, days, given):
    Track.objects.update(reminder_days=days)
    out(one, manager, **given)

    remind_of_offers.func()

    assert mail.outbox == []


@pytest.mark.django_db
def test_whoever_was_not_told_of_the_offer_yet_is_not_reminded_of_it(one, manager):
    out(one, manager, told=False)

    remind_of_offers.func()

    assert [sent.to for sent in mail.outbox] == [[manager.email]]


@pytest.mark.django_db
def test_whoever_is_told_of_the_offer_late_is_reminded_of_it_the_day_after(one, manager):
    out(one, manager, told=False)
    remind_of_offers.func()
    outbox.release([Message.objects.get(kind="offer").pk], by=manager)
    send_due.func()
    mail.outbox.clear()

    remind_of_offers.func()
    at_once = len(mail.outbox)
    Message.objects.filter(kind="offer").update(sent_at=timezone.now() - timedelta(days=1))
    for _run in range(2):
        remind_of_offers.func()

    assert at_once == 0
    assert [sent.to for sent in mail.outbox] == [[one.candidate.email]]


@pytest.mark.django_db
def test_a_reminder_the_close_kept_back_is_given_once_it_is_undone(
    as_manager, centre, one, manager
):
    out(one, manager)
    remind_of_offers.func()
    Message.objects.filter(kind="offer-reminder").update(state=State.WAITING, sent_at=None)
    mail.outbox.clear()
    one.refresh_from_db()
    as_manager.post(
        reverse("recruitment:application-close", args=[one.pk]),
        {"version": one.version, "reason": reason(centre, "weaker").pk},
    )
    one.refresh_from_db()
    as_manager.post(
        reverse("recruitment:application-undo", args=[one.pk]), {"version": one.version}
    )

    for _run in range(2):
        remind_of_offers.func()

    assert [sent.to for sent in mail.outbox] == [[one.candidate.email]]


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["left the centre", "account closed", "sees it not", "tied"])
def test_of_an_offer_that_lapses_soon_only_who_may_read_it_is_told(centre, one, manager, why):
    sender = make_user("manager", centre)
    out(one, sender)
    if why == "left the centre":
        manager.memberships.all().delete()
    elif why == "account closed":
        manager.is_active = False
        manager.save()
    elif why == "sees it not":
        manager.memberships.update(role="supervisor")
    else:
        make_interview(one, manager).panel.update(conflict="declared")

    remind_of_offers.func()

    (told,) = Message.objects.filter(kind="offer-expiring")
    assert told.to == sender.email
    assert (told.candidate, told.application) == (one.candidate, one)


# ---- the end of it ----


@pytest.mark.django_db
def test_a_rescission_is_told_with_the_tick_and_held_without(as_manager, centre, one, manager):
    other = make_application(centre, kind="decision")
    offers = [out(each, manager) for each in (one, other)]

    do(as_manager, offers[0], "rescind", note="Funds", told="on")
    do(as_manager, offers[1], "rescind", note="Funds")

    rows = Message.objects.filter(kind="offer-rescinded").order_by("pk")
    assert [(row.to, row.state, row.is_decision) for row in rows] == [
        (one.candidate.email, State.SENT, True),
        (other.candidate.email, State.HELD, True),
    ]
    assert "Funds" not in mail.outbox[0].body


@pytest.mark.django_db
def test_of_an_offer_they_never_heard_of_nobody_is_told_the_end(as_manager, centre, one, manager):
    unsent = make_offer(one, by=manager, state="approved")
    held = out(make_application(centre, kind="decision"), manager, told=False)

    do(as_manager, unsent, "rescind", note="Funds", told="on")
    Offer.objects.filter(pk=held.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    lapse_overdue.func()

    held.refresh_from_db()
    assert (held.state, said(), mail.outbox) == ("lapsed", [("offer", State.WITHDRAWN)], [])


@pytest.mark.django_db
@pytest.mark.parametrize(("back", "then"), [("undo", State.SENT), ("reopen", State.HELD)])
def test_an_offer_that_was_still_to_be_sent_waits_for_somebody_after_an_end_that_was_meant(
    one, manager, back, then
):
    offer = out(one, manager)
    Message.objects.filter(kind="offer").update(state=State.WAITING)
    one.refresh_from_db()
    take(one, Ask("close", reason=reason(one.centre, "no-funding")), actor=manager)
    assert said() == [("offer", State.WITHDRAWN)]

    take(one, Ask(back), actor=manager)

    assert Offer.objects.get(pk=offer.pk).state == "sent"
    assert Message.objects.order_by("pk").last().state == then


@pytest.mark.django_db
def test_who_was_told_of_a_version_before_is_told_the_end_of_the_one_in_its_place(
    as_manager, one, manager
):
    offer = out(one, manager)
    newer = actions.edit(Offer.objects.get(), list(offer.parts.all()), by=manager)

    do(as_manager, newer, "rescind", note="Funds", told="on")

    assert ("offer-rescinded", State.SENT) in said()


@pytest.mark.django_db
def test_a_lapse_is_told_once_in_the_language_of_the_letter(centre, manager, director):
    person = make_candidate(centre, language="zh-hant")
    offer = make_offer(
        make_application(centre, kind="decision", candidate=person), by=manager, state="sent",
        language=person.writes_in,
    )  # fmt: skip
    mail.outbox.clear()
    Offer.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    for _run in range(2):
        lapse_overdue.func()

    (sent,) = mail.outbox
    assert sent.subject.endswith(f"錄取通知已逾期：{offer.application.position}")


@pytest.mark.django_db
def test_they_declined_entered_by_mistake_is_undone_with_the_step_it_took(
    as_manager, centre, one, manager
):
    offer = out(one, manager)
    pay = reason(centre, "pay", party="candidate")
    answer = do(as_manager, offer, "decline", reason=pay.pk)
    undo = reverse("recruitment:application-undo", args=[one.pk])
    one.refresh_from_db()
    closed = one.status

    as_manager.post(undo, {"version": one.version})

    one.refresh_from_db()
    offer.refresh_from_db()
    assert undo in answer.text
    assert closed == "withdrawn"
    assert (one.status, offer.state, offer.reason, offer.answered_at) == (
        "active", "sent", None, None,
    )  # fmt: skip


@pytest.mark.django_db
def test_what_they_declined_themselves_stays_declined_though_the_application_is_reopened(
    as_manager, centre, one, manager
):
    offer = out(one, manager)
    actions.decline(offer, by=None, reason=reason(centre, "pay", party="candidate"))
    one.refresh_from_db()

    as_manager.post(
        reverse("recruitment:application-reopen", args=[one.pk]), {"version": one.version}
    )

    one.refresh_from_db()
    offer.refresh_from_db()
    assert (one.status, offer.state) == ("active", "declined")


# ---- the letter ----


@pytest.mark.django_db
def test_a_clearance_followed_up_after_the_acceptance_is_not_in_the_letter(
    as_manager, one, manager
):
    offer = make_offer(one, by=manager, state="sent")
    Condition.objects.create(offer=offer, kind="degree", text="Your degree")
    actions.accept(offer, by=manager)
    url = reverse("recruitment:condition-add", args=[offer.pk])

    as_manager.post(url, {"kind": "visa", "gate": "first_day", "state": "open", "text": "Visa"})

    offer = Offer.objects.get(pk=offer.pk)
    assert offer.conditions.count() == 2
    assert letter_of(offer)["conditions"] == ["Your degree, before the first day"]
    assert "Visa" in as_manager.get(offer.get_absolute_url()).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("track", "told"), [("doctoral", ["48 months"]), ("postdoc", [])], ids=["doctoral", "postdoc"]
)
def test_the_letter_says_how_long_the_studies_take_and_of_a_contract_nothing(
    centre, manager, director, track, told
):
    application = make_application(centre, kind="decision", track=track)
    offer = make_offer(application, by=manager, months=36)

    rows = letter_of(Offer.objects.get(pk=offer.pk))["rows"]

    assert [value for label, value in rows if "period" in label] == told
    assert ("Months", "36") in rows


@pytest.mark.django_db
@pytest.mark.parametrize("keeps", [True, False])
def test_whether_a_deferral_keeps_the_seat_is_proposed_by_the_rule_of_the_track(
    as_manager, one, manager, keeps
):
    Track.objects.update(deferral_keeps_seat=keeps)
    offer = make_offer(one, by=manager, state="accepted")

    page = as_manager.get(reverse("recruitment:offer-do", args=[offer.pk, "defer"]))

    assert page.context["form"]["takes_seat"].value() is keeps


@pytest.mark.django_db
def test_of_an_offer_that_is_out_but_held_the_page_says_that_nobody_was_told_until_they_are(
    as_manager, one, manager
):
    offer = out(one, manager, told=False)
    page = as_manager.get(offer.get_absolute_url()).text
    held = Message.objects.get()

    url = reverse("recruitment:email-settle", args=[held.pk, "release"])
    told = as_manager.post(url, {"next": offer.get_absolute_url()}, follow=True).text

    assert "The candidate is not told yet: the e-mail is held" in page
    assert url in page
    assert "Waiting for the answer" not in page
    assert "not told yet" not in told
    assert "Waiting for the answer" in told


@pytest.mark.django_db
def test_without_an_address_the_tick_says_so_and_the_page_that_nobody_was_told(
    as_manager, one, manager
):
    one.candidate.email = ""
    one.candidate.save()
    offer = make_offer(one, by=manager, state="approved")
    ask = as_manager.get(reverse("recruitment:offer-do", args=[offer.pk, "send"]))

    page = do(as_manager, offer, "send").text

    tick = ask.context["form"].fields["told"]
    assert (tick.disabled, tick.initial) == (True, False)
    assert "There is no e-mail address of" in ask.text
    assert "The candidate was not told, for the e-mail could not be sent: There is no add" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("track", "named"), [("doctoral", True), ("postdoc", False)])
def test_a_job_is_offered_as_a_position_and_without_an_intake_that_is_none(
    centre, manager, director, track, named
):
    application = make_application(centre, kind="decision", track=track)
    if not named:
        type(application.intake).objects.filter(pk=application.intake_id).update(starts_on=None)

    make_offer(application, by=manager, state="sent")

    body = Message.objects.get().body
    assert f"offer you the position of {application.position}" in body
    assert (str(application.intake) in body) is named
    assert "a place as" not in body
