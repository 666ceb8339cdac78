"""The mailbox answers come to, if one is set: read by a worker, every five minutes.

MAILBOX_URL is imaps://user:password@host:993/INBOX. Nothing is ever deleted there. What answers an
e-mail of ours is kept (replies.py) and marked as seen; all else stays as unread as it was.
"""

import imaplib
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.utils import timezone

from centre.web.jobs import every, job
from recruitment.messages import replies

PROBLEM = "mailbox:problem"
# Of the newest unread ones; and of each, bytes: a file beyond is cut off, and not kept anyway.
AT_ONCE, MOST = 200, 256 * 1024
PORTS = {"imaps": 993, "imap": 143}
_ASKED = "(BODY.PEEK[HEADER.FIELDS (IN-REPLY-TO REFERENCES)])"


@dataclass(frozen=True)
class Address:
    secure: bool
    host: str
    port: int
    user: str
    password: str
    folder: str


def read_address(url: str) -> Address:
    """Raises ValueError with what is wrong; the password is in no message."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS:
        raise ValueError("it begins with imaps:// or imap://")
    if not (parts.hostname and parts.username and parts.password):
        raise ValueError("it names user, password and host, as imaps://user:password@host/INBOX")
    return Address(
        parts.scheme == "imaps",
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        unquote(parts.username),
        unquote(parts.password),
        unquote(parts.path.strip("/")) or "INBOX",
    )


@checks.register()
def mailbox_is_named(app_configs, **kwargs):
    if not settings.MAILBOX_URL:
        return []
    try:
        read_address(settings.MAILBOX_URL)
    except ValueError as wrong:
        return [checks.Error(f"MAILBOX_URL cannot be read: {wrong}.", id="cohort.E20")]
    return []


def sign_in(address: Address) -> imaplib.IMAP4:
    kind = imaplib.IMAP4_SSL if address.secure else imaplib.IMAP4
    server = kind(address.host, address.port, timeout=settings.EMAIL_TIMEOUT)
    server.login(address.user, address.password)
    return server


@every(300, when=lambda: bool(settings.MAILBOX_URL))
@job
def read_replies() -> None:
    read_from(settings.MAILBOX_URL)


def read_from(url: str, *, connect: Callable[[Address], imaplib.IMAP4] = sign_in) -> int:
    """Keep the answers that wait there; how many were new. What went wrong stands on the page of
    e-mails until it goes right again."""
    try:
        address = read_address(url)
        server = connect(address)
        try:
            kept = collect(server, address.folder)
        finally:
            server.logout()
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        cache.set(PROBLEM, _words(error)[:300], timeout=None)
        return 0
    cache.delete(PROBLEM)
    return kept


def _words(error: Exception) -> str:
    told = error.args[0] if error.args else ""
    if isinstance(told, bytes):  # the library passes on what the server said to a sign-in
        return told.decode(errors="replace")
    return str(error) or type(error).__name__


def problem() -> str:
    """Why the mailbox could not be read the last time; "" if it could, or there is none."""
    return str(cache.get(PROBLEM, "")) if settings.MAILBOX_URL else ""


def collect(server: imaplib.IMAP4, folder: str) -> int:
    _insist(server.select(f'"{folder}"'))
    numbers = _insist(server.uid("SEARCH", "UNSEEN"))[0].split()
    kept = 0
    for number in numbers[-AT_ONCE:]:
        name = number.decode()
        message = replies.answered(_bytes(server.uid("FETCH", name, _ASKED)))
        if message is None:
            continue
        raw = _bytes(server.uid("FETCH", name, f"(BODY.PEEK[]<0.{MOST}>)"))
        kept += replies.keep(raw, message, at=timezone.now())
        # Only once it is stored: else it would be missing where this worker dies.
        _insist(server.uid("STORE", name, "+FLAGS", r"(\Seen)"))
    return kept


def _insist(answer) -> list:
    state, data = answer
    if state != "OK":
        said = " ".join(re.sub(rb"\s+", b" ", one).decode(errors="replace") for one in data if one)
        raise imaplib.IMAP4.error(said or state)
    return [one or b"" for one in data]


def _bytes(answer) -> bytes:
    """What a FETCH brought: the library gives it as pairs among other things."""
    return b"".join(one[1] for one in _insist(answer) if isinstance(one, tuple))
