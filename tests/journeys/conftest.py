"""A real Chromium, the site it visits, and people who are signed in to it."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect, sync_playwright

from tests.journeys.server import running
from tests.journeys.watch import Watch

CHROMIUM = shutil.which("chromium")
SECONDS = 10_000
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}}

expect.set_options(timeout=SECONDS)


def pytest_collection_modifyitems(items):
    """All that is in this folder needs a browser; with CI=true a missing one is a failure."""
    here = Path(__file__).parent
    missing = CHROMIUM is None and os.environ.get("CI") != "true"
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def chromium():
    assert CHROMIUM, "Chromium is not installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(django_db_setup):
    with running() as address:
        yield address


@pytest.fixture
def visit(chromium, site, transactional_db):
    """visit(user, "/board/"): a page of a browser of their own; nobody's if user is None.

    At the end no page may have complained: no console error, no failed script, and nothing that
    the security policy had to stop.
    """
    watches = []

    def open_page(user=None, path=None, **options):
        context = chromium.new_context(
            base_url=site,
            locale="en-GB",
            timezone_id="Asia/Hong_Kong",
            reduced_motion="reduce",
            **{**DESK, **options},
        )
        context.set_default_timeout(SECONDS)
        watches.append(Watch(context))
        if user is not None:
            context.add_cookies([session_of(user, site)])
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    yield open_page
    complaints = [text for watch in watches for text in watch.complaints]
    for watch in watches:
        watch.context.close()
    assert complaints == []


def session_of(user, site):
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}
