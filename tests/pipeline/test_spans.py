"""Blocks of days cover any window once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.pipeline.spans import FAR, OF_COUNTS, OF_STAYS, block_of, last_day, parts

days = st.dates(date(1, 1, 1), date(2200, 1, 1))


def covered(found):
    """The days of these ranges of blocks, each as often as it stands in one."""
    return sorted(
        day
        for span, first, last in found
        for day in range(first.toordinal() // span * span, last.toordinal() // span * span + span)
    )


@pytest.mark.parametrize("spans", [OF_COUNTS, OF_STAYS])
@given(first=days, length=st.integers(0, 1200))
def test_a_window_is_cut_into_blocks_that_hold_each_day_once(spans, first, length):
    last = first + timedelta(days=length)

    found = parts(first, last, spans)

    wanted = list(range(first.toordinal(), last.toordinal() + 1))
    assert [day for day in covered(found) if day] == wanted
    assert len(found) <= 2 * len(spans) - 1


@given(day=days, span=st.sampled_from(OF_STAYS))
def test_a_day_lies_in_its_block(day, span):
    if day.toordinal() >= span:
        first = block_of(day, span)

        assert first <= day <= last_day(first, span)
        assert first.toordinal() % span == 0


def test_all_that_comes_is_a_handful_of_ranges():
    assert len(parts(date(2026, 11, 25), FAR, OF_STAYS)) == 5
    assert parts(FAR, date.max, OF_STAYS)[0][1] == FAR
    assert parts(date(2026, 11, 25), date(2026, 11, 24), OF_STAYS) == []
