"""What a stage that asks for an offer refuses, and what happens to an offer when a step ends it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from centre.web.refusal import Refused
from recruitment.enrolment.models import Enrolment
from recruitment.funding.models import PromisedPay
from recruitment.messages import outbox
from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, IllegalMove, record, take
from recruitment.offers import actions
from recruitment.offers.kinds import LIVE
from recruitment.offers.lapsing import lapse_overdue
from recruitment.offers.models import Condition, FundingPart, Offer
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Opening
from recruitment.seats.selectors import seats_of
from tests.factories import (
    make_application,
    make_candidate,
    make_offer,
    make_opening,
    make_started,
    reason,
    stage,
)
from tests.offers.test_answer import link_in


@pytest.fixture
def asking(centre):
    """A centre whose pipelines ask for the offer, as createcentre makes them."""
    Stage.objects.filter(centre=centre, kind__in=["offer", "pre_start", "started"]).update(
        needs_offer=True
    )
    return centre


def move(application, kind):
    application.refresh_from_db()
    to = stage(application.centre, kind)
    take(application, Ask("move", stage=to, starts_on=date(2027, 9, 1)), actor=None)


def refused(application, kind):
    with pytest.raises(IllegalMove) as refusal:
        move(application, kind)
    return str(refusal.value)


def test_a_stage_that_asks_says_what_is_missing_until_nothing_is(asking, manager, director):
    one = make_application(asking, kind="decision")
    make_opening(one)
    assert "has none yet" in refused(one, "offer")

    offer = make_offer(one, by=manager)
    parts = list(FundingPart.objects.all())
    FundingPart.objects.all().delete()
    assert "names nobody who pays" in refused(one, "offer")
    FundingPart.objects.bulk_create(parts)
    assert "this one is “Draft”" in refused(one, "offer")

    for verb, who in [(actions.submit, manager), (actions.approve, director)]:
        verb(offer, by=who)
    assert "this one is “Approved”" in refused(one, "offer")
    actions.send(offer, by=manager)
    assert "needs an accepted offer" in refused(one, "pre_start")
    assert "needs an accepted offer" in refused(one, "started")

    visa = Condition.objects.create(offer=offer, kind="visa")
    actions.accept(offer, by=None)
    assert "Still open: Visa or work permit." in refused(one, "started")
    visa.state, visa.settled_on = "met", "2027-08-02"
    visa.save()
    move(one, "started")

    one.refresh_from_db()
    assert (one.status, one.opening.status) == ("enrolled", "filled")
    assert one.enrolment.researcher.candidate == one.candidate


@pytest.mark.parametrize(("kind", "days"), [("started", 0), ("started", 9), ("offer", 0)])
def test_a_new_application_enters_no_stage_that_asks_for_an_offer_unless_long_ago(
    asking, kind, days
):
    position = asking.positions.get(track__kind="doctoral")
    intake = position.track.intakes.order_by("pk")[0]
    seat = Opening.objects.create(centre=asking, position=position, intake=intake)
    people = iter([make_candidate(asking), make_candidate(asking)])

    def enter(day, **how):
        ask = Ask(
            "enter",
            stage=stage(asking, kind),
            effective_at=min(datetime.combine(day, time(), tzinfo=asking.zone), timezone.now()),
            starts_on=day if kind == "started" else None,
            opening=seat if kind == "started" else None,
            backfill=kind == "started",
        )
        new = Application(candidate=next(people), position=position, intake=intake)
        return record([(new, [ask])], actor=None, **how)

    with pytest.raises(IllegalMove, match="has none yet"):
        enter(asking.today() + timedelta(days=days), from_list=kind == "started")
    assert not Application.objects.exists()
    enter(date(2026, 3, 2), from_list=True)
    assert Application.objects.get().stage.kind == kind


def test_a_list_says_where_people_stand_whatever_their_stage_asks(asking):
    position = asking.positions.get(track__kind="doctoral")
    intake = position.track.intakes.order_by("pk")[0]
    new = Application(candidate=make_candidate(asking), position=position, intake=intake)

    record([(new, [Ask("enter", stage=stage(asking, "offer"))])], actor=None, from_list=True)

    assert new.stage.kind == "offer"


def test_a_pipeline_that_does_not_ask_starts_people_as_before(centre):
    assert make_started(centre).status == "enrolled"


@pytest.mark.parametrize("state", ["open", "under_way", "refused"])
def test_an_open_condition_of_an_accepted_offer_holds_a_start_up_where_no_stage_asks_for_offers(
    centre, manager, director, state
):
    one = make_application(centre, kind="decision")
    make_opening(one)
    offer = make_offer(one, by=manager, state="accepted")
    day = {"settled_on": centre.today()} if state == "refused" else {}
    visa = Condition.objects.create(offer=offer, kind="visa", state=state, **day)

    words = refused(one, "started")
    one.refresh_from_db()
    before = one.status, Enrolment.objects.count()
    visa.state, visa.settled_on = "waived", centre.today()
    visa.save()
    move(one, "started")

    assert "cannot start yet. Still open: Visa or work permit." in words
    assert before == ("active", 0)
    assert Enrolment.objects.get().application == one


def test_an_accepted_offer_somebody_started_by_is_not_rescinded_any_more(
    as_manager, centre, manager, director
):
    one = make_application(centre, kind="decision")
    make_opening(one)
    offer = make_offer(one, by=manager, state="accepted")
    move(one, "started")
    offer = Offer.objects.select_related("application").get()

    with pytest.raises(Refused, match="not open any more"):
        actions.rescind(offer, by=manager, note="Money withdrawn")
    shown = as_manager.get(offer.get_absolute_url())

    assert Offer.objects.get().state == "accepted"
    assert shown.context["verbs"] == []
    assert "The start is recorded" in shown.content.decode()
    assert "Refused since" not in shown.content.decode()
    offer.conditions.create(kind="visa", state="refused", settled_on=centre.today())
    told = as_manager.get(offer.get_absolute_url()).content.decode()
    assert "Refused since: Visa or work permit." in told


def test_a_correction_back_to_where_it_stood_is_not_asked_again(centre, manager, director):
    one = make_application(centre, kind="decision")
    move(one, "offer")
    move(one, "interview")
    Stage.objects.filter(centre=centre, kind="offer").update(needs_offer=True)

    take(one, Ask("undo"), actor=manager)

    assert one.stage.kind == "offer"


@pytest.mark.parametrize("state", ["sent", "accepted"])
def test_undoing_the_way_back_offers_a_place_to_nobody_again(centre, manager, director, state):
    one = make_application(centre, kind="decision")
    make_offer(one, by=manager, state=state)
    actions.rescind(Offer.objects.get(), by=manager, note="Money withdrawn")
    one.refresh_from_db()

    with pytest.raises(IllegalMove, match="came to nothing, so they do not go back"):
        take(one, Ask("undo"), actor=manager)


def test_accepted_and_closed_before_the_start_is_melt_and_reopening_takes_it_back(
    centre, manager, director
):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state="accepted")
    one.refresh_from_db()
    late = reason(centre, "visa", party="candidate")

    take(one, Ask("close", reason=late), actor=manager)
    offer.refresh_from_db()
    melted = offer.state
    take(one, Ask("reopen"), actor=manager)
    offer.refresh_from_db()

    assert (melted, offer.state) == ("melted", "accepted")


@pytest.mark.parametrize(
    ("party", "code", "state"),
    [("candidate", "pay", "declined"), ("centre", "no-funding", "rescinded")],
)
def test_closing_an_application_ends_the_offer_that_is_out(
    centre, manager, director, party, code, state
):
    one = make_application(centre, kind="decision")
    make_offer(one, by=manager, state="sent")
    one.refresh_from_db()

    take(one, Ask("close", reason=reason(centre, code, party=party)), actor=manager)

    assert Offer.objects.get().state == state


def close(application, *, actor, code="no-funding", party="centre"):
    application.refresh_from_db()
    take(
        application, Ask("close", reason=reason(application.centre, code, party=party)), actor=actor
    )


@pytest.mark.parametrize(
    ("state", "back", "party", "code"),
    [
        ("draft", "undo", "centre", "no-funding"),
        ("in_approval", "reopen", "centre", "no-funding"),
        ("approved", "undo", "candidate", "pay"),
        ("sent", "reopen", "centre", "no-funding"),
        ("sent", "undo", "candidate", "pay"),
        ("accepted", "undo", "candidate", "pay"),
    ],
)
def test_a_close_taken_back_gives_the_offer_back_as_it_was(
    centre, manager, director, state, back, party, code
):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state=state)
    promised = list(PromisedPay.objects.values("from_month", "amount", "is_accepted"))
    offer.refresh_from_db()
    answered_at = offer.answered_at

    for _n in range(2):
        close(one, actor=manager, code=code, party=party)
        ended = Offer.objects.get().state
        take(one, Ask(back), actor=manager)

    offer.refresh_from_db()
    assert ended not in LIVE
    assert (offer.state, offer.reason, offer.answered_at) == (state, None, answered_at)
    assert list(PromisedPay.objects.values("from_month", "amount", "is_accepted")) == promised
    assert offer.events.last().by == manager


@pytest.mark.parametrize("state", ["sent", "accepted"])
def test_the_page_of_an_offer_says_that_it_ended_until_the_close_is_undone(
    centre, manager, director, client, state
):
    one = make_application(centre, kind="decision")
    make_offer(one, by=manager, state=state)
    link = link_in(Message.objects.get())

    page = client.post(link).url
    close(one, actor=manager)
    meanwhile = client.get(page).text
    take(one, Ask("undo"), actor=manager)

    ended = {"sent": "We have withdrawn this offer", "accepted": "Your application has ended since"}
    assert ended[state] in meanwhile
    assert "HKD" not in meanwhile
    assert client.get(f"{page}letter/").status_code == 200
    assert ended[state] not in client.get(page).text


@pytest.mark.parametrize(("by_hand", "then"), [(False, "sent"), (True, "withdrawn")])
def test_an_e_mail_the_close_kept_back_goes_out_once_it_is_undone(
    centre, manager, director, client, by_hand, then
):
    one = make_application(centre, kind="decision")
    make_offer(one, by=manager, state="sent")
    Message.objects.update(state="waiting", sent_at=None)
    if by_hand:
        outbox.withdraw([Message.objects.get().pk], by=manager)

    close(one, actor=manager)
    meanwhile = Message.objects.get().state
    take(one, Ask("undo"), actor=manager)

    last = Message.objects.latest("pk")
    assert (meanwhile, last.state) == ("withdrawn", then)
    if not by_hand:
        assert client.get(link_in(last)).status_code == 200


@pytest.mark.parametrize("back", ["undo", "reopen"])
@pytest.mark.parametrize(("party", "code"), [("centre", "no-funding"), ("candidate", "pay")])
def test_an_offer_whose_day_passed_while_the_application_was_closed_is_not_out_again(
    centre, manager, director, party, code, back
):
    one = make_application(centre, kind="decision")
    make_offer(one, by=manager, state="sent")
    close(one, actor=manager, party=party, code=code)
    ended = Offer.objects.get().state
    Offer.objects.update(expires_at=timezone.now() - timedelta(days=20))

    take(one, Ask(back), actor=manager)
    lapse_overdue.func()

    stays = ended == "declined" and back == "reopen"
    assert Offer.objects.get().state == ("declined" if stays else "lapsed")
    one.refresh_from_db()
    assert one.stage.kind == ("offer" if stays else "decision")
    assert [row.kind for row in Message.objects.all()] == ["offer"]


@pytest.mark.parametrize("entered", ["as their answer", "as the reason of the end"])
def test_an_offer_they_declined_by_phone_stays_declined_though_they_are_taken_up_again(
    centre, manager, director, entered
):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state="sent")
    if entered == "as their answer":
        actions.decline(offer, by=manager, reason=reason(centre, "pay", party="candidate"))
        one.refresh_from_db()
    else:
        close(one, actor=manager, code="pay", party="candidate")

    take(one, Ask("reopen"), actor=manager)

    one.refresh_from_db()
    assert (one.status, Offer.objects.get().state) == ("active", "declined")


def test_a_reopening_taken_back_ends_the_offer_again(centre, manager, director):
    one = make_application(centre, kind="decision")
    make_offer(one, by=manager, state="sent")
    close(one, actor=manager)

    seen = []
    for verb in ["reopen", "undo", "reopen"]:
        take(one, Ask(verb), actor=manager)
        seen.append(Offer.objects.get().state)

    assert seen == ["sent", "rescinded", "sent"]


def test_an_offer_rescinded_before_the_close_stays_rescinded(centre, manager, director):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state="sent")
    actions.rescind(offer, by=manager, note="Money withdrawn")

    close(one, actor=manager)
    take(one, Ask("undo"), actor=manager)

    assert Offer.objects.get().state == "rescinded"


@pytest.mark.parametrize("ask", ["undo", "correct"])
def test_an_acceptance_entered_by_mistake_goes_with_its_step_and_the_offer_is_out_again(
    centre, manager, director, ask
):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state="accepted")
    one.refresh_from_db()
    to = None if ask == "undo" else stage(centre, "offer")

    take(one, Ask(ask, stage=to), actor=manager)

    offer.refresh_from_db()
    assert (one.stage.kind, offer.state, offer.answered_at) == ("offer", "sent", None)
    assert {pay.is_accepted for pay in PromisedPay.objects.all()} == {False}
    assert offer.events.last().by == manager
    actions.accept(offer, by=manager)
    close(one, actor=manager)
    take(one, Ask("undo"), actor=manager)
    assert Offer.objects.get().state == "accepted"


def test_an_acceptance_of_the_candidates_own_hand_is_not_taken_back_with_a_step(
    centre, manager, director
):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state="sent")
    actions.accept(offer, by=None)
    one.refresh_from_db()

    with pytest.raises(IllegalMove, match="Rescind the offer first, or close the application"):
        take(one, Ask("undo"), actor=manager)
    actions.rescind(offer, by=manager, note="Money withdrawn")
    one.refresh_from_db()
    take(one, Ask("move", stage=stage(centre, "interview")), actor=manager)

    assert one.stage.kind == "interview"


def test_whoever_accepted_is_not_moved_back_by_a_card_dragged_too_far(centre, manager, director):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state="accepted")

    words = refused(one, "interview")

    assert "has accepted the offer, so they are not moved back" in words
    offer.refresh_from_db()
    assert offer.state == "accepted"


@pytest.mark.parametrize("state", ["sent", "accepted"])
def test_whose_offer_is_rescinded_is_with_the_committee_again_and_holds_no_seat(
    asking, manager, director, state
):
    one = make_application(asking, kind="decision")
    make_opening(one)
    offer = make_offer(one, by=manager, state=state)
    [before] = seats_of(asking, one.track, [one.intake])

    actions.rescind(offer, by=manager, note="The fund was closed")

    one.refresh_from_db()
    [after] = seats_of(asking, one.track, [one.intake])
    assert (one.stage.kind, one.status, one.transitions.last().note) == (
        "decision", "active", "The offer was rescinded.",
    )  # fmt: skip
    assert (before.free, after.free) == (0, 1)
    assert not Application.objects.accepted(one.track).exists()
    assert not PromisedPay.objects.exists()


def test_where_no_stage_comes_before_the_offers_a_rescission_leaves_them_where_they_are(
    centre, manager, director
):
    one = make_application(centre, kind="decision")
    offer = make_offer(one, by=manager, state="accepted")
    before = Stage.objects.filter(
        pipeline__track=one.track, position__lt=stage(centre, "offer").position
    )
    before.update(retired_on=date(2026, 1, 1))

    actions.rescind(offer, by=manager, note="The fund was closed")

    one.refresh_from_db()
    assert (Offer.objects.get().state, one.stage.kind) == ("rescinded", "pre_start")
