"""From the lines of a table to readings: every cell understood, every fault noted.

No database: what a centre has (intakes, supervisors) is asked later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from django.utils.translation import gettext as _

from recruitment.exchange import values
from recruitment.exchange.columns import Line, Table
from recruitment.exchange.dates import Ambiguous, read_date
from recruitment.exchange.languages import read_language
from recruitment.exchange.regions import read_region
from recruitment.exchange.silences import read_silence
from recruitment.exchange.values import BadValue


@dataclass(frozen=True)
class RowError:
    """One fault: where, which column, the value, and the sentence that follows it."""

    row: int
    column: str
    value: str
    problem: str
    tab: str = ""
    field: str = ""  # our name of the column, to ask what the value means

    def __str__(self):
        where = _("Row %(row)d") % {"row": self.row}
        if self.tab:
            where = f"“{self.tab}”, {where[0].lower()}{where[1:]}"
        shown = self.value if len(self.value) <= 80 else f"{self.value[:79]}…"
        value = f'"{shown}" ' if shown else ""
        return f'{where}, "{self.column}": {value}{self.problem}'


@dataclass
class Reading:
    """One line understood. Texts of `asked` fields are looked up in the centre's lists later."""

    tab: str
    row: int
    full_name: str
    native_name: str = ""
    preferred_name: str = ""
    emails: list[str] = field(default_factory=list)
    phone: str = ""
    orcid: str = ""
    home_pages: str = ""
    nationality: str = ""
    current_place: str = ""
    language: str = ""
    silent: tuple[date, str] | None = None  # since when they may not be written to, and why
    schools: list[str] = field(default_factory=list)
    remark: str = ""
    on: date | None = None
    next_step: str = ""
    next_step_on: date | None = None
    asked: dict[str, str] = field(default_factory=dict)


_PARSERS: dict[str, Callable] = {
    "native_name": lambda text: "" if values.is_blank(text) else values.read_name(text)[0],
    "preferred_name": lambda text: values.one_line(text, 200),
    "emails": values.read_emails,
    "phone": values.read_phone,
    "orcid": values.read_orcid,
    "home_pages": values.read_home_pages,
    "nationality": read_region,
    "current_place": values.read_text,
    "language": read_language,
    "silent": read_silence,
    "next_step": lambda text: "" if values.is_blank(text) else values.one_line(text, 120),
    "schools": values.read_schools,
    "remark": values.read_remark,
}
_COLUMN_OF = {"emails": "email", "schools": "universities", "remark": "remarks"}
ORDER = "order"  # the field of an error that asks how days are written
_NAMES = ("full_name", "given_name", "family_name", "native_name")
_ASKED = ("degree", "position", "intake", "result", "supervisor", "area", "source")


def numbered(line: Line, file: str) -> str:
    """What a line that names nobody is called: the same whenever the same file is read, in
    whatever language, so that a second import finds the people of the first."""
    parts = [PurePath(file).stem[:60], line.tab[:60]]
    return f"Applicant {line.number} ({', '.join(filter(None, parts))})"


class Reader:
    """Reads the lines of one table; remembers what a repeated value meant.

    With `file`, a line that names nobody is somebody called by the number it has there.
    """

    def __init__(
        self,
        table: Table,
        *,
        order: str | None,
        declared: bool,
        today: date,
        file: str = "",
        answers: Mapping[tuple[str, str], str] | None = None,
    ):
        self.table, self.order, self.declared, self.today = table, order, declared, today
        self.file, self.answers = file, answers or {}
        self.errors: list[RowError] = []
        self._known: dict[tuple[str, str], object] = {}

    def read(self, line: Line) -> Reading | None:
        """The line understood, or None with its faults in `errors`."""
        before = len(self.errors)
        cells = line.cells
        found: dict = {}
        for name, parse in _PARSERS.items():
            column = _COLUMN_OF.get(name, name)
            if text := cells.get(column, ""):
                found[name] = self._try(line, column, text, parse)
        full_name, own = self._name(line)
        if not full_name:
            full_name = found.pop("native_name", None) or ""
        if not found.get("native_name") and own:
            found["native_name"] = own
        typed = any(cells.get(name) for name in _NAMES)
        # Of somebody with an address one can find out the name, and must: it may be somebody here.
        nameless = self.file and not (typed or found.get("emails") or found.get("orcid"))
        if nameless and any(cells.values()):
            full_name = numbered(line, self.file)
        if not full_name and (not typed or len(self.errors) == before):
            self.note(line, "full_name", "", _("is empty. Enter the person's name."))
        on = self._try(line, "result_date", cells.get("result_date", ""), self._date)
        due = self._try(line, "next_step_on", cells.get("next_step_on", ""), self._due)
        asked = {name: cells[name] for name in _ASKED if cells.get(name)}
        if len(self.errors) > before:
            return None
        return Reading(
            line.tab, line.number, full_name, on=on, next_step_on=due, asked=asked, **found
        )

    def note(self, line: Line, column: str, value: str, problem: str, asks: str = "") -> None:
        heading = self.table.headings.get(column, column)
        self.errors.append(RowError(line.number, heading, value, problem, line.tab, asks or column))

    def _try(self, line: Line, column: str, text: str, parse: Callable, asks: str = ""):
        # A column repeats its values: countries, dates and degrees are read once.
        key = (column, text)
        if key in self._known:
            return self._known[key]
        try:
            value = parse(text)
        except BadValue as fault:
            self.note(
                line, column, text, str(fault), ORDER if isinstance(fault, Ambiguous) else asks
            )
            return None
        if len(text) < 40:
            self._known[key] = value
        return value

    def _name(self, line: Line) -> tuple[str, str]:
        cells = line.cells
        if text := cells.get("full_name", ""):
            return self._try(line, "full_name", text, values.read_name) or ("", "")
        column = "family_name" if cells.get("family_name") else "given_name"
        text = f"{cells.get('given_name', '')} {cells.get('family_name', '')}".strip()
        # What is answered about the two is answered about the whole name.
        text = self.answers.get(("full_name", text), text)
        if not text:
            return "", ""
        return self._try(line, column, text, values.read_name, "full_name") or ("", "")

    def _due(self, text: str) -> date | None:
        return read_date(text, self.order, declared=False)

    def _date(self, text: str) -> date | None:
        on = read_date(text, self.order, declared=self.declared)
        if on and on > self.today:
            raise BadValue(_("lies in the future. Enter the day it happened."))
        return on
