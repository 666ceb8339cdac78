"""What the flow costs the database grows with the people, not with their square.

Once each person's applications were looked for in the whole track: 22 seconds at 10,000 people. A
statement is one statement however it is planned, so here the steps of SQLite's machine are counted.
"""

import pytest
from django.db import connection

from recruitment.moves.gate import Ask, record
from recruitment.pipeline.models import Application
from recruitment.talent.journeys import Group, Period
from recruitment.talent.selectors import Wanted, read_journeys
from tests.factories import make_candidate, stage
from tests.measuring import machine_steps

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="counts SQLite's own steps")
FEW, TIMES = 40, 4


def crowd(centre, many):
    """So many more who applied, to a track that holds them all."""
    track = centre.tracks.get(kind="doctoral")
    position = track.positions.order_by("pk")[0]
    intake = track.intakes.get(name="September 2026")
    asks = [Ask("enter", stage=stage(centre, "offer"))]
    record(
        [
            (Application(candidate=make_candidate(centre), position=position, intake=intake), asks)
            for _ in range(many)
        ],
        actor=None,
    )


@pytest.mark.parametrize("period", [Period(), Period(2026, 2026)], ids=str)
@pytest.mark.parametrize("group", [Group.APPLICANTS, Group.OFFERS, Group.RESEARCHERS])
def test_four_times_the_people_cost_at_most_a_little_over_four_times(
    centre, director, group, period
):
    # One track, as the dashboard asks: of several, SQLite never thought of walking them.
    tracks = centre.tracks.filter(kind="doctoral")
    wanted = Wanted(group, tuple(tracks), centre.today(), period)

    def read():
        return read_journeys(director, centre, wanted)

    crowd(centre, FEW)
    few = machine_steps(read)
    crowd(centre, FEW * (TIMES - 1))
    many = machine_steps(read)

    assert 0 < few < many <= few * TIMES * 1.25
