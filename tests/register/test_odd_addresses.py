"""An address somebody mangled is answered in words, never with a failure."""

import pytest
from django.urls import reverse

from tests.factories import make_application

ENDLESS = "9" * 5000  # Python reads no number that long


@pytest.mark.parametrize("name", ["waiting", "stage", "reached", "intake", "owner", "page", "at"])
def test_an_endless_number_in_the_list(as_manager, centre, name):
    make_application(centre)

    answer = as_manager.get(reverse("recruitment:candidates"), {name: ENDLESS})

    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["waiting", "intake", "owner", "at", "shown"])
def test_an_endless_number_behind_a_person(as_manager, centre, name):
    person = make_application(centre).candidate

    answer = as_manager.get(person.get_absolute_url(), {"at": "1", name: ENDLESS})

    assert answer.status_code == 200


@pytest.mark.parametrize(("page", "name"), [("researchers", "intake"), ("board", "intake")])
def test_an_endless_number_of_an_intake_is_not_found(as_manager, page, name):
    assert as_manager.get(reverse(f"recruitment:{page}"), {name: ENDLESS}).status_code == 404
