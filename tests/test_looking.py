"""Looking changes nothing: whoever follows every link by GET leaves all tables as they were."""

import re
from collections import Counter, deque
from html import unescape

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import Resolver404, resolve

from tests.exchange.sheets import everything
from tests.factories import (
    make_application,
    make_award,
    make_centre,
    make_ledger_entry,
    make_opening,
    make_report,
    make_started,
    make_supervisor,
    make_user,
)

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|hx-get|data-sheet|data-src|action)="(/[^"#]*)')
OF_EACH = 3  # addresses of one name: a list leads to its rows over and over


def crawl(client) -> Counter:
    """How many addresses of each name were asked, by following links and forms from the start."""
    asked: Counter = Counter()
    seen, waiting = {"/"}, deque(["/", "/admin/"])
    while waiting:
        address = waiting.popleft()
        try:
            name = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if asked[name] == OF_EACH:
            continue
        asked[name] += 1
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.get("Content-Type", "").startswith("text/html"):
            found = {unescape(link) for link in LINK.findall(answer.content.decode())} - seen
            seen |= found
            waiting.extend(sorted(found))
    return asked


def tables():
    """All rows of ours, but for the log of what was downloaded, which looking does write."""
    rows = everything()
    entries = LogEntry.objects.exclude(action=LogEntry.Action.ACCESS)
    return rows | {"auditlog.LogEntry": sorted(map(repr, entries.values_list()))}


@pytest.mark.parametrize(
    ("role", "least"), [("manager", 60), ("director", 30), ("supervisor", 20), ("industry", 5)]
)
def test_following_every_link_changes_nothing(role, least):
    centre = make_centre("here")
    user = make_user(role, centre, is_staff=role == "manager")
    mine = make_supervisor(centre, user=user)
    one = make_application(centre, supervisor=mine)
    make_opening(one)
    make_award(make_started(centre, supervisor=mine).enrolment.researcher)
    make_ledger_entry(centre)
    make_report(centre, "2026-q1", published_by=user)
    make_report(centre, "2026-q2")
    client = Client()
    client.force_login(user)
    before = tables()

    asked = crawl(client)

    assert tables() == before
    assert len(asked) >= least, sorted(asked)
