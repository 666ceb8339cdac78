"""Co-training at the partner: entered, corrected, listed, and counted against the plan."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from recruitment.placements.coverage import Coverage, cover
from recruitment.placements.models import Placement, PlacementPlan
from recruitment.reports.contents import draw_up
from recruitment.reports.periods import Quarter
from tests.factories import (
    make_centre,
    make_placement,
    make_started,
    make_supervisor,
    make_user,
)

SEP = date(2025, 9, 1)
TYPED = {
    "company": "Harbour Imaging",
    "topic": "Denoising",
    "starts_on": "2026-03-02",
    "ends_on": "2026-05-31",
}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False):
        yield


@pytest.fixture
def start(centre):
    return make_started(centre, started_on=SEP).enrolment


def add(client, start, **data):
    url = reverse("recruitment:placement-add", args=[start.pk])
    return client.post(url, TYPED | {"token": uuid4()} | data)


def test_a_placement_is_added_once_also_by_a_double_click_and_stands_in_the_path(
    as_manager, centre, start
):
    token, mentor = uuid4(), make_supervisor(centre, name="Dr Mentor")
    for _ in range(2):
        add(as_manager, start, token=token, mentor=mentor.pk)

    assert Placement.objects.count() == 1
    page = as_manager.get(start.researcher.get_absolute_url()).content.decode()
    assert "Placement: Harbour Imaging" in page
    assert "No agreement on IP yet" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_on": "2025-08-01"}, "before their first day, Mon 1 Sep 2025"),
        ({"ends_on": "2026-01-01"}, "must not come before the first"),
        ({"starts_on": "2026-06-10", "ends_on": "2026-08-01"}, "lasts until Tue 30 Jun 2026"),
        ({"topic": ""}, "Say what they work on there."),
        ({"ends_on": "0026-05-31"}, "Check the year"),
        ({"ip_agreed_on": "2030-01-01"}, "Tue 1 Jan 2030 lies ahead"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_stored(as_manager, start, change, said):
    make_placement(start, starts_on=date(2026, 6, 1))

    answer = add(as_manager, start, **change)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Placement.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        ({"starts_on": "2033-03-01", "ends_on": "2033-05-31"}, "starts_on", "Tue 1 Mar 2033"),
        ({"ends_on": "2031-05-31"}, "ends_on", "Sat 31 May 2031"),
    ],
)
def test_a_placement_beyond_their_time_here_is_asked_about_and_kept_once_somebody_says_they_stay(
    as_manager, start, change, name, said
):
    start.months = 48
    start.save()

    asked = add(as_manager, start, **change)
    none_yet = Placement.objects.count()
    add(as_manager, start, **change, longer="on")

    assert (asked.status_code, none_yet, Placement.objects.count()) == (422, 0, 1)
    (told,) = asked.context["form"].errors[name]
    assert told == (
        f"{said} is after the normal period of their programme, which ends on Fri 31 Aug 2029. "
        "Choose an earlier day, or tick “They stay longer”."
    )
    assert 'type="checkbox" name="longer"' in asked.text


def test_a_placement_beyond_a_contract_waits_for_its_renewal(as_manager, centre):
    start = make_started(centre, started_on=SEP, track="postdoc").enrolment
    start.months = 12
    start.save()

    told = add(as_manager, start, starts_on="2027-03-01", ends_on="2027-05-31", longer="on")

    assert (told.status_code, Placement.objects.count()) == (422, 0)
    assert "after their contract, which runs until Mon 31 Aug 2026" in told.text
    assert "record the renewal first" in told.text


def test_the_list_finds_who_is_there_now_and_where_an_agreement_is_missing(as_manager, start):
    over = make_placement(start, starts_on=SEP, ip_agreed_on=SEP)
    now = make_placement(start, starts_on=date(2026, 9, 20))

    def listed(state):
        return {one.pk for one in as_manager.get("/placements/", {"state": state}).context["page"]}

    assert (listed("now"), listed("past"), listed("ahead")) == ({now.pk}, {over.pk}, set())
    assert listed("no_ip") == {now.pk}
    assert listed("all") == listed("x") == {now.pk, over.pk}


def test_the_list_is_narrowed_to_a_company_and_a_track(as_manager, centre, start):
    ours = make_placement(start)
    theirs = make_placement(
        make_started(centre, started_on=SEP, track="postdoc").enrolment, company="Lantau Lab"
    )

    def listed(**asked):
        return {one.pk for one in as_manager.get("/placements/", asked).context["page"]}

    assert listed(company="Lantau Lab") == listed(track="postdoc") == {theirs.pk}
    assert listed(company="Lantau Lab", track="doctoral") == set()
    assert listed(track="doctoral", state="past") == {ours.pk}
    assert listed(company="Nobody’s", track="none") == {ours.pk, theirs.pk}


def test_coverage_counts_people_in_post_and_the_days_so_far():
    spans = [
        (1, SEP, date(2025, 9, 30)),
        (1, date(2026, 9, 20), date(2026, 12, 31)),  # goes on
        (2, date(2026, 11, 1), date(2026, 12, 31)),  # to come
        (9, SEP, date(2026, 9, 1)),  # left
    ]

    found = cover({1, 2, 3}, spans, date(2026, 10, 4))

    assert found == Coverage(in_post=3, placed=1, months=round(45 / (365.25 / 12), 1))


def test_a_plan_is_of_whole_people():
    plan = PlacementPlan(share=50, months=6)
    found = cover({1, 2, 3}, [], SEP, plan)

    assert (found.planned_people, found.planned_months, found.percent) == (2, 12, 0)
    assert cover(set(), [], SEP, plan).percent is None


def test_the_plan_of_a_track_is_set_and_shown_against_what_was_done(as_manager, centre, start):
    make_placement(start)
    url = reverse("recruitment:placement-plan", args=[start.track_id])

    as_manager.post(url, {"share": "80", "months": "3"})

    page = as_manager.get("/placements/").content.decode()
    assert "of 1 in post, 100%" in page
    assert "1 people, 80%" in page
    assert "of 3 planned" in page


def test_a_supervisor_meets_placements_of_their_own_and_no_coverage_of_others(
    client, centre, start
):
    user = make_user("supervisor", centre)
    own = make_started(centre, started_on=SEP, supervisor=make_supervisor(centre, user=user))
    mine = make_placement(own.enrolment)
    make_placement(start, company="Of somebody else’s")
    client.force_login(user)

    page = client.get("/placements/")

    assert [one.pk for one in page.context["page"]] == [mine.pk]
    assert page.context["covered"] == []
    assert page.context["wanted"].companies == ["Harbour Imaging"]


def test_another_centres_placement_is_not_there(as_manager):
    other = make_placement(make_started(make_centre(), started_on=SEP).enrolment)

    for name, pk in (
        ("placement-add", other.enrolment_id),
        ("placement-edit", other.pk),
        ("placement-delete", other.pk),
        ("placement-plan", other.enrolment.track_id),
    ):
        assert as_manager.post(reverse(f"recruitment:{name}", args=[pk])).status_code == 404


@pytest.mark.parametrize(
    ("placed", "said", "figure"),
    [
        (0, "No researcher in post has had a placement yet.", 0),
        (3, "Fewer than five researchers in post have had a placement.", {"hidden": "small"}),
        (7, "About 5 researchers in post have had a placement, to the nearest five.", 5),
    ],
)
def test_the_sponsor_reads_how_many_were_placed_and_no_small_group(centre, placed, said, figure):
    for nth in range(14):
        one = make_started(centre, started_on=SEP).enrolment
        if nth < placed:
            make_placement(one)

    document = draw_up(centre, Quarter(2026, 3), on=date(2026, 9, 30), known_at=timezone.now())

    section = next(one for one in document["sections"] if one["key"] == "placements")
    assert section["title"] == "Co-training placements"
    assert section["lead"] == [said]
    assert section["figures"][0]["value"] == figure
    assert "Person" not in str(section).replace("Person-months", "")
