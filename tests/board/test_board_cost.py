"""The board's cost: bounded by stages, the same for few and for many."""

import pytest

from recruitment.pipeline.models import Application
from tests.factories import make_application, make_candidate, make_supervisor, make_user, stage
from tests.measuring import cost

KINDS = ("lead", "applied", "screen", "review", "interview", "decision", "offer", "pre_start")
STAGES = 11  # of the doctoral pipeline


def fill(centre, each, **fields):
    for kind in KINDS:
        for _ in range(each):
            make_application(
                centre, kind=kind, candidate=make_candidate(centre, full_name="Same"), **fields
            )


@pytest.fixture
def addresses(centre):
    intake = centre.intakes.filter(track__kind="doctoral").order_by("pk")[0]
    return [
        "/board/",
        f"/board/?open={stage(centre, 'pre_start').pk}",
        f"/board/?intake={intake.pk}&open={stage(centre, 'lead').pk}",
    ]


def figures(client, addresses):
    found = [cost(client, "get", address) for address in addresses]
    return [(one.status, one.statements, one.rows, one.session) for one in found]


def test_it_costs_the_same_for_few_and_for_many(as_manager, centre, addresses):
    fill(centre, 26)
    few = figures(as_manager, addresses)

    fill(centre, 14)

    assert Application.objects.count() == len(KINDS) * 40
    assert figures(as_manager, addresses) == few
    assert all(statements <= 6 + 2 * STAGES for _status, statements, _rows, _session in few)


def test_it_costs_a_supervisor_the_same_too(client, centre, addresses):
    helena = make_user("supervisor", centre)
    profile = make_supervisor(centre, user=helena)
    fill(centre, 26, supervisor=profile)
    client.force_login(helena)
    few = figures(client, addresses)

    fill(centre, 10, supervisor=profile)

    assert figures(client, addresses) == few
    assert all(statements <= 6 + 2 * STAGES for _status, statements, _rows, _session in few)
