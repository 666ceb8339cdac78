"""What was to be said to a candidate is not said once it is no longer so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from recruitment.assessment import choosing, invitations, telling
from recruitment.messages.kinds import SHORTLISTED
from recruitment.messages.models import Message, State
from recruitment.moves.gate import Ask, take
from recruitment.moves.telling import tell_closed, tell_moved
from tests.factories import (
    make_application,
    make_candidate,
    make_decision,
    make_interview,
    make_message,
    make_user,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db
WHY = "The application ended before this was sent."


@pytest.fixture
def one(centre):
    """Of whoever may not be written to: all that is written to them is held."""
    silent = {"no_contact_on": date(2026, 11, 3), "no_contact_reason": "By phone"}
    return make_application(centre, kind="screen", candidate=make_candidate(centre, **silent))


def move(one, to, by):
    def tell(steps):
        tell_moved([one], steps, SHORTLISTED, by=by)

    take(one, Ask("move", stage=stage(one.centre, to)), actor=by, then=tell)


def close(one, by, code="interview", party="centre"):
    def tell(steps):
        tell_closed([one], steps, now=False, language="", by=by)

    take(one, Ask("close", reason=reason(one.centre, code, party=party)), actor=by, then=tell)


def states():
    return [(row.kind, row.state) for row in Message.objects.order_by("pk")]


@pytest.mark.parametrize("party", ["centre", "candidate"])
def test_whose_application_ended_is_told_no_more_that_it_goes_on(as_manager, one, manager, party):
    sent = make_message(one, kind="shortlisted")
    Message.objects.filter(pk=sent.pk).update(state=State.SENT)
    move(one, "interview", manager)
    telling.tell_of(make_decision(one, by=manager))

    close(one, manager, "interview" if party == "centre" else "personal", party)

    assert states()[:3] == [
        ("shortlisted", State.SENT),
        ("shortlisted", State.WITHDRAWN),
        ("recommended", State.WITHDRAWN),
    ]
    tab = as_manager.get(f"{one.candidate.get_absolute_url()}?tab=emails").text
    assert tab.count(WHY) == 2


def test_an_end_that_was_a_slip_gives_back_what_was_to_be_said_as_it_was(one, manager):
    move(one, "interview", manager)
    telling.tell_of(make_decision(one, by=manager))
    # As if it had waited to be sent, of somebody who may be written to.
    Message.objects.filter(kind="recommended").update(state=State.WAITING, to_candidate=False)

    close(one, manager)
    take(one, Ask("undo"), actor=manager)

    held, now, rejection = Message.objects.order_by("pk")
    assert (held.kind, held.state, held.problem) == ("shortlisted", State.HELD, "")
    assert (now.kind, now.state) == ("recommended", State.SENT)
    assert (rejection.kind, rejection.state) == ("rejection", State.WITHDRAWN)


def test_of_an_application_that_is_opened_again_somebody_decides_what_is_still_said(one, manager):
    move(one, "interview", manager)
    Message.objects.update(state=State.WAITING)
    close(one, manager, "personal", "candidate")

    take(one, Ask("reopen"), actor=manager)

    assert states() == [("shortlisted", State.HELD)]


def test_what_somebody_withdrew_stays_withdrawn_when_an_end_is_undone(one, manager):
    move(one, "interview", manager)
    Message.objects.update(state=State.WITHDRAWN, next_try_at=None)
    close(one, manager, "personal", "candidate")

    take(one, Ask("undo"), actor=manager)

    assert states() == [("shortlisted", State.WITHDRAWN)]


def test_whose_application_ended_is_asked_to_no_interview_until_that_end_is_undone(
    one, manager, centre
):
    member = make_user("panel", centre)
    to_come = make_interview(one, member, at=timezone.now() + timedelta(days=2))
    invitations.invite(to_come, by=manager)
    to_choose = make_interview(one, member, at=None)
    choosing.offer(to_choose, [timezone.now() + timedelta(days=3)], by=manager)
    asked = Message.objects.filter(to_candidate=True).order_by("pk")

    close(one, manager, "personal", "candidate")
    ended = [row.state for row in asked.all()]
    take(one, Ask("undo"), actor=manager)

    assert ended == ["withdrawn", "withdrawn"]
    # The link of the times is forgotten once they are withdrawn: another is written.
    assert [row.state for row in asked.all()] == ["held", "withdrawn", "held"]
    assert Message.objects.filter(to=member.email, state=State.SENT).count() == 1


def test_a_step_back_tells_nobody_any_more_of_the_stage_that_was_left(one, manager):
    move(one, "interview", manager)

    take(one, Ask("move", stage=stage(one.centre, "screen")), actor=manager)

    assert states() == [("shortlisted", State.WITHDRAWN)]


def test_a_way_back_that_was_a_slip_gives_back_what_told_of_the_step_before(one, manager):
    move(one, "interview", manager)

    take(one, Ask("move", stage=stage(one.centre, "screen")), actor=manager)
    assert states() == [("shortlisted", State.WITHDRAWN)]
    take(one, Ask("undo"), actor=manager)

    assert states() == [("shortlisted", State.HELD)]


def test_a_way_back_corrected_to_another_stage_tells_nothing_of_the_stage_that_was_left(
    one, manager
):
    move(one, "interview", manager)
    take(one, Ask("move", stage=stage(one.centre, "screen")), actor=manager)

    take(one, Ask("correct", stage=stage(one.centre, "review")), actor=manager)

    assert states() == [("shortlisted", State.WITHDRAWN)]


def test_the_end_of_an_offer_that_is_held_stays_to_be_told_when_a_close_is_undone(one, manager):
    message = make_message(one, kind="offer-rescinded")
    Message.objects.filter(pk=message.pk).update(state=State.HELD, is_decision=True)
    close(one, manager)

    take(one, Ask("undo"), actor=manager)

    assert ("offer-rescinded", State.HELD) in states()
