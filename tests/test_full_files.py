"""A page costs the same statements whether a file holds two of everything or a hundred."""

import re

import pytest
from django.urls import reverse

from tests.bench.files import fill_files
from tests.factories import (
    make_application,
    make_placement,
    make_started,
    make_supervisor,
    make_user,
)
from tests.measuring import cost

TABS = ["activity", "scorecards", "documents", "emails", "details"]
LISTS = ["offers", "placements", "tasks", "interviews", "emails", "candidates", "board"]


@pytest.fixture
def filled(centre, manager, director):
    """filled(number): an application at the interview and a researcher, with as many of each."""
    centre.criteria.create(name="Depth")
    panel = [director, make_user("panel", centre)]
    supervisor = make_supervisor(centre)

    def fill(each):
        one = make_application(centre, kind="interview", supervisor=supervisor, owner=manager)
        started = make_started(centre).enrolment
        fill_files([one], panel, supervisor, each=each)
        for _n in range(each):
            make_placement(started)
        return one, started.researcher

    return fill


def pages(one, researcher):
    yield from (f"{one.candidate.get_absolute_url()}?tab={tab}" for tab in TABS)
    offer, interview = one.offers.order_by("number").last(), one.interviews.first()
    yield from (row.get_absolute_url() for row in (one, offer, interview, researcher))
    yield from (reverse(f"recruitment:{name}") for name in LISTS)


def statements(client, one, researcher):
    """{page: what it takes}, whoever it is about."""
    found = {}
    for url in pages(one, researcher):
        client.get(url)  # warm: content types, compiled templates
        taken = cost(client, "get", url)
        assert taken.status == 200, url
        found[re.sub(r"\d+", "…", url)] = taken.statements
    return found


def test_a_full_file_costs_the_statements_of_a_thin_one(as_manager, filled):
    thin = statements(as_manager, *filled(2))

    full = statements(as_manager, *filled(100))

    assert full == thin
