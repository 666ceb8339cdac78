"""Research areas: who applied, who is in post, and how many the plan wants."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from centre.disclosure.suppression import Hidden, Shown, suppress_lists
from recruitment.reports.document import NUMBER, TEXT, Column, Section, Table
from recruitment.reports.hiding import is_steady, rounded


def section(
    applied: Counter[str],
    here: Counter[str],
    planned: Mapping[str, int],
    *,
    all_applied: Shown,
    all_here: Shown,
    on: date,
    before: dict | None,
) -> Section:
    """The totals are as the report shows them elsewhere: a list beside a hidden total is hidden.

    `before` is this section of the report published last. In post adds up to the headline, which
    is exact: it is repeated from there until five people have come or gone.
    """
    basis = before and before.get("basis")
    of_before = None
    if before and basis and isinstance(all_here, int) and is_steady(all_here, basis):
        of_before = _as_it_was(before)
    elif isinstance(all_here, int):
        basis = {"counted": all_here, "on": on.isoformat()}
    else:
        basis = None
    came = _hide(applied, all_applied)
    names = sorted({*applied, *here, *planned}, key=lambda name: (not name, name))
    are = _hide(here, all_here) if of_before is None else of_before
    lacking = 0 if of_before is None else Hidden.WITHHELD
    rows = [
        [
            label := name or _("No area given"),
            *([planned.get(name)] if planned else []),
            came.get(label, 0),
            are.get(label, lacking),
        ]
        for name in names
    ]
    columns = [Column(_("Area"), TEXT), Column(_("Applied")), Column(_("In post"))]
    if planned:
        columns.insert(1, Column(_("Planned"), NUMBER))
    return Section(
        key="areas",
        title=_("Research areas"),
        lead=[] if rows else [_("No applications yet.")],
        tables=[Table("areas", _("By research area"), columns, rows)] if rows else [],
        notes=_notes(of_before is not None and basis),
        basis=basis,
    )


def _hide(counts: Counter[str], total: Shown) -> dict[str, Shown]:
    if isinstance(total, Hidden) or total != counts.total():
        shown: dict[str, Shown] = dict.fromkeys(counts, Hidden.WITHHELD)
    else:
        shown = suppress_lists(total, {"areas": dict(counts)})[1]["areas"]
    return {name or _("No area given"): rounded(n) for name, n in shown.items()}


def _as_it_was(before: dict) -> dict[str, Shown]:
    """{area: in post} of an earlier report."""
    rows = before["tables"][0]["rows"] if before["tables"] else []
    return {
        row[0]: Hidden(row[-1]["hidden"]) if isinstance(row[-1], dict) else row[-1] for row in rows
    }


def _notes(repeated) -> list[str]:
    text = _("To the nearest five.")
    if not repeated:
        return [text]
    day = date.fromisoformat(repeated["on"])
    return [
        text,
        _("In post: as of %(day)s, as fewer than five people have come or gone since.")
        % {"day": f"{day:%-d %b %Y}"},
    ]
