"""What is shown when something cannot be shown."""

import logging
import re

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from centre.web import errors
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_403_names_the_centre_manager_to_ask(client, centre, manager):
    client.force_login(make_user("industry", centre))

    answer = client.get("/candidates/")

    assert answer.status_code == 403
    assert "You cannot open this page" in answer.text
    assert "Ask Grace Lam, centre manager, if you need it." in answer.text
    assert 'class="app"' in answer.text  # in the layout


def test_404_offers_the_search_to_those_who_may_search(client, centre, as_manager):
    answer = as_manager.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.text
    assert "Check the address, or search." in answer.text
    assert 'action="/candidates/"' in answer.text

    visitor = Client().get("/no-such-page/")
    assert visitor.status_code == 404
    assert 'action="/candidates/"' not in visitor.text


def test_a_form_without_its_token_is_refused_with_a_page(manager):
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post("/sign-in/", {"login": manager.email, "password": "any"})

    assert answer.status_code == 403
    assert "This form has expired" in answer.text


@pytest.mark.parametrize("method", ["get", "put"])
def test_an_address_of_a_button_alone_says_that_nothing_was_done(as_manager, method):
    answer = getattr(as_manager, method)(reverse("recruitment:applications-bulk-undo"))

    assert (answer.status_code, answer["Allow"].split(", ")[-1]) == (405, "POST")
    assert "Open the page it is on, and press there again." in answer.text
    assert int(answer["Content-Length"]) == len(answer.content)
    assert "Content-Security-Policy" in answer


def test_500_shows_a_reference_that_is_in_the_log_and_needs_no_database(
    caplog, django_assert_num_queries
):
    with caplog.at_level(logging.ERROR), django_assert_num_queries(0):
        try:
            raise ZeroDivisionError("the planted fault")
        except ZeroDivisionError:
            answer = errors.failure(RequestFactory().get("/broken/?name=secret"))

    assert answer.status_code == 500
    reference = re.search(r"<b class=\"num\">(\w{6})</b>", answer.text)[1]
    assert f"Reference {reference}: GET /broken/" in caplog.text
    assert "the planted fault" in caplog.text
    assert "planted fault" not in answer.text
    assert "secret" not in caplog.text


def test_an_unexpected_error_reaches_that_page(client, manager, monkeypatch):
    client.raise_request_exception = False
    client.force_login(manager)
    with override_settings(ROOT_URLCONF="tests.house.broken_urls"):
        answer = client.get("/broken/")

    assert answer.status_code == 500
    assert "Sorry, something went wrong on our side" in answer.text


def test_an_unknown_host_gets_the_400_page(client):
    answer = client.get("/sign-in/", HTTP_HOST="evil.example")

    assert answer.status_code == 400
    assert "This request cannot be read" in answer.text
    assert "evil" not in answer.text


@pytest.mark.parametrize("address", ["/candidates/?q=%00", "/sign-in/\x00"])
def test_a_nul_character_in_the_address_is_refused(client, address):
    assert client.get(address).status_code == 400


@override_settings(MAINTENANCE=True)
def test_maintenance_closes_every_page_but_not_health(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "600"
    assert "Closed for maintenance" in answer.text
    assert client.get("/healthz").status_code == 200


def test_health_and_readiness_need_no_account(client):
    assert client.get("/healthz").text == "ok"
    assert client.get("/readyz").json()["database"] == "ok"
