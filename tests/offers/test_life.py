"""From draft to answer: who may do what, what it moves, and that two at once do not both do it."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from centre.web.refusal import Refused
from recruitment.assessment.models import PanelMember
from recruitment.offers import actions
from recruitment.offers.models import ApprovalGroup, Condition, FundingPart, Offer
from tests.factories import (
    make_application,
    make_interview,
    make_offer,
    make_supervisor,
    make_user,
    reason,
)


@pytest.fixture
def one(centre):
    return make_application(centre, kind="decision")


def stage_of(application):
    application.refresh_from_db()
    return application.stage.kind


def edit(offer, *, by, **terms):
    for name, value in terms.items():
        setattr(offer, name, value)
    return actions.edit(offer, list(offer.parts.all()), by=by)


# ---- the way out ----


def test_sending_and_accepting_move_the_application_and_nothing_before_does(one, manager, director):
    offer, seen = make_offer(one, by=manager), []
    for verb, who in [
        (actions.submit, manager),
        (actions.approve, director),
        (actions.send, manager),
        (actions.accept, manager),
    ]:
        verb(offer, by=who)
        seen.append((offer.state, stage_of(one)))

    assert seen == [
        ("in_approval", "decision"),
        ("approved", "decision"),
        ("sent", "offer"),
        ("accepted", "pre_start"),
    ]


def test_a_decline_closes_the_application_with_the_reason_given(centre, one, manager, director):
    offer = make_offer(one, by=manager, state="sent")
    pay = reason(centre, "pay", party="candidate")

    actions.decline(offer, by=manager, reason=pay, note="Another offer is higher")

    one.refresh_from_db()
    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("declined", pay)
    assert (one.status, one.reason) == ("withdrawn", pay)


def test_an_acceptance_twice_is_one_and_one_after_a_decline_is_refused(
    centre, one, manager, director
):
    offer = make_offer(one, by=manager, state="sent")
    twin = Offer.objects.get(pk=offer.pk)
    late = Offer.objects.get(pk=offer.pk)

    assert actions.accept(offer, by=None)
    with pytest.raises(Refused, match="“Accepted” by now"):
        actions.accept(twin, by=None)
    with pytest.raises(Refused, match="“Accepted” by now"):
        actions.decline(late, by=None, reason=reason(centre, "pay", party="candidate"))

    assert one.transitions.count() == 3
    assert not actions.accept(Offer.objects.get(pk=offer.pk), by=None)


def test_an_offer_lapses_after_its_minute_and_the_application_is_with_the_committee_again(
    one, manager, director
):
    offer = make_offer(one, by=manager, state="sent")
    at = offer.expires_at

    assert not actions.lapse(offer, at - timedelta(minutes=1))
    assert actions.lapse(offer, at + timedelta(seconds=1))

    offer.refresh_from_db()
    one.refresh_from_db()
    assert (offer.state, stage_of(one), one.status) == ("lapsed", "decision", "active")
    with pytest.raises(Refused, match="“Lapsed” by now"):
        actions.accept(Offer.objects.get(pk=offer.pk), by=None)


def test_the_end_of_the_day_to_answer_by_is_the_end_of_it_in_its_zone(one, manager):
    offer = make_offer(one, by=manager, expires_zone="America/New_York")

    assert offer.expires_at.astimezone(timezone.get_fixed_timezone(0)).hour in (3, 4)
    assert offer.expires_at.astimezone(one.centre.zone).date() > offer.expires_on


# ---- four eyes ----


def test_nobody_approves_what_they_wrote_and_an_editor_wrote_it_too(one, centre, manager):
    both = make_user("director", centre)
    other = make_user("director", centre)
    offer = make_offer(one, by=manager)
    offer = edit(offer, by=both, amount=20000)
    actions.submit(offer, by=manager)

    with pytest.raises(Refused, match="You wrote this offer"):
        actions.approve(offer, by=both)
    with pytest.raises(Refused, match="you are not in that group"):
        actions.approve(offer, by=make_user("manager", centre))
    actions.approve(offer, by=other)

    assert offer.state == "approved"


def test_an_offer_nobody_else_may_approve_is_not_sent_for_approval(one, director):
    offer = make_offer(one, by=director)

    with pytest.raises(Refused, match="0 of its people"):
        actions.submit(offer, by=director)

    assert Offer.objects.get().state == "draft"


def test_groups_approve_in_their_order_and_as_many_of_each_as_it_takes(one, centre, manager):
    first, second, third = (make_user("director", centre) for _n in range(3))
    board = ApprovalGroup.objects.create(centre=centre, name="Board", position=1, needed=2)
    board.members.set([first, second, third])
    head = ApprovalGroup.objects.create(centre=centre, name="Head", position=2)
    head.members.set([third])
    offer = make_offer(one, by=manager, state="in_approval")

    actions.approve(offer, by=first)
    with pytest.raises(Refused, match="approved this offer already"):
        actions.approve(offer, by=first)
    with pytest.raises(Refused, match="Your approval is needed for “Head”"):
        actions.approve(offer, by=third)
    actions.approve(offer, by=second)
    with pytest.raises(Refused, match="turn of “Head”"):
        actions.approve(offer, by=make_user("director", centre))
    assert offer.state == "in_approval"
    actions.approve(offer, by=third)

    assert offer.state == "approved"


def test_one_person_in_two_groups_gives_one_approval(one, centre, manager):
    both, other = make_user("director", centre), make_user("director", centre)
    for position, name in enumerate(["Board", "Money"], start=1):
        group = ApprovalGroup.objects.create(centre=centre, name=name, position=position)
        group.members.set([both])
    alone = make_offer(one, by=manager)

    with pytest.raises(Refused, match="approves for two groups, and “Money” has too few"):
        actions.submit(alone, by=manager)
    group.members.set([both, other])
    actions.submit(alone, by=manager)
    actions.approve(alone, by=both)
    with pytest.raises(Refused, match="approved this offer already"):
        actions.approve(alone, by=both)
    assert alone.state == "in_approval"
    actions.approve(alone, by=other)

    assert alone.state == "approved"


def test_whoever_wrote_the_version_before_wrote_this_one_too(one, centre, manager):
    author, other = make_user("director", centre), make_user("director", centre)
    offer = make_offer(one, by=author)
    actions.submit(offer, by=manager)
    newer = edit(offer, by=manager, months=47)
    actions.submit(newer, by=manager)

    with pytest.raises(Refused, match="You wrote this offer"):
        actions.approve(newer, by=author)
    actions.approve(newer, by=other)


def test_sent_back_and_sent_again_it_is_approved_from_the_beginning(one, centre, manager):
    first, second = make_user("director", centre), make_user("director", centre)
    group = ApprovalGroup.objects.create(centre=centre, name="Both", needed=2)
    group.members.set([first, second])
    offer = make_offer(one, by=manager, state="in_approval")
    actions.approve(offer, by=first)

    actions.send_back(offer, by=second, note="Too short")
    actions.submit(offer, by=manager)
    actions.approve(offer, by=second)

    assert offer.state == "in_approval"
    actions.approve(offer, by=first)
    assert offer.state == "approved"


def test_an_edit_after_the_approval_began_makes_a_version_that_begins_anew(one, manager, director):
    offer = make_offer(one, by=manager, state="approved")
    Condition.objects.create(offer=offer, kind="visa", state="under_way")

    newer = edit(offer, by=manager, amount=20000)

    older = Offer.objects.get(number=1)
    assert (older.state, older.amount) == ("superseded", 18470)
    assert (newer.number, newer.state, newer.amount, newer.round) == (2, "draft", 20000, 0)
    assert [one.state for one in newer.conditions.all()] == ["under_way"]
    with pytest.raises(Refused, match="“Draft” by now"):
        actions.send(newer, by=manager)


def test_of_an_edit_and_an_acceptance_at_once_the_second_is_told(one, manager, director):
    offer = make_offer(one, by=manager, state="sent")
    mine = Offer.objects.get(pk=offer.pk)
    actions.accept(offer, by=None)

    with pytest.raises(Refused, match="“Accepted” by now"):
        edit(mine, by=manager, amount=1)

    assert Offer.objects.get().amount == 18470


def test_an_offer_names_who_pays_before_it_is_sent_for_approval(one, manager, director):
    offer = make_offer(one, by=manager)
    FundingPart.objects.all().delete()

    with pytest.raises(Refused, match="no funding source"):
        actions.submit(offer, by=manager)


def test_an_application_has_one_offer_that_counts(one, manager, director):
    make_offer(one, by=manager)

    with pytest.raises(Refused, match="has an offer already"):
        make_offer(one, by=manager)


def test_whoever_declared_a_conflict_on_a_panel_neither_approves_nor_sends_back(
    centre, one, manager, director
):
    other = make_user("director", centre)
    offer = make_offer(one, by=manager, state="in_approval")
    make_interview(make_application(centre, candidate=one.candidate, track="postdoc"), director)
    PanelMember.objects.update(conflict="declared")

    for verb in (actions.approve, partial(actions.send_back, note="Too much")):
        with pytest.raises(Refused, match="You declared a conflict of interest"):
            verb(offer, by=director)
    actions.approve(offer, by=other)

    assert offer.state == "approved"


@pytest.mark.parametrize("tie", ["supervises", "declared"])
def test_whoever_is_tied_is_not_counted_among_those_who_could_approve(
    centre, one, manager, director, tie
):
    if tie == "supervises":
        one.supervisor = make_supervisor(centre, user=director)
        one.save()
    else:
        make_interview(one, director).panel.update(conflict="declared")
    offer = make_offer(one, by=manager)

    with pytest.raises(Refused, match=r"0 of its people may give it"):
        actions.submit(offer, by=manager)
    other = make_user("director", centre)
    actions.submit(offer, by=manager)

    with pytest.raises(Refused, match="someone else must approve this offer"):
        actions.approve(offer, by=director)
    actions.approve(offer, by=other)
    assert offer.state == "approved"
