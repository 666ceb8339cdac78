"""A report's document as it is laid out: four sheets of paper, drawings beside the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recruitment.dashboard import burnup, charts
from recruitment.reports.document import DAY, TEXT
from recruitment.reports.values import words
from recruitment.talent.flow import Flow, Link, Node
from recruitment.talent.sankey import Sheet, sankey

SHEET = Sheet(wide=680, people=270, letter=7.4, line=18, margin=225)  # of the talent flow
LEFT = (TEXT, DAY)  # what is read from the left; numbers stand to the right
# Which sections share a sheet; what a document does not hold is left out.
SHEETS = [
    ["progress", "outlook"],
    ["intakes", "funnel"],
    ["funding", "talent"],
    ["areas", "placements", "destinations", "definitions"],
]


@dataclass(frozen=True)
class Cell:
    words: str
    is_number: bool
    is_hidden: bool


@dataclass(frozen=True)
class Row:
    cells: Sequence[Cell]
    bar: str = ""  # a drawing, in the funnel


@dataclass(frozen=True)
class TableView:
    key: str
    title: str
    heads: Sequence[tuple[str, bool]]  # label, is a number
    rows: Sequence[Row]


class SectionView:
    """A stored section, with its values in words and its chart drawn."""

    def __init__(self, stored: dict):
        self.key, self.title = stored["key"], stored["title"]
        self.lead, self.notes, self.chart = stored["lead"], stored["notes"], stored["chart"]
        self.figures = {one["key"]: one for one in stored["figures"]}
        self.stored_tables = stored["tables"]
        self.template = f"recruitment/reports/_{self.key}.html"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """[(label, value in words)] of every figure."""
        return [(one["label"], words(one["value"], one["kind"])) for one in self.figures.values()]

    @property
    def hero(self) -> dict[str, str]:
        """The number of the first figure, and the target it is read against."""
        found = {}
        for name, key in (("value", "counted"), ("goal", "goal")):
            one = self.figures.get(key)
            known = one and one["value"] is not None
            found[name] = words(one["value"], one["kind"]) if one and known else ""
        return found

    @cached_property
    def tables(self) -> list[TableView]:
        return [_table(one, self.chart) for one in self.stored_tables]

    @property
    def drawing(self) -> SafeString:
        if self.chart and self.chart["kind"] == "burn_up":
            return _burn_up(self.chart)
        if self.chart and self.chart["kind"] == "flow":
            return _flow(self.chart, self.title)
        return SafeString()

    @property
    def blocks(self) -> SafeString:
        if not self.chart or self.chart["kind"] != "burn_up" or not self.chart["goal"]:
            return SafeString()
        goal, now = self.chart["goal"], self.chart["now"]
        label = _("%(n)d of %(goal)d") % {"n": now, "goal": goal}
        return charts.blocks(goal, now, self.chart["accepted"], label)


def sheets(document: dict) -> list[list[SectionView]]:
    """The sections of `document`, sheet by sheet; the last sheet also holds the definitions."""
    views = {one["key"]: SectionView(one) for one in document["sections"]}
    found = [[views[key] for key in keys if key in views] for keys in SHEETS]
    return [one for one in found[:-1] if one] + found[-1:]


def dated(document: dict) -> dict:
    """The day and the moment a document is of, as templates show them."""
    return {
        "on": date.fromisoformat(document["on"]),
        "known_at": datetime.fromisoformat(document["known_at"]),
    }


def _table(stored: dict, chart: dict | None) -> TableView:
    kinds = [column["kind"] for column in stored["columns"]]
    rows = [Row([_cell(v, k) for v, k in zip(row, kinds, strict=True)]) for row in stored["rows"]]
    if chart and chart["kind"] == stored["key"] == "funnel":
        rows = [
            Row(row.cells, _bar(values, chart["most"]))
            for row, values in zip(rows, stored["rows"], strict=True)
        ]
    heads = [(column["label"], column["kind"] not in LEFT) for column in stored["columns"]]
    return TableView(stored["key"], stored["title"], heads, rows)


def _cell(value, kind: str) -> Cell:
    hidden = isinstance(value, dict) and "hidden" in value
    return Cell(words(value, kind), kind not in LEFT, hidden)


def _bar(row: Sequence, most: int) -> SafeString:
    """Reached, the lighter end still waiting; nothing where the number is hidden."""
    _name, reached, waiting = row[:3]
    if not isinstance(reached, int):
        return SafeString()
    still = min(waiting, reached) if isinstance(waiting, int) else 0
    return charts.bar([(reached - still, "f"), (still, "f3")], most)


def _flow(chart: dict, title: str) -> SafeString:
    flow = Flow(
        width=chart["width"],
        total=chart["total"],
        nodes=[Node(i, key, people, ()) for i, key, people in chart["nodes"]],
        links=[Link(*one) for one in chart["links"]],
    )
    return sankey(flow, chart["heads"], label=title, sheet=SHEET)


def _burn_up(chart: dict) -> SafeString:
    day = date.fromisoformat
    on = day(chart["on"])
    first, last = day(chart["starts_on"]), day(chart["ends_on"])
    summary = _("%(first)s to %(last)s. %(finding)s.") % {
        "first": formats.date_format(first, "F Y"),
        "last": formats.date_format(last, "F Y"),
        "finding": chart["finding"],
    }
    return burnup.burn_up(
        burnup.BurnUp(
            starts_on=first,
            ends_on=last,
            on=on,
            now=chart["now"],
            actual=[(day(one), n) for one, n in chart["actual"]],
            plan=[(day(one), n) for one, n in chart["plan"]],
            goal=chart["goal"],
            summary=summary,
            sloped=True,
            # Reports published before there was a fan hold none.
            fan=[burnup.Fan(day(one), *ends) for one, *ends in chart.get("fan", [])],
            is_assumption=chart.get("is_assumption", False),
            words={
                "state": chart["state"],
                "today": formats.date_format(on, "j M Y"),
                "target": _("target"),
                "plan": _("planned"),
                "likely": _("likely"),
                "high": _("high"),
                "low": _("low"),
            },
        )
    )
