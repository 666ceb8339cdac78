"""The drawing of a flow: server-made SVG, numbers in, markup out, coloured by CSS classes.

Every label has a line of its own: a node takes the height of its people or of its label, whichever
is more, and the drawing grows with its fullest column.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from recruitment.talent import journeys as stops
from recruitment.talent.flow import Flow, Node
from recruitment.talent.journeys import label_of

NODE, GAP, HEAD, MARGIN = 8, 8, 30, 8
CSS = {
    **dict.fromkeys((stops.JOINED, stops.STARTED, stops.STILL_HERE), "win"),
    **dict.fromkeys((stops.OPEN, stops.ACCEPTED, stops.TO_START, stops.TAKEN), "live"),
    **dict.fromkeys(
        (stops.DECLINED, stops.WITHDREW, stops.REJECTED, stops.CLOSED, stops.ENDED), "out"
    ),
    stops.UNKNOWN: "unk",
}


@dataclass(frozen=True)
class Sheet:
    """The paper: its width, the height all people take together, and of letters, in user units."""

    wide: int = 1096
    people: int = 200
    letter: float = 7.0
    line: int = 19
    margin: int = 210  # most that the labels outside the first and last column may take


WIDE = Sheet()
HALF = Sheet(wide=540, people=200, letter=5.8, line=17, margin=146)


@dataclass(frozen=True)
class Box:
    """Where a node stands: left edge, upper edge and height of its people."""

    node: Node
    x: float
    y: float
    high: float


def sankey(flow: Flow, heads: Sequence[str], *, label: str, sheet: Sheet = WIDE) -> SafeString:
    """The flow from left to right, under one heading a column; `label` says what it shows."""
    boxes, high = _boxes(flow, heads, sheet)
    columns = sorted({box.x for box in boxes.values()})
    # Room for a label: outside the drawing at its ends, else up to the next column.
    rooms = [
        columns[0],
        *(b - a - NODE for a, b in pairwise(columns[1:])),
        sheet.wide - columns[-1],
    ]
    return format_html(
        '<svg class="chart sankey" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>',
        sheet.wide,
        round(high),
        label,
        _ribbons(flow, boxes),
        _heads(flow, boxes, heads),
        format_html_join("", "{}", ((_drawn(box, sheet, rooms),) for box in boxes.values())),
    )


def _boxes(flow: Flow, heads, sheet: Sheet) -> tuple[dict[tuple[int, str], Box], float]:
    scale = sheet.people / max(flow.total, 1)
    slots = [[max(one.people * scale, sheet.line) for one in column] for column in flow.columns]
    heights = [sum(column) + GAP * (len(column) - 1) for column in slots]
    body = max(heights, default=0)
    left, right = (
        _margin([*(f"{label_of(one.key)} {one.people:,}" for one in column), head], sheet)
        for column, head in ((flow.columns[0], heads[0]), (flow.columns[-1], heads[-1]))
    )
    step = (sheet.wide - left - right - NODE) / max(flow.width - 1, 1)
    found = {}
    for i, column in enumerate(flow.columns):
        y = HEAD + (body - heights[i]) / 2
        for node, slot in zip(column, slots[i], strict=True):
            high = max(node.people * scale, 1.5)
            found[i, node.key] = Box(node, left + i * step, y + (slot - high) / 2, high)
            y += slot + GAP
    return found, HEAD + body + MARGIN


def _margin(labels: Sequence[str], sheet: Sheet) -> float:
    longest = max((_length(one) for one in labels), default=0)
    return min(longest * sheet.letter + 18, sheet.margin)


def _ribbons(flow: Flow, boxes) -> SafeString:
    """Ribbons in the order of the nodes they join, so that they cross as little as may be."""
    scale = {key: box.high / box.node.people for key, box in boxes.items()}
    out = {key: box.y for key, box in boxes.items()}
    into = dict(out)
    shapes = []
    for one in flow.links:
        a, b = (one.column, one.source), (one.column + 1, one.target)
        shapes.append(
            (
                _css(one.target),
                _ribbon(
                    boxes[a].x + NODE,
                    boxes[b].x,
                    out[a],
                    into[b],
                    (one.people * scale[a], one.people * scale[b]),
                ),
                label_of(one.source),
                label_of(one.target),
                f"{one.people:,}",
            )
        )
        out[a] += one.people * scale[a]
        into[b] += one.people * scale[b]
    return format_html_join(
        "", '<path class="l {}" d="{}"><title>{} → {}: {}</title></path>', shapes
    )


def _ribbon(xa: float, xb: float, ya: float, yb: float, thick: tuple[float, float]) -> str:
    ta, tb = thick
    mid = (xa + xb) / 2
    return (
        f"M{xa:.1f} {ya:.1f}C{mid:.1f} {ya:.1f} {mid:.1f} {yb:.1f} {xb:.1f} {yb:.1f}V{yb + tb:.1f}"
        f"C{mid:.1f} {yb + tb:.1f} {mid:.1f} {ya + ta:.1f} {xa:.1f} {ya + ta:.1f}Z"
    )


def _heads(flow: Flow, boxes, heads: Sequence[str]) -> SafeString:
    places = [next(box.x for (i, _key), box in boxes.items() if i == n) for n in range(flow.width)]
    return format_html_join(
        "",
        '<text class="hd" x="{}" y="12" text-anchor="{}">{}</text>',
        (
            (f"{x + NODE if n == 0 else x:.1f}", "end" if n == 0 else "start", heads[n])
            for n, x in enumerate(places)
        ),
    )


def _drawn(box: Box, sheet: Sheet, rooms: Sequence[float]) -> SafeString:
    node, first = box.node, box.node.column == 0
    full, people = label_of(node.key), f"{node.people:,}"
    return format_html(
        '<rect class="n {}" x="{}" y="{}" width="{}" height="{}" rx="2">'
        "<title>{}: {}</title></rect>"
        '<text class="t-2 halo" x="{}" y="{}" text-anchor="{}">{} <tspan class="t-ink">{}</tspan>'
        "</text>",
        _css(node.key),
        f"{box.x:.1f}",
        f"{box.y:.1f}",
        NODE,
        f"{box.high:.1f}",
        full,
        people,
        f"{box.x - 10 if first else box.x + NODE + 8:.1f}",
        f"{box.y + box.high / 2 + 4:.1f}",
        "end" if first else "start",
        _fitted(full, (rooms[node.column] - 14) / sheet.letter - len(people) - 1),
        people,
    )


def _css(key: str) -> str:
    return CSS.get(key, "")


def _length(text: str) -> int:
    """Letters' widths; Han and Hangul are twice as wide as Latin."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _fitted(text: str, letters: float) -> str:
    """`text`, cut to `letters`; the mark's title says it whole."""
    if _length(text) <= letters:
        return text
    while text and _length(text) + 1 > letters:
        text = text[:-1]
    return text.rstrip() + "…"
