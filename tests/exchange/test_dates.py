"""Dates: read in one way only, or reported."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.exchange.dates import (
    DAY_FIRST,
    MONTH_FIRST,
    common_order,
    declared_order,
    read_date,
)
from recruitment.exchange.values import BadValue

DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "2015-02-06", "2015/2/6", "2015.02.06", "2015. 2. 6.", "20150206",
        "2015年2月6日", "6 Feb 2015",
        "6-Feb-15", "6th February, 2015", "Feb 6, 2015", "Fri 6 Feb 2015", "06.02.2015",
        "2015-02-06T10:30:00",
    ],
)  # fmt: skip
def test_dates_that_can_be_read_one_way_only_need_no_order(typed):
    assert read_date(typed, None) == date(2015, 2, 6)


@given(DAYS, st.sampled_from(["{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0:%d-%m-%Y}"]))
def test_day_first_reads_what_was_written_day_first(day, shape):
    assert read_date(shape.format(day), DAY_FIRST, declared=True) == day


@given(DAYS)
def test_month_first_reads_what_was_written_month_first(day):
    assert read_date(f"{day:%m/%d/%Y}", MONTH_FIRST, declared=True) == day


@given(DAYS)
def test_without_an_order_a_date_is_right_or_reported(day):
    try:
        read = read_date(f"{day:%d/%m/%Y}", None)
    except BadValue:
        assert day.day <= 12
        assert day.day != day.month
    else:
        assert read == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_nothing_or_reported(text):
    try:
        read = read_date(text, DAY_FIRST)
    except BadValue:
        return
    assert read is None or isinstance(read, date)


@pytest.mark.parametrize("typed", ["", "-", "TBC", "n/a", "?"])
def test_a_cell_that_says_nothing_is_no_date(typed):
    assert read_date(typed, None) is None


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-13-01", "30 Feb 2026"])
def test_a_day_that_does_not_exist_is_reported(typed):
    with pytest.raises(BadValue, match="not a day of the calendar"):
        read_date(typed, DAY_FIRST)


def test_a_value_against_the_declared_order_is_reported():
    with pytest.raises(BadValue, match="not a day of the calendar"):
        read_date("02/14/2026", DAY_FIRST, declared=True)


def test_a_heading_may_declare_the_order():
    assert declared_order("Result date (dd/mm/yyyy)") == DAY_FIRST
    assert declared_order("Date MM/DD/YY") == MONTH_FIRST
    assert declared_order("Date of decision") is None


def test_a_column_is_decided_by_its_unambiguous_values_if_they_agree():
    assert common_order(["03/04/2015", "25/04/2015", "-"]) == DAY_FIRST
    assert common_order(["03/04/2015", "04/25/2015"]) == MONTH_FIRST
    assert common_order(["04/25/2015", "25/04/2015"]) is None
    assert common_order(["03/04/2015"]) is None


def test_a_date_of_both_orders_says_so():
    with pytest.raises(BadValue, match="day first or month first"):
        read_date("03/04/2015", None)
