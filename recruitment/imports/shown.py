"""One line of a file as the page shows it: its cells, what is wrong with them, what may happen."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from recruitment.exchange.columns import Line
from recruitment.exchange.rows import numbered
from recruitment.imports.models import Import, ImportedRow

State = ImportedRow.State
# The columns of the page: our field, and the fields whose problems show there.
_NAMES = ("full_name", "given_name", "family_name", "native_name", "preferred_name")
COLUMNS = ("name", "email", "universities", "intake")


@dataclass
class Cell:
    text: str
    problems: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)


@dataclass
class Shown:
    row: ImportedRow
    cells: list[Cell]
    options: list[tuple[str, str]]
    chosen: str
    pill: str


def shown(row: ImportedRow, source: Import) -> Shown:
    choices, headings = source.decided, dict(source.found.get("headings", ()))
    cells = {name: Cell(_text(row, name)) for name in COLUMNS}
    known_by = (cells["name"].text, cells["email"].text, row.cells.get("orcid"))
    if choices.is_nameless and not any(known_by):
        cells["name"].text = numbered(Line(row.tab, row.number, {}), source.name)
    for name, problem in row.problems:
        place = "name" if name in _NAMES else name
        where = cells.get(place) or cells["name"]
        value = row.cells.get(name, "")
        heading = headings.get(name, "")
        told = problem if place in cells or not heading else f"{heading}: {value} {problem}"
        where.problems.append(told)
    cells["name"].alike = [one["why"] for one in row.alike] if row.is_asked else []
    pill = str(row.get_state_display())
    return Shown(row, list(cells.values()), _options(row), _chosen(row, choices), pill)


def _text(row: ImportedRow, name: str) -> str:
    if name != "name":
        return row.cells.get(name, "")
    both = [row.cells.get(part, "") for part in ("given_name", "family_name")]
    return (
        row.cells.get("full_name")
        or " ".join(filter(None, both))
        or row.cells.get("native_name", "")
    )


def _options(row: ImportedRow) -> list[tuple[str, str]]:
    if row.state == State.OUT:
        return [("leave", _("Left out")), ("as-is", _("Take in again"))]
    if row.state == State.FIX:
        return [("as-is", _("Needs fixing")), ("leave", _("Leave out"))]
    found = []
    for one in row.alike:
        if one["person"]:
            found.append((f"p{one['person']}", _("Add to %(name)s") % {"name": one["name"]}))
        elif one["where"]:
            found.append((f"r{one['where'][1]}", _("Join with row %(n)d") % {"n": one["where"][1]}))
    return [*found, ("new", _("Add as a new person")), ("leave", _("Leave out"))]


def _chosen(row: ImportedRow, choices) -> str:
    where = row.where
    if row.state == State.OUT:
        return "leave"
    if row.state == State.FIX:
        return "as-is"
    if where in choices.joined:
        return f"r{choices.joined[where][1]}"
    if where in choices.people:
        return f"p{choices.people[where]}" if choices.people[where] else "new"
    taken = next((one for one in row.alike if one["is_taken"]), None)
    return f"p{taken['person']}" if taken else "new"
