"""What waits: past the limit first, then without a supervisor, then without a next step."""

from datetime import UTC, datetime, timedelta

from recruitment.dashboard.attention import needs, shortlist
from recruitment.pipeline.models import Application, Stage
from tests.factories import make_application, make_supervisor, make_user


def ask(centre, user, *, late=0):
    today = centre.today()
    stages = list(Stage.objects.filter(centre=centre, pipeline__track__kind="doctoral"))
    mine = Application.objects.visible_to(user).filter(centre=centre)
    few = shortlist(mine, stages, centre, today, late=late)
    whole, short = needs(mine, stages, centre, today), needs(few, stages, centre, today)
    # The short way finds what the long way finds.
    assert [one.application.pk for one in whole] == [one.application.pk for one in short]
    return short


def days_ago(days):
    return datetime.now(UTC) - timedelta(days=days)


def test_the_latest_come_first_then_those_lacking_something(centre, manager):
    who = make_supervisor(centre)
    stepless = make_application(centre, kind="review", supervisor=who, at=days_ago(5))
    unassigned = make_application(centre, kind="review", next_step="Read", at=days_ago(3))
    late = make_application(
        centre, kind="review", supervisor=who, next_step="Read", at=days_ago(40)
    )
    later = make_application(centre, kind="interview", at=days_ago(60))
    make_application(centre, kind="review", supervisor=who, next_step="Read", at=days_ago(2))

    found = ask(centre, manager, late=2)

    assert [one.application for one in found] == [later, late, unassigned, stepless]
    assert [one.why for one in found] == [
        "No supervisor assigned",
        "Next: Read",
        "No supervisor assigned",
        "No next step",
    ]
    assert [(one.is_late, one.days) for one in found][:2] == [(True, 60), (True, 40)]


def test_before_the_review_nobody_needs_a_supervisor_yet(centre, manager):
    make_application(centre, kind="screen", next_step="Check", at=days_ago(1))

    assert ask(centre, manager) == []


def test_the_last_day_of_the_limit_is_not_late(centre, manager):
    who = make_supervisor(centre)
    for days in (28, 29):
        make_application(centre, kind="review", supervisor=who, next_step="Read", at=days_ago(days))

    assert [one.days for one in ask(centre, manager, late=1)] == [29]


def test_no_more_than_five_are_shown(centre, manager):
    for days in range(50, 57):
        make_application(centre, kind="review", at=days_ago(days))

    assert [one.days for one in ask(centre, manager, late=7)] == [56, 55, 54, 53, 52]


def test_a_supervisor_meets_their_own(centre):
    user = make_user("supervisor", centre)
    mine = make_application(
        centre, kind="review", supervisor=make_supervisor(centre, user=user), at=days_ago(40)
    )
    make_application(centre, kind="review", at=days_ago(50))

    assert [one.application for one in ask(centre, user)] == [mine]


def test_a_pipeline_without_limits_still_shows_what_lacks(centre, manager):
    Stage.objects.update(limit_days=None)
    one = make_application(centre, kind="review", at=days_ago(400))

    assert [(need.application, need.is_late) for need in ask(centre, manager)] == [(one, False)]


def test_whoever_waits_for_thirteen_years_waits_in_the_list_and_on_the_dashboard(
    centre, manager, client
):
    at = datetime.now(UTC) - timedelta(days=4677)
    make_application(centre, kind="review", at=at)
    client.force_login(manager)

    dashboard = client.get("/").content.decode()
    rows = client.get("/candidates/?view=attention").content.decode()

    assert "4677 days" in dashboard
    assert "1 past its time limit" in dashboard
    assert "4,677 d" in rows or "4677 d" in rows
