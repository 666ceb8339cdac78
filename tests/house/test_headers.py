"""Headers of every kind of answer, and the files of others that we serve."""

import hashlib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings

from tests.factories import make_user

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
PAGES = ["/sign-in/", "/password/reset/", "/", "/candidates/", "/board/", "/help/", "/admin/"]
PAGES += ["/admin/login/", "/no-such-page/", "/candidates/?q=%00", "/static/cohort/base.css"]
# Files of other projects that reach the browser, as their packages ship them.
SERVED = {
    "bootstrap/css/bootstrap.min.css": (
        "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede"
    ),
    "bootstrap/js/bootstrap.bundle.min.js": (
        "e4fd49181388c48ec5040bd3fe66f57c29c8e67fcd8502b3354b96ec7ab47cc7"
    ),
    "django_htmx/htmx-2.min.js": (
        "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de"
    ),
}


@pytest.fixture
def system_administrator(client, centre):
    user = make_user("manager", centre, is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


@pytest.mark.parametrize("signed_in", [True, False])
@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policy(client, system_administrator, path, signed_in):
    if not signed_in:
        client.logout()

    answer = client.get(path)
    if answer.streaming:
        b"".join(answer)  # a file is closed once it is read

    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [page for page in PAGES if "static" not in page])
def test_no_page_rests_in_a_cache(system_administrator, path):
    assert "no-store" in system_administrator.get(path)["Cache-Control"]


@override_settings(MAINTENANCE=True)
def test_the_maintenance_page_carries_the_policy_too(client):
    assert set(client.get("/")["Content-Security-Policy"].split("; ")) == POLICY


def test_pages_refuse_to_be_framed(client):
    assert client.get("/sign-in/")["X-Frame-Options"] == "DENY"


@override_settings(
    SECURE_SSL_REDIRECT=True,
    SECURE_HSTS_SECONDS=365 * 24 * 3600,
    SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
)
def test_production_asks_browsers_to_stay_on_tls(client):
    assert client.get("/sign-in/").status_code == 301
    secure = client.get("/sign-in/", secure=True)
    assert secure["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", SERVED)
def test_what_we_serve_of_others_is_what_was_looked_at(path):
    content = Path(finders.find(path)).read_bytes()

    assert hashlib.sha256(content).hexdigest() == SERVED[path]
