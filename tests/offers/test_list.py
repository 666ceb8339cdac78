"""The list of offers: which, in what order, of what it is read."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from recruitment.offers.listing import A_PAGE
from recruitment.offers.models import Offer
from tests.factories import make_application, make_centre, make_offer, make_user
from tests.measuring import machine_steps

URL = reverse("recruitment:offers")


def listed(client, query=""):
    return [row.offer.pk for row in client.get(f"{URL}{query}").context["rows"]]


def of(centre, manager, n, *, track="doctoral", state="draft"):
    """An offer to be answered by the n-th of January."""
    one = make_application(centre, kind="decision", track=track)
    return make_offer(one, by=manager, state=state, expires_on=date(2099, 1, n)).pk


def test_open_offers_of_every_state_stand_in_the_order_of_their_days(
    as_manager, centre, manager, director
):
    states = {3: "draft", 1: "sent", 4: "in_approval", 2: "draft", 5: "accepted"}
    found = {n: of(centre, manager, n, state=state) for n, state in states.items()}

    assert listed(as_manager) == [found[n] for n in (1, 2, 3, 4)]
    assert listed(as_manager, "?view=draft") == [found[2], found[3]]
    assert listed(as_manager, "?view=accepted") == [found[5]]


def test_the_list_is_narrowed_by_track_and_tells_of_one_centre(as_manager, centre, manager):
    mine = of(centre, manager, 1)
    hired = of(centre, manager, 2, track="postdoc")
    other = make_centre("other")
    of(other, make_user("manager", other), 3)

    assert listed(as_manager) == [mine, hired]
    assert listed(as_manager, "?track=postdoc") == [hired]
    assert listed(as_manager, "?track=doctoral") == [mine]
    assert listed(as_manager, "?track=none") == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts SQLite's own steps")
def test_what_is_read_of_one_page_does_not_grow_with_the_list(as_manager, centre, manager):
    first = Offer.objects.get(pk=of(centre, manager, 1))

    def with_more(many):
        for n, one in enumerate([make_application(centre) for _n in range(many)]):
            first.pk, first.application, first.token = None, one, uuid4()
            first.expires_on, first._state.adding = date(2098, 1 + n % 12, 1 + n % 28), True
            first.save()
        as_manager.get(URL)
        return machine_steps(lambda: as_manager.get(URL))

    few = with_more(A_PAGE)

    # A few for each that is counted.
    assert with_more(100) <= few + 2000
