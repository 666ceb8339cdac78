"""What came back: an answer as bytes, read with care, and kept beside the e-mail it answers.

It is known by the names of our e-mails in its In-Reply-To and References, which are random and
known to whoever got them. Text alone is kept, so much and no more; no file is opened or stored.
"""

import hashlib
import re
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.message import Message as Part
from email.utils import parseaddr

from django.utils.html import strip_tags

from recruitment.messages.models import Message, Reply

LONGEST = 20_000  # characters of text
_NAME = re.compile(r"<[^<>\s]{5,118}>")
_NAMES = 50  # of a thread: a longer one names the newest again


def answered(headers: bytes) -> Message | None:
    """The e-mail to a candidate that these headers say is answered; None if it is none of ours."""
    mail = message_from_bytes(headers, policy=policy.compat32)
    told = " ".join(str(mail.get(name, "")) for name in ("In-Reply-To", "References"))
    names = _NAME.findall(told[:10_000])
    rows = Message.objects.filter(message_id__in=names[:_NAMES] + names[-_NAMES:])
    return rows.exclude(candidate=None).order_by("-pk").first() if names else None


def keep(raw: bytes, message: Message, *, at: datetime) -> bool:
    """Store this answer; False if it is here already."""
    mail = message_from_bytes(raw, policy=policy.default)
    name = _header(mail, "Message-ID")[:255] or f"<{hashlib.sha256(raw).hexdigest()}>"
    fields = {
        "message": message,
        "sender": parseaddr(_header(mail, "From"))[1][:254],
        "subject": _header(mail, "Subject")[:200],
        "text": _text(mail)[:LONGEST],
        "files_left": min(_files(mail), 99),
        "received_at": at,
    }
    _reply, is_new = Reply.objects.get_or_create(mail_id=name, defaults=fields)
    return is_new


def _header(mail: EmailMessage, name: str) -> str:
    try:
        told = str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # the parser of the library gives up on some
        told = ""
    return " ".join(told.replace("\x00", "").split())


def _text(mail: EmailMessage) -> str:
    """The plain text, or what an HTML one says without its marks."""
    for kind in ("plain", "html"):
        for part in mail.walk():
            if part.get_content_type() == f"text/{kind}" and not part.get_filename():
                words = _decoded(part)
                return words if kind == "plain" else strip_tags(words[: 5 * LONGEST]).strip()
    return ""


def _decoded(part: Part) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        words = content.decode(part.get_content_charset() or "utf-8", errors="replace")
    except LookupError:  # a character set nobody knows
        words = content.decode("utf-8", errors="replace")
    return words.replace("\x00", "").replace("\r\n", "\n")


def _files(mail: EmailMessage) -> int:
    return sum(1 for part in mail.walk() if part.get_filename())
