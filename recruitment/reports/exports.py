"""A file that leaves the site: as an attachment nobody's browser runs, and written down.

A cell of a CSV that begins as a formula does stands behind an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from auditlog.models import LogEntry
from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def attachment(request, content: bytes, *, name: str, kind: str, of) -> HttpResponse:
    """`content` to be saved as `name`; the audit log then says who took what out. `of`: the row
    the file is about.
    """
    LogEntry.objects.log_create(
        of, action=LogEntry.Action.ACCESS, changes={"exported": ["", name]}, actor=request.user
    )
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


def csv_text(rows: Iterable[Sequence[object]]) -> bytes:
    """`rows` as CSV with a byte-order mark, which spreadsheet programs ask for."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_guarded(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _guarded(value: object) -> object:
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return str(value) if isinstance(value, Decimal) else value
