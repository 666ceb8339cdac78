"""Telling a candidate is a tick of its own; what is not told is held; what changes is unsaid."""

import pytest
from django.urls import reverse

from recruitment.messages.models import Message, State
from recruitment.moves.gate import Ask, take
from tests.factories import (
    make_application,
    make_candidate,
    make_supervisor,
    make_user,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db


def close(client, application, code="weaker", **more):
    party = more.pop("party", "centre")
    data = {
        "reason": reason(application.centre, code, party=party).pk,
        "version": application.version,
        **more,
    }
    return client.post(reverse("recruitment:application-close", args=[application.pk]), data)


def told(application):
    rows = Message.objects.filter(application=application).order_by("pk")
    return list(rows.values_list("kind", "state"))


def test_closing_with_the_tick_tells_the_candidate(as_manager, centre, manager):
    one = make_application(centre, candidate=make_candidate(centre, full_name="Ada Ng"))

    close(as_manager, one, tell="on", language="en")

    message = Message.objects.get()
    assert told(one) == [("rejection", State.WAITING)]
    assert message.body.startswith("Dear Ada Ng,\n\nthank you for applying")
    assert (message.to, message.by, message.is_decision) == (one.candidate.email, manager, True)


def test_closing_without_the_tick_holds_the_decision(as_manager, centre):
    one = make_application(centre)

    close(as_manager, one)

    assert told(one) == [("rejection", State.HELD)]
    assert one.candidate.full_name in as_manager.get(reverse("recruitment:emails")).text


def test_it_is_told_in_the_language_that_was_chosen_with_the_names_it_has(as_manager, centre):
    centre.native_name = "視覺人工智能聯合中心"
    centre.save()
    one = make_application(centre, candidate=make_candidate(centre, native_name="葉逸峰"))

    close(as_manager, one, tell="on", language="zh-hant")

    body = Message.objects.get().body
    assert "很遺憾" in body
    assert body.startswith("葉逸峰")
    assert "視覺人工智能聯合中心" in body
    assert centre.name not in body


def test_nobody_is_told_of_a_withdrawal_or_a_lead_unless_it_is_ticked(as_manager, centre):
    lead, withdrew, ticked = (
        make_application(centre, kind=kind) for kind in ("lead", "screen", "screen")
    )
    theirs = centre.reasons.filter(party="candidate").first().code

    close(as_manager, lead)
    close(as_manager, withdrew, theirs, party="candidate")
    close(as_manager, ticked, theirs, party="candidate", tell="on")

    assert [told(one) for one in (lead, withdrew, ticked)] == [
        [],
        [],
        [("closed", State.WAITING)],
    ]


def test_somebody_without_an_address_is_closed_all_the_same(as_manager, centre):
    one = make_application(centre, candidate=make_candidate(centre, email=""))

    page = as_manager.get(reverse("recruitment:application-close", args=[one.pk])).text
    close(as_manager, one, tell="on")

    one.refresh_from_db()
    assert (one.is_active, told(one)) == (False, [])
    assert "Tell the candidate now" not in page


def test_a_supervisor_s_rejection_is_held_for_the_manager(client, centre):
    account = make_user("supervisor", centre)
    one = make_application(centre, supervisor=make_supervisor(centre, user=account))
    client.force_login(account)

    close(client, one, tell="on")

    assert told(one) == [("rejection", State.HELD)]


@pytest.mark.parametrize("tell", [{}, {"tell": "on"}])
@pytest.mark.parametrize("verb", ["reopen", "undo"])
def test_rejected_then_accepted_leaves_one_valid_message(as_manager, centre, verb, tell):
    one = make_application(centre)
    close(as_manager, one, **tell)
    one.refresh_from_db()

    as_manager.post(
        reverse(f"recruitment:application-{verb}", args=[one.pk]), {"version": one.version}
    )
    one.refresh_from_db()
    close(as_manager, one, **tell)

    (_first, before), (_second, after) = told(one)
    assert before == State.WITHDRAWN
    assert after in (State.HELD, State.WAITING)


@pytest.mark.parametrize("tell", [{}, {"tell": "on"}])
def test_a_reopening_that_is_undone_holds_the_decision_again(as_manager, centre, tell):
    one = make_application(centre)
    close(as_manager, one, **tell)
    for verb in ("reopen", "undo"):
        one.refresh_from_db()
        url = reverse(f"recruitment:application-{verb}", args=[one.pk])
        as_manager.post(url, {"version": one.version})

    one.refresh_from_db()
    assert (one.status, told(one)) == ("rejected", [("rejection", State.HELD)])


def test_what_was_sent_is_not_held_again(as_manager, centre):
    one = make_application(centre)
    close(as_manager, one, tell="on")
    Message.objects.update(state=State.SENT)
    for verb in ("reopen", "undo"):
        one.refresh_from_db()
        take(one, Ask(verb), actor=None)

    assert told(one) == [("rejection", State.SENT)]


def test_a_program_that_reopens_unsays_it_too(as_manager, centre):
    one = make_application(centre)
    close(as_manager, one)
    one.refresh_from_db()

    take(one, Ask("reopen"), actor=None)

    assert told(one) == [("rejection", State.WITHDRAWN)]


def test_a_refused_close_tells_nobody(as_manager, centre):
    one = make_application(centre)
    take(one, Ask("move", stage=stage(centre, "screen")), actor=None)

    answer = close(as_manager, make_stale(one), tell="on")

    assert answer.status_code == 409
    assert Message.objects.count() == 0


def make_stale(application):
    application.version -= 1
    return application


def test_closing_twice_by_a_double_click_tells_once(as_manager, centre):
    one = make_application(centre)

    for _click in range(2):
        close(as_manager, one, tell="on")

    assert len(told(one)) == 1


def test_many_closed_at_once_are_held_and_released_together(as_manager, centre):
    ones = [make_application(centre) for _n in range(3)]
    data = {
        "verb": "close",
        "sure": "1",
        "reason": reason(centre, "weaker").pk,
        "application": [one.pk for one in ones],
    }

    as_manager.post(reverse("recruitment:applications-bulk"), data)

    rows = Message.objects.filter(state=State.HELD)
    assert {row.candidate_id for row in rows} == {one.candidate_id for one in ones}
    as_manager.post(reverse("recruitment:emails-release"), {"email": [row.pk for row in rows]})
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
