"""A file that leaves the site: as an attachment nobody's browser runs, and written down.

A cell of a CSV that begins as a formula does stands behind an apostrophe; so does one that begins
as such a guarded cell, so that whoever reads the file again takes exactly one away.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from auditlog.models import LogEntry
from django.db.models import Model
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
BOM = b"\xef\xbb\xbf"
RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
Told = Mapping[str, object]
Response = TypeVar("Response", bound=HttpResponseBase)
_TO_GUARD = re.compile(f"'*[{re.escape(''.join(RISKY))}]")


def attachment(
    request, content: bytes, *, name: str, kind: str, of: Model, told: Told | None = None
):
    """`content` to be saved as `name`; the audit log then says who took what out. `of`: the row
    the file is about; `told`: what else the log says of it.
    """
    log_leaving(of, name, by=request.user, told=told)
    return _to_be_saved(HttpResponse(content, content_type=kind), name)


def stream(
    request, parts: Iterable[bytes], *, name: str, kind: str, of: Model, told: Told | None = None
):
    """As `attachment`, for a file that is never whole in memory. Logged before the first byte."""
    log_leaving(of, name, by=request.user, told=told)
    return _to_be_saved(StreamingHttpResponse(parts, content_type=kind), name)


def log_leaving(of: Model, name: str, *, by, told: Told | None) -> None:
    """A line of the audit log: who took out which file, of which list, how narrowed, of whom."""
    changes = {
        "exported": ["", name],
        **{key: ["", str(value)] for key, value in (told or {}).items()},
    }
    LogEntry.objects.log_create(of, action=LogEntry.Action.ACCESS, changes=changes, actor=by)


def _to_be_saved(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


class _Echo:
    """What csv.writer writes into, to have each line back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([_guarded(value) for value in row])


def csv_text(rows: Iterable[Sequence[object]]) -> bytes:
    """`rows` as CSV with a byte-order mark, which spreadsheet programs ask for."""
    return BOM + "".join(csv_lines(rows)).encode()


def _guarded(value: object) -> object:
    if isinstance(value, str):
        return guarded(value)
    return str(value) if isinstance(value, Decimal) else value


def guarded(text: str) -> str:
    return f"'{text}" if _TO_GUARD.match(text) else text
