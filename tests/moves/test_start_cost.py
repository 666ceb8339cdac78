"""What a start costs: the statements it takes, one by one."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_application, make_opening, stage

HELD = ["SELECT candidate"] if connection.features.has_select_for_update else []
START = [
    "SELECT session", "SELECT membership", "SELECT stagetransition", "SELECT stage",
    "SAVEPOINT",
    "UPDATE application", "INSERT stagetransition", "INSERT stagetally", *HELD,
    "UPDATE opening",
    "SELECT researcher", "INSERT researcher", "INSERT logentry",
    "INSERT enrolment", "INSERT logentry", "INSERT enrolmentfact",
    "UPDATE candidate", "SELECT offer",
    "RELEASE",
]  # fmt: skip


def statements(client, verb, application, **data):
    """Each as its verb and the table it is about, begin and end of the transaction included."""
    application.refresh_from_db()
    url = reverse(f"recruitment:application-{verb}", args=[application.pk])
    data["version"] = application.version
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(url, data, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return [named(one["sql"]) for one in queries.captured_queries]


def named(sql):
    verb, _blank, rest = sql.partition(" ")
    if verb in ("SAVEPOINT", "RELEASE"):
        return verb
    about = rest.split(" FROM ")[1] if verb == "SELECT" else rest
    return f"{verb} {re.search(r'[a-z]+_([a-z]+)', about)[1]}"


def test_a_start_takes_these_statements_and_no_other(as_manager, centre):
    first = make_application(centre, kind="pre_start")
    second = make_application(centre, kind="pre_start")
    for one in (first, second):
        make_opening(one)
    start = {"stage": stage(centre, "started").pk, "starts_on": "2026-09-01"}
    statements(as_manager, "move", first, **start)  # warms what is compiled once

    taken = statements(as_manager, "move", second, **start)

    assert taken == START
