"""A file checked: its plan, and what the page shows of it, kept as rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from centre.web.rows import add_rows
from recruitment.exchange.choices import Where
from recruitment.exchange.plan import check
from recruitment.exchange.planned import Plan
from recruitment.exchange.reader import Sheet, read_bytes
from recruitment.imports.models import Import, ImportedRow
from recruitment.imports.repairs import Repair, repairs

CHUNK = 500
MOST_REPAIRS = 100  # on the page; the others follow when these are mended
State = ImportedRow.State


def sheet_of(source: Import) -> Sheet:
    """The file as somebody said it is to be read. Raises UnknownEncoding until that is asked."""
    return read_bytes(bytes(source.content), source.name, source.decided.encoding)


def plan_of(source: Import, tell: Callable[[float], None] | None = None) -> Plan:
    """What importing `source` would do, as things are now. Seconds for thousands of lines."""
    return check(sheet_of(source), source.centre, choices=source.decided, tell=tell)


@dataclass
class Became:
    """What a line was written as."""

    candidate: int
    application: int | None = None
    made: dict = field(default_factory=dict)


def keep(source: Import, plan: Plan, became: Mapping[Where, Became] | None = None) -> None:
    """Replace the rows of `source` by what `plan` says and they became, and the summary too."""
    mending = repairs(plan)
    # Why a line was left out, once it is left out: the plan no longer reads it.
    told = dict(_problems_of(source))
    source.rows.all().delete()
    counts: Counter[str] = Counter()
    part: list[ImportedRow] = []
    for row in _rows(source, plan, mending, told):
        counts[row.state] += 1
        counts["asked"] += row.is_asked
        if one := (became or {}).get(row.where):
            row.candidate_id, row.application_id, row.made = (
                one.candidate, one.application, one.made,
            )  # fmt: skip
        part.append(row)
        if len(part) == CHUNK:
            add_rows(part)
            part = []
    add_rows(part)
    source.problem = "\n".join(str(one) for one in plan.errors if not one.field)
    source.found = {
        "counts": dict(counts),
        "people": sum(one.is_new for one in plan.people),
        "more": sum(not one.is_new for one in plan.people),
        "applications": sum(len(one.applications) for one in plan.people),
        "repairs": [one.as_data(n) for n, one in enumerate(mending[:MOST_REPAIRS])],
        "lacking": [[one.kind, one.name] for one in plan.lacks],
        "more_repairs": max(len(mending) - MOST_REPAIRS, 0),
        "made": [
            {"kind": one.kind, "name": one.name, "count": one.count}
            for one in plan.missing
            if one not in plan.lacks
        ],
        "warnings": plan.warnings[:CHUNK],
        "left_out": plan.left_out,
        # In pairs: a database may give the names of an object back in another order.
        "headings": list(_headings(plan).items()),
    }


def _headings(plan: Plan) -> dict[str, str]:
    """{field: the heading it goes by}, in the order of the first table that has it."""
    found: dict[str, str] = {}
    for table in plan.tables:
        for name, heading in table.headings.items():
            found.setdefault(name, heading)
    return found


def _problems_of(source: Import) -> Iterator[tuple[Where, list[list[str]]]]:
    rows = source.rows.filter(state__in=[State.FIX, State.OUT])
    for tab, number, problems in rows.values_list("tab", "number", "problems"):
        yield (tab, number), problems


def _rows(
    source: Import, plan: Plan, mending: list[Repair], told: Mapping[Where, list[list[str]]]
) -> Iterator[ImportedRow]:
    problems: dict[Where, list[list[str]]] = defaultdict(list)
    for one in mending:
        for where in one.rows:
            problems[where].append([one.field, one.problem])
    states = _states(plan)
    for table in plan.tables:
        for line in table.lines:
            where = (line.tab, line.number)
            alike = plan.alike.get(where, [])
            out = where in plan.left_out_rows
            wrong = (told if out else problems).get(where, [])
            state = State.OUT if out else State.FIX if wrong else states.get(where, State.SAME)
            yield ImportedRow(
                source=source, tab=line.tab, number=line.number, state=state,
                cells={name: text for name, text in line.cells.items() if text},
                problems=wrong, alike=[asdict(one) for one in alike],
                is_asked=bool(alike) and state in (State.NEW, State.MORE),
            )  # fmt: skip


def _states(plan: Plan) -> Mapping[Where, str]:
    found: dict[Where, str] = {}
    for one in plan.people:
        for where in one.rows:
            found[where] = State.NEW if one.is_new else State.MORE
    for where in plan.nothing_new:
        found[where] = State.SAME
    return found


def told(source: Import) -> str:
    """What the last button would do: “51 new candidates and 3 updates”."""
    people, more = source.found.get("people", 0), source.found.get("more", 0)
    return _("%(new)d new candidates, %(more)d with something added, %(n)d applications.") % {
        "new": people, "more": more, "n": source.found.get("applications", 0),
    }  # fmt: skip
