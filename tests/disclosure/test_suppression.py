"""What a reader of aggregates cannot work out, checked by an independent solver.

Integer programming (HiGHS through scipy, which statsmodels brings) stands in for the reader: with
what is shown, what is the least and the most each hidden figure can be?
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from centre.disclosure.freedom import Sum
from centre.disclosure.suppression import (
    Hidden,
    enough,
    share,
    suppress,
    suppress_lists,
    suppress_table,
)

SMALL, WITHHELD = Hidden.SMALL, Hidden.WITHHELD
people = st.one_of(st.integers(0, 6), st.integers(0, 60))


def possible(shown, sums):
    """{hidden key: (least, most)} a reader can prove from `shown` and `sums`."""
    keys = list(shown)
    marks = set(map(str, shown.values()))
    # Where everything is withheld the mark says nothing of size.
    all_withheld = str(SMALL) not in marks
    low, high = [], []
    for value in shown.values():
        if value is SMALL:
            low.append(1), high.append(4)
        elif value is WITHHELD:
            low.append(0 if all_withheld else 5), high.append(500)
        else:
            low.append(value), high.append(value)
    rows = np.zeros((len(sums), len(keys)))
    for number, one in enumerate(sums):
        rows[number, keys.index(one.total)] = 1
        for part in one.parts:
            rows[number, keys.index(part)] -= 1
    ties = LinearConstraint(rows, 0, 0) if sums else None
    found = {}
    for place, key in enumerate(keys):
        if isinstance(shown[key], Hidden):
            aim = np.zeros(len(keys))
            aim[place] = 1
            ends = []
            for sign in (1, -1):
                answer = milp(sign * aim, constraints=ties, bounds=Bounds(low, high), integrality=1)
                assert answer.success, (shown, sums)
                ends.append(round(sign * answer.fun))
            found[key] = tuple(ends)
    return found


def assert_safe(values, shown, sums):
    for key, value in values.items():
        if not isinstance(shown[key], Hidden):
            assert shown[key] == value
            assert value == 0 or value >= 5
    for key, (least, most) in possible(shown, sums).items():
        if 0 < values[key] < 5:
            assert least < most, f"{key} can only be {least}: {shown}"
    for one in sums:
        parts = sum(values[part] for part in one.parts if isinstance(shown[part], Hidden))
        if not isinstance(shown[one.total], Hidden):
            assert parts == 0 or parts >= 5


def tied_table(cells):
    """Keys, values and sums of a table with all its totals, made here anew."""
    rows, columns = range(len(cells)), range(len(cells[0]))
    values = {(r, c): cells[r][c] for r in rows for c in columns}
    values |= {(r, "all"): sum(cells[r]) for r in rows}
    values |= {("all", c): sum(cells[r][c] for r in rows) for c in columns}
    values["all", "all"] = sum(sum(row) for row in cells)
    sums = [Sum((r, "all"), [(r, c) for c in columns]) for r in rows]
    sums += [Sum(("all", c), [(r, c) for r in rows]) for c in columns]
    sums.append(Sum(("all", "all"), [(r, "all") for r in rows]))
    sums.append(Sum(("all", "all"), [("all", c) for c in columns]))
    return values, sums


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(people, min_size=width, max_size=width), min_size=1, max_size=4
        )
    )
)
def test_no_small_cell_of_a_table_with_totals_can_be_derived(cells):
    values, sums = tied_table(cells)

    table = suppress_table(cells)

    rows, columns = range(len(cells)), range(len(cells[0]))
    shown = {(r, c): table.cells[r][c] for r in rows for c in columns}
    shown |= {(r, "all"): table.row_totals[r] for r in rows}
    shown |= {("all", c): table.column_totals[c] for c in columns}
    shown["all", "all"] = table.total
    assert_safe(values, shown, sums)


@given(st.lists(st.tuples(people, people), min_size=1, max_size=6))
def test_no_small_step_of_a_funnel_can_be_derived(steps):
    # Who passed a step reached the next, so every step is tied to the one before and after.
    values, sums, reached = {}, [], sum(sum(step) for step in steps)
    values["reached", 0] = reached
    for i, (closed, waiting) in enumerate(steps):
        reached -= closed + waiting
        values |= {("closed", i): closed, ("waiting", i): waiting, ("reached", i + 1): reached}
        parts = [("closed", i), ("waiting", i), ("reached", i + 1)]
        sums.append(Sum(("reached", i), parts))

    shown = suppress(values, sums)

    assert_safe(values, shown, sums)


@given(
    st.lists(people, min_size=1, max_size=5).flatmap(
        lambda first: st.tuples(
            st.just(first),
            st.lists(st.integers(0, 4), min_size=sum(first), max_size=sum(first)),
        )
    )
)
def test_lists_of_the_same_people_tell_nothing_of_each_other(drawn):
    first, places = drawn
    second = [places.count(i) for i in range(5)]
    lists = {"a": dict(enumerate(first)), "b": dict(enumerate(second))}

    total, shown = suppress_lists(sum(first), lists)

    values = {"total": sum(first)} | {(n, k): v for n, one in lists.items() for k, v in one.items()}
    seen = {"total": total} | {(n, k): v for n, one in shown.items() for k, v in one.items()}
    if total is SMALL:
        assert set(seen.values()) == {SMALL, WITHHELD}
        assert all(v is WITHHELD for one in shown.values() for v in one.values())
    for name, one in lists.items():
        keys = ["total", *((name, key) for key in one)]
        sums = [Sum("total", keys[1:])]
        if total is not SMALL:
            assert_safe({k: values[k] for k in keys}, {k: seen[k] for k in keys}, sums)


def test_a_list_without_small_figures_is_shown_as_it_is():
    assert suppress_table([[5, 0], [12, 30]]).cells == [[5, 0], [12, 30]]


def test_the_smallest_other_figure_goes_with_a_small_one():
    total, shown = suppress_lists(60, {"source": {"fair": 3, "web": 20, "mail": 37}})

    assert total == 60
    assert shown["source"] == {"fair": SMALL, "web": WITHHELD, "mail": 37}


def test_two_fours_of_eight_are_not_given_away_by_their_total():
    # “<5” and “<5” of 8 can only be 4 and 4.
    shown = suppress({"all": 8, "a": 4, "b": 4}, [Sum("all", ["a", "b"])])

    assert shown == {"all": WITHHELD, "a": SMALL, "b": SMALL}


def test_where_no_figure_helps_everything_is_withheld():
    total, shown = suppress_lists(8, {"source": {"a": 4, "b": 4, "c": 0}})

    assert (total, set(shown["source"].values())) == (8, {WITHHELD})


def test_a_small_group_is_as_hidden_as_a_small_figure():
    # 23 less 20 would be three people, whoever of the two they are.
    shown = suppress({"all": 43, "a": 1, "b": 2, "c": 20, "d": 20}, [Sum("all", [*"abcd"])])

    assert [shown["a"], shown["b"], shown["all"]] == [SMALL, SMALL, 43]
    assert WITHHELD in (shown["c"], shown["d"])


def test_numbers_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="'all' is 9, but its parts are 8"):
        suppress({"all": 9, "a": 8}, [Sum("all", ["a"])])
    with pytest.raises(ValueError, match="below 0"):
        suppress({"a": -1})


def test_an_entry_of_three_sums_is_refused():
    values = {"all": 5, "a": 5, "b": 5, "c": 5}
    with pytest.raises(ValueError, match="more than two sums"):
        suppress(values, [Sum("all", ["a"]), Sum("all", ["b"]), Sum("all", ["c"])])


def test_shares_and_medians_follow_what_is_shown():
    assert share(5, 20) == 0.25
    assert share(SMALL, 20) is None
    assert share(5, WITHHELD) is None
    assert share(0, 0) is None
    assert (enough(4), enough(5)) == (False, True)


def test_marks_read_as_words():
    assert (str(SMALL), str(WITHHELD)) == ("<5", "withheld")
