"""The candidate answers in the moment in which the office closes their application."""

import threading
import time

import pytest
from django.db import close_old_connections, connection, transaction

from recruitment.messages.models import Message
from recruitment.moves.gate import Ask, take
from recruitment.offers.models import Offer
from recruitment.pipeline.models import Application
from tests.factories import make_application, make_offer, reason
from tests.offers.test_answer import opened

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_in_the_moment_of_a_close_waits_for_it_and_finds_the_offer_gone(
    centre, manager, director
):
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nobody waits for a row")
    one = make_application(centre, kind="decision")
    version = make_offer(one, by=manager, state="sent").revision
    client, url = opened(Message.objects.get())
    typed = {"verb": "accept", "agree": "on", "version": version}
    why, told = reason(centre, "no-funding"), []

    def press():
        try:
            page = client.post(url, typed).content.decode()
            told.append("We have withdrawn this offer" in page)
        except Exception as wrong:
            told.append(repr(wrong))
        finally:
            close_old_connections()
            connection.close()

    hand = threading.Thread(target=press)
    with transaction.atomic():
        # As the gate does of several at once: their applications first.
        held = Application.objects.select_for_update(no_key=True).get(pk=one.pk)
        hand.start()
        time.sleep(1)  # by now the answer waits, or holds what the close is about to ask for
        take(held, Ask("close", reason=why), actor=manager)
    hand.join()

    assert (told, Offer.objects.get().state) == ([True], "rescinded")
