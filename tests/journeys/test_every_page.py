"""On every page: no accessibility finding in light and dark, on a desk and on a phone; targets of
24 px; no sideways scroll from 320 to 1440 px; a title with the centre; the language told."""

import sqlite3
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.urls import Resolver404, resolve

from centre.accounts.models import User
from tests.journeys import pages
from tests.journeys.sweep import faults
from tests.role_matrix import MATRIX, NEVER, OTHER_WAY

# Pieces, numbers for programs, a way on to the first section, what needs an odd account.
NO_PAGE_OF_ITS_OWN = {"candidate-duplicates", "forecast-json", "settings", "account_set_password"}
NO_PAGE_OF_ITS_OWN |= {"report-pdf", "report-xlsx", "monitoring-xlsx", "monitoring-csv"}  # files
NO_PAGE_OF_ITS_OWN |= {"calendar"}  # read by a calendar program
NO_PAGE_OF_ITS_OWN |= {"import", "import-template", "import-rejected"}  # a way on, and files
NO_PAGE_OF_ITS_OWN |= {"decision-pdf"}
NO_PAGE_OF_ITS_OWN |= {"tasks-count"}  # a number in the navigation of every page
NO_PAGE_OF_ITS_OWN |= {"slot-choose"}  # behind a private link: tests/assessment/test_slots.py
NO_PAGE_OF_ITS_OWN |= {"scorecard"}  # of whoever sits on the panel: tests/journeys/test_panel.py
NO_PAGE_OF_ITS_OWN |= {"export-file", "document-file", "document-shown", "offer-letter-pdf"}
# Behind a private link: tests/journeys/test_first_day.py.
NO_PAGE_OF_ITS_OWN |= {"offer-answer", "offer-answer-letter"}
NO_PAGE_OF_ITS_OWN |= {"interview-file"}  # in anonymous review: tests/journeys/test_panel.py
NO_PAGE_OF_ITS_OWN |= {"referee-letter-file", "referee-letter-shown"}
NO_PAGE_OF_ITS_OWN |= {"private-link"}  # tests/journeys/test_private_link.py
NO_PAGE_OF_ITS_OWN |= {"sent-mail"}  # where e-mails are kept in a folder
NO_PAGE_OF_ITS_OWN |= {"reference"}  # behind a private link
NO_PAGE_OF_ITS_OWN |= {"colleagues"}  # names for a note: tests/journeys/test_tasks.py


_made: list[sqlite3.Connection] = []


@pytest.fixture
def demo(transactional_db):
    """What the command makes: made once, copied back for the next, as a test empties all tables."""
    if _made:
        connection.ensure_connection()
        _made[0].backup(connection.connection)
        ContentType.objects.clear_cache()
        return
    call_command("demo", candidates=60, verbosity=0)
    if connection.vendor == "sqlite":
        _made.append(sqlite3.connect(":memory:", check_same_thread=False))
        connection.connection.backup(_made[0])


def account(role):
    return User.objects.get(email=f"{role}@example.org")


def nothing_is_wrong(page, addresses):
    found, legible = [], {}
    for address in addresses:
        page.goto(address)
        found += [f"{address} {wrong}" for wrong in faults(page, legible)]
    assert not found, "\n".join(["What is wrong:", *found])


@pytest.mark.parametrize(
    "some", ["lists", "one_person", "office", "accounts", "files", "emails", "offers"]
)
def test_pages_of_the_manager(visit, demo, some):
    addresses = getattr(pages, some)()

    nothing_is_wrong(visit(account("manager")), addresses)


def test_pages_before_signing_in(visit, demo):
    nothing_is_wrong(visit(), pages.strangers())


@pytest.mark.parametrize("role", ["director", "supervisor", "panel", "partner"])
def test_first_page_and_what_is_refused(visit, demo, role):
    nothing_is_wrong(
        visit(account(role)), ["/", "/candidates/", "/settings/", "/more/", "/reports/"]
    )


def test_publishing_as_the_director_sees_it(visit, demo):
    nothing_is_wrong(visit(account("director")), pages.reports())


def test_pages_of_an_empty_centre(visit, manager):
    addresses = ["/", "/candidates/", "/board/", "/openings/", "/researchers/", "/settings/areas/"]

    nothing_is_wrong(visit(manager), addresses)


def test_every_address_that_answers_with_a_page_is_looked_at(demo):
    lists = (pages.lists, pages.one_person, pages.office, pages.accounts, pages.strangers)
    lists += (pages.files, pages.emails, pages.offers)
    looked_at = {_name(path) for some in lists for path in some()}

    with_page = {name for name, (_, read, _) in MATRIX.items() if read not in (OTHER_WAY, NEVER)}

    assert with_page - looked_at - NO_PAGE_OF_ITS_OWN == set(), "add to tests/journeys/pages.py"


def _name(path):
    try:
        return resolve(urlsplit(path).path).url_name
    except Resolver404:
        return None
