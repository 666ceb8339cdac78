"""The annual monitoring return: a page, a workbook and a CSV of the same tables."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centre.web.views import require
from recruitment.reports.document import Section, plain_section
from recruitment.reports.exports import XLSX, attachment, csv_text
from recruitment.reports.monitoring import Return, labels, monitoring_return, years
from recruitment.reports.sheets import SectionView
from recruitment.reports.values import words
from recruitment.reports.views import TEMPLATES


@require_safe
def monitoring(request, year):
    found = _asked(request, year)
    context = {
        "year": year,
        "years": years(request.centre, request.centre.today()),
        "tables": SectionView(_stored(found)).tables,
    }
    return render(request, f"{TEMPLATES}/monitoring.html", context)


@require_safe
def monitoring_xlsx(request, year):
    from recruitment.reports.workbook import tables_book  # see the docstring there

    book = tables_book(_stored(_asked(request, year))["tables"])
    name = f"{request.centre.slug}-monitoring-{year}.xlsx"
    return attachment(request, book, name=name, kind=XLSX, of=request.centre)


@require_safe
def monitoring_csv(request, year):
    """Every table under one head, so that a program reads it in one go."""
    found = _asked(request, year)
    rows: list[list] = [[_("Year"), _("Table"), _("Group"), *labels()]]
    for table in _stored(found)["tables"]:
        kinds = [column["kind"] for column in table["columns"]]
        for row in table["rows"]:
            cells = [
                words(v, k) if isinstance(v, dict) else v for v, k in zip(row, kinds, strict=True)
            ]
            rows.append([year, table["title"], *cells])
    name = f"{request.centre.slug}-monitoring-{year}.csv"
    return attachment(
        request, csv_text(rows), name=name, kind="text/csv; charset=utf-8", of=request.centre
    )


def _asked(request, year: int) -> Return:
    """The return of `year`; 404 for a year before the first application or to come."""
    require(request, "view_monitoring")
    if year not in years(request.centre, request.centre.today()):
        raise Http404
    return monitoring_return(request.centre, year)


def _stored(found: Return) -> dict:
    return plain_section(Section("monitoring", str(found.year), tables=found.tables))
