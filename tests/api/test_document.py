"""The OpenAPI document: complete, and true of what is answered. `make check` proves it valid."""

import re

import pytest
from django.urls import get_resolver

from recruitment.api.schema import document
from recruitment.api.urls import urlpatterns
from tests.api.programs import Program
from tests.factories import make_application, make_offer, make_started

pytestmark = pytest.mark.django_db


def test_every_address_but_its_own_is_in_it():
    told = {
        path.removeprefix("/api/v1/").replace("{id}", "<int:pk>") for path in document()["paths"]
    }

    assert told == {str(one.pattern) for one in urlpatterns} - {"schema/"}
    assert get_resolver().namespace_dict["api"]


def test_a_text_that_must_be_there_is_told_to_be_more_than_blanks_and_to_hold_no_null():
    shape = document()["components"]["schemas"]["PatchedCandidateEdit"]["properties"]
    for pattern in (shape["full_name"]["pattern"], shape["home_pages"]["items"]["pattern"]):
        told = [bool(re.search(pattern, text)) for text in ("Li Zihan", " ", "\0", "Li\0", " \0 ")]
        assert told == [True, False, False, False, False]


def test_it_is_open_to_everybody_and_the_same_for_all(client):
    answer = client.get("/api/v1/schema/")

    assert answer.json()["info"]["title"] == "Cohort"
    assert answer.json()["paths"].keys() == document()["paths"].keys()


@pytest.mark.parametrize(
    ("name", "shape"),
    [("candidates", "Candidate"), ("applications", "Application"), ("moves", "Move"),
     ("openings", "Opening"), ("intakes", "Intake"), ("researchers", "Researcher"),
     ("offers", "Offer")],
)  # fmt: skip
def test_a_row_has_the_keys_the_document_promises(manager, centre, name, shape):
    make_started(centre)
    make_offer(make_application(centre, kind="decision"), by=manager)

    row = Program(manager).get(name).json()["results"][0]

    assert set(row) == set(document()["components"]["schemas"][f"{shape}Shape"]["required"])


def test_progress_has_the_keys_the_document_promises(manager, centre):
    told = Program(manager).get("progress").json()

    assert set(told) == set(document()["components"]["schemas"]["ProgressShape"]["required"])


def test_its_page_shows_every_address(as_manager):
    page = as_manager.get("/help/api/").text

    for path in document()["paths"]:
        assert f"<code>{path}</code>" in page
    assert "Idempotency-Key" in page
