"""The figures page: each number opens exactly what it counts, at a cost that does not grow."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.targets.models import PlannedArea
from recruitment.figures.waits import Wait
from recruitment.moves.gate import Ask, take
from recruitment.seats.actions import close_opening
from tests.factories import (
    make_application,
    make_centre,
    make_opening,
    make_started,
    make_user,
    reason,
)
from tests.figures.test_figures_open_their_lists import figures


def panel(page, key):
    one = next(one for one in page.context["panels"] if one.key == key)
    return {row.label: [cell.text for cell in row.cells] for row in one.rows}


def test_an_intake_tells_how_many_of_those_who_applied_came_how_far(as_manager, centre):
    make_started(centre, intake="September 2026")
    make_application(centre, kind="interview", intake="September 2026")
    make_application(centre, kind="lead", intake="September 2026")
    make_application(centre, kind="applied", intake="May 2027")

    found = panel(as_manager.get("/figures/"), "intakes")

    assert found["September 2026"] == ["2", "2", "1", "1", "1", "50%"]
    assert found["May 2027"] == ["1", "0", "0", "0", "0", "0%"]


def test_a_wait_that_goes_on_makes_the_time_longer():
    # Half of four within 20 days; while five more wait longer, nobody knows when half will be.
    done = Wait()
    done.ended.update([10, 20, 30, 40])

    assert (done.median, done.most) == (20, 30)
    done.going.update([45] * 5)
    assert (done.median, done.n) == (None, 9)


def test_time_to_the_offer_leaves_out_who_ended_and_counts_who_waits(as_manager, centre):
    applied = datetime(2026, 3, 2, 2, tzinfo=UTC)
    for day in (10, 20, 30):
        one = make_application(centre, at=applied)
        offer = centre.stages.get(pipeline__track=one.track, kind="offer")
        take(one, Ask("move", stage=offer, effective_at=applied + timedelta(days=day)), actor=None)
    ended = make_application(centre, at=applied)
    take(ended, Ask("close", reason=reason(centre, "weaker")), actor=None)
    make_application(centre, at=applied)

    found = panel(as_manager.get("/figures/"), "waits")

    assert found["To the offer"] == ["20 d", "30 d", "3", "1"]


def test_why_offers_end_is_told_by_whose_doing_it_was(as_manager, centre):
    one = make_application(centre, kind="offer")
    no = centre.reasons.filter(party="candidate").order_by("pk")[0]
    take(one, Ask("close", reason=no), actor=None)
    make_started(centre)

    found = panel(as_manager.get("/figures/"), "offers")

    assert found["Accepted, of offers with an answer"] == ["1", "50%"]
    assert found[f"{no.name} (Candidate withdrew, in Offer out)"] == ["1", ""]


def test_what_cannot_be_read_is_said_and_left_out(as_manager, centre):
    make_started(centre)

    page = as_manager.get("/figures/?track=x&intake=999999&cohort=20xx&on=tomorrow")

    assert len(page.context["asked"].problems) == 4
    assert panel(page, "cohorts")["2026"][0] == "1"


def test_an_empty_centre_has_words_for_every_panel(as_manager, centre):
    page = as_manager.get("/figures/?track=postdoc")

    shown = page.content.decode()
    assert shown.count("Nobody has applied yet.") == 5
    assert "No offer has been answered yet." in shown


def test_another_centre_s_people_are_in_no_figure(as_manager, centre):
    make_started(make_centre("other"))

    assert figures(as_manager.get("/figures/").content.decode()) == {}


def test_the_page_costs_as_many_statements_for_many_as_for_few(as_manager, centre):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            as_manager.get("/figures/?on=2026-10-31")
        return len(seen)

    make_started(centre)
    make_application(centre, kind="offer")
    few = cost()
    for year in range(3):
        make_started(centre, started_on=date(2026, 9, 1 + year))
        make_application(centre, kind="interview")

    assert cost() == few


@pytest.mark.parametrize(
    ("role", "status"), [("director", 200), ("supervisor", 403), ("panel", 403), ("industry", 403)]
)
def test_heads_alone_see_the_figures(client, centre, role, status):
    client.force_login(make_user(role, centre))

    assert client.get("/figures/").status_code == status


def cells(page, key):
    one = next(one for one in page.context["panels"] if one.key == key)
    return {row.label: dict(zip(one.head, row.cells, strict=True)) for row in one.rows}


def test_a_share_is_of_those_with_a_result_each_once(as_manager, centre):
    stages = {one.kind: one for one in centre.stages.filter(pipeline__track__kind="doctoral")}
    back = make_application(centre, kind="review")
    take(back, Ask("move", stage=stages["interview"]), actor=None)
    take(back, Ask("move", stage=stages["review"]), actor=None)
    take(back, Ask("close", reason=reason(centre, "weaker")), actor=None)
    make_application(centre, kind="review")

    page = as_manager.get("/figures/")

    share = cells(page, "passing")["Supervisor review"]["Share passed"]
    assert (share.text, share.whole) == ("100%", 1)
    assert as_manager.get(share.whole_href).context["page"].listing.total == 1


def test_who_stood_in_a_stage_are_people_and_stays_are_stays(as_manager, centre):
    stages = {one.kind: one for one in centre.stages.filter(pipeline__track__kind="doctoral")}
    back = make_application(centre, kind="review")
    take(back, Ask("move", stage=stages["interview"]), actor=None)
    take(back, Ask("move", stage=stages["review"]), actor=None)
    make_application(centre, kind="interview")

    page = as_manager.get("/figures/")

    review = cells(page, "times")["Supervisor review"]
    assert (review["Stood there"].text, review["Stays"].text) == ("1", "2")
    assert as_manager.get(review["Stood there"].href).context["page"].listing.total == 1


@pytest.fixture
def vision(centre):
    area = centre.areas.create(name="Vision")
    centre.tracks.get(kind="doctoral").positions.get().areas.add(area)
    return area


def test_an_area_is_read_against_what_the_target_plans_for_it(as_manager, centre, vision):
    target = centre.agreements.get().targets.get(kind="doctoral")
    PlannedArea.objects.create(target=target, area=vision, people=6)
    make_started(centre, area=vision, started_on=date(2026, 9, 1))
    make_application(centre, kind="pre_start", area=vision)

    found = panel(as_manager.get("/figures/"), "areas")
    of_an_intake = panel(as_manager.get(f"/figures/?intake={centre.intakes.all()[0].pk}"), "areas")

    assert found["Vision"] == ["1", "1", "1", "6", "4", "1"]
    assert of_an_intake["Vision"][3:5] == ["6", "–"]


def test_seats_of_an_area_open_exactly_these_seats(as_manager, centre, vision):
    position = centre.tracks.get(kind="doctoral").positions.get()
    first, second, *_rest = centre.intakes.filter(track=position.track)
    free = [make_opening(position, first), make_opening(position, second)]
    close_opening(make_opening(position, second))
    postdoc = centre.tracks.get(kind="postdoc")
    make_opening(postdoc.positions.get(), postdoc.intakes.get())

    for query, wanted in (("", 2), (f"?intake={second.pk}", 1)):
        seats = cells(as_manager.get(f"/figures/{query}"), "areas")["Vision"]["Seats"]
        page = as_manager.get(seats.href)
        assert (seats.text, page.context["total"]) == (str(wanted), wanted)
        assert list(page.context["openings"]) == free[-wanted:]


@pytest.mark.parametrize("query", ["area=999999", "area=x", "intake=999999", "track=none"])
def test_seats_of_what_is_not_there_are_not_found(as_manager, centre, query):
    assert as_manager.get(f"/openings/seats/?{query}").status_code == 404


def test_places_and_plans_open_where_they_are_set(as_manager, centre, vision):
    target = centre.agreements.get().targets.get(kind="doctoral")
    PlannedArea.objects.create(target=target, area=vision, people=6)
    centre.supervisors.create(name="Dr One", capacity=3)

    page = as_manager.get("/figures/")

    planned = cells(page, "areas")["Vision"]["Planned"]
    places = cells(page, "supervisors")["Dr One"]["Places an intake"]
    assert "Dr One" in as_manager.get(places.href).content.decode()
    assert target in [row[0] for row in as_manager.get(planned.href).context["targets"]]


def test_figures_as_known_on_a_day_come_out_again_whatever_is_recorded_since(as_manager, centre):
    before, on = datetime(2026, 6, 10, 2, tzinfo=UTC), "2026-06-15"
    with time_machine.travel(before, tick=False):
        one = make_application(centre, kind="offer", at=before - timedelta(days=60))
        make_started(centre, started_on=date(2026, 6, 1), at=before - timedelta(days=90))
        make_application(centre, kind="review", at=before - timedelta(days=9))
    url = f"/figures/?on={on}&known={on}"

    def told():
        panels = as_manager.get(url).context["panels"]
        # Seats keep no history, and the page says so.
        return {
            p.key: [(row.label, [c.text for c in row.cells[:5]]) for row in p.rows] for p in panels
        }

    then = told()
    with time_machine.travel(datetime(2026, 9, 20, 2, tzinfo=UTC)):
        no = centre.reasons.filter(party="candidate").order_by("pk")[0]
        take(one, Ask("close", reason=no, effective_at=before), actor=None)
        make_started(centre, started_on=date(2026, 6, 2), at=before - timedelta(days=90))
        stage = one.stage
        stage.name, stage.limit_days = "Offer, renamed", 3
        stage.save(update_fields=["name", "limit_days"])

    assert told() == then
    assert as_manager.get(f"/figures/?on={on}").context["panels"][0].n == "n = 4"
    assert as_manager.get(url).context["panels"][0].n == "n = 3"
    assert "As known on 15 Jun 2026." in as_manager.get(url).content.decode()
