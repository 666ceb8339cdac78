"""The talent flow on the dashboard: the same numbers as the command tells programs."""

import json
import re
from datetime import date
from html import unescape

import pytest
from django.core.management import call_command

from recruitment.enrolment.models import Destination
from tests.talent.people import applied, left, started


@pytest.fixture
def people(centre):
    """Six from the mainland still here, one yet to start, one gone abroad, one unheard of."""
    for _nth in range(6):
        started(centre, "CN", "HK", started_on=date(2025, 9, 1))
    applied(centre, "KR", "KR", kind="pre_start")
    for country in ("SG", ""):
        gone = left(started(centre, started_on=date(2025, 9, 1)), date(2026, 3, 1))
        if country:
            Destination.objects.create(
                researcher=gone.researcher, country=country, as_of=date(2026, 4, 1)
            )
    started(centre, "US", "US", track="postdoc")


def told(capsys, *options):
    call_command("progress", "--format", "json", *options)
    return json.loads(capsys.readouterr().out)["talent_flow"]


def test_page_and_json_say_the_same(as_manager, people, capsys):
    page = as_manager.get("/")

    said = told(capsys)

    panel = page.context["talent"]
    assert said["people"] == panel.flow.total == 9
    shown = [(heading, line.label, line.people) for heading, lines in panel.lists for line in lines]
    headings = dict(panel.columns)
    assert [
        (headings[one["column"]], one["label"], one["people"]) for one in said["nodes"]
    ] == shown
    crossed = [
        n for one in panel.crossings for _label, cells in one.rows for n, _href in cells if n
    ]
    assert sorted(one["people"] for one in said["links"]) == sorted(crossed)
    html = page.content.decode()
    for _heading, label, n in shown:
        assert f'{label} <tspan class="t-ink">{n}</tspan>' in html


def test_json_is_the_flow_stop_by_stop(people, capsys):
    said = told(capsys)

    by_column = {}
    for one in said["nodes"]:
        by_column.setdefault(one["column"], {})[one["key"]] = one["people"]
    assert by_column == {
        "first": {"CN": 6, "elsewhere": 1, "unknown": 2},
        "latest": {"HK": 6, "elsewhere": 1, "unknown": 2},
        "here": {"started": 8, "accepted": 1},
        "next": {"still_here": 6, "to_start": 1, "elsewhere": 1, "unknown": 1},
    }
    assert {
        "from": {"column": "latest", "key": "HK"},
        "to": {"column": "here", "key": "started"},
        "people": 6,
    } in said["links"]


def test_a_past_day_is_told_and_its_figures_open_the_people_of_that_day(as_manager, people):
    page = as_manager.get("/?on=2026-02-28")

    ends = [(line.label, line.people) for line in page.context["talent"].lists[3][1]]
    assert ("Still here", 8) in ends
    section = page.content.decode().split('id="talent-flow"')[1]
    for href, n in re.findall(r'<a[^>]*href="(/candidates/\?flow=[^"]+)"[^>]*>(\d+)', section):
        listed = as_manager.get(unescape(href)).context["page"]
        assert listed.listing.total == int(n), href
        assert listed.criteria.problems == []


def test_what_was_known_once_has_no_talent_flow(as_manager, people, capsys):
    page = as_manager.get("/?on=2026-02-28&known=2026-02-28")

    assert page.context["talent"] is None
    assert "Talent flow</h2>" not in page.content.decode()
    assert told(capsys, "--on", "2026-02-28", "--known", "2026-02-28") is None


def test_a_centre_nobody_started_at_is_told_so(as_manager, centre, capsys):
    html = as_manager.get("/").content.decode()

    assert "Nobody has started or accepted yet." in html
    assert told(capsys) == {"group": "researchers", "people": 0, "nodes": [], "links": []}
