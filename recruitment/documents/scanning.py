"""A scanner of the house's own looks at each file before anybody may open it.

SCAN_COMMAND is run by the worker with the file on its standard input, and says by its exit code
what it found, as clamdscan does: 0 nothing, 1 something. Anything else, or no answer, is no
answer: the file waits, and is asked about again.
"""

import logging
import os
import signal
import subprocess
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from centre.web.jobs import job, start
from recruitment.documents import store
from recruitment.documents.models import StoredFile

log = logging.getLogger(__name__)
SECONDS = 120
CLEAN, FOUND = 0, 1
# The last one is repeated: a scanner that comes back after a week finds what waits for it.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]


def first_state() -> str:
    return StoredFile.Scan.WAITING if settings.SCAN_COMMAND else StoredFile.Scan.NONE


def ask(stored: StoredFile) -> None:
    """Have the worker look at it, if there is a scanner."""
    if stored.scan == StoredFile.Scan.WAITING:
        start(look, file_id=stored.pk)


@job
def look(file_id: int, tries: int = 0) -> None:
    stored = StoredFile.objects.filter(pk=file_id, scan=StoredFile.Scan.WAITING).first()
    if stored is None:
        return  # removed meanwhile, or looked at by another worker
    code, said = _run(stored)
    if code not in (CLEAN, FOUND):
        log.warning("The scanner gave no answer about file %s: %s", file_id, code)
        start(look, after=timezone.now() + WAITS[min(tries, len(WAITS) - 1)],
              file_id=file_id, tries=tries + 1)  # fmt: skip
        return
    stored.scan = StoredFile.Scan.INFECTED if code == FOUND else StoredFile.Scan.CLEAN
    stored.finding = said[:200] if code == FOUND else ""
    stored.scanned_at = timezone.now()
    stored.save(update_fields=["scan", "finding", "scanned_at"])


def _run(stored: StoredFile) -> tuple[int | None, str]:
    """(exit code, what it printed); no code where it could not be asked."""
    if not settings.SCAN_COMMAND:
        return None, ""
    try:
        with store.get(stored.key) as content:
            data = content.read()
        with subprocess.Popen(  # noqa: S603  the command is the administrator's own setting
            settings.SCAN_COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            said = _heard(process, data)
    except (OSError, subprocess.TimeoutExpired):
        return None, ""
    return process.returncode, said.decode(errors="replace").strip()


def _heard(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """What it printed; one that never answers is stopped with all that it started."""
    try:
        return process.communicate(data, timeout=SECONDS)[0]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
