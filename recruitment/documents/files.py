"""The one door for files: kept after they were looked at, opened with a line in the audit log.

What leaves is of the kind its bytes are, under its tidied name, and in a sandbox: whatever the
file holds, it runs nothing of this site and asks nothing of it.
"""

import hashlib
from collections.abc import Callable
from io import BytesIO

from auditlog.models import LogEntry
from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Model
from django.http import FileResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.refusal import Refused
from recruitment.documents import names, scanning, store, types
from recruitment.documents.bare import bare
from recruitment.documents.file_words import FileRefused
from recruitment.documents.models import StoredFile

MOST = settings.MOST_FILE  # bytes
# A page of this site may frame the file, no other; the sandbox has neither scripts nor our origin.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def keep(upload: File, *, centre: Centre, name: str, by: User | None) -> StoredFile:
    """Store `upload` in private storage. Raises FileRefused with a sentence, nothing stored.

    Its size is looked at before a byte is read, its kind is told by its bytes, a picture loses what
    the camera wrote into it, and a scanner, if there is one, sees it before anybody may open it. If
    the caller's transaction fails, bytes may stay that no row names: `manage.py check_files` takes
    them away.
    """
    try:
        data = _read(upload)
        kind = types.kind_of(data)
        data = bare(data, kind)
        name = names.tidy(name or "", kind)
    except types.NotKept as no:
        raise FileRefused(no.why, **no.named) from no
    stored = StoredFile(
        centre=centre,
        key=store.new_key(),
        name=name,
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        scan=scanning.first_state(),
        kept_by=by,
    )
    try:
        store.put(stored.key, data)
    except store.StoreAway as problem:
        raise FileRefused("away") from problem
    try:
        with transaction.atomic():
            stored.save()
            scanning.ask(stored)
    except BaseException:
        store.drop(stored.key)
        raise
    return stored


def _read(upload: File) -> bytes:
    if not upload.size:
        raise types.NotKept("empty")
    if upload.size > MOST:
        raise types.NotKept("large", size=upload.size)
    upload.seek(0)
    data = upload.read(MOST + 1)
    if len(data) > MOST:
        raise types.NotKept("large", size=len(data))
    return data


def serve(
    request,
    stored: StoredFile,
    *,
    download: bool,
    of: Model | None = None,
    copy: tuple[str, Callable[[StoredFile], bytes]] | None = None,
) -> FileResponse:
    """The file as an answer: to be saved, or shown by the browser. Raises Refused.

    Who may is for the caller to ask; that it was opened is written down here, at `of` or at the
    file itself. `copy`: a name, and what makes the bytes that go out under it in its place.
    """
    if not stored.may_be_opened:
        raise Refused(_("“%(name)s” cannot be opened: %(state)s.") % {
            "name": stored.name, "state": stored.get_scan_display().lower(),
        })  # fmt: skip
    try:
        content = BytesIO(copy[1](stored)) if copy else store.get(stored.key)
    except store.StoreAway as problem:
        raise Refused(_("The store of documents does not answer. Try again later.")) from problem
    except OSError as problem:
        raise Refused(
            _("“%(name)s” is not in the store any more. Tell your administrator.")
            % {"name": stored.name}
        ) from problem
    shown = not download and stored.may_be_shown
    _log(request, stored, of=of or stored, shown=shown)
    response = FileResponse(content, content_type=types.MIME[stored.kind])
    size = content.getbuffer().nbytes if isinstance(content, BytesIO) else stored.size
    name = copy[0] if copy else stored.name
    response.headers["Content-Length"] = str(size)
    response.headers["Content-Disposition"] = content_disposition_header(not shown, name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _log(request, stored: StoredFile, *, of: Model, shown: bool) -> None:
    changes = {"opened": ["", stored.name], "how": ["", "shown" if shown else "saved"]}
    user = request.user if request.user.is_authenticated else None
    LogEntry.objects.log_create(of, action=LogEntry.Action.ACCESS, changes=changes, actor=user)
