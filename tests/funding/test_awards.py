"""Who pays how much in which month: arithmetic of awards and of the rates they name."""

from datetime import date
from decimal import Decimal

from centre.money.costs import Cost, Costs
from centre.money.rates import Rates
from recruitment.funding.awards import Share, course_of, splits
from recruitment.funding.months import number_of
from recruitment.funding.plan import MonthCost
from recruitment.funding.pricing import Pricing

START = number_of(date(2026, 9, 1))


def pricing(*rows):
    """Rates of stipends and fees as (kind, amount, unit, valid from), all in HKD."""
    costs = Costs(Cost(kind, Decimal(n), "HKD", unit, day) for kind, n, unit, day in rows)
    return Pricing(costs, Rates([]), "HKD", date(2026, 11, 24))


def share(person=1, *, source="sponsor", first=0, months=2, kind="", amount=100, currency="HKD"):
    amount = None if kind else Decimal(amount)
    return Share(person, source, START + first, START + first + months - 1, kind, amount, currency)


def months_of(course):
    return [(one.month - START, one.people, one.cost) for one in course]


def test_a_month_has_each_person_once_and_the_cost_of_all_their_awards():
    shares = [share(1), share(1, amount=50), share(2, first=1, amount=10)]

    course = course_of(shares, pricing(), overhead=Decimal(0), until={})

    assert months_of(course) == [(0, 1, 150), (1, 2, 160), (2, 1, 10)]


def test_overhead_comes_on_top_of_every_award():
    (first, _second) = course_of([share()], pricing(), overhead=Decimal("0.25"), until={})

    assert first == MonthCost(START, 1, Decimal(125))


def test_an_award_ends_before_the_month_its_holder_left_in():
    course = course_of(
        [share(months=12)], pricing(), overhead=Decimal(0), until={1: START + 3, 2: START}
    )

    assert [month for month, _people, _cost in months_of(course)] == [0, 1, 2]


def test_months_that_are_paid_alike_stand_together_and_a_gap_between_awards_shows():
    found = splits([share(months=3), share(source="rgc", first=5, months=1)], pricing())

    assert [(one.first - START, one.months, one.parts) for one in found] == [
        (0, 3, {"sponsor": 100}),
        (3, 2, {}),
        (5, 1, {"rgc": 100}),
    ]


def test_two_awards_of_one_source_are_one_amount_and_sources_stand_apart():
    found = splits([share(), share(amount=40), share(source="university", amount=7)], pricing())

    assert [one.parts for one in found] == [{"sponsor": 140, "university": 7}]
    assert found[0].total == 147


def test_an_award_at_a_rate_follows_the_rate_of_each_month():
    prices = pricing(
        ("stipend", 100, "month", date(2026, 8, 1)), ("stipend", 120, "month", date(2026, 10, 1))
    )

    found = splits([share(kind="stipend", months=3)], prices)

    assert [(one.months, one.total) for one in found] == [(1, 100), (2, 120)]


def test_a_month_before_the_first_rate_costs_what_is_known_today():
    prices = pricing(("stipend", 100, "month", date(2026, 10, 1)))

    (found,) = splits([share(kind="stipend", months=2)], prices)

    assert (found.months, found.total) == (2, 100)
    assert prices.lacking_kinds == set()


def test_rates_by_the_year_and_by_the_month_are_the_same_money():
    yearly = pricing(("stipend", 1200, "year", date(2026, 8, 1)))
    monthly = pricing(("fees", 100, "month", date(2026, 8, 1)))

    assert yearly.per_month("stipend") == 100
    assert monthly.per_year("fees") == 1200


def test_an_amount_no_rate_leads_from_is_named_and_counts_as_nothing():
    prices = pricing()

    (found,) = splits([share(currency="CHF")], prices)

    assert (found.total, prices.lacking_rates) == (0, {"CHF"})
