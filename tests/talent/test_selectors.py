"""Whose journeys a group holds, and where each of them stops."""

from datetime import date

import pytest

from recruitment.candidates.models import CandidateKey, EducationRecord
from recruitment.enrolment.models import Destination
from recruitment.talent.flow import flow_of
from recruitment.talent.journeys import COLUMNS_OF, Group, Period
from recruitment.talent.selectors import Wanted, at, people, read_journeys
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_started,
    make_supervisor,
    make_user,
)
from tests.talent.people import applied, closed, left, started, studied

ON = date(2026, 11, 24)


@pytest.fixture
def read(centre, director):
    """{stops: people} of a group, for the director unless somebody else asks."""

    def ask(group, *, user=director, on=ON, track="", **years):
        tracks = centre.tracks.filter(code=track) if track else centre.tracks.all()
        return read_journeys(user, centre, Wanted(group, tuple(tracks), on, Period(**years)))

    return ask


def test_each_applicant_stops_at_the_result_their_application_stands_at(centre, read):
    applied(centre, "CN", "HK")
    applied(centre, "CN", "HK", kind="offer")
    applied(centre, "IN", "", kind="pre_start")
    closed(applied(centre, "KR", "KR", kind="offer"), "pay", party="candidate")
    closed(applied(centre, "KR", "KR", kind="interview"), "pay", party="candidate")
    closed(applied(centre, None, "US"), "weaker")
    closed(applied(centre), "position-cancelled", party="neither")

    assert read(Group.APPLICANTS) == {
        ("CN", "HK", "open"): 2,
        ("IN", "unknown", "joined"): 1,
        ("KR", "KR", "declined"): 1,
        ("KR", "KR", "withdrew"): 1,
        ("unknown", "US", "rejected"): 1,
        ("unknown", "unknown", "closed"): 1,
    }


def test_a_prospect_is_no_applicant_and_somebody_who_applied_twice_is_one(centre, read):
    applied(centre, "CN", "CN", kind="lead")
    person = studied(make_candidate(centre), "HK", "HK")
    closed(applied(centre), "weaker")
    closed(make_application(centre, candidate=person), "weaker")
    make_application(centre, candidate=person, intake="September 2027")

    assert read(Group.APPLICANTS) == {
        ("HK", "HK", "open"): 1,
        ("unknown", "unknown", "rejected"): 1,
    }


def test_offers_are_those_to_whom_one_went_out_whatever_they_said(centre, read):
    applied(centre, "CN", "HK", kind="offer_approval")
    applied(centre, "CN", "HK", kind="offer")
    closed(applied(centre, "KR", "KR", kind="offer"), "pay", party="candidate")
    started(centre, "IN", "IN")

    assert read(Group.OFFERS) == {
        ("CN", "HK", "open"): 1,
        ("KR", "KR", "declined"): 1,
        ("IN", "IN", "joined"): 1,
    }


def test_researchers_are_still_here_yet_to_start_gone_somewhere_or_gone_nobody_knows_where(
    centre, read
):
    started(centre, "CN", "HK", started_on=date(2025, 9, 1))
    applied(centre, "KR", "KR", kind="pre_start")
    started(centre, "VN", "VN", started_on=date(2027, 1, 5))
    gone = left(started(centre, "IN", "GB", started_on=date(2025, 9, 1)), date(2026, 3, 1))
    left(started(centre, "IN", "GB", started_on=date(2025, 9, 1)), date(2026, 3, 1))
    for country, as_of in [("US", "2026-09-01"), ("SG", "2026-05-01"), ("AU", "2027-05-01")]:
        Destination.objects.create(researcher=gone.researcher, country=country, as_of=as_of)

    assert read(Group.RESEARCHERS) == {
        ("CN", "HK", "started", "still_here"): 1,
        ("KR", "KR", "accepted", "to_start"): 1,
        ("VN", "VN", "accepted", "to_start"): 1,
        ("IN", "GB", "started", "SG"): 1,
        ("IN", "GB", "started", "unknown"): 1,
    }
    assert read(Group.ALUMNI) == {
        ("IN", "GB", "left", "SG"): 1,
        ("IN", "GB", "left", "unknown"): 1,
    }


def test_a_past_day_shows_who_was_here_then(centre, read):
    left(started(centre, "IN", "GB", started_on=date(2025, 9, 1)), date(2026, 3, 1))
    started(centre, "CN", "HK", started_on=date(2026, 9, 1))

    assert read(Group.RESEARCHERS, on=date(2026, 2, 28)) == {
        ("IN", "GB", "started", "still_here"): 1,
    }
    assert read(Group.ALUMNI, on=date(2026, 2, 28)) == {}


def test_who_left_one_track_for_another_is_still_here_and_no_alumnus(centre, read):
    first = left(started(centre, "CN", "CN", started_on=date(2025, 1, 6)), date(2026, 1, 31))
    make_started(
        centre,
        candidate=first.researcher.candidate,
        track="postdoc",
        started_on=date(2026, 2, 1),
    )

    assert read(Group.ALUMNI) == {}
    assert read(Group.RESEARCHERS) == {("CN", "CN", "started", "still_here"): 1}
    assert read(Group.RESEARCHERS, track="postdoc") == read(Group.RESEARCHERS, track="doctoral")


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [
        ([("bachelor", "CN", 2014, 2018)], ("CN", "CN")),
        # The higher is the latest, also where its year is missing.
        ([("bachelor", "CN", 2014, 2018), ("master", "HK", None, None)], ("CN", "HK")),
        ([("master", "HK", None, 2020), ("doctorate", "US", None, 2015)], ("unknown", "US")),
        ([("bachelor", "KR", 2016, 2020), ("bachelor", "CN", 2014, 2018)], ("CN", "KR")),
        # A second bachelor's whose country nobody wrote down is not made up from another.
        ([("bachelor", "", 2010, 2014), ("bachelor", "CN", 2014, 2018)], ("unknown", "CN")),
        ([("unknown", "CN", None, None)], ("unknown", "CN")),
        # The doctorate they came for is none they came with.
        ([("master", "HK", 2023, 2025), ("doctorate", "GB", 2025, None)], ("unknown", "HK")),
        ([("master", "HK", 2024, 2025)], ("unknown", "HK")),
        ([], ("unknown", "unknown")),
    ],
)
def test_first_and_latest_degree(centre, read, degrees, expected):
    one = started(centre, started_on=date(2025, 9, 1))
    for level, country, since, until in degrees:
        EducationRecord.objects.create(
            candidate=one.researcher.candidate,
            level=level,
            institution="Somewhere",
            country=country,
            started=since,
            ended=until,
        )
    CandidateKey.refresh([one.researcher.candidate])

    ((stops, _people),) = read(Group.RESEARCHERS).items()

    assert stops[:2] == expected


def test_years_are_those_of_the_start_and_of_the_intake(centre, read):
    started(centre, "CN", "CN", started_on=date(2025, 12, 31), intake="September 2025")
    started(centre, "HK", "HK", started_on=date(2026, 1, 1), intake="September 2025")
    applied(centre, "KR", "KR", intake="September 2026", kind="pre_start")
    applied(centre, "VN", "VN", track="postdoc")  # a rolling intake; they applied in 2026

    def first(group, **years):
        return sorted(stops[0] for stops in read(group, **years))

    assert first(Group.RESEARCHERS, since=2025, until=2025) == ["CN"]
    assert first(Group.RESEARCHERS, since=2026) == ["HK", "KR"]
    assert first(Group.APPLICANTS, until=2025) == ["CN", "HK"]
    assert first(Group.APPLICANTS, since=2026, until=2026) == ["KR", "VN"]


def test_each_sees_their_own_people_and_never_another_centres(centre, read):
    account = make_user("supervisor", centre)
    own = make_supervisor(centre, user=account)
    applied(centre, "CN", "CN", supervisor=own)
    applied(centre, "HK", "HK")
    other = make_centre("elsewhere")
    applied(other, "US", "US")

    assert read(Group.APPLICANTS, user=account) == {("CN", "CN", "open"): 1}
    assert sorted(read(Group.APPLICANTS)) == [("CN", "CN", "open"), ("HK", "HK", "open")]
    for role in ("panel", "industry"):
        assert read(Group.APPLICANTS, user=make_user(role, centre)) == {}


def test_the_people_of_a_node_are_as_many_as_it_says(centre, director, read):
    for place in ["CN"] * 6 + ["HK"] * 2 + ["KR"]:
        closed(applied(centre, place, "CN"), "weaker")
        started(centre, place, "CN")
    applied(centre, None, "")

    for group in Group:
        wanted = Wanted(group, tuple(centre.tracks.all()), ON)
        flow = flow_of(read(group), width=len(COLUMNS_OF[group]))
        for node in flow.nodes:
            found = at(
                people(director, centre, wanted), {COLUMNS_OF[group][node.column]: node.keys}
            )
            assert found.count() == node.people, (group, node)
        for one in flow.links:
            names = COLUMNS_OF[group]
            keys = {
                names[one.column]: flow.by_key[one.column, one.source].keys,
                names[one.column + 1]: flow.by_key[one.column + 1, one.target].keys,
            }
            assert at(people(director, centre, wanted), keys).count() == one.people


def test_reading_takes_one_statement_and_as_many_rows_as_there_are_kinds_of_journey(
    centre, read, django_assert_num_queries, director
):
    for _n in range(7):
        applied(centre, "CN", "HK")
    director.roles  # noqa: B018  read once a request

    with django_assert_num_queries(2):  # the tracks, and the journeys
        assert read(Group.APPLICANTS) == {("CN", "HK", "open"): 7}
