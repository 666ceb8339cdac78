"""Two at once: who comes second waits for the first and finds what they did."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from centre.web.refusal import Refused
from recruitment.assessment import choosing, scoring
from recruitment.assessment.invitations import invite
from recruitment.assessment.models import Interview
from recruitment.assessment.page_words import PHRASES
from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, take
from tests.factories import make_application, make_centre, make_interview, make_user, reason

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="locks of rows: PostgreSQL's"),
]


@contextmanager
def first(act):
    """The transaction of whoever comes first; what the other, who does `act`, is told."""
    told = []

    def press():
        try:
            act()
            told.append("done")
        except Refused as refusal:
            told.append(str(refusal))
        except Exception as wrong:
            told.append(repr(wrong))
        finally:
            close_old_connections()
            connection.close()

    hand = threading.Thread(target=press)

    def second_comes():
        """Start, and be done or stand before what the first holds."""
        hand.start()
        until = time.monotonic() + 30
        while hand.is_alive() and not _somebody_waits() and time.monotonic() < until:
            time.sleep(0.02)

    with transaction.atomic():
        yield second_comes, told
    hand.join()


def _somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def test_a_member_declares_a_conflict_while_they_are_taken_off_the_panel_and_neither_is_stuck():
    centre = make_centre()
    at = timezone.now() + timedelta(days=1)
    interview = make_interview(make_application(centre), make_user("panel", centre), at=at)
    invite(interview, by=None)
    member = interview.panel.get()

    with first(lambda: scoring.declare(member, "declared", "My cousin")) as (second_comes, told):
        Interview.objects.select_for_update().get(pk=interview.pk)
        second_comes()
        interview.panel.all().delete()

    assert told == ["You are not on this panel any more."]
    assert not interview.panel.exists()


def test_a_time_taken_in_the_moment_the_application_is_closed_is_not_had_and_nobody_invited():
    centre = make_centre()
    application = make_application(centre, kind="interview")
    interview = make_interview(application, at=None)
    choosing.offer(interview, [timezone.now() + timedelta(days=2)], by=None)
    slot = interview.slots.get()
    ask = Ask("close", reason=reason(centre, "interview"))

    with first(lambda: choosing.take(interview, slot)) as (second_comes, told):
        take(application, ask, actor=make_user("manager", centre))
        second_comes()

    assert told == [PHRASES["en"]["over"]]
    assert Interview.objects.get().starts_at is None
    assert not Message.objects.filter(cause__contains="REQUEST").exists()
