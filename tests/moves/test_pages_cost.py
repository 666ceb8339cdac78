"""What a step costs, session and transaction included, however many applications there are."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories import make_application, make_opening, reason, stage
from tests.measuring import cost

HTMX = {"HX-Request": "true"}


def press(client, verb, application, **data):
    application.refresh_from_db()
    url = reverse(f"recruitment:application-{verb}", args=[application.pk])
    return cost(client, "post", url, {"version": application.version, **data}, headers=HTMX)


def round_of_steps(client, centre):
    mine = make_application(centre, kind="screen")
    start = stage(centre, "started").pk
    costs = {
        "move": press(client, "move", mine, stage=stage(centre, "interview").pk),
        "undo": press(client, "undo", mine),
        "close": press(client, "close", mine, reason=reason(centre, "research-fit").pk),
        "reopen": press(client, "reopen", mine),
        "correct": press(client, "correct", mine, stage=stage(centre, "review").pk),
    }
    ready = make_application(centre, kind="pre_start")
    make_opening(ready)
    costs["start"] = press(client, "move", ready, stage=start, starts_on="2026-09-01")
    costs["unstart"] = press(client, "undo", ready)
    assert {one.status for one in costs.values()} == {200}
    return costs


# Where rows can be locked, a close and a reopening hold the person in a statement of its own.
HELD = int(connection.features.has_select_for_update)
# A close looks for what was to be said and is not so any more.
MOST = {"move": 12, "undo": 12, "close": 13 + HELD, "reopen": 11 + HELD, "correct": 12}


def test_a_step_takes_at_most_these_statements(as_manager, centre):
    costs = round_of_steps(as_manager, centre)

    taken = {verb: costs[verb].statements for verb in MOST}
    assert {verb: n for verb, n in taken.items() if n > MOST[verb]} == {}


@pytest.mark.parametrize("more", [30])
def test_a_step_costs_the_same_among_many(as_manager, centre, more):
    round_of_steps(as_manager, centre)  # warm: content types, compiled statements
    few = round_of_steps(as_manager, centre)
    for _ in range(more):
        make_application(centre, kind="screen")

    many = round_of_steps(as_manager, centre)

    def figures(costs):
        return {verb: (one.statements, one.rows, one.session) for verb, one in costs.items()}

    assert figures(few) == figures(many)


def test_opening_an_application_takes_at_most_eleven_statements(as_manager, centre):
    mine = make_application(centre, kind="screen")

    assert cost(as_manager, "get", mine.get_absolute_url()).statements <= 11
