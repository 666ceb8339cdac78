"""Who reads two reports one after the other and subtracts learns of no group of one to four."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from recruitment.demo.generate import fill
from recruitment.enrolment.models import Enrolment
from recruitment.reports.hiding import rounded, rounded_share
from tests.factories import make_application, make_report, make_started, make_supervisor, reason

# The number promised, and what it is read against: exact in every report.
PROMISED = {"counted", "goal", "plan", "by", "carry-over", "needed"}
COUNTS = ("people", "number")


def cells(document):
    """{where: count} of every figure that is no promise, no plan and no forecast."""
    found = {}
    for section in document["sections"]:
        if section["key"] in ("outlook", "funding"):
            continue
        for one in section["figures"]:
            if one["key"] not in PROMISED and not one["key"].startswith("other"):
                found[section["key"], one["key"]] = one["value"]
        for table in section["tables"]:
            if table["key"] == "course":  # the number promised, over time
                continue
            for row in table["rows"]:
                for column, value in zip(table["columns"], row, strict=True):
                    if column["kind"] in COUNTS and not column["label"].startswith("Planned"):
                        found[table["key"], row[0], column["label"]] = value
    return {where: n for where, n in found.items() if isinstance(n, int)}


def drawn(document):
    """{where: people} of the nodes and links of the talent flow."""
    chart = next(one["chart"] for one in document["sections"] if one["key"] == "talent")
    parts = [*chart["nodes"], *chart["links"]] if chart else []
    return {tuple(where): n for *where, n in parts}


def told_apart(first, second):
    return {
        where: (first[where], second[where])
        for where in first.keys() & second.keys()
        if 0 < abs(first[where] - second[where]) < 5
    }


def a_quarter_s_events(centre, areas, on):
    """One starts, one leaves, a few apply, come further and end: all in groups of one to four."""
    make_started(centre, started_on=on - timedelta(days=3), area=areas[0])
    here = Enrolment.objects.filter(researcher__centre=centre, left_on=None, started_on__lt=on)
    gone = here.order_by("started_on").first()
    gone.left_on = on - timedelta(days=1)
    gone.leaving_reason = reason(centre, "job-offer", party="researcher")
    gone.save()
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC) - timedelta(days=5)
    for kind in ("applied", "applied", "interview", "offer"):
        make_application(centre, kind=kind, area=areas[1], at=at)


@pytest.fixture
def areas(centre):
    make_supervisor(centre)
    found = [centre.areas.create(name=name) for name in ("Vision", "Sound")]
    for position in centre.tracks.get(kind="doctoral").positions.all():
        position.areas.add(found[0])
    return found


def test_of_any_two_published_reports_no_cell_differs_by_one_to_four(centre, director, areas):
    fill(centre, candidates=150, seed=3, on=date(2026, 3, 31))
    ends = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]
    told = []
    for n, on in enumerate(ends, 1):
        if n > 1:
            a_quarter_s_events(centre, areas, on)
        told.append(make_report(centre, f"2026-q{n}", published_by=director).data)

    for first, second in combinations(told, 2):
        assert told_apart(cells(first), cells(second)) == {}
        assert told_apart(drawn(first), drawn(second)) == {}
    assert len(cells(told[0])) > 20


def areas_of(report):
    section = next(one for one in report.data["sections"] if one["key"] == "areas")
    return {row[0]: row[-1] for row in section["tables"][0]["rows"]}, section["notes"]


def test_where_one_person_joined_is_not_told_though_the_headline_is_exact(centre, director, areas):
    for area, n in zip(areas, (7, 6), strict=True):
        for _ in range(n):
            make_started(centre, started_on=date(2025, 9, 1), area=area)
    first = make_report(centre, "2025-q4", published_by=director)
    assert areas_of(first)[0] == {"Sound": 5, "Vision": 5}

    # The eighth in Vision: to the nearest five it is ten now.
    make_started(centre, started_on=date(2026, 2, 1), area=areas[0])
    second = make_report(centre, "2026-q1", published_by=director)

    assert areas_of(second)[0] == {"Sound": 5, "Vision": 5}
    assert "as of 31 Dec 2025" in areas_of(second)[1][1]

    for _ in range(4):
        make_started(centre, started_on=date(2026, 5, 1), area=areas[1])
    third = make_report(centre, "2026-q2", published_by=director)

    assert areas_of(third)[0] == {"Sound": 10, "Vision": 10}
    assert areas_of(third)[1] == ["To the nearest five."]


def test_a_later_version_of_a_quarter_is_a_later_report(centre, director, areas):
    for area, n in zip(areas, (7, 6), strict=True):
        for _ in range(n):
            make_started(centre, started_on=date(2025, 9, 1), area=area)
    make_report(centre, "2025-q4", published_by=director)
    make_started(centre, started_on=date(2025, 10, 1), area=areas[0])

    with time_machine.travel(datetime(2026, 11, 26, tzinfo=UTC)):
        second = make_report(centre, "2025-q4", published_by=director)

    assert second.version == 2
    assert areas_of(second)[0]["Vision"] == 5


@given(st.integers(0, 400), st.integers(0, 400))
def test_two_rounded_counts_differ_by_none_or_by_five_and_more(one, other):
    assert abs(rounded(one) - rounded(other)) not in (1, 2, 3, 4)
    assert abs(rounded(one) - one) <= 2


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_tells_no_more_than_the_rounded_counts(part, whole):
    found = rounded_share(part, whole)

    if rounded(whole) < 25:
        assert found is None
    else:
        assert found == min(rounded(part) / rounded(whole), 1.0)
