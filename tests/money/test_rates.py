"""Rates of exchange and of cost by day."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.money.amounts import Money
from centre.money.costs import Cost, Costs
from centre.money.rates import Quote, Rates


def quote(base, into, rate, on=date(2026, 1, 1), source="bank"):
    return Quote(base, into, Decimal(rate), on, source)


def test_the_newest_rate_of_a_pair_speaks():
    rates = Rates([quote("CNY", "HKD", "1.07", date(2026, 6, 1)), quote("CNY", "HKD", "1.09")])

    assert rates.between("CNY", "HKD") == quote("CNY", "HKD", "1.07", date(2026, 6, 1))


def test_a_newer_rate_written_the_other_way_is_turned():
    rates = Rates([quote("CNY", "HKD", "1.09"), quote("HKD", "CNY", "0.8", date(2026, 2, 1))])

    found = rates.between("CNY", "HKD")

    assert (found.rate, found.on) == (Decimal("1.25"), date(2026, 2, 1))


def test_two_rates_lead_through_a_third_currency_and_are_as_old_as_the_older():
    rates = Rates(
        [
            quote("CNY", "USD", "0.14", date(2024, 11, 5), "press"),
            quote("USD", "HKD", "7.8", date(2026, 1, 1), "bank"),
        ]
    )

    found = rates.between("CNY", "HKD")

    assert (found.rate, found.on, found.source) == (
        Decimal("1.092"),
        date(2024, 11, 5),
        "press; bank",
    )


def test_without_a_rate_there_is_no_amount_rather_than_a_wrong_one():
    rates = Rates([quote("CNY", "HKD", "1.09")])

    assert rates.convert(Money(Decimal(5), "EUR"), "HKD") is None
    assert rates.convert(Money(Decimal(5), "EUR"), "EUR") == Money(Decimal(5), "EUR")


@given(st.decimals("0.01", "100", places=4), st.integers(0, 10**9))
def test_there_and_back_is_the_same_amount(rate, amount):
    rates = Rates([quote("CNY", "HKD", rate)])

    there = rates.convert(Money(Decimal(amount), "CNY"), "HKD")
    back = rates.convert(there, "CNY")

    assert back.amount == pytest.approx(Decimal(amount), rel=Decimal("1e-20"))


def test_a_cost_rate_holds_from_its_day_until_a_later_one():
    costs = Costs(
        [
            Cost("stipend", Decimal(19), "HKD", "month", date(2026, 9, 1)),
            Cost("stipend", Decimal(18), "HKD", "month", date(2025, 9, 1)),
        ]
    )

    found = [
        costs.at("stipend", date(*day)) for day in [(2025, 8, 31), (2026, 8, 31), (2026, 9, 1)]
    ]

    assert [one and one.amount for one in found] == [None, 18, 19]
    assert costs.at("fees", date(2026, 1, 1)) is None
