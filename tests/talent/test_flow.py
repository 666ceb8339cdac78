"""Flows as numbers: whoever comes to a node goes on, and nobody is lost or counted twice."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.disclosure.freedom import Sum
from centre.disclosure.suppression import FEWEST, suppress
from recruitment.talent.flow import MOST, flow_of, published
from recruitment.talent.journeys import ELSEWHERE, REST, STILL_HERE, UNKNOWN, is_place

PLACES = ["CN", "HK", "MO", "TW", "KR", "IN", "PK", "VN", "IT", "PL", "ES", "GB", "US", UNKNOWN]
ENDS = [STILL_HERE, *PLACES]
WIDTH = 3

journeys = st.dictionaries(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES), st.sampled_from(ENDS)),
    st.integers(1, 12),
    max_size=60,
)


def conserves(flow):
    """Every link ends at a node, and each node's people are those that come and those that go."""
    into, out = Counter(), Counter()
    for one in flow.links:
        out[one.column, one.source] += one.people
        into[one.column + 1, one.target] += one.people
    people = {(one.column, one.key): one.people for one in flow.nodes}
    return (
        set(into) | set(out) <= set(people)
        and all(into[node] == n for node, n in people.items() if node[0] > 0)
        and all(out[node] == n for node, n in people.items() if node[0] < flow.width - 1)
    )


@given(journeys)
def test_as_many_come_to_a_node_as_go_on_and_every_column_holds_everybody(found):
    flow = flow_of(found, width=WIDTH)

    assert conserves(flow)
    assert [sum(one.people for one in column) for column in flow.columns] == [
        sum(found.values())
    ] * WIDTH


@given(journeys)
def test_no_place_of_one_to_four_people_has_a_name_and_unknown_and_still_here_keep_theirs(found):
    flow = flow_of(found, width=WIDTH)

    small = [one for one in flow.nodes if is_place(one.key) and one.people < FEWEST]
    named = [sum(is_place(one.key) for one in column) for column in flow.columns]
    assert small == []
    assert max(named, default=0) <= MOST
    for column, key in product(range(WIDTH), (UNKNOWN, STILL_HERE)):
        people = sum(n for stops, n in found.items() if stops[column] == key)
        node = flow.by_key.get((column, key))
        assert (node.people if node else 0) == people


@given(journeys)
def test_a_node_holds_exactly_the_stops_its_people_stopped_at(found):
    flow = flow_of(found, width=WIDTH)

    for node in flow.nodes:
        people = sum(n for stops, n in found.items() if stops[node.column] in node.keys)
        assert people == node.people
        assert node.key == ELSEWHERE or node.keys == (node.key,)


@given(journeys, journeys)
def test_two_flows_side_by_side_name_the_same_places(first, second):
    one = flow_of(first, width=WIDTH, beside=[second])
    other = flow_of(second, width=WIDTH, beside=[first])

    for column in range(WIDTH):
        named = {node.key for node in one.columns[column] if is_place(node.key)}
        hidden = {
            stop for node in other.columns[column] if node.key == ELSEWHERE for stop in node.keys
        }
        assert named & hidden == set()
    assert all(n.people >= FEWEST for flow in (one, other) for n in flow.nodes if is_place(n.key))


@given(journeys)
def test_what_is_published_holds_no_group_under_five_and_gives_none_away(found):
    flow = published(found, width=WIDTH)

    if flow is None:
        assert sum(found.values()) < FEWEST
        return
    assert [sum(one.people for one in column) for column in flow.columns] == [flow.total] * WIDTH
    values, sums = entries(flow)
    # The judge of every published table of the house hides nothing of it.
    assert suppress(values, sums) == values


def entries(flow):
    """Figures of a flow and every sum that ties them, as a reader could form them."""
    values = {("all", 0): flow.total}
    values |= {(one.column, one.key): one.people for one in flow.nodes}
    sums = []
    linked = {one.column for one in flow.links}
    for column in range(flow.width):
        here = [(column, one.key) for one in flow.columns[column]]
        # Columns tied by links have one total through them; the first of a run says it.
        if column == 0 or column - 1 not in linked:
            values["all", column] = flow.total
            sums.append(Sum(("all", column), here))
    for one in flow.links:
        values[one] = one.people
    for node in flow.nodes:
        key = (node.column, node.key)
        out = [one for one in flow.links if (one.column, one.source) == key]
        into = [one for one in flow.links if (one.column + 1, one.target) == key]
        sums += [Sum(key, parts) for parts in (out, into) if parts]
    return values, [one for one in sums if one.parts]


def test_published_drops_the_links_that_would_show_three_people_and_keeps_the_columns():
    flow = published(
        {("CN", "CN", STILL_HERE): 8, ("CN", "HK", STILL_HERE): 3, ("HK", "HK", STILL_HERE): 6},
        width=3,
    )

    assert [[(one.key, one.people) for one in column] for column in flow.columns] == [
        [("CN", 11), ("HK", 6)],
        [("HK", 9), ("CN", 8)],
        [(STILL_HERE, 17)],
    ]
    assert {one.column for one in flow.links} == {1}


def test_published_joins_elsewhere_and_unknown_when_either_is_small():
    flow = published(
        {("CN", "CN", STILL_HERE): 9, (UNKNOWN, "CN", STILL_HERE): 2, ("VN", "CN", STILL_HERE): 4},
        width=3,
    )

    assert [(one.key, one.people) for one in flow.columns[0]] == [("CN", 9), (REST, 6)]


def test_four_people_are_not_published_at_all():
    assert published({("CN", "HK", STILL_HERE): 4}, width=3) is None


def test_places_stand_by_size_then_elsewhere_then_unknown():
    came = {"KR": 5, "CN": 9, "VN": 1, UNKNOWN: 20}

    flow = flow_of({(place, STILL_HERE): n for place, n in came.items()}, width=2)

    assert [(one.key, one.people) for one in flow.columns[0]] == [
        ("CN", 9),
        ("KR", 5),
        (ELSEWHERE, 1),
        (UNKNOWN, 20),
    ]


@pytest.mark.parametrize("width", [3, 4])
def test_nobody_makes_an_empty_flow(width):
    flow = flow_of({}, width=width)

    assert (flow.total, list(flow.nodes), list(flow.links)) == (0, [], [])
