"""The forecast as pages and programs tell it, at the edges as well."""

import json
import re
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from centre.targets.models import Agreement, PlannedIntake, Target
from recruitment.demo.generate import fill
from recruitment.moves.gate import Ask, take
from recruitment.positions.models import Intake, Opening
from tests.factories import (
    make_application,
    make_opening,
    make_started,
    make_supervisor,
    make_user,
    reason,
)
from tests.measuring import cost

ON = "?on=2026-11-01"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture(autouse=True)
def a_day_before_the_intakes_that_are_asked_about():
    with time_machine.travel(datetime(2026, 11, 26, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def full(centre):
    for kind, name in (("doctoral", "Dr One"), ("postdoc", "Dr Two")):
        position = centre.positions.get(track__kind=kind)
        position.supervisors.add(make_supervisor(centre, name=name))
    fill(centre, candidates=150, seed=3, on=centre.today())
    return centre


def text_at(user, address):
    client = Client()
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def told(centre, **options):
    out = StringIO()
    call_command("progress", centre=centre.slug, format="json", stdout=out, **options)
    return json.loads(out.getvalue())["forecast"]


def target(**fields):
    Target.objects.filter(kind="doctoral").update(**fields)


def empty(centre):
    pass


def one_application(centre):
    make_application(centre)


def met(centre):
    target(headcount=1)
    for _ in range(2):
        make_started(centre, started_on=date(2026, 9, 1), intake="September 2026")


def over(centre):
    target(by=date(2026, 6, 30))


def zero(centre):
    target(headcount=0)


def several(centre):
    target(headcount=None)


def nothing_promised(centre):
    Agreement.objects.all().delete()


def no_plan(centre):
    PlannedIntake.objects.all().delete()


def many_seats(centre):
    one = make_application(centre, intake="September 2027")
    for _ in range(200):
        make_opening(one)


def no_intakes(centre):
    PlannedIntake.objects.all().delete()
    centre.intakes.all().delete()


SAYS = {
    empty: "Not enough history",
    one_application: "Not enough history",
    met: "2 of 1",
    over: "Target missed",
    zero: "0 of 0",
    several: "0 of several",
    nothing_promised: "Set a target to see progress.",
    no_plan: "0 of 25",
    many_seats: "Not enough history",
    no_intakes: "0 of 25",
}


@pytest.mark.parametrize("case", SAYS, ids=lambda case: case.__name__)
def test_every_odd_centre_has_sensible_words(centre, manager, case):
    case(centre)

    dashboard, page = text_at(manager, f"/{ON}"), text_at(manager, f"/forecast/{ON}")

    assert SAYS[case] in dashboard
    for text in (dashboard, page):
        assert not [n for n in re.findall(r"(\d+)%", text) if int(n) > 100]
        assert not re.search(r"\b(nan|inf|None(?! is waiting))\b", text)


@pytest.mark.parametrize("day", ["2024-02-29", "2025-12-31", "2026-01-01", "0001-01-01"])
def test_every_odd_day_has_sensible_words(centre, manager, day):
    Agreement.objects.update(starts_on=date(2023, 1, 1))
    make_started(centre, started_on=date(2025, 9, 1), intake="September 2025")

    for address in ("/", "/forecast/", "/forecast.json"):
        client = Client()
        client.force_login(manager)
        assert client.get(f"{address}?on={day}").status_code == 200


def test_with_little_history_there_is_a_range_and_no_single_number(centre, manager):
    one = make_application(centre)
    take(one, Ask("close", reason=reason(centre, "weaker")), actor=None)

    text, forecast = text_at(manager, "/"), told(centre)

    assert "an assumption, as only 1 application has a result yet" in text
    assert "% chance" not in text
    assert "likely" not in text.lower()
    assert [forecast[key] for key in ("p_reach", "mean", "p50", "reach_80_on", "needs")] == [
        None
    ] * 5


def test_without_any_result_the_range_says_that_there_is_none(centre, manager):
    make_application(centre)

    text = text_at(manager, "/")

    assert "an assumption, as no application has a result yet" in text
    assert "only 0 applications" not in text


def test_page_and_command_tell_the_same(full, director):
    forecast = told(full)
    client = Client()
    client.force_login(director)

    text, page = text_at(director, "/"), text_at(director, "/forecast/")

    assert client.get("/forecast.json").json()["forecast"] == forecast
    assert f"{round(forecast['p_reach'] * 100)}% chance" in text
    assert f"On this course, {forecast['p50']} is the most likely result" in text
    assert f"{forecast['p10']} to {forecast['p90']}" in page
    assert f"seed {forecast['seed']}" in page
    for year in forecast["by_year"]:
        starts = year["starts"]
        assert f"{year['year']} {starts['p50']} {starts['p10']} to {starts['p90']}" in page
    assert {one["year"] for one in forecast["by_year"]} >= {2027, 2028, 2029}
    for stage in forecast["basis"]["stages"]:
        assert f"{stage['k']} of {stage['n']}" in page
    assert {"state", "by_intake", "simulations", "basis", "p25", "p75"} <= forecast.keys()


def test_a_move_refreshes_what_is_kept(full, manager):
    before = told(full)
    assert told(full) == before

    one = make_application(full, kind="pre_start", intake="September 2027")

    assert told(full)["basis"]["accepted"] == before["basis"]["accepted"] + 1
    take(one, Ask("close", reason=reason(full, "weaker")), actor=None)
    assert told(full)["basis"]["accepted"] == before["basis"]["accepted"]


def test_what_if_tells_the_change_and_saves_nothing(full, manager):
    before = told(full)

    text = text_at(manager, "/forecast/?applications=100&acceptance=20&by=2031-12-31")

    assert re.search(r"This changes the forecast from \d+% to (\d+|more than 99)%", text)
    assert "+100% applications" in text
    assert told(full) == before
    assert Target.objects.get(kind="doctoral").by == date(2029, 12, 31)


def test_the_page_says_which_places_bound_an_intake(full, manager):
    Opening.objects.filter(intake__starts_on__gt=date(2028, 1, 1)).delete()
    Intake.objects.filter(starts_on__gt=date(2028, 1, 1)).delete()
    seats = Opening.objects.filter(intake__name="September 2027").count()

    by_day = {one["starts_on"]: one for one in told(full)["by_intake"]}
    text = text_at(manager, "/forecast/")

    assert f"September 2027 {seats} seats, 2 supervisors’ places" in text
    assert by_day["2027-09-01"]["seats"] == by_day["2028-09-01"]["seats"] == seats
    assert not by_day["2028-09-01"]["written"]
    assert f"September 2028 {seats} seats expected, 2 supervisors’ places" in text


def test_the_page_says_which_places_bound_the_postdocs_of_each_year(full, manager):
    free = Opening.objects.filter(position__track__kind="postdoc", status="open").count()

    text = text_at(manager, "/forecast/?track=postdoc")
    more = text_at(manager, "/forecast/?track=postdoc&seats=3")

    bound = rf"To [^:]+ 2027: {free} seats, 2 supervisors’ places\."
    assert free > 0
    assert re.search(bound, text)
    assert "+3 places in each year" in more


def test_where_no_place_is_written_down_the_page_says_that_none_bounds(centre, manager):
    text = text_at(manager, "/forecast/?track=postdoc")

    assert "no places bound the starts" in text
    assert "Places in each year" not in text


@pytest.mark.parametrize(
    "query", ["applications=lots", "applications=5000", "by=1999-01-01", "extra=2026-02-30", "by=x"]
)
def test_a_scenario_that_cannot_be_is_named(full, manager, query):
    text = text_at(manager, f"/forecast/?{query}")

    assert "Error:" in text
    assert "This changes" not in text


def test_htmx_gets_the_part_alone(full, manager):
    client = Client()
    client.force_login(manager)

    answer = client.get(
        "/forecast/?applications=50", headers={"HX-Request": "true", "HX-Target": "what-if"}
    )

    html = answer.content.decode()
    assert html.count("<section") == 1
    assert "<html" not in html


def test_a_supervisor_sees_the_figures_but_no_way_to_others_records(full):
    client = Client()
    client.force_login(make_user("supervisor", full))

    html = client.get("/forecast/").content.decode()

    assert "Who goes on" in html
    assert "waiting=" not in html
    assert "passed=" not in html


@pytest.mark.parametrize("address", ["/", "/forecast/"])
def test_a_cold_page_takes_as_many_statements_however_many_applied(full, manager, address):
    client = Client()
    client.force_login(manager)
    client.get(address)
    taken = []
    for _size in range(2):
        cache.clear()
        taken.append(cost(client, "get", address).statements)
        fill(full, candidates=60, seed=len(taken) + 20, on=full.today())

    assert taken[0] == taken[1]
