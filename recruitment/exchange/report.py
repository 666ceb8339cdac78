"""What an import did, would do, or could not: for people and for programs."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from recruitment.exchange.lists import Missing
from recruitment.exchange.planned import Plan
from recruitment.exchange.rows import RowError
from recruitment.exchange.writer import Result

_SHOWN = 20


def expected(plan: Plan) -> Result:
    """What writing `plan` will come to."""
    made: Counter = Counter()
    for lack in plan.missing:
        made[lack.kind] += lack.count
    return Result(
        people=sum(one.is_new for one in plan.people),
        filled=sum(bool(one.filled) for one in plan.people),
        applications=sum(len(one.applications) for one in plan.people),
        education=sum(len(one.schools) for one in plan.people),
        notes=sum(len(one.notes) for one in plan.people),
        made=made,
    )


def problems(plan: Plan) -> list[str]:
    """A sentence for each fault and each lacking thing."""
    return [str(error) for error in plan.errors] + [_lack(one, plan) for one in plan.lacks]


def _lack(lack: Missing, plan: Plan) -> str:
    rows = _rows(lack.rows)
    value = f'"{lack.value}" ' if lack.value else ""
    return f'{rows}, "{lack.column}": {value}{lack.problem}'


def _rows(rows: Iterable[tuple[str, int]]) -> str:
    """ "Rows 7, 12 and 40 more", under the tab they stand in."""
    by_tab: dict[str, list[int]] = {}
    for tab, row in rows:
        by_tab.setdefault(tab, []).append(row)
    texts = []
    for tab, numbers in by_tab.items():
        shown = ", ".join(map(str, numbers[:_SHOWN]))
        if len(numbers) > _SHOWN:
            shown = _("%(rows)s and %(n)d more") % {"rows": shown, "n": len(numbers) - _SHOWN}
        word = _("Row") if len(numbers) == 1 else _("Rows")
        texts.append(f"“{tab}”, {word.lower()} {shown}" if tab else f"{word} {shown}")
    return "; ".join(texts)


def as_data(plan: Plan, result: Result, *, dry_run: bool) -> dict:
    """The whole report as plain data."""
    return {
        "file": plan.name,
        "centre": plan.centre.slug,
        "dry_run": dry_run,
        "written": plan.is_ready and not dry_run,
        "rows": plan.rows,
        "people": result.people,
        "people_filled": result.filled,
        "applications": result.applications,
        "education_records": result.education,
        "notes": result.notes,
        "already_there": plan.there_already,
        "created": [
            {"kind": one.kind, "name": one.name, "count": one.count} for one in plan.missing
        ]
        if plan.create_missing
        else [],
        "errors": [_error(error) for error in plan.errors],
        "missing": [
            {
                "kind": one.kind,
                "name": one.name,
                "column": one.column,
                "value": one.value,
                "count": one.count,
                "rows": [{"sheet": tab, "row": row} for tab, row in one.rows],
                "message": _lack(one, plan),
            }
            for one in plan.lacks
        ],
        "warnings": plan.warnings,
        "left_out": plan.left_out,
    }


def _error(error: RowError) -> dict:
    return {
        "sheet": error.tab,
        "row": error.row,
        "column": error.column,
        "value": error.value,
        "problem": error.problem,
        "message": str(error),
    }


def as_text(plan: Plan, result: Result, *, dry_run: bool) -> str:
    """The report in lines for people; without the problems, which `problems` lists."""
    lines = [_("%(file)s: %(rows)d rows read.") % {"file": plan.name, "rows": plan.rows}]
    counts = (result.people, result.filled, result.applications, result.education, result.notes)
    nothing = not any(counts)
    if plan.is_ready:
        if nothing:
            lines.append(_("Nothing new: everything in this file is there already."))
        else:
            verb = _("Would add") if dry_run else _("Added")
            lines.append(
                _("%(verb)s %(people)d people, %(applications)d applications, %(education)d "
                  "education records, %(notes)d notes.")
                % {
                    "verb": verb, "people": result.people, "applications": result.applications,
                    "education": result.education, "notes": result.notes,
                }
            )  # fmt: skip
        if result.filled:
            verb = _("Would fill") if dry_run else _("Filled")
            lines.append(_("%(verb)s blanks of %(n)d people.") % {"verb": verb, "n": result.filled})
        if plan.there_already and not nothing:
            lines.append(
                _("%(n)d applications were there already and were left as they are.")
                % {"n": plan.there_already}
            )
        if plan.missing:
            verb = _("Would make") if dry_run else _("Made")
            made = [
                f"{one.kind} “{one.name}”" + (f" × {one.count}" if one.count > 1 else "")
                for one in plan.missing
            ]
            lines.append(f"{verb}: {', '.join(made)}.")
    lines.extend(_("Note: %(text)s") % {"text": text} for text in plan.warnings)
    lines.extend(_("Left out: %(text)s") % {"text": text} for text in plan.left_out)
    return "\n".join(lines)
