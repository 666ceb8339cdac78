"""Drawing a report up costs as many statements and rows, however many people there are."""

import pytest
from django.urls import reverse

from tests.factories import make_report, make_supervisor, make_user
from tests.measuring import cost
from tests.test_equality import crowd

PAGES = ["report", "report-xlsx", "report-publish"]


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_costs_the_same_at_200_and_at_600_people(client, centre, director, name):
    manager, supervisor = make_user("manager", centre), make_supervisor(centre)
    crowd(centre, 200, supervisor=supervisor, owner=manager)
    make_report(centre, "2026-q4")
    client.force_login(director)
    url = reverse(f"recruitment:{name}", args=["2026-q4"])

    def paid():
        client.get(url)
        found = cost(client, "get", url)
        return found.status, found.statements, found.rows

    small = paid()
    crowd(centre, 400, supervisor=supervisor, owner=manager)

    assert paid() == small
    assert small[1] <= 60


def test_the_list_and_a_published_report_cost_little(client, centre, director):
    make_report(centre, "2026-q3", published_by=director)
    client.force_login(director)

    paid = {}
    for name, args in (("reports", []), ("report", ["2026-q3"])):
        url = reverse(f"recruitment:{name}", args=args)
        client.get(url)
        paid[name] = cost(client, "get", url).statements

    assert max(paid.values()) <= 10
