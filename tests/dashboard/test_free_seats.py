"""“Free” is one number on every page: an open seat that nobody was offered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_application, make_opening, make_supervisor, make_user


@pytest.fixture
def position(centre):
    return centre.positions.get(track__kind="doctoral")


@pytest.fixture
def intake(centre, position):
    """Two seats at an intake before all others."""
    soon = centre.today() + timedelta(days=3)
    found = position.track.intakes.create(centre=centre, name="Next", starts_on=soon)
    for _seat in range(2):
        make_opening(position, found)
    return found


def promise(centre):
    make_application(centre, kind="pre_start", intake="Next")
    make_application(centre, kind="offer", intake="Next")


def openings_say(client, intake):
    rows = client.get(reverse("recruitment:openings")).context["ahead"]
    return next(one for one in rows if one.intake == intake).finding()


def test_a_seat_promised_to_somebody_is_free_neither_among_openings_nor_on_the_dashboard(
    as_manager, centre, intake
):
    before = as_manager.get("/").content.decode()
    promise(centre)

    after = as_manager.get("/").content.decode()

    assert "2 seats: 0 taken, 0 accepted, 0 offered, 2 free" in before
    assert "2 seats: 0 taken, 1 accepted, 1 offered, 0 free" in after
    assert f"2 seats: {openings_say(as_manager, intake)}" in after


def test_nor_for_the_supervisor_whose_position_it_is(client, centre, position, intake):
    user = make_user("supervisor", centre)
    for one in (make_supervisor(centre, user=user), make_supervisor(centre)):
        position.supervisors.add(one)
    client.force_login(user)

    def free():
        (one,) = client.get("/").context["places"]
        return one.free

    assert free() == 2
    promise(centre)
    assert free() == 0
