"""What an 80 % chance takes, when it is 80 % sure, and what would change if."""

import time
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from recruitment.forecast.answer import forecast
from recruitment.forecast.inputs import Arrivals, Assumptions, Goal, Live
from recruitment.forecast.needs import CHANCE
from recruitment.forecast.simulate import simulate, world
from recruitment.forecast.whatif import WhatIf, what_if
from tests.forecast.questions import AS_OF, BY, make_inputs, make_slot, make_window

FEW = Assumptions(runs=3000, seed=5)


def ask(people: int, **fields):
    return make_inputs(goal=Goal(people, BY), assumptions=FEW, **fields)


def test_the_applications_it_takes_do_give_the_chance():
    inputs = ask(40)
    needs = forecast(inputs).needs

    scale = needs.applications / needs.expected
    reached = simulate(world(inputs), scale).reaches(40)

    assert scale > 1
    assert reached == pytest.approx(CHANCE, abs=0.02)
    # Solved on the mean there would be an even chance, which takes fewer.
    even = np.median(simulate(world(inputs), scale).at_goal)
    assert even > 40


def test_a_stage_needs_fewer_than_the_one_before_it_and_a_start_the_least():
    needs = forecast(ask(40)).needs

    counts = [stage.applications for stage in needs.stages]
    assert counts[0] == needs.applications
    assert counts == sorted(counts, reverse=True)
    # September 2027, 2028 and 2029: 31 more people, and some to spare.
    (september,) = needs.seasons
    assert september.intakes == 3
    assert 11 <= september.starts_each <= 17
    assert september.starts_each > september.expected_each


def test_a_safe_goal_takes_less_than_is_expected():
    needs = forecast(ask(16)).needs

    assert needs.applications < needs.expected


def test_without_places_no_number_of_applications_helps():
    # 29 February 2028 lies before the second September.
    slots = (make_slot(2027, seats=4),)
    inputs = make_inputs(goal=Goal(25, date(2028, 2, 29)), slots=slots, live=(), assumptions=FEW)

    needs = forecast(inputs).needs

    assert (needs.applications, needs.limit, needs.stages) == (None, "places", ())
    assert needs.best < CHANCE


def test_without_an_intake_left_it_is_time_that_lacks():
    goal = Goal(25, date(2027, 3, 31))

    needs = forecast(make_inputs(goal=goal, live=(), assumptions=FEW)).needs

    assert (needs.applications, needs.limit) == (None, "time")


def test_the_day_it_is_sure_may_lie_behind_the_date():
    answer = forecast(ask(31))

    assert answer.p_reach < CHANCE
    assert answer.reach_80_on > BY
    assert forecast(ask(500)).reach_80_on is None  # not in sight


def test_the_day_is_the_first_on_which_it_is_sure():
    answer = forecast(ask(26))

    done = simulate(world(ask(26)))
    place = [slot.starts_on for slot in done.world.slots].index(answer.reach_80_on)
    shares = (done.counted >= 26).mean(axis=0)
    assert shares[place] >= CHANCE > shares[place - 1]


def test_groups_in_another_order_or_split_are_the_same_question():
    inputs = make_inputs(assumptions=FEW)
    split = tuple(Live(g.stage, g.age, 2, g.slot) for g in reversed(inputs.live) for _half in "ab")

    assert forecast(replace(inputs, live=split)) == forecast(inputs)


@pytest.mark.parametrize(
    "better",
    [
        WhatIf(applications=0.5),
        WhatIf(acceptance=0.15),
        WhatIf(extra=make_slot(2028, key="x", starts_on=date(2028, 1, 10), season="January",
                       opens_on=date(2027, 2, 1), closes_on=date(2027, 8, 31))),
        WhatIf(by=date(2030, 12, 31)),
    ],
    ids=["applications", "acceptance", "intake", "date"],
)  # fmt: skip
def test_what_helps_raises_the_chance(better):
    inputs = ask(34)

    assert forecast(what_if(inputs, better)).p_reach > forecast(inputs).p_reach + 0.03


def test_more_seats_help_where_seats_were_short():
    inputs = make_inputs(
        goal=Goal(14, date(2028, 2, 29)), slots=(make_slot(2027, seats=2),), assumptions=FEW
    )

    more = what_if(inputs, WhatIf(seats=10))

    assert forecast(more).p_reach > forecast(inputs).p_reach + 0.1
    assert more.slots[0].seats == 12


def test_asking_what_if_changes_nothing():
    inputs = ask(25)

    assert what_if(inputs, WhatIf()) == inputs


def test_fewer_applications_than_none_are_none():
    assert what_if(ask(25), WhatIf(applications=-3.0)).arrivals.factor == 0.0


def test_a_centre_of_a_thousand_applications_is_answered_in_half_a_second():
    rng = np.random.default_rng(1)
    live = tuple(
        Live(int(stage), int(age), 1, "2027-09", bool(age % 5 == 0))
        for stage, age in zip(rng.integers(0, 8, 1000), rng.integers(0, 90, 1000), strict=True)
    )
    inputs = make_inputs(
        goal=Goal(90, BY),
        live=live,
        arrivals=Arrivals(tuple(make_window(year, 30) for year in (2025, 2026, 2027))),
        assumptions=Assumptions(runs=10_000, seed=1),
    )

    spent = []
    for _time in range(3):
        began = time.process_time()
        answer = forecast(inputs)
        spent.append(time.process_time() - began)

    assert answer.needs is not None
    assert answer.as_of == AS_OF
    assert min(spent) < 0.5
