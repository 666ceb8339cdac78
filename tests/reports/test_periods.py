"""Quarters: which days they hold, and how they are named in addresses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.reports.periods import Quarter, quarters

days = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@given(days)
def test_every_day_lies_in_its_quarter_alone(day):
    quarter = Quarter.of(day)

    assert quarter.starts_on <= day <= quarter.ends_on
    assert Quarter.of(quarter.ends_on + timedelta(days=1)) == quarter.following
    assert Quarter.read(quarter.code) == quarter


@pytest.mark.parametrize(
    "code", ["2026-q5", "2026-Q4", "2026-q", "26-q1", "2026-q1x", "２０26-q1", ""]
)
def test_what_names_no_quarter_is_none(code):
    assert Quarter.read(code) is None


def test_a_quarter_is_told_in_words():
    assert str(Quarter(2026, 4)) == "October to December 2026"


def test_quarters_of_a_span_come_newest_first():
    found = quarters(date(2025, 11, 30), date(2026, 4, 1))

    assert [one.code for one in found] == ["2026-q2", "2026-q1", "2025-q4"]
