"""The plan against what came: who is carried over, and what that asks of the intakes ahead."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.targets.models import Target
from centre.targets.plan import levelled, planned_by
from tests.factories import make_started

SEPTEMBERS = [date(year, 9, 1) for year in range(2025, 2030)]
PLAN = [(day, 5) for day in SEPTEMBERS]
ON = date(2026, 11, 24)


def told(rows):
    return [(one.on.year, one.came, one.carried, one.asked) for one in rows]


def test_a_shortfall_is_spread_over_the_intakes_up_to_the_day_it_is_to_be_levelled_by():
    starts = [SEPTEMBERS[0]] * 3 + [SEPTEMBERS[1]] * 4

    rows = levelled(PLAN, starts, on=ON, by=date(2028, 9, 1))

    assert told(rows) == [
        (2025, 3, -2, None), (2026, 4, -3, None),
        (2027, None, None, 7), (2028, None, None, 6), (2029, None, None, 5),
    ]  # fmt: skip
    assert [one.so_far for one in rows] == [5, 10, 15, 20, 25]


def test_too_many_are_taken_from_the_next_intakes():
    rows = levelled(PLAN, [SEPTEMBERS[0]] * 16, on=ON, by=None)

    assert told(rows)[1:] == [
        (2026, 0, 6, None), (2027, None, None, 0), (2028, None, None, 4), (2029, None, None, 5),
    ]  # fmt: skip


def test_an_intake_the_plan_does_not_name_counts_with_the_step_before_it():
    rows = levelled(PLAN, [date(2026, 1, 12), date(2025, 2, 1)], on=ON, by=None)

    assert [one.came for one in rows[:2]] == [2, 0]


def test_after_the_day_nothing_is_asked_for_what_stays_short():
    rows = levelled(PLAN, [], on=ON, by=date(2026, 9, 1))

    assert [one.asked for one in rows] == [None, None, 5, 5, 5]
    assert rows[1].carried == -10


@given(
    st.dictionaries(st.sampled_from(SEPTEMBERS), st.integers(0, 9)),
    st.lists(st.dates(date(2025, 1, 1), ON), max_size=40),
)
def test_what_came_and_what_is_asked_for_make_the_plan(plan, starts):
    rows = levelled(plan.items(), starts, on=ON, by=None)

    asked = sum(one.asked or 0 for one in rows)
    carried = len(starts) - planned_by(ON, plan.items())
    if any(one.asked is not None for one in rows):
        assert asked == max(sum(plan.values()) - len(starts), 0)
    assert [one for one in rows if one.carried is not None][-1:] == [] or (
        [one for one in rows if one.carried is not None][-1].carried == carried
    )


@pytest.fixture
def target(centre):
    return Target.objects.get(agreement__centre=centre, kind="doctoral")


def filled(client, target, **changes):
    form = client.get(f"/settings/targets/{target.pk}/plan/").context["form"]
    data = {f.name: f.initial for f in form if f.initial is not None}
    return {**data, "seen": form.seen_now, **changes}


def test_the_settings_show_who_started_and_what_is_carried_over(as_manager, centre, target):
    make_started(centre, started_on=date(2025, 9, 1), intake="September 2025")

    page = as_manager.get("/settings/targets/")

    [_target, stairs, _changes] = page.context["targets"][0]
    assert (stairs.levels[0].came, stairs.carried) == (1, -9)
    assert stairs.asked == 24
    assert "9 short" in page.content.decode()


def test_the_preview_shows_each_step_and_what_becomes_of_the_forecast(as_manager, target):
    data = filled(as_manager, target, on_2027_09_01=2, levelled_by="2028-09-01")

    answer = as_manager.post(f"/settings/targets/{target.pk}/plan/", data)

    step = next(one for one in answer.context["steps"] if one.on == date(2027, 9, 1))
    assert step.planned == (5, 2)
    assert step.so_far == (15, 12)
    assert step.asked == (9, 7)
    # Every day of this plan has an intake, which the forecast knows already.
    assert answer.context["forecast"].startswith("The range for December 2029 stays ")
    assert answer.context["forecast"] in answer.content.decode()
    assert target.plan.get(on=date(2027, 9, 1)).starts == 5


def test_a_planned_day_without_an_intake_changes_the_forecast(as_manager, centre, target):
    centre.intakes.filter(name="September 2027").delete()

    answer = as_manager.post(
        f"/settings/targets/{target.pk}/plan/", filled(as_manager, target, on_2027_09_01=0)
    )

    assert answer.context["forecast"].startswith("The range for December 2029 becomes ")


def test_a_saved_plan_is_one_line_of_the_history(as_manager, target):
    data = filled(as_manager, target, on_2027_09_01=2, on_2028_09_01=8, levelled_by="2028-09-01")

    as_manager.post(f"/settings/targets/{target.pk}/plan/", {**data, "confirm": "1"})

    target.refresh_from_db()
    assert target.levelled_by == date(2028, 9, 1)
    [_target, _stairs, changes] = as_manager.get("/settings/targets/").context["targets"][0]
    assert sorted(line for entry in changes for line in entry.told) == [
        ("Plan", "1 Sep 2027: 5, 1 Sep 2028: 5", "1 Sep 2027: 2, 1 Sep 2028: 8"),
        ("To be levelled by", "None", "2028-09-01"),
    ]


@pytest.mark.parametrize("day", ["2024-06-01", "2030-01-01", "soon"])
def test_a_day_outside_the_target_s_years_levels_nothing(as_manager, target, day):
    answer = as_manager.post(
        f"/settings/targets/{target.pk}/plan/", filled(as_manager, target, levelled_by=day)
    )

    assert answer.status_code == 422
    assert "levelled_by" in answer.context["form"].errors
