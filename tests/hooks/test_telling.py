"""Another program is told of moves and starts: with the move or not at all, signed, and again."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from recruitment.hooks import addresses
from recruitment.hooks.models import Delivery
from recruitment.hooks.sending import WAITS, send_due
from recruitment.moves.gate import Ask, IllegalMove, take
from tests import factories
from tests.factories import make_application, make_centre, make_opening, stage

pytestmark = pytest.mark.django_db


def make_webhook(centre, **fields):
    return factories.make_webhook(centre, **{"is_on": True, **fields})


@pytest.fixture
def sent(monkeypatch):
    """What was sent, and the answers still to come; 200 if none is left."""
    calls, answers = [], []

    def post(url, body, headers):
        calls.append((url, body, headers))
        answer = answers.pop(0) if answers else 200
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(addresses, "post", post)
    calls_and_answers = type("Sent", (list,), {})(calls)
    calls_and_answers.calls, calls_and_answers.answers = calls, answers
    return calls_and_answers


def move(one, kind="review", **more):
    one.refresh_from_db()
    return take(one, Ask("move", stage=stage(one.centre, kind), **more), actor=None)


def test_a_move_is_told_by_numbers_alone_and_signed(centre, sent):
    hook = make_webhook(centre)
    one = make_application(centre)

    (step,) = move(
        one,
        note="Strong",
    )

    ((url, body, headers),) = sent.calls
    told = json.loads(body)
    assert url == hook.url
    assert told["event"] == headers["Cohort-Event"] == "application.moved"
    assert (told["application"], told["candidate"]) == (one.pk, one.candidate_id)
    assert (told["move"], told["to_stage"]["kind"], told["status"]) == (step.pk, "review", "active")
    for secret in (one.candidate.full_name, one.candidate.email, "Strong"):
        assert secret not in body.decode()
    moment, _comma, signed = headers["Cohort-Signature"].partition(",v1=")
    text = f"{moment.removeprefix('t=')}.".encode() + body
    assert signed == hmac.new(hook.secret.encode(), text, hashlib.sha256).hexdigest()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.tries) == ("done", 200, 1)


def test_who_asked_for_starts_hears_of_starts_alone(centre, sent):
    make_webhook(centre, tells_moves=False)
    one = make_application(centre, kind="offer")
    make_opening(one)

    move(one, "pre_start")
    move(one, "started", starts_on=timezone.localdate())

    assert [json.loads(body)["event"] for _url, body, _headers in sent.calls] == [
        "application.started"
    ]


def test_nobody_is_told_while_it_is_off_and_a_move_then_asks_nothing(centre, sent):
    one, other = make_application(centre), make_application(centre)
    move(one)  # warm
    one = make_application(centre)
    with CaptureQueriesContext(connection) as before:
        move(one)
    make_webhook(centre, is_on=False)
    with CaptureQueriesContext(connection) as after:
        move(other)

    assert len(after) == len(before)
    assert Delivery.objects.count() == 0


def test_another_centres_webhook_hears_nothing(centre, sent):
    make_webhook(make_centre("there"))

    move(make_application(centre))

    assert sent.calls == []


def test_a_move_that_is_not_stored_is_not_told(centre):
    make_webhook(centre)
    one = make_application(centre)

    with pytest.raises(IllegalMove):
        take(one, Ask("move", stage=stage(centre, "started")), actor=None)
    with transaction.atomic():
        move(one)
        transaction.set_rollback(True)

    assert Delivery.objects.count() == 0


def test_what_fails_is_tried_again_later_and_given_up_in_the_end(centre, sent):
    hook = make_webhook(centre)
    sent.answers += [500, OSError("no route"), addresses.Forbidden("private"), *[503] * 4]
    move(make_application(centre))

    problems = []
    for wait in WAITS:
        one = Delivery.objects.get()
        problems.append(one.problem)
        assert (one.state, one.tries) == ("waiting", len(problems))
        send_due.call(webhook_id=hook.pk)  # too early
        assert len(sent.calls) == len(problems)
        with time_machine.travel(one.next_try_at + timedelta(seconds=1), tick=False):
            assert one.next_try_at - timezone.now() < wait
            send_due.call(webhook_id=hook.pk)

    one = Delivery.objects.get()
    assert (one.state, one.tries) == ("failed", len(WAITS) + 1)
    assert problems[:3] == ["It answered 500.", "no route", "private"]
    assert len({headers["Cohort-Delivery"] for _url, _body, headers in sent.calls}) == 1


def test_what_was_delivered_is_not_sent_again(centre, sent):
    hook = make_webhook(centre)
    move(make_application(centre))

    send_due.call(webhook_id=hook.pk)

    assert len(sent.calls) == 1


def test_a_webhook_turned_off_sends_nothing_that_waits(centre, sent):
    hook = make_webhook(centre)
    sent.answers += [500]
    move(make_application(centre))
    hook.is_on = False
    hook.save()

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        send_due.call(webhook_id=hook.pk)

    assert len(sent.calls) == 1


def test_a_real_queue_sends_after_the_move_and_again_when_it_is_due(centre, sent, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    hook = make_webhook(centre)
    sent.answers += [500]

    move(make_application(centre))

    assert sent.calls == []  # a worker does it, once the move is stored
    (queued,) = DBTaskResult.objects.all()
    assert queued.args_kwargs["kwargs"] == {"webhook_id": hook.pk}
    send_due.call(webhook_id=hook.pk)
    again = DBTaskResult.objects.exclude(pk=queued.pk).get()
    assert again.run_after == Delivery.objects.get().next_try_at
