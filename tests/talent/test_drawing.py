"""The drawing: every label on a line of its own, ribbons as thick as their people."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from recruitment.talent.flow import flow_of
from recruitment.talent.sankey import HALF, WIDE, sankey

HEADS = ["First degree", "Latest degree", "At this centre", "First destination"]
places = st.sampled_from(["CN", "HK", "GB", "KR", "US", "BA", "CD", "unknown", "TW", "VN", "IN"])
journeys = st.dictionaries(
    st.tuples(places, places, st.sampled_from(["started", "accepted"]), places),
    st.integers(1, 400),
    min_size=1,
    max_size=50,
)


def drawn(found, sheet):
    svg = sankey(flow_of(found, width=4), HEADS, label="What it says", sheet=sheet)
    return ElementTree.fromstring(svg)  # noqa: S314  our own markup


def labels(svg):
    """(x, y, text) of every label of a node."""
    return [
        (float(one.get("x")), float(one.get("y")), "".join(one.itertext()))
        for one in svg.iter("text")
        if "t-2" in one.get("class")
    ]


@given(journeys, st.sampled_from([WIDE, HALF]))
def test_labels_of_a_column_never_overlap_and_stay_within_the_drawing(found, sheet):
    svg = drawn(found, sheet)

    columns = {}
    for x, y, _text in labels(svg):
        columns.setdefault(x, []).append(y)
    _x, _y, wide, high = (float(one) for one in svg.get("viewBox").split())
    assert len(columns) == 4
    for x, heights in columns.items():
        assert 0 <= x <= wide
        assert min(heights) > 20  # below the heading
        assert max(heights) <= high
        assert all(b - a >= 15 for a, b in zip(sorted(heights), sorted(heights)[1:], strict=False))


@given(journeys)
def test_a_ribbon_is_as_thick_as_its_people_at_both_ends_of_the_same_scale(found):
    flow = flow_of(found, width=4)
    svg = drawn(found, WIDE)

    thick = []
    for path in svg.iter("path"):
        numbers = [float(one) for one in re.findall(r"-?\d+\.\d", path.get("d"))]
        # M xa ya C . . . yb xb yb V yb+t C . . . . xa ya+t
        thick.append((numbers[8] - numbers[7], numbers[14] - numbers[1]))
    scale = WIDE.people / flow.total
    for one, ends in zip(flow.links, thick, strict=True):
        for end in ends:
            assert abs(end - one.people * scale) <= 1.6  # thin ones are kept visible


def test_the_same_flow_is_drawn_the_same_twice():
    found = {("CN", "HK", "started", "unknown"): 7, ("CN", "HK", "started", "GB"): 7}

    first, again = (sankey(flow_of(found, width=4), HEADS, label="x") for _time in range(2))

    assert first == again


def test_thousands_are_told_as_in_the_sentence_above_the_drawing():
    svg = drawn({("CN", "HK", "started", "US"): 1066, ("GB", "HK", "started", "US"): 9}, WIDE)

    assert any(text.endswith(" 1,066") for _x, _y, text in labels(svg))
