"""Research areas: who applied, who is in post."""

from collections import Counter

from django.utils.translation import gettext as _

from centre.disclosure.suppression import Hidden, Shown, suppress_lists
from recruitment.reports.document import TEXT, Column, Section, Table


def section(
    applied: Counter[str], here: Counter[str], *, all_applied: Shown, all_here: Shown
) -> Section:
    """The totals are as the report shows them elsewhere: a list beside a hidden total is hidden."""
    shown = [_hide(applied, all_applied), _hide(here, all_here)]
    names = sorted({*applied, *here}, key=lambda name: (not name, name))
    rows = [[name or _("No area given"), *(one.get(name, 0) for one in shown)] for name in names]
    columns = [Column(_("Area"), TEXT), Column(_("Applied")), Column(_("In post"))]
    return Section(
        key="areas",
        title=_("Research areas"),
        lead=[] if rows else [_("No applications yet.")],
        tables=[Table("areas", _("By research area"), columns, rows)] if rows else [],
    )


def _hide(counts: Counter[str], total: Shown) -> dict[str, Shown]:
    if isinstance(total, Hidden) or total != counts.total():
        return dict.fromkeys(counts, Hidden.WITHHELD)
    return suppress_lists(total, {"areas": dict(counts)})[1]["areas"]
