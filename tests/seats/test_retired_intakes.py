"""An intake nobody should choose any more is retired on its page; what used it keeps it."""

import pytest
from django.urls import reverse

from recruitment.positions.models import Intake
from tests.factories import make_application


@pytest.fixture
def used(centre):
    intake = centre.intakes.get(name="September 2027", track__kind="doctoral")
    return make_application(centre, intake=intake).intake


def turn(client, intake, **data):
    return client.post(reverse("recruitment:intake-retire", args=[intake.pk]), data, follow=True)


def offered(client, intake):
    """Where a new seat or application may still be for it."""
    pages = (reverse("recruitment:opening-add") + "?track=doctoral", "/candidates/add/")
    return [f"{intake.name}<" in client.get(page).content.decode() for page in pages]


def test_a_retired_intake_is_no_longer_offered_and_keeps_its_applications(centre, as_manager, used):
    assert offered(as_manager, used) == [True, True]

    page = turn(as_manager, used).content.decode()

    assert "no longer offered" in page
    assert offered(as_manager, used) == [False, False]
    assert Intake.objects.get(pk=used.pk).retired_on == centre.today()
    assert used.applications.count() == 1
    listed = as_manager.get("/openings/").content.decode()
    assert "Retired intakes" in listed
    assert used.get_absolute_url() in listed


def test_a_retired_intake_is_brought_back(centre, as_manager, used):
    turn(as_manager, used)

    page = turn(as_manager, used, back="1").content.decode()

    assert "no longer offered" not in page
    assert offered(as_manager, used) == [True, True]
    assert "Retired intakes" not in as_manager.get("/openings/").content.decode()


def test_retiring_twice_keeps_the_first_day(centre, as_manager, used):
    Intake.objects.filter(pk=used.pk).update(retired_on="2026-01-05")

    turn(as_manager, used)

    assert str(Intake.objects.get(pk=used.pk).retired_on) == "2026-01-05"
