"""The dashboard as people of each role meet it."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from centre.money.amounts import Money, headline
from centre.targets.models import Agreement, Target
from recruitment.demo.generate import fill
from recruitment.funding.selectors import read_funding
from recruitment.positions.models import Opening, Track
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_ledger_entry,
    make_opening,
    make_started,
    make_supervisor,
    make_user,
    reason,
)
from tests.measuring import cost


def told(user):
    client = Client()
    client.force_login(user)
    return client.get("/").context


def page(user, query=""):
    client = Client()
    client.force_login(user)
    response = client.get(f"/{query}")
    assert response.status_code == 200
    return response.content.decode()


def text_of(html):
    """What stands on the page, without markup and the frame around it."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_director_reads_the_number_first_and_a_manager_what_to_do(centre, director, manager):
    make_application(centre, kind="review", at=datetime.now(UTC) - timedelta(days=90))

    for user, order in (
        (director, ["0 of 25", "Needs attention"]),
        (manager, ["Needs attention", "0 of 25"]),
    ):
        text = text_of(page(user))
        assert text.index(order[0]) < text.index(order[1])


def test_the_hero_says_the_number_the_gap_and_what_counts(centre, manager):
    make_started(centre, started_on=date(2026, 9, 1))
    make_application(centre, kind="pre_start", intake="September 2027")

    text = text_of(page(manager, "?on=2026-11-01"))

    assert "1 of 25" in text
    assert "9 behind the plan of 10" in text
    assert "24 to go by 31 Dec 2029" in text
    assert "1 more accepted, starting September 2027" in text
    assert "Counted: enrolled and still in post." in text


def test_every_figure_links_to_the_records_it_counts(centre, manager):
    make_started(centre, started_on=date(2026, 9, 1), intake="September 2026")
    make_application(centre, kind="pre_start", intake="September 2027")
    late = make_application(centre, kind="review", at=datetime.now(UTC) - timedelta(days=90))
    intake = centre.intakes.get(name="September 2026")
    review = late.stage.pk
    researchers, candidates = reverse("recruitment:researchers"), reverse("recruitment:candidates")

    html = page(manager).replace("&amp;", "&")

    for href in (
        f"{researchers}?track=doctoral&state=in_post",
        f"{researchers}?track=doctoral&state=started&intake={intake.pk}",
        f"{candidates}?track=doctoral&accepted=1",
        f"{candidates}?track=doctoral&past_limit=1",
        f"{candidates}?track=doctoral&waiting={review}&past_limit=1",
        f"{candidates}?track=doctoral&reached={review}",
        f"{candidates}?track=doctoral&passed={review}",
        f"{candidates}?track=doctoral&closed_at={review}",
        f"{candidates}?track=doctoral&waiting={review}",
        f"{researchers}?track=postdoc&state=in_post",
    ):
        assert f'href="{href}"' in html


def test_links_of_a_past_day_carry_the_day(centre, manager):
    html = page(manager, "?on=2026-02-28").replace("&amp;", "&")

    assert "state=in_post&on=2026-02-28" in html
    assert "at the end of 28 Feb 2026" in text_of(html) or "Sat 28 Feb 2026" in text_of(html)
    assert "Back to today" in html
    # What waits is a matter of today.
    assert "Needs attention" not in html


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?on=2026-02-30", "“2026-02-30” is not a date. Write it as "),
        ("?on=yesterday", "“yesterday” is not a date."),
        ("?on=9999-12-31", "Fri 31 Dec 9999 lies in the future."),
        ("?track=mphil", "This centre has no track “mphil”."),
        ("?on=%3Cscript%3E", "“&lt;script&gt;” is not a date."),
    ],
)
def test_a_bad_day_or_track_is_named_and_today_is_shown(centre, manager, query, message):
    html = page(manager, query)

    assert message in html
    assert "As of" in html
    assert "Needs attention" in html


@pytest.mark.parametrize("day", ["0001-01-01", "2024-02-29", "1990-06-01"])
def test_any_past_day_can_be_shown(centre, manager, day):
    make_started(centre, started_on=date(2026, 9, 1))

    assert "0 of 25" in text_of(page(manager, f"?on={day}"))


def test_without_a_target_the_page_says_what_to_do(centre, director, manager):
    Agreement.objects.all().delete()

    text = text_of(page(director))

    assert "Set a target to see progress." in text
    assert "Set a target" in text.replace("Set a target to see progress.", "")
    assert "No applications yet." in text
    assert "There is no plan, and nobody has started yet." in text


@pytest.mark.parametrize("headcount", [0, None, 1, 500])
def test_any_target_makes_a_page(centre, manager, headcount):
    Target.objects.filter(kind="doctoral").update(headcount=headcount)
    for _ in range(2):
        make_started(centre, started_on=date(2026, 9, 1))

    goal = "several" if headcount is None else headcount
    assert f"2 of {goal}" in text_of(page(manager))


def test_a_track_of_another_kind_counts_towards_no_target(centre, manager):
    Track.objects.create(centre=centre, kind="other", code="mphil", name="MPhil")

    text = text_of(page(manager, "?track=mphil"))

    assert "MPhil researchers in post" in text
    assert "This track counts towards no target." in text


def test_a_centre_without_tracks_says_so(centre, manager):
    for positions in (centre.positions, centre.intakes, centre.tracks):
        positions.all().delete()

    assert "This centre has no track yet" in page(manager)


def test_a_supervisor_meets_the_state_in_a_line_and_their_own_work(centre):
    user = make_user("supervisor", centre)
    at = datetime.now(UTC) - timedelta(days=90)
    mine = make_application(
        centre,
        kind="review",
        candidate=make_candidate(centre, full_name="Ada Own"),
        supervisor=make_supervisor(centre, user=user),
        at=at,
    )
    make_application(centre, candidate=make_candidate(centre, full_name="Bo Other"), at=at)

    html = page(user)

    assert "0 of 25 doctoral researchers in post on" in html
    assert "Ada Own" in html
    assert "Bo Other" not in html
    assert reverse("recruitment:candidate", args=[mine.candidate_id]) in html
    assert 'href="/forecast/"' in html
    # Lists show them their own only, so no figure may lead there.
    assert "state=in_post" not in html
    assert "reached=" not in html


def test_a_supervisor_finds_the_places_of_their_positions_and_of_no_other(centre):
    user = make_user("supervisor", centre)
    position = centre.positions.get(track__kind="doctoral")
    position.supervisors.add(make_supervisor(centre, user=user))
    started = make_started(centre, intake="September 2029")
    make_opening(started)
    make_opening(started)
    Opening.objects.filter(pk=make_opening(started).pk).update(status="closed")
    other = centre.positions.get(track__kind="postdoc")
    make_opening(other, other.track.intakes.get())

    (one,) = told(user)["places"]

    assert (one.position, one.intake, one.free, one.taken) == ("PhD", "September 2029", 2, 1)
    assert f'<a href="{started.intake.get_absolute_url()}">PhD, September 2029</a>' in page(user)


def test_a_supervisor_finds_their_candidates_who_moved_last_first(centre):
    user = make_user("supervisor", centre)
    mine = make_supervisor(centre, user=user)
    early, late = (
        make_application(centre, supervisor=mine, at=datetime(2026, month, 2, tzinfo=UTC))
        for month in (2, 3)
    )
    make_application(centre)

    shown = told(user)

    assert [one.application for one in shown["candidates"]] == [late, early]
    assert shown["in_progress"] == 2


def test_a_panel_member_meets_one_line_and_nothing_to_do(centre):
    make_application(centre, candidate=make_candidate(centre, full_name="Bo Other"))

    html = page(make_user("panel", centre))

    assert "0 of 25 doctoral researchers in post on" in html
    assert "Nothing waits for you." in html
    assert "Bo Other" not in html


def test_an_industry_viewer_waits_for_the_first_report(centre):
    make_started(centre, started_on=date(2026, 9, 1))

    html = page(make_user("industry", centre))

    assert "The first report has not been published yet." in html
    assert "of 25" not in html
    assert "doctoral" not in text_of(html).lower()


def test_who_has_no_role_is_told_where_to_go(centre):
    admin = make_user(email="root@example.org", is_staff=True, is_superuser=True)

    assert reverse("admin:index") in text_of(page(admin)) or reverse("admin:index") in page(admin)
    assert "You have no role in a centre" in page(admin)
    assert "Ask a system administrator" in page(make_user(email="new@example.org"))


def test_figures_are_those_of_the_centre_at_hand_only(centre, manager):
    other = make_centre()
    make_started(other, started_on=date(2026, 9, 1))
    make_application(other, kind="review", at=datetime(2026, 1, 1, tzinfo=UTC))

    text = text_of(page(manager))

    assert "0 of 25" in text
    assert "Nothing waits for you." in text


def test_names_of_people_cannot_become_markup(centre, manager):
    name = "<script>alert(1)</script>"
    who = make_candidate(centre, full_name=name)
    make_application(centre, candidate=who, kind="review", at=datetime(2026, 1, 1, tzinfo=UTC))

    assert name not in page(manager)


@pytest.mark.parametrize(
    ("role", "query"),
    [
        ("director", "/"),
        ("manager", "/?track=postdoc"),
        ("manager", "/?on=2026-03-01"),
        ("supervisor", "/"),
        ("panel", "/"),
        ("industry", "/"),
    ],
)
def test_the_page_costs_the_same_however_many_applied(db, role, query):
    costs = []
    for size in (240, 400):  # either has history enough for a forecast
        place = make_centre()
        make_supervisor(place, name="Dr One")
        fill(place, candidates=size, seed=7, on=place.today())
        # So many wait in either centre that the list of them is full.
        for track in ("doctoral", "postdoc"):
            for _ in range(5):
                at = datetime.now(UTC) - timedelta(days=200)
                make_application(place, track=track, kind="review", at=at)
        client = Client()
        client.force_login(make_user(role, place))
        client.get(query)  # what the first request of a process reads is nobody's cost
        costs.append(cost(client, "get", query))

    small, large = costs
    # One of them, for the stages, is spared outside of a transaction.
    assert small.statements == large.statements <= 12
    if role in ("director", "manager"):
        assert small.rows == large.rows
    assert large.size < small.size + 1500


def test_the_pledge_stands_as_a_bar_of_what_the_funding_page_says(centre, director, manager):
    centre.agreements.update(pledged_amount=30_000_000, pledged_currency="CNY")
    make_ledger_entry(centre, "committed", 11_400_000)
    make_ledger_entry(centre, "spent", 6_200_000)
    found = read_funding(centre, centre.today())

    html = page(director)
    panel = html[html.index('id="funding"') :]

    assert "Funding against the ¥30.0M pledge" in panel
    assert panel.count("<rect") == 3
    said = re.findall(r'<dd class="num">([^<]+)</dd>', panel)
    amounts = (6_200_000, 5_200_000, found.needed, found.left)
    assert said == [headline(Money(abs(Decimal(amount)), "CNY")) for amount in amounts]
    assert 'id="funding"' in page(manager)
    assert 'id="funding"' not in page(make_user("supervisor", centre))


def test_without_a_pledge_there_is_no_bar_of_it(centre, director):
    centre.agreements.update(pledged_amount=None)

    assert 'id="funding"' not in page(director)


def test_no_verdict_of_before_stands_beside_the_count_of_after(centre, manager):
    """The forecast is worked out once the page is sent; until then its pill says so."""
    enrolment = make_started(centre, started_on=date(2025, 9, 1)).enrolment
    before = page(manager)
    enrolment.left_on = date(2026, 9, 1)
    enrolment.leaving_reason = reason(centre, "health", party="researcher")
    enrolment.save()

    after = page(manager)

    assert "Being worked out" not in before
    assert "something was changed since" in after
    assert "Being worked out" in after
