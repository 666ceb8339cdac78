"""Where applicants took their first and latest degrees, and what became of them here."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from centre.disclosure.suppression import FEWEST
from recruitment.reports.document import TEXT, Column, Section, Table, Value
from recruitment.reports.hiding import to_five
from recruitment.talent.flow import MOST, Flow, Journeys, published
from recruitment.talent.journeys import (
    CLOSED,
    COLUMNS,
    COLUMNS_OF,
    DECLINED,
    ENDED,
    JOINED,
    OPEN,
    REJECTED,
    TAKEN,
    WITHDREW,
    Group,
    label_of,
)


def section(journeys: Journeys) -> Section:
    """`journeys` of applicants: {(first, latest, result): people}."""
    names = COLUMNS_OF[Group.APPLICANTS]
    # Who started or accepted joins who is in progress: beside those in post, the two would tell
    # how many left.
    flow = _flow(_renamed(journeys, {JOINED: TAKEN, OPEN: TAKEN}), width=len(names))
    if flow is None:
        return Section("talent", _("Talent flow"), lead=[_nobody(journeys)])
    flow = _to_five(flow)
    heads = [str(COLUMNS[name]) for name in names]
    return Section(
        key="talent",
        title=_("Talent flow"),
        tables=[_nodes(flow, i, head) for i, head in enumerate(heads)],
        notes=[
            _("People with an application beyond a first contact, each once. Places of fewer than "
              "five people are joined."),
            _("As on record when the report was drawn up, to the nearest five."),
        ],
        chart=_chart(flow, heads),
    )  # fmt: skip


def _flow(journeys: Journeys, *, width: int) -> Flow | None:
    """With as many results and places told apart as leave the links large enough to be told, those
    of one pair of columns at least; where nothing does, all places and no links."""
    coarse = _renamed(journeys, dict.fromkeys((DECLINED, WITHDREW, REJECTED, CLOSED), ENDED))
    flows = [
        published(one, width=width, most=most)
        for one in (journeys, coarse)
        for most in range(MOST, 0, -1)
    ]
    # Of several that link as many columns the first, which tells most apart.
    return max(flows, key=lambda one: len({link.column for link in one.links}) if one else 0)


def _to_five(flow: Flow) -> Flow:
    """With its people to the nearest five."""
    return replace(
        flow,
        total=to_five(flow.total),
        nodes=[replace(one, people=to_five(one.people)) for one in flow.nodes],
        links=[replace(one, people=to_five(one.people)) for one in flow.links],
    )


def _renamed(journeys: Journeys, names: Mapping[str, str]) -> Journeys:
    """With results renamed by `names`, and the people of those that are one now added up."""
    found: dict[tuple[str, ...], int] = {}
    for (*before, result), people in journeys.items():
        stops = (*before, names.get(result, result))
        found[stops] = found.get(stops, 0) + people
    return found


def _nobody(journeys: Journeys) -> str:
    if not journeys:
        return _("Nobody has applied yet.")
    return _("Fewer than %(n)d people have applied; where they come from is not told.") % {
        "n": FEWEST
    }


def _nodes(flow: Flow, column: int, head: str) -> Table:
    rows: list[list[Value]] = [[label_of(one.key), one.people] for one in flow.columns[column]]
    return Table(f"talent-{column}", head, [Column(head, TEXT), Column(_("People"))], rows)


def _chart(flow: Flow, heads: list[str]) -> dict:
    return {
        "kind": "flow",
        "width": flow.width,
        "total": flow.total,
        "heads": heads,
        "nodes": [[one.column, one.key, one.people] for one in flow.nodes],
        "links": [[one.column, one.source, one.target, one.people] for one in flow.links],
    }
