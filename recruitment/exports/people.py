"""Candidates as they are listed, searched, filtered and ordered on their page."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from recruitment.exchange.silences import said
from recruitment.exports.listed import (
    DAY,
    MOMENT,
    WHOLE,
    Asked,
    Column,
    Listed,
    Value,
    by_key,
)
from recruitment.pipeline.kinds import Status
from recruitment.register.criteria import COLUMNS, SORTS, VIEWS, Criteria, read
from recruitment.register.list_views import address
from recruitment.register.listing import Listing, Row

_KINDS = {"days": WHOLE, "updated": MOMENT}


def candidates(query: QueryDict, asked: Asked) -> Listed:
    """A search is cut on its page, which says so; its file has everybody it finds."""
    criteria = read(query, centre=asked.centre, user=asked.user)
    listing = Listing(criteria, is_whole=True)
    rows, people = listing.size()
    return Listed(
        title=_("Candidates"),
        narrowed=narrowed(criteria),
        columns=_columns(criteria),
        rows=rows,
        people=people,
        read=lambda: by_key(listing.keys(), lambda keys: _cells(listing, keys)),
        back=address(criteria.query()),
    )


def narrowed(criteria: Criteria) -> str:
    """In progress; “li”; Intake is September 2027; sorted by name."""
    parts = [str(VIEWS[criteria.view])]
    if criteria.text:
        parts.append(f"“{criteria.text}”")
    parts += [f"{one.label} {one.verb} {one.text}" for one in criteria.chosen]
    parts.append(_("sorted by %(order)s") % {"order": SORTS[criteria.order]})
    return "; ".join(parts)


def _columns(criteria: Criteria) -> list[Column]:
    """Those on the screen. A cell that shows two things there is two here: the name and the name
    in the person's own script, a next step and its day."""
    columns = [Column(_("Candidate")), Column(_("Name in own script"))]
    for name in criteria.columns:
        columns.append(Column(str(COLUMNS[name]), _KINDS.get(name, "text")))
        if name == "next":
            columns.append(Column(_("Next step due"), DAY))
    return columns


def _cells(listing: Listing, keys: Sequence[int]):
    names = listing.criteria.columns
    for row in listing.read(keys):
        cells: list[Value] = [row.candidate.full_name, row.candidate.native_name]
        for name in names:
            cells.append(_VALUES[name](row))
            if name == "next":
                cells.append(row.application.next_step_on if row.application else None)
        yield cells


def _stage(row: Row) -> Value:
    one = row.application
    if one is None:
        return None
    return one.stage.name if one.status == Status.ACTIVE else str(Status(one.status).label)


def _of_application(name: str):
    def value(row: Row) -> Value:
        found = row.application and getattr(row.application, name)
        return str(found) if found else None

    return value


_VALUES = {
    "stage": _stage,
    "days": lambda row: row.days,
    "area": _of_application("area"),
    "intake": _of_application("intake"),
    "supervisor": _of_application("supervisor"),
    "next": _of_application("next_step"),
    "source": _of_application("source"),
    "owner": _of_application("owner"),
    "nationality": lambda row: str(row.candidate.nationality.name),
    "email": lambda row: row.candidate.email,
    "language": lambda row: row.candidate.get_language_display(),
    "silent": lambda row: said(row.candidate.no_contact_on, row.candidate.no_contact_reason),
    "updated": lambda row: timezone.make_naive(row.candidate.updated_at),
}
