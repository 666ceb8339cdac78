"""Has a file opened by a process of its own, which is ended where it takes too much."""

import json
import logging
import signal
import subprocess
import sys

from django.conf import settings

from recruitment.exchange.limits import SECONDS, Unreadable

log = logging.getLogger(__name__)
_TOO_LONG = (-signal.SIGXCPU, -signal.SIGKILL)  # SIGKILL: where the processor's time is up twice
_BROKEN = 1  # an exception nobody foresaw


def opened(data: bytes, *how: str) -> dict:
    """What plain.py answers about `data`. Raises Unreadable."""
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and module
            [sys.executable, "-m", "recruitment.exchange.plain", *how],
            input=data,
            capture_output=True,
            cwd=settings.BASE_DIR,
            env={},  # no key, no address of the database
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("long", seconds=SECONDS) from error
    if done.returncode in _TOO_LONG:
        raise Unreadable("long", seconds=SECONDS)
    if done.returncode == _BROKEN:
        # Only the kind of error: what it says may quote the file.
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        log.warning("A file could not be opened: %s", last.partition(":")[0])
        raise Unreadable("damaged")
    if done.returncode:
        raise Unreadable("much")  # it ran out of memory
    answer = json.loads(done.stdout)
    if "why" in answer:
        raise Unreadable(answer["why"], **answer["named"])
    return answer
