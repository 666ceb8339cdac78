"""The figures page: each number opens exactly what it counts, at a cost that does not grow."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruitment.figures.waits import Wait
from recruitment.moves.gate import Ask, take
from tests.dashboard.test_figures_open_their_records import busy  # noqa: F401  a fixture
from tests.factories import make_application, make_centre, make_started, make_user, reason


def figures(html):
    """{address: number} of every figure of the page."""
    main = html[html.index("<main") : html.index("</main>")]
    found = re.findall(r'<a href="(/candidates/\?[^"]+)">(\d+)</a>', main)
    return {unescape(href): int(n) for href, n in found}


@pytest.mark.parametrize("query", ["", "&on=120", "&cohort", "&intake", "&cohort&intake&on=60"])
@pytest.mark.parametrize("track", ["doctoral", "postdoc"])
def test_each_figure_counts_the_list_it_opens(busy, as_manager, track, query):  # noqa: F811
    if "&on=" in query:
        ago = int(query.rpartition("=")[2])
        query = query.replace(f"={ago}", f"={busy.today() - timedelta(days=ago)}")
    intake = busy.tracks.get(kind=track).intakes.order_by("pk")[1 if track == "doctoral" else 0]
    query = query.replace("&cohort", "&cohort=2026").replace("&intake", f"&intake={intake.pk}")

    page = as_manager.get(f"/figures/?track={track}{query}")

    found = figures(page.content.decode())
    assert found or "intake" in query
    opened = {href: as_manager.get(href).context["page"].listing for href in found}
    assert {href: one.total for href, one in opened.items()} == found
    assert [one.criteria.problems for one in opened.values() if one.criteria.problems] == []


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
