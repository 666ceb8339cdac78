"""manage.py backtest --centre: past month-ends asked again with what was known then."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from recruitment.dashboard.backtest import backtest, read_archive
from recruitment.forecast.backtest import MORE, days_ahead, milestones, month_ends
from recruitment.forecast.inputs import Goal
from recruitment.moves.forms import AssignForm
from recruitment.moves.gate import Ask, take
from tests.factories import make_application, make_started, reason, stage
from tests.forecast.questions import make_inputs

CUT = date(2026, 6, 30)
AFTER = datetime(2026, 11, 20, 4, tzinfo=UTC)


def moment(month, day=10):
    return datetime(2026, month, day, 4, tzinfo=UTC)


def move(application, kind, at):
    there = stage(application.centre, kind)
    take(application, Ask("move", stage=there, effective_at=at), actor=None)


def close(application, at):
    why = reason(application.centre, "weaker")
    take(application, Ask("close", reason=why, effective_at=at), actor=None)


@pytest.fixture
def told(centre):
    """A year as it came: two apply each month and one of them is turned down; some start."""
    for month in range(1, 11):
        with time_machine.travel(moment(month), tick=False):
            one, other = (
                make_application(centre, at=moment(month), intake="January 2027") for _ in "ab"
            )
            move(one, "screen", moment(month))
            close(other, moment(month))
            if month in (2, 5, 8):
                day = date(2026, month, 9)
                make_started(centre, started_on=day, at=moment(month), intake="September 2026")
    return centre


def archive(centre):
    track = centre.tracks.get(kind="doctoral")
    track.centre = centre
    return read_archive(track, AFTER.date())


def silent(*_told):
    pass


def test_each_month_end_is_asked_with_what_was_known_then(told):
    inputs = archive(told).known_at(CUT)

    assert inputs.as_of == CUT
    assert inputs.posts.enrolled == 2
    assert inputs.resolved == 6 + 2  # one turned down a month, two started
    assert sum(one.n for one in inputs.live) == 6


def test_what_was_recorded_later_changes_no_forecast_of_the_day(told):
    before = archive(told).known_at(CUT)

    with time_machine.travel(AFTER, tick=False):
        later_deeds(told)

    assert archive(told).known_at(CUT) == before
    assert archive(told).known_at(AFTER.date()) != before


def later_deeds(centre):
    """All of it takes effect before the cut, or touches people known at it."""
    make_application(centre, kind="offer", at=moment(3, 20))
    make_started(centre, started_on=date(2026, 4, 1), at=moment(3), intake="September 2026")
    *_some, moved, closed, deferred = centre.applications.filter(
        status="active", stage__kind="screen", entered_stage_at__lt=moment(6, 30)
    ).order_by("pk")
    move(moved, "interview", moment(6, 20))
    close(closed, moment(6, 20))
    form = AssignForm({"intake": centre.intakes.get(name="September 2027").pk}, instance=deferred)
    assert form.is_valid(), form.errors
    form.save_changes()
    gone = centre.researchers.order_by("pk")[0].enrolments.get()
    gone.left_on = date(2026, 6, 1)
    gone.leaving_reason = reason(centre, "health", party="researcher")
    gone.save()


def test_what_came_is_what_is_known_now(told):
    found = archive(told).happened([CUT, date(2026, 8, 31)])

    assert found == {CUT: 2, date(2026, 8, 31): 3}


def test_the_scores_are_those_of_all_month_ends_but_the_last(told):
    heard = []

    found = backtest(archive(told), lambda *told: heard.append(told), runs=500)

    assert found.problem == ""
    assert (found.cuts[0], found.cuts[-1]) == (date(2026, 1, 31), date(2026, 9, 30))
    assert heard[0] == (date(2026, 1, 31), 1, 9)
    assert len(heard) == len(found.cuts) == 9
    everything, *by_months = found.ranges
    assert everything.n == sum(row.n for row in by_months) == found.assumptions
    assert found.briers.n == sum(line.n for line in found.reliability) >= everything.n
    for share in (found.briers.forecast, found.briers.run_rate, everything.coverage_80):
        assert 0 <= share <= 1


def test_the_command_says_it_in_words_and_as_json(told, capsys):
    with time_machine.travel(AFTER, tick=False):
        call_command("backtest", centre="visual-ai", target=30)
        words, progress = capsys.readouterr()
        call_command("backtest", format="json")
        found = json.loads(capsys.readouterr().out)

    assert "9 month-ends from 2026-01-31 to 2026-09-30" in words
    assert "would have been shown as an assumption: not enough history." in words
    assert "priors only" in words
    assert "9 of 9: 2026-09-30" in progress
    assert "nan" not in words
    assert (found["centre"], found["track"]) == ("visual-ai", "doctoral")
    assert set(found["briers"]) >= {"n", "forecast", "run_rate", "prior_only"}
    assert found["cuts"][0] == "2026-01-31"


def test_an_empty_centre_has_nothing_to_judge(centre, capsys):
    call_command("backtest")

    assert "nothing has been recorded on this track yet" in capsys.readouterr().out


def test_what_was_imported_this_month_was_not_known_before(centre):
    with time_machine.travel(moment(11, 3), tick=False):
        one = make_application(centre, at=moment(2))
        close(one, moment(3))

    found = backtest(archive(centre), silent)

    assert "the record began on 2026-11-03 and holds fewer than two month-ends" in found.problem
    assert found.briers is None


def test_without_a_result_nothing_is_judged(centre):
    with time_machine.travel(moment(2), tick=False):
        make_application(centre, at=moment(2))

    assert "no application has had a result yet" in backtest(archive(centre), silent).problem


def test_of_a_log_and_a_centre_one_is_judged(centre, tmp_path):
    with pytest.raises(CommandError, match="--centre cannot stand beside --log"):
        call_command("backtest", log=tmp_path / "a.csv", success="Offer", centre="visual-ai")
    with pytest.raises(CommandError, match="--log needs --success"):
        call_command("backtest", log=tmp_path / "a.csv")
    with pytest.raises(CommandError, match="belong to --log"):
        call_command("backtest", success="Offer")
    centre.agreements.all().delete()
    with pytest.raises(CommandError, match="no target whose date"):
        call_command("backtest", target=5)


def test_month_ends_are_whole_months_before_today():
    assert month_ends(date(2024, 1, 31), date(2024, 3, 31)) == [
        date(2024, 1, 31), date(2024, 2, 29),
    ]  # fmt: skip
    assert month_ends(date(2024, 2, 29), date(2024, 2, 29)) == []
    assert days_ahead(date(2024, 2, 29), date(2024, 9, 30)) == [
        date(2024, 5, 31), date(2024, 8, 31), date(2024, 9, 30),
    ]  # fmt: skip


def test_milestones_lie_on_the_way_to_the_target():
    asked = make_inputs()
    half = asked.as_of + (asked.goal.by - asked.as_of) / 2
    now, missing = asked.counted, asked.goal.people - asked.counted

    steps = [one - now for one in milestones(asked, half)]

    assert steps == pytest.approx([missing / 4, missing / 2, missing * 3 / 4], abs=1)
    assert max(milestones(asked, asked.goal.by + timedelta(days=900))) == asked.goal.people


@pytest.mark.parametrize("people", [None, 0])
def test_without_a_number_left_to_reach_milestones_are_a_few_more(people):
    asked = make_inputs(goal=Goal(people, date(2029, 12, 31)))

    assert milestones(asked, date(2028, 1, 31)) == [asked.counted + more for more in MORE]
