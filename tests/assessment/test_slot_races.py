"""Twelve candidates press at once: one has the time, eleven are told."""

import threading
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone

from centre.web.refusal import Refused
from recruitment.assessment import choosing
from recruitment.assessment.models import Interview
from recruitment.assessment.slots import Slot
from tests.factories import make_application, make_centre, make_interview

pytestmark = pytest.mark.django_db(transaction=True)
RACERS = 12


def test_twelve_racers_take_a_time_once():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has no two connections; PostgreSQL has")
    centre = make_centre()
    slot = Slot.objects.create(centre=centre, starts_at=timezone.now() + timedelta(days=2))
    racers = [make_interview(make_application(centre), at=None) for _racer in range(RACERS)]
    slot.offered_to.add(*racers)
    ready, told = threading.Barrier(RACERS), []

    def press(interview):
        try:
            ready.wait(timeout=60)
            choosing.take(interview, slot)
            told.append("taken")
        except Refused as refusal:
            told.append(str(refusal))
        except Exception as wrong:
            told.append(repr(wrong))
        finally:
            close_old_connections()
            connection.close()

    hands = [threading.Thread(target=press, args=[one]) for one in racers]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert sorted(told) == sorted(
        ["taken", *["Somebody else has taken this time. Choose another."] * (RACERS - 1)]
    )
    slot.refresh_from_db()
    timed = Interview.objects.exclude(starts_at=None).get()
    assert slot.taken_by == timed
