"""Drawings: numbers in, markup out, nothing unsafe, nothing divided by zero."""

import re
from datetime import date

import pytest

from recruitment.dashboard.burnup import BurnUp, burn_up
from recruitment.dashboard.charts import bar, blocks, median_bar

WORDS = {"state": "in post", "today": "Today", "target": "target", "plan": "planned"}


def drawing(**fields):
    usual = {
        "starts_on": date(2025, 1, 1),
        "ends_on": date(2029, 12, 31),
        "on": date(2026, 11, 23),
        "now": 9,
        "actual": [(date(2025, 9, 1), 5), (date(2026, 9, 1), 9)],
        "plan": [(date(2025, 1, 1), 0), (date(2025, 9, 1), 10), (date(2029, 12, 31), 10)],
        "goal": 25,
        "summary": "9 in post",
        "words": WORDS,
    }
    return burn_up(BurnUp(**usual | fields))


def test_one_block_a_person():
    svg = blocks(25, 9, 2, "9 of 25")

    assert [svg.count(f'class="{css}"') for css in ("on", "next", "off")] == [9, 2, 14]


def test_more_people_than_the_target_fill_all_blocks_and_no_more():
    svg = blocks(3, 5, 2, "5 of 3")

    assert [svg.count(f'class="{css}"') for css in ("on", "next", "off")] == [3, 0, 0]


def test_a_large_target_is_a_bar():
    assert 'class="bar tall"' in blocks(500, 120, 3, "120 of 500")
    assert 'width="100.00"' in blocks(100, 120, 3, "120 of 100")


def test_a_bar_of_nothing_is_empty():
    assert 'width="0.00"' in bar([(0, "f")], 0)


@pytest.mark.parametrize("median", [None, 0, 17])
@pytest.mark.parametrize("limit", [None, 0, 14])
def test_a_median_or_limit_may_be_missing(median, limit):
    svg = median_bar(median, limit, 24)

    assert ("tk" in svg) == (limit is not None)
    assert ("f2" in svg or "fw" in svg) == (median is not None)


def test_every_mark_says_its_day_and_number():
    svg = drawing()

    assert "<title>Mon 1 Sep 2025: 5 in post</title>" in svg
    assert "<title>Mon 1 Sep 2025: 10 planned</title>" in svg
    assert 'aria-label="9 in post"' in svg


def test_words_cannot_become_markup():
    svg = drawing(summary='"><script>', words=WORDS | {"state": "<b>here</b>"})

    assert "<script" not in svg
    assert "<b>" not in svg


def test_no_inline_style_for_the_content_policy():
    assert "style=" not in drawing() + blocks(25, 9, 2, "") + bar([(1, "f")], 2)


@pytest.mark.parametrize(
    "fields",
    [
        {"actual": [], "plan": [], "goal": None, "now": 0},
        {"goal": 0},
        {"goal": 1_000_000},
        {"starts_on": date(2026, 11, 23), "ends_on": date(2026, 11, 23)},
        {"on": date(2024, 1, 1), "actual": [], "now": 0},
        {"starts_on": date(1990, 1, 1), "ends_on": date(2060, 12, 31)},
        {"now": 40, "actual": [(date(2025, 9, 1), 40)]},
    ],
)
def test_odd_numbers_still_make_a_drawing_inside_its_frame(fields):
    svg = drawing(**fields)

    xs = [float(x) for x in re.findall(r' (?:x|x1|x2|cx)="(-?[\d.]+)"', svg)]
    ys = [float(y) for y in re.findall(r' (?:y|y1|y2|cy)="(-?[\d.]+)"', svg)]
    assert min(xs) >= 0
    assert max(xs) <= 800
    assert min(ys) >= 0
    assert max(ys) <= 306
