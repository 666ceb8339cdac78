"""What was pledged: totals only, as nobody's pay may be told a sponsor."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from centre.targets.models import Agreement
from recruitment.reports.document import DAY, MONEY, TEXT, Column, Money, Section, Table, Value


def section(agreements: Sequence[Agreement]) -> Section:
    """`agreements` are those in force or past on the day of the report."""
    rows: list[list[Value]] = [
        [one.title, _pledge(one), one.starts_on, one.ends_on] for one in agreements
    ]
    columns = [
        Column(_("Agreement"), TEXT),
        Column(_("Pledged, no less than"), MONEY),
        Column(_("From"), DAY),
        Column(_("To"), DAY),
    ]
    return Section(
        key="funding",
        title=_("Funding"),
        lead=[] if rows else [_("No agreement is on record.")],
        tables=[Table("pledges", _("Pledged"), columns, rows)] if rows else [],
        notes=[_("A pledge is announced; it is neither a commitment nor money received.")],
    )


def _pledge(one: Agreement) -> Money | None:
    if one.pledged_amount is None:
        return None
    return Money(one.pledged_amount, one.pledged_currency)
