"""A file that leaves the site: as an attachment nobody's browser runs, and written down."""

from auditlog.models import LogEntry
from django.http import HttpResponse
from django.utils.http import content_disposition_header


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
