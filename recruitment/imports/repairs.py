"""What stands in the way of a file, by what mends it: asked once, answered for all its lines."""

import dataclasses
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django_countries import countries

from centre.languages import NAMED
from recruitment.exchange.choices import Where
from recruitment.exchange.columns import Line
from recruitment.exchange.dates import DAY_FIRST, MONTH_FIRST
from recruitment.exchange.lists import Lists, Missing
from recruitment.exchange.planned import Plan
from recruitment.exchange.rows import ORDER, numbered

# The kind of what can be made for lines that name nobody: people called by their number.
NAMELESS = "nameless"
# Nobody can be added without these, so their cells cannot be left empty.
NEEDED = {"full_name", "intake", "degree", "position"}


@dataclass
class Repair:
    """One thing to mend in every line that has it."""

    field: str
    heading: str
    value: str
    problem: str
    rows: list[Where]
    options: list[str] = dataclasses.field(default_factory=list)  # what the cell may say instead
    kind: str = ""  # of what the centre lacks and could be made
    name: str = ""
    sample: str = ""  # one of several values

    def as_data(self, number: int) -> dict:
        """For the page: with what may be answered."""
        data = asdict(self) | {"number": number, "count": len(self.rows)}
        data["rows"] = [list(where) for where in self.rows]
        data["is_order"] = self.field == ORDER
        data["may_empty"] = bool(self.value) and self.field not in NEEDED and not self.is_order
        # One name written for several lines that have none would make one person of them.
        unnamed = self.field == "full_name" and not self.value
        closed = self.options or self.is_order or unnamed
        data["may_write"] = not closed and self.kind != "opening"
        return data

    @property
    def is_order(self) -> bool:
        return self.field == ORDER


def repairs(plan: Plan) -> list[Repair]:
    """Problems by what mends them, those of most lines first."""
    assert plan.lists is not None
    found: dict[tuple[str, str, str], Repair] = {}
    for error in plan.errors:
        if not error.field:  # of the whole file: told apart
            continue
        value = "" if error.field == ORDER else error.value
        problem = "" if error.field == ORDER else error.problem
        key = (error.field, value, problem)
        if key not in found:
            options = _OPTIONS.get(error.field, _none)(plan.lists)
            found[key] = Repair(
                error.field, error.column, value, error.problem, [], list(dict.fromkeys(options)),
                sample=error.value,
            )  # fmt: skip
            if error.field == "full_name" and not error.value and not plan.is_nameless:
                line = Line(error.tab, error.row, {})
                found[key].kind, found[key].name = NAMELESS, numbered(line, plan.name)
        found[key].rows.append((error.tab, error.row))
    lacking = [_of_missing(one, plan.lists) for one in plan.lacks]
    return sorted([*found.values(), *lacking], key=lambda one: -len(one.rows))


def _of_missing(lack: Missing, lists: Lists) -> Repair:
    track = getattr(lack.row, "track_id", None)
    options: list[str] = []
    if lack.kind == "intake":
        options = [
            one.name
            for one in lists.intakes.values()
            if one.track_id == track and not one.retired_on
        ]
    elif lack.kind == "position":
        options = [
            one.title
            for one in lists.positions.values()
            if one.track_id == track and not one.retired_on
        ]
    elif lack.kind in ("supervisor", "source"):
        known = lists.supervisors if lack.kind == "supervisor" else lists.sources
        options = [one.name for one in known.values() if not one.retired_on]
    elif lack.kind == "track":
        options = [one.name for one in lists.tracks]
    # The cell that names a track is that of the degree.
    cell = {"track": "degree", "opening": ""}.get(lack.kind, lack.kind)
    return Repair(
        cell, lack.column, lack.value if cell else "", _said(lack), list(lack.rows),
        list(dict.fromkeys(options)), lack.kind, lack.name,
    )  # fmt: skip


def _said(lack: Missing) -> str:
    """What is wrong, without the way out of the command line: the page offers its own."""
    return {
        "track": _("needs the track %(name)s, which this centre does not have yet."),
        "position": _("is not a position of this centre yet."),
        "intake": _("is not one of your intakes of the track %(track)s."),
        "supervisor": _("is not one of your supervisors."),
        "source": _("is not one of your sources."),
        "opening": _("There are not enough free seats for those who started: %(n)d missing, "
                     "%(name)s."),
    }[lack.kind] % {
        "name": lack.name, "n": lack.count, "track": getattr(lack.row, "track", ""),
    }  # fmt: skip


def _none(_lists: Lists) -> list[str]:
    return []


def _intakes(lists: Lists) -> list[str]:
    return [one.name for one in lists.intakes.values() if not one.retired_on]


def _positions(lists: Lists) -> list[str]:
    return [one.title for one in lists.positions.values() if not one.retired_on]


def _results(lists: Lists) -> list[str]:
    words = [_("Rejected"), _("Withdrawn"), _("Offer declined"), _("Waiting list")]
    return [stage.name for some in lists.stages.values() for stage in some] + words


_OPTIONS: dict[str, Callable[[Lists], list[str]]] = {
    ORDER: lambda lists: [DAY_FIRST, MONTH_FIRST],
    "intake": _intakes,
    "position": _positions,
    "degree": lambda lists: [track.name for track in lists.tracks],
    "area": lambda lists: [str(one) for one in lists.areas.values()],
    "result": _results,
    "nationality": lambda lists: [str(name) for _code, name in countries],
    "language": lambda lists: [name for _code, name in NAMED],
}
