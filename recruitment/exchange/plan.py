"""What an import would do, and everything that stands in its way. Reads only; writes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from recruitment.exchange import columns, dates
from recruitment.exchange.alike import find_alike
from recruitment.exchange.checker import Checker
from recruitment.exchange.choices import Choices
from recruitment.exchange.formats import known_export
from recruitment.exchange.lists import Lists, some
from recruitment.exchange.matching import (
    CHUNK,
    group,
    of_one_person,
    recognise,
    what_they_have,
)
from recruitment.exchange.planned import AFTER_READING, BEFORE_CHECKING, MAKING, Plan
from recruitment.exchange.reader import Sheet, lettered
from recruitment.exchange.rows import Reader, Reading, RowError
from recruitment.exchange.vocabulary import intake_of_tab, season_of

__all__ = ["Plan", "check"]


def check(
    sheet: Sheet,
    centre: Centre,
    mapping: Mapping[str, str] | None = None,
    create_missing: bool = False,
    intake: str = "",
    is_headless: bool = False,
    choices: Choices | None = None,
    *,
    result: str = "",
    is_nameless: bool = False,
    tell: Callable[[float], None] | None = None,
) -> Plan:
    """Everything a sheet would bring to `centre`; `mapping` is what columns.read_map returns.

    `intake`: of lines whose sheet names none. `choices` are what somebody decided about it; who
    may be the same as whom is looked for then. `tell` is called with the share that is done.
    """
    asked = choices or Choices(
        columns=mapping or {}, intake=intake, is_headless=is_headless, result=result,
        is_nameless=is_nameless,
    )  # fmt: skip
    if asked.is_headless:
        sheet = lettered(sheet)
    if not asked.columns:
        asked = replace(asked, columns=known_export(sheet.tabs)[1])
    plan = Plan(centre=centre, name=sheet.name, create_missing=create_missing, make=asked.make)
    plan.warnings.extend(sheet.notes)
    if tell:
        plan.tell = tell
    lists = plan.lists = Lists(centre)
    plan.left_out_rows, plan.is_nameless = asked.left_out, asked.is_nameless
    readings, heads = _read(sheet, plan, asked)
    groups = group(readings, asked)
    recognise(centre, groups, asked)
    groups = of_one_person(groups)
    plan.tell(AFTER_READING)
    if choices is not None:
        plan.alike = find_alike(centre, groups, asked)
    held = what_they_have(centre, groups)
    plan.tell(BEFORE_CHECKING)
    Checker(plan, lists, held, heads).run(groups)
    plan.missing.extend(sorted(lists.missing.values(), key=lambda lack: MAKING.index(lack.kind)))
    plan.errors.sort(key=lambda error: (_place(sheet, error.tab), error.row))
    return plan


def _place(sheet: Sheet, title: str) -> int:
    return next((at for at, tab in enumerate(sheet.tabs) if tab.title == title), 0)


def _read(
    sheet: Sheet, plan: Plan, choices: Choices
) -> tuple[list[Reading], dict[str, dict[str, str]]]:
    """All lines of all tables understood, and the headings by tab."""
    tables, mapping = [], choices.columns
    for tab in sheet.tabs:
        read = not tab.hidden if choices.tabs is None else tab.title in choices.tabs
        table = None
        if read:
            table = columns.find_table(
                tab.title, tab.rows, mapping, tab.hidden_columns, is_nameless=choices.is_nameless
            )
        if table is not None:
            plan.tables.append(table)
            tables.append(_as_decided(table, choices))
        elif not read and not tab.hidden:
            plan.left_out.append(_("Sheet “%(tab)s”: not chosen.") % {"tab": tab.title})
        elif tab.hidden:
            plan.left_out.append(_("Sheet “%(tab)s”: it is hidden.") % {"tab": tab.title})
        elif tab.title:
            plan.left_out.append(
                _("Sheet “%(tab)s”: no headings with a name column.") % {"tab": tab.title}
            )
    if not tables:
        plan.errors.append(RowError(1, _("headings"), "", _no_names(sheet)))
    elif unused := columns.unused(mapping, sheet.tabs):
        plan.errors.append(
            RowError(
                1, _("headings"), ", ".join(unused),
                _("is in the column map and not in the file. Correct the map."),
            )
        )  # fmt: skip
    order = dates.common_order(
        text
        for table in tables
        for line in table.lines
        if (text := line.cells.get("result_date", ""))
    )
    readings: list[Reading] = []
    lines = sum(len(table.lines) for table in tables)
    for table in tables:
        readings.extend(_read_table(table, plan, order or choices.order or None, choices, lines))
    return readings, {table.tab: table.headings for table in tables}


def _no_names(sheet: Sheet) -> str:
    """Why nobody can be read from `sheet`, with what its headings seem to be."""
    first = [cells for tab in sheet.tabs for _number, cells in tab.rows[: columns.SCAN]]
    fullest = max(first, key=lambda cells: sum(map(bool, cells)), default=[])
    heads = [f"“{cell[:30]}”" for cell in fullest if cell]
    return _(
        "no line of headings with a name column was found in the first twenty rows; the fullest "
        "says %(heads)s. Name a column “Name”, or say which it is with --columns, and with "
        "--no-header if there are no headings. If the list names nobody, though each row is a "
        "person, say --nameless."
    ) % {"heads": some(heads)}


def _as_decided(table: columns.Table, choices: Choices) -> columns.Table:
    """`table` without the lines left out, and with what was answered in the place of cells."""
    lines = []
    # What stands in no column of the file is answered like an empty cell.
    absent = {
        name: read
        for (name, text), read in choices.answers.items()
        if not text and name not in table.headings
    }
    for line in table.lines:
        if (line.tab, line.number) in choices.left_out:
            continue
        if choices.answers:
            cells = absent | {
                name: choices.answers.get((name, text), text) for name, text in line.cells.items()
            }
            line = replace(line, cells=cells)
        lines.append(line)
    return replace(table, lines=lines)


def _read_table(
    table: columns.Table, plan: Plan, order: str | None, choices: Choices, lines: int
) -> list[Reading]:
    """The lines of one table; `lines`: how many all of them have."""
    _say_left_out(table, plan)
    asked = _Asked.of(table, choices)
    if asked.is_nothing:
        _say_no_intake(table, plan)
    declared = dates.declared_order(table.headings.get("result_date", ""))
    reader = Reader(
        table,
        order=declared or order,
        declared=declared is not None,
        today=plan.centre.today(),
        file=plan.name if choices.is_nameless else "",
        answers=choices.answers,
    )
    found = []
    for line in table.lines:
        plan.rows += 1
        if plan.rows % CHUNK == 0:
            plan.tell(AFTER_READING * plan.rows / lines)
        if (reading := reader.read(line)) is not None:
            asked.fill(reading, choices)
            found.append(reading)
    plan.errors.extend(reader.errors)
    return found


def _where(table: columns.Table) -> str:
    return f"“{table.tab}”: " if table.tab else ""


def _say_left_out(table: columns.Table, plan: Plan) -> None:
    where = _where(table)
    for sentence, heads in (
        (_("%(where)sColumn “%(heading)s”."), table.unread),
        (_("%(where)sColumn “%(heading)s”: it is hidden."), table.hidden),
    ):
        plan.left_out.extend(
            sentence % {"where": where, "heading": " ".join(head.split())} for head in heads
        )
    if table.footers:
        plan.left_out.append(
            _("%(where)sLines below the table: %(rows)s.")
            % {"where": where, "rows": ", ".join(map(str, table.footers))}
        )


def _say_no_intake(table: columns.Table, plan: Plan) -> None:
    unread = [table.headings[name] for name in columns.OF_APPLICATION if name in table.headings]
    plan.left_out.append(
        _("%(where)sNo column names the intake, so people are added without applications.")
        % {"where": _where(table)}
        + (" " + _("Not read: %(columns)s.") % {"columns": ", ".join(unread)} if unread else "")
    )


@dataclass(frozen=True)
class _Asked:
    """What the lines of a table apply for where no column says it."""

    intake: str
    seasons: bool  # the intake may stand beside the degree
    is_nothing: bool  # people are added without applications

    @classmethod
    def of(cls, table: columns.Table, choices: Choices) -> "_Asked":
        if "intake" in table.headings:
            return cls("", seasons=False, is_nothing=False)
        intake = intake_of_tab(table.tab, table.above) or choices.intake
        seasons = any(season_of(line.cells.get("degree", "")) for line in table.lines)
        return cls(intake, seasons, is_nothing=not intake and not seasons)

    def fill(self, reading: Reading, choices: Choices) -> None:
        if self.is_nothing:
            reading.asked = {}
            return
        season = season_of(reading.asked.get("degree", "")) if self.seasons else ""
        if season:
            reading.asked["intake"] = choices.answers.get(("intake", season), season)
        else:
            reading.asked.setdefault("intake", self.intake)
        if said := choices.result:
            said = choices.answers.get(("result", said), said)
            reading.asked.setdefault("result", said)
