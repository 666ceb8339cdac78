"""Narrowing the list: filters, views, and the figures other pages link to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from recruitment.moves.gate import Ask, take
from recruitment.pipeline.kinds import Status
from recruitment.pipeline.models import Application, StageTally
from recruitment.positions.models import Position
from recruitment.register.criteria import read
from recruitment.register.listing import Listing
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_started,
    make_supervisor,
    make_user,
    reason,
    stage,
)


def listing(user, centre, query):
    return Listing(read(QueryDict(query), centre=centre, user=user))


def shown(user, centre, query):
    return sorted(row.application.pk for row in listing(user, centre, query).rows)


def at(day):
    return datetime.fromisoformat(f"{day}T02:00:00+00:00")


@pytest.fixture
def history(centre):
    """Four applications with a past: one went on, one was closed, one went on and back, one new."""
    steps = {
        "on": [("2026-03-02", "interview"), ("2026-04-02", "decision")],
        "closed": [("2026-03-03", "interview"), ("2026-03-20", None)],
        "back": [("2026-03-04", "decision"), ("2026-05-04", "interview")],
        "new": [("2026-06-01", "applied")],
    }
    made = {}
    for name, (first, *rest) in steps.items():
        made[name] = make_application(centre, kind=first[1], at=at(first[0]))
        for day, kind in rest:
            ask = (
                Ask("move", stage=stage(centre, kind), effective_at=at(day))
                if kind
                else Ask("close", reason=reason(centre, "interview"), effective_at=at(day))
            )
            take(made[name], ask, actor=None)
    return made


def entered(one, on):
    rows = StageTally.objects.filter(stage=one, measure="entered", span=1, day__lte=on)
    return sum(rows.values_list("n", flat=True))


@pytest.mark.parametrize("on", [date(2026, 3, 10), date(2026, 4, 10), date(2026, 7, 1)])
@pytest.mark.parametrize("kind", ["applied", "interview", "decision", "offer"])
def test_reached_shows_as_many_rows_as_the_funnel_counts(history, centre, manager, kind, on):
    one = stage(centre, kind)

    rows = shown(manager, centre, f"reached={one.pk}&on={on}")

    assert len(rows) == entered(one, on)


def test_figures_show_exactly_their_records(history, centre, manager):
    interview, decision = stage(centre, "interview"), stage(centre, "decision")
    pk = {name: one.pk for name, one in history.items()}

    assert shown(manager, centre, f"passed={interview.pk}") == sorted([pk["on"], pk["back"]])
    assert shown(manager, centre, f"waiting={interview.pk}") == [pk["back"]]
    assert shown(manager, centre, f"waiting={decision.pk}&on=2026-04-10") == sorted(
        [pk["on"], pk["back"]]
    )
    assert shown(manager, centre, f"closed_at={interview.pk}") == [pk["closed"]]
    assert shown(manager, centre, f"closed_at={interview.pk}&on=2026-03-10") == []


def test_a_person_with_two_matching_applications_has_two_rows(history, centre, manager):
    one = history["on"]
    other = Position.objects.create(centre=centre, track=one.track, title="A second position")
    second = Application(candidate=one.candidate, position=other, intake=one.intake)
    from recruitment.moves.gate import record

    record([(second, [Ask("enter", stage=stage(centre, "interview"))])], actor=None)
    interview = stage(centre, "interview")

    rows = listing(manager, centre, f"reached={interview.pk}").rows

    assert [row.candidate.pk for row in rows].count(one.candidate_id) == 2
    assert {one.pk, second.pk} <= {row.application.pk for row in rows}


def test_past_limit_now_and_on_an_earlier_day(centre, manager):
    interview = stage(centre, "interview")
    now = timezone.now()
    late = make_application(
        centre, kind="interview", at=now - timedelta(days=interview.limit_days + 3)
    )
    make_application(centre, kind="interview", at=now - timedelta(days=interview.limit_days))
    yesterday = centre.today() - timedelta(days=1)
    before = centre.today() - timedelta(days=3)

    assert shown(manager, centre, "past_limit=1") == [late.pk]
    assert shown(manager, centre, f"past_limit=1&on={yesterday}") == [late.pk]
    assert shown(manager, centre, f"past_limit=1&on={before}") == []


def test_a_correction_back_does_not_restart_the_clock_of_an_earlier_day(centre, manager):
    interview = stage(centre, "interview")
    now = timezone.now()
    one = make_application(
        centre, kind="interview", at=now - timedelta(days=interview.limit_days + 9)
    )
    mistake = Ask("move", stage=stage(centre, "decision"), effective_at=now - timedelta(days=6))
    take(one, mistake, actor=None)
    take(one, Ask("undo", effective_at=now - timedelta(days=5)), actor=None)

    on = centre.today() - timedelta(days=2)

    assert shown(manager, centre, f"past_limit=1&on={on}") == [one.pk]


def test_accepted_are_those_in_pre_arrival(centre, manager):
    waiting = make_application(centre, kind="pre_start")
    make_application(centre, kind="offer")
    make_application(centre, kind="pre_start", track="postdoc")
    make_started(centre, started_on=date(2026, 1, 5))

    assert shown(manager, centre, "accepted=1&track=doctoral") == [waiting.pk]


def test_each_simple_filter_narrows_to_its_own(centre, manager):
    supervisor = make_supervisor(centre)
    area, source = centre.areas.create(name="Vision"), centre.sources.first()
    one = make_application(
        centre, kind="interview", intake="", supervisor=supervisor, area=area, source=source,
        owner=manager, candidate=make_candidate(centre, nationality="NZ"), next_step="Call",
    )  # fmt: skip
    other = make_application(centre, kind="applied", track="postdoc")

    for query in (
        "track=doctoral", f"stage={one.stage_id}", f"intake={one.intake_id}", f"area={area.pk}",
        f"supervisor={supervisor.pk}", f"owner={manager.pk}", "owner=me", f"source={source.pk}",
        "nationality=NZ&view=open", "view=mine",
    ):  # fmt: skip
        assert shown(manager, centre, query) == [one.pk], query
    for query in ("supervisor=none", "owner=none", "area=none", "next_step=none", "track=postdoc"):
        assert shown(manager, centre, query) == [other.pk], query
    assert shown(manager, centre, "status=rejected") == []


def test_status_and_filter_give_the_same_set_for_every_status(history, centre, manager):
    make_started(centre, started_on=date(2026, 6, 1))
    for status in Status.values:
        expected = sorted(Application.objects.filter(status=status).values_list("pk", flat=True))
        assert shown(manager, centre, f"status={status}") == expected
        # In progress does not hide what somebody asked for.
        assert shown(manager, centre, f"view=open&status={status}") == expected


def test_attention_is_late_or_unassigned_from_the_review_on_or_without_a_next_step(centre, manager):
    someone = make_supervisor(centre)
    now = timezone.now()
    fine = {"supervisor": someone, "next_step": "Talk", "at": now}
    make_application(centre, kind="interview", **fine)
    early = {**fine, "supervisor": None}
    make_application(centre, kind="applied", **early)
    expected = [
        make_application(centre, kind="interview", **early).pk,
        make_application(centre, kind="interview", **{**fine, "next_step": ""}).pk,
        make_application(
            centre, kind="interview", **{**fine, "at": datetime(2026, 1, 5, tzinfo=UTC)}
        ).pk,
    ]

    assert shown(manager, centre, "view=attention") == sorted(expected)


@pytest.mark.parametrize(
    "query",
    [
        "stage=abc", "stage=999999", "stage=99999999999999999999999", "track=nothing",
        "status=hired", "intake=0", "supervisor=-1", "owner=1.5", "nationality=ZZ",
        "view=secret", "sort=email", "cols=salary", "on=2026-02-30&reached=1", "reached=x",
        "past_limit=yes", "accepted=2", "source=१", "page=-1", "page=abc", "page=99999999999",
        "at=x", "q=" + "x" * 5000, "on=2026-01-01", "q=%ED%A0%80", "stage=1&stage=x",
        "intake=9999999999999999999", "cols=", "on=9999-12-31&accepted=1",
        "on=0001-01-01&accepted=1",
    ],
)  # fmt: skip
def test_an_unusable_address_is_answered_and_says_what_it_left_out(as_manager, query):
    response = as_manager.get(f"/candidates/?{query}")

    assert response.status_code in (200, 302)
    if query.split("=")[0] in (
        "stage",
        "track",
        "status",
        "view",
        "sort",
        "nationality",
        "reached",
    ):
        assert "left out" in response.content.decode() or query.startswith("view=all")


def test_another_centres_rows_are_no_filter(centre, as_manager):
    foreign = make_supervisor(make_centre("other"), name="Dr Foreign")

    page = as_manager.get(f"/candidates/?supervisor={foreign.pk}").content.decode()

    assert "Dr Foreign" not in page
    assert "left out" in page


def test_chips_say_what_is_set_and_lead_to_the_list_without_it(centre, as_manager):
    one = stage(centre, "interview")
    page = as_manager.get(f"/candidates/?track=doctoral&stage={one.pk}").content.decode()

    assert "Remove filter: Track Doctoral" in page
    assert f'href="/candidates/?stage={one.pk}"' in page
    assert 'href="/candidates/?track=doctoral"' in page
    assert "No candidate matches these 2 filters." in page


def test_a_form_with_empty_fields_leads_to_the_short_address(as_manager):
    response = as_manager.get("/candidates/?view=open&track=&status=&q=&sort=")

    assert response.url == "/candidates/?view=open"


def test_the_filter_form_keeps_view_and_figure_and_offers_the_centres_own(centre, as_manager):
    one = stage(centre, "interview")
    page = as_manager.get(f"/candidates/filters/?view=mine&reached={one.pk}").content.decode()

    assert '<input type="hidden" name="view" value="mine">' in page
    assert f'<input type="hidden" name="reached" value="{one.pk}">' in page
    assert "Committee decision" in page


def test_a_supervisor_sees_their_own_and_counts_no_others(centre, client):
    user = make_user("supervisor", centre)
    mine = make_application(centre, supervisor=make_supervisor(centre, user=user))
    make_application(centre)
    client.force_login(user)

    assert shown(user, centre, "view=open") == [mine.pk]
    page = client.get("/candidates/").content.decode()
    assert '<span class="count">1</span>' in page
    assert '<span class="count">2</span>' not in page


def test_an_industry_viewer_gets_no_list(centre, client):
    client.force_login(make_user("industry", centre))

    for path in ("", "filters/", "columns/", "views/add/"):
        assert client.get(f"/candidates/{path}").status_code == 403


def test_a_panel_member_gets_an_empty_list_without_boxes(centre, client):
    make_application(centre)
    client.force_login(make_user("panel", centre))

    page = client.get("/candidates/").content.decode()

    assert "No candidate is yours to see yet." in page
    assert "data-bulk" not in page
