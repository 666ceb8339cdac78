"""The plan by intake against what came of it, with what is carried over to the next."""

from datetime import date

from django.utils.translation import gettext as _

from centre.disclosure.suppression import Hidden
from recruitment.dashboard.selectors import IntakeProgress, Progress
from recruitment.reports.document import NUMBER, TEXT, Column, Figure, Section, Table, Value
from recruitment.reports.hiding import rounded


def section(progress: Progress, shown: dict) -> Section:
    """`shown` are the counts of `progress` as they may be read (hiding.hide_in_progress)."""
    rows = _rows(progress, shown)
    return Section(
        key="intakes",
        title=_("Intake plan"),
        lead=[] if rows else [_("There is no plan, and nobody has started yet.")],
        figures=_figures(progress, shown) if progress.plan is not None else [],
        tables=[Table("intakes", _("By intake"), _columns(), rows)] if rows else [],
        notes=[
            _("Started: people of the intake, also those who left since."),
            _("Carry-over: people missing against the plan so far; below 0 when ahead of it."),
            _("By intake to the nearest five; what is carried over today is exact."),
        ],
    )


def _figures(progress: Progress, shown: dict) -> list[Figure]:
    """What is carried over, and how many the next intake must bring to be level with the plan."""
    counted, plan = shown["counted"], progress.plan or 0
    ahead = [line for line in progress.by_intake if not _is_past(line, progress.on)]
    over: int | Hidden = Hidden.WITHHELD if isinstance(counted, Hidden) else plan - counted
    figures = [Figure("carry-over", _("Carried over to the next intake"), over, NUMBER)]
    if ahead:
        level: Value = over if isinstance(over, Hidden) else max(ahead[0].planned + over, 0)
        label = _("Needed in %(intake)s to be level with the plan") % {"intake": ahead[0].name}
        figures.append(Figure("needed", label, level, NUMBER))
    return figures


def _rows(progress: Progress, shown: dict) -> list[list[Value]]:
    has_plan = progress.plan is not None
    rows: list[list[Value]] = []
    planned = 0
    for i, line in enumerate(progress.by_intake):
        planned += line.planned
        is_past = _is_past(line, progress.on)
        over: Value = None
        if is_past and has_plan:
            so_far = rounded(shown["so far", i])
            over = Hidden.WITHHELD if isinstance(so_far, Hidden) else planned - so_far
        rows.append(
            [
                line.name,
                line.planned if has_plan else None,
                planned if has_plan else None,
                rounded(shown["started", i]) if is_past else None,
                rounded(shown["accepted", i]),
                over,
            ]
        )
    return rows


def _columns() -> list[Column]:
    return [
        Column(_("Intake"), TEXT),
        Column(_("Planned"), NUMBER),
        Column(_("Planned so far"), NUMBER),
        Column(_("Started")),
        Column(_("Accepted")),
        Column(_("Carry-over"), NUMBER),
    ]


def _is_past(line: IntakeProgress, on: date) -> bool:
    if line.started:
        return True
    starts_on = line.intake.starts_on if line.intake else None
    return starts_on is not None and starts_on <= on
