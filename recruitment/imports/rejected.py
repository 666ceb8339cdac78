"""The lines an import leaves out, as a sheet to mend and import again."""

from django.utils.translation import gettext as _

from recruitment.imports.models import Import, ImportedRow
from recruitment.reports.exports import csv_text


def rejected_csv(source: Import) -> bytes:
    """Headings as the file writes them, with the row and what is wrong behind."""
    headings = dict(source.found.get("headings", ()))
    out = (ImportedRow.State.FIX, ImportedRow.State.OUT)
    rows = source.rows.filter(state__in=out).order_by("pk")

    def lines():
        yield [*headings.values(), _("Row"), _("What is wrong")]
        for row in rows.iterator(chunk_size=500):
            why = "; ".join(
                f"{headings.get(name, name)}: {row.cells.get(name, '')} {problem}"
                for name, problem in row.problems
            )
            cells = [row.cells.get(name, "") for name in headings]
            yield [*cells, str(row), why or row.get_state_display()]

    return csv_text(lines())
