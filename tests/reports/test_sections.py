"""What single sections say: areas and first destinations, with small groups hidden."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from centre.disclosure.suppression import Hidden
from centre.money.models import LedgerEntry
from recruitment.candidates.models import CandidateKey
from recruitment.demo.generate import fill
from recruitment.enrolment.models import Destination
from recruitment.reports.contents import draw_up
from recruitment.reports.periods import Quarter
from recruitment.reports.sheets import SectionView
from recruitment.reports.values import words
from tests.factories import (
    make_application,
    make_candidate,
    make_started,
    make_supervisor,
    reason,
)

ON = date(2026, 9, 30)


def sections(centre):
    document = draw_up(centre, Quarter(2026, 3), on=ON, known_at=timezone.now())
    return {one["key"]: one for one in document["sections"]}


def rows(section, table=0):
    return {row[0]: row[1:] for row in section["tables"][table]["rows"]}


def start(centre, n, **fields):
    return [make_started(centre, started_on=date(2026, 9, 1), **fields) for _ in range(n)]


def leave(application, *, sector=None, country="HK"):
    enrolment = application.enrolment
    enrolment.left_on = enrolment.started_on + timedelta(days=10)
    enrolment.leaving_reason = reason(application.centre, "job-offer", party="researcher")
    enrolment.save()
    if sector:
        Destination.objects.create(
            researcher=enrolment.researcher, sector=sector, country=country, as_of=ON
        )


def test_areas_tell_who_applied_and_who_is_in_post(centre):
    vision, sound = (centre.areas.create(name=name) for name in ("Vision", "Sound"))
    start(centre, 6, area=vision)
    start(centre, 5, area=sound)
    for _ in range(7):
        make_application(centre, area=sound)
    make_application(centre, kind="lead", area=sound)

    assert rows(sections(centre)["areas"]) == {"Sound": [10, 5], "Vision": [5, 5]}


def test_a_small_area_is_hidden_with_what_would_tell_it(centre):
    vision, sound = (centre.areas.create(name=name) for name in ("Vision", "Sound"))
    start(centre, 6, area=vision)
    start(centre, 2, area=sound)

    shown = rows(sections(centre)["areas"])

    assert shown["Sound"] == [{"hidden": "small"}] * 2
    assert shown["Vision"] == [{"hidden": "withheld"}] * 2


def test_first_destinations_are_told_by_sector_and_place(centre):
    for application in start(centre, 6):
        leave(application, sector="industry")
    for application in start(centre, 5):
        leave(application)

    found = sections(centre)["destinations"]

    assert found["lead"] == ["About 10 people have left, to the nearest five."]
    assert rows(found, 0) == {"Company": [5], "Not known": [5]}
    assert rows(found, 1) == {"Hong Kong": [5], "Not known": [5]}


def test_where_one_leaver_went_is_not_told(centre):
    started = start(centre, 6)
    leave(started[0], sector="founded", country="FR")

    found = sections(centre)["destinations"]

    assert found["lead"] == ["Fewer than five people have left; where they went is not told."]
    assert found["tables"] == []
    assert str(Hidden.SMALL) == "<5"


def test_a_later_destination_is_not_the_first(centre):
    for application in start(centre, 5):
        leave(application, sector="academia")
        Destination.objects.create(
            researcher=application.enrolment.researcher, sector="industry", country="HK", as_of=ON
        )

    assert rows(sections(centre)["destinations"])["University or research institute"] == [5]


def studied(centre, n, code, **fields):
    for _ in range(n):
        person = make_candidate(centre)
        person.education.create(level="bachelor", institution="A university", country=code)
        CandidateKey.refresh([person])
        make_application(centre, candidate=person, **fields)


def test_the_talent_flow_tells_places_of_five_and_more(centre):
    studied(centre, 8, "CN")
    studied(centre, 6, "IN")
    studied(centre, 2, "FR")
    studied(centre, 3, "DE")

    found = sections(centre)["talent"]

    assert rows(found, 0) == {"Mainland China": [10], "India": [5], "Elsewhere": [5]}
    assert rows(found, 2) == {"Started or in progress": [20]}


def test_the_talent_flow_does_not_tell_who_started_from_who_is_in_progress(centre):
    studied(centre, 8, "CN")
    start(centre, 6)

    assert rows(sections(centre)["talent"], 2) == {"Started or in progress": [15]}


def test_funding_tells_totals_of_the_pledge_and_nobodys_pay(centre):
    agreement = centre.agreements.get()
    agreement.pledged_amount, agreement.pledged_currency = Decimal(30_000_000), "CNY"
    agreement.save()
    for kind, amount in (("committed", 5_000_000), ("received", 4_000_000), ("spent", 1_000_000)):
        LedgerEntry.objects.create(
            agreement=agreement,
            kind=kind,
            amount=amount,
            currency="CNY",
            on=date(2026, 3, 1),
            rate=1,
            rate_on=date(2026, 3, 1),
            evidence="Bank advice",
        )

    figures = {one["key"]: one["value"] for one in sections(centre)["funding"]["figures"]}

    assert {key: figures[key] for key in ("pledged", "committed", "received", "spent")} == {
        "pledged": {"amount": "30000000.00", "currency": "CNY"},
        "committed": {"amount": "5000000.00", "currency": "CNY"},
        "received": {"amount": "4000000.00", "currency": "CNY"},
        "spent": {"amount": "1000000.00", "currency": "CNY"},
    }
    assert Decimal(figures["needed"]["amount"]) % 100_000 == 0
    assert words(figures["pledged"], "money") == "RMB 30,000,000"


def test_a_centre_with_little_history_gets_a_range_and_no_chance(centre):
    start(centre, 6)

    outlook = sections(centre)["outlook"]

    assert outlook["lead"] == ["Not enough history: the range is an assumption."]
    assert [one["key"] for one in outlook["figures"]] == ["low", "high"]


def test_a_centre_with_history_gets_its_chance_the_same_each_time(centre):
    make_supervisor(centre)
    fill(centre, candidates=150, seed=3, on=ON)

    first, again = (sections(centre)["outlook"] for _time in range(2))
    figures = {one["key"]: one["value"] for one in first["figures"]}

    assert first == again
    assert 0.01 <= figures["chance"] <= 0.99
    assert figures["low"] <= figures["median"] <= figures["high"]


def test_after_the_promised_day_nothing_is_foreseen(centre):
    centre.agreements.get().targets.update(by=ON)

    assert "outlook" not in sections(centre)


def test_an_empty_centre_has_a_report_in_sensible_words(centre):
    found = sections(centre)

    assert found["progress"]["lead"][0].startswith("0 of 25 doctoral researchers in post")
    assert found["destinations"]["lead"] == ["Nobody has left yet."]
    assert found["areas"]["lead"] == ["No applications yet."]
    assert found["talent"]["lead"] == ["Nobody has applied yet."]


def test_an_area_shows_what_the_target_plans_for_it(centre):
    vision, sound = (centre.areas.create(name=name) for name in ("Vision", "Sound"))
    target = centre.agreements.get().targets.get(kind="doctoral")
    target.area_plan.create(area=vision, people=12)
    start(centre, 6, area=vision)
    start(centre, 5, area=sound)

    found = sections(centre)["areas"]

    assert [one["label"] for one in found["tables"][0]["columns"]][1] == "Planned"
    assert rows(found) == {"Sound": [None, 5, 5], "Vision": [12, 5, 5]}


def test_the_drawing_of_the_course_has_the_ranges_that_the_outlook_tells(centre):
    make_supervisor(centre)
    fill(centre, candidates=150, seed=3, on=ON)

    found = sections(centre)
    fan = found["progress"]["chart"]["fan"]
    told = found["outlook"]["tables"][0]["rows"]

    assert fan[1:] == told
    assert [row[0] for row in told] == ["2027-12-31", "2028-12-31", "2029-12-31"]
    now = found["progress"]["chart"]["now"]
    assert fan[0] == ["2026-09-30", now, now, now, now, now]
    assert all(row[1:] == sorted(row[1:]) for row in told)
    drawn = str(SectionView(found["progress"]).drawing)
    assert drawn.count('class="fan80"') == drawn.count('class="fan50"') == 2


def test_an_assumption_has_an_outer_range_and_no_middle(centre):
    start(centre, 6)

    found = sections(centre)

    assert len(found["outlook"]["tables"][0]["columns"]) == 3
    drawn = str(SectionView(found["progress"]).drawing)
    assert 'class="fan80"' in drawn
    assert 'class="fan50"' not in drawn


def test_a_report_published_before_there_was_a_fan_is_drawn_without(centre):
    start(centre, 6)
    progress = sections(centre)["progress"]
    del progress["chart"]["fan"], progress["chart"]["is_assumption"]

    assert "fan80" not in str(SectionView(progress).drawing)
