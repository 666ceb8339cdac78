"""A referee's way in, in a real browser: from the link in the e-mail to an address without it."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from centre.links.models import PrivateLink
from tests.factories import make_application, make_referee
from tests.journeys.sweep import faults


def link_to(site, centre, *, days):
    until = timezone.now() + timedelta(days=days)
    referee = make_referee(make_application(centre))
    _link, url = PrivateLink.make("reference", referee, expires_at=until)
    return f"{site}/l/{url.rsplit('/l/', 1)[1]}"


def test_the_button_leads_from_the_secret_address_to_a_clean_one(visit, site, centre):
    page = visit(None, link_to(site, centre, days=7))
    wrong = faults(page)

    page.get_by_role("button", name="Continue").click()

    expect(page).to_have_url(re.compile(r"/reference/\d+/$|/[a-z-]+/\d+/$"))
    assert wrong == []
    assert page.evaluate("document.referrer") == ""
    assert "/l/" not in page.url


def test_an_expired_link_offers_a_new_one(visit, site, centre):
    url = link_to(site, centre, days=-1)
    page = visit()
    page.route("**/l/*/", lambda route: _as_found(route))  # the browser complains of each 404

    page.goto(url)
    wrong = faults(page)
    page.get_by_role("button", name="Send me a new one").click()

    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    assert wrong == []


def _as_found(route):
    route.fulfill(response=route.fetch(), status=200)
