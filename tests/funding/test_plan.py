"""The arithmetic of the plan, against the published check values (HK$, millions)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.money.amounts import Money
from centre.money.costs import Cost, Costs
from centre.money.defaults import COSTS, EXCHANGE
from centre.money.rates import Quote, Rates
from recruitment.funding.months import first_of, number_of
from recruitment.funding.plan import (
    Feasibility,
    Package,
    Starters,
    by_month,
    intakes,
    merged,
    place,
)
from recruitment.funding.pricing import Pricing
from recruitment.funding.scenarios import scenarios

FIVE_SEPTEMBERS = [(date(year, 9, 1), 5) for year in range(2025, 2030)]
END = number_of(date(2029, 12, 31))


def published_rates():
    return Rates(
        Quote(base, into, Decimal(rate), on, text) for base, into, rate, on, text in EXCHANGE
    )


def published(currency="HKD"):
    costs = Costs(Cost(kind, Decimal(n), code, unit, on) for kind, n, code, unit, on, _t in COSTS)
    return Pricing(costs, published_rates(), currency, date(2026, 11, 24))


def the_pledge():
    return published_rates().convert(Money(Decimal(30_000_000), "CNY"), "HKD")


def asked(**changes):
    question = {
        "people": 25,
        "steps": FIVE_SEPTEMBERS,
        "postdocs": 4,
        "postdoc_months": 24,
        "ends": END,
        "pledge": the_pledge(),
    }
    return scenarios(published(), **(question | changes))


def millions(amount):
    return float(round(amount / 1_000_000, 1))


def test_the_published_table_comes_out_to_a_tenth_of_a_million():
    found = asked()

    assert [[millions(one.total) for one in row] for row in found.rows] == [
        [17.4, 23.0],
        [20.6, 27.3],
        [26.2, 34.7],
        [29.3, 38.9],
    ]


def test_the_published_shares_of_the_pledge_come_out():
    found = asked()

    assert [[f"{one.share:.0%}" for one in row] for row in found.rows] == [
        ["53%", "70%"],
        ["63%", "83%"],
        ["80%", "106%"],
        ["90%", "119%"],
    ]
    assert millions(found.pledge) == 32.8


def test_four_postdocs_cost_three_and_a_half_million():
    assert millions(asked().postdoc_total) == 3.5
    assert asked(postdocs=0).postdoc_total == 0


def test_a_quarter_of_overhead_leaves_twenty_six_million_for_people():
    rows = [*COSTS, ("overhead", "25", "", "percent", date(2025, 1, 1), "assumed")]
    costs = Costs(Cost(kind, Decimal(n), code, unit, on) for kind, n, code, unit, on, _t in rows)
    pricing = Pricing(costs, published_rates(), "HKD", date(2026, 11, 24))

    found = scenarios(
        pricing, people=25, steps=[], postdocs=4, postdoc_months=24, ends=END, pledge=the_pledge()
    )

    assert millions(found.after_overhead) == 26.2


@pytest.mark.parametrize(
    ("months", "inside", "every", "share"), [(48, 680, 1200, "57%"), (36, 600, 900, "67%")]
)
def test_the_window_ends_before_the_last_cohorts_do(months, inside, every, share):
    timing = next(one for one in asked().timing if one.months == months)

    assert (timing.inside, timing.all, f"{timing.share:.0%}") == (inside, every, share)


def test_awards_of_four_years_run_until_august_2033():
    course = by_month(intakes(FIVE_SEPTEMBERS, Package(48, Decimal(1), Decimal(1))))

    assert first_of(course[0].month) == date(2025, 9, 1)
    assert first_of(course[-1].month) == date(2033, 8, 1)


def test_a_month_costs_more_after_confirmation_and_grant_and_fees_fall_due_once_and_yearly():
    package = Package(24, Decimal(10), Decimal(12), once=Decimal(100), yearly=Decimal(50))

    assert [package.cost_of(nth) for nth in (0, 1, 11, 12, 13, 23, 24, -1)] == [
        60, 10, 10, 162, 12, 12, 0, 0,
    ]  # fmt: skip


def test_the_pledge_is_exhausted_in_the_month_whose_cost_is_more_than_is_left():
    course = by_month([Starters(100, 1, Package(10, Decimal(10), Decimal(10)))])

    assert Feasibility(course, 105, Decimal(100)).exhausted_in is None
    assert Feasibility(course, 105, Decimal(99)).exhausted_in == 109
    assert Feasibility(course, 105, Decimal(0)).exhausted_in == 100
    assert Feasibility(course, 105).exhausted_in is None


def test_nobody_costs_nothing_and_has_no_share():
    empty = Feasibility(by_month([]), END, Decimal(0))

    assert (empty.total, empty.person_months, empty.share_inside, empty.share_of_pledge) == (
        0, 0, None, None,
    )  # fmt: skip


def test_whoever_left_is_paid_up_to_the_month_before():
    course = by_month([Starters(10, 1, Package(48, Decimal(5), Decimal(5)), until=13)])

    assert [one.month for one in course] == [10, 11, 12]


def test_places_fill_the_steps_ahead_and_the_rest_is_spread():
    steps = [(date(2027, 9, 1), 5), (date(2028, 9, 1), 5)]

    assert place(7, steps) == [(date(2027, 9, 1), 5), (date(2028, 9, 1), 2)]
    assert place(13, steps) == [(date(2027, 9, 1), 7), (date(2028, 9, 1), 6)]
    assert place(3, []) == []


money = st.decimals(min_value=0, max_value=100_000, places=2)
packages = st.builds(
    Package,
    months=st.integers(0, 60),
    first=money,
    later=money,
    once=money,
    yearly=money,
    overhead=st.sampled_from([Decimal(0), Decimal("0.25")]),
)
groups = st.lists(
    st.builds(
        Starters, start=st.integers(24_000, 24_100), people=st.integers(0, 9), package=packages
    ),
    max_size=6,
)


@given(groups, st.integers(23_990, 24_170))
def test_no_money_is_lost_between_people_months_and_the_window(starters, ends):
    found = Feasibility(by_month(starters), ends)

    assert found.total == sum(one.people * one.package.total for one in starters)
    assert found.person_months == sum(one.people * one.package.months for one in starters)


@given(groups, groups)
def test_courses_merge_as_their_people_would_together(some, others):
    assert merged(by_month(some), by_month(others)) == by_month([*some, *others])


@given(st.integers(0, 200), st.lists(st.integers(0, 20), min_size=1, max_size=6))
def test_everybody_still_to_come_is_placed(people, planned):
    steps = [(date(2027 + n, 9, 1), starts) for n, starts in enumerate(planned)]

    assert sum(taken for _day, taken in place(people, steps)) == people
