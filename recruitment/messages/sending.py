"""E-mails sent by a worker, after what they tell of is stored.

No one can promise that an e-mail goes exactly once: the server may have taken it when our worker
dies. So there are two ways. An ordinary one is marked after it went, and is tried again if nobody
marked it: it is never missing. A decision is marked before it goes, and never tried again by
itself: it does not come twice, and where it is unclear a person is asked.
"""

import logging
import secrets
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.web.jobs import every, job, start
from centre.web.readiness import add_age
from recruitment.candidates.models import Candidate
from recruitment.messages import blocked
from recruitment.messages.kinds import LETTER
from recruitment.messages.models import Message, State
from recruitment.messages.silence import why_silent

logger = logging.getLogger(__name__)
# How long after each try that failed the next one comes; after the last it is given up.
WAITS = [timedelta(minutes=n) for n in (1, 5, 30, 2 * 60, 6 * 60, 24 * 60)]
AGAIN = timedelta(minutes=5)  # while the server takes nothing of ours
# Sent by one job, so that it ends long before it counts as lost; and how long one e-mail may take,
# which is longer than a server may stay silent at every step of it (EMAIL_TIMEOUT).
AT_ONCE, LEASE = 20, timedelta(minutes=5)


def _something_is_due() -> bool:
    now = timezone.now()
    return Message.objects.due(now).exists() or Message.objects.lost(now).exists()


def waiting_for(now: datetime) -> int:
    """Seconds the oldest e-mail that is due has waited."""
    oldest = Message.objects.due(now).order_by("next_try_at").first()
    return int((now - oldest.next_try_at).total_seconds()) if oldest else 0


add_age("oldest_email_seconds", waiting_for)


@every(60, when=_something_is_due)
@job
def send_due() -> None:
    """Send what is due, oldest first; what remains is queued again."""
    now = timezone.now()
    Message.objects.lost(now).update(
        state=State.UNCLEAR, problem=_("The program was stopped while it was being sent.")
    )
    due = Message.objects.due(now).select_related("centre", "by").order_by("pk")
    rows = list(due[: AT_ONCE + 1])
    server = get_connection()
    reached, was_blocked = True, bool(rows and blocked.problem())
    for row in rows[:AT_ONCE]:
        if reached and not _keep_back(row) and _claim(row):
            reached = _send(row, server)
            if reached and was_blocked:
                blocked.over()
                was_blocked = False
    _hang_up(server)
    if reached and len(rows) > AT_ONCE:
        start(send_due)


def _keep_back(row: Message) -> bool:
    """Hold it, with the reason, if whom it goes to may not be written to by now."""
    person = Candidate.objects.filter(messages=row.pk).first() if row.to_candidate else None
    if person is None or not (why := why_silent(person)):
        return False
    mine = Message.objects.filter(pk=row.pk, state=State.WAITING, next_try_at=row.next_try_at)
    mine.update(state=State.HELD, problem=why[:200])
    return True


def _claim(row: Message) -> bool:
    """False if another worker has it in hand, or it was withdrawn. Its time begins now: those
    before it may have taken long."""
    same = Message.objects.filter(pk=row.pk, state=State.WAITING, next_try_at=row.next_try_at)
    row.tries += 1
    state = State.SENDING if row.is_decision else State.WAITING
    until = timezone.now() + LEASE
    return bool(same.update(state=state, tries=row.tries, next_try_at=until))


def _send(row: Message, server) -> bool:
    """Hand it to the server; False if there is no use in trying others now."""
    try:
        mail = as_mail(row)
        mail.message()
    except (ValueError, LookupError) as error:  # a header or a type that no e-mail can have
        _not_sent(row, _words(error), for_good=True)
        return True
    try:
        server.open()
    except SMTPAuthenticationError as error:
        words = _told(error.smtp_code, error.smtp_error)
        _not_taken(row, error.smtp_code, words, is_ours=True)
        return False
    except (OSError, SMTPException) as error:
        _not_sent(row, _words(error))
        return False
    try:
        server.send_messages([mail])
    except SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        return _not_taken(row, code, _told(code, text), is_ours=blocked.is_of_sender(text))
    except SMTPSenderRefused as error:
        code, words = error.smtp_code, _told(error.smtp_code, error.smtp_error)
        return _not_taken(row, code, words, is_ours=code != blocked.TOO_LARGE)
    except SMTPNotSupportedError as error:  # an address the server has no letters for
        _not_sent(row, _words(error), for_good=True)
    except SMTPResponseException as error:
        _not_sent(row, _told(error.smtp_code, error.smtp_error), for_good=error.smtp_code >= 500)
    except (OSError, SMTPException) as error:
        # It may have taken the e-mail and not been able to say so.
        _unclear(row, _words(error))
        _hang_up(server)
        return False
    else:
        sent = Message.objects.filter(pk=row.pk).exclude(state=State.SENT)
        sent.update(state=State.SENT, sent_at=timezone.now(), problem="", body=row.text)
    return True


def _not_taken(row: Message, code: int, words: str, *, is_ours: bool) -> bool:
    """Refused with that answer; `is_ours` if it speaks of this site and not of this e-mail. False
    if others would be refused, too."""
    if not is_ours or code < 500:
        _not_sent(row, words, for_good=code >= 500)
        return not is_ours
    now = timezone.now()
    blocked.note(words, at=now)
    # None of its own tries: it waits for as long as it takes somebody to put that right.
    _in_hand(row).update(
        state=State.WAITING, tries=row.tries - 1, next_try_at=now + AGAIN, problem=words
    )
    return False


def _not_sent(row: Message, problem: str, *, for_good: bool = False) -> None:
    given_up = for_good or row.tries > len(WAITS)
    fields: dict = {"state": State.FAILED if given_up else State.WAITING, "problem": problem}
    if not given_up:
        # Not all at the same moment, when a server comes back.
        spread = 0.8 + secrets.randbelow(400) / 1000
        fields["next_try_at"] = timezone.now() + WAITS[row.tries - 1] * spread
    _in_hand(row).update(**fields)


def _unclear(row: Message, problem: str) -> None:
    if row.is_decision:
        _in_hand(row).update(state=State.UNCLEAR, problem=problem)
    else:
        _not_sent(row, problem)


def _in_hand(row: Message):
    """The row as this worker claimed it: another may have taken it after our time was over, and
    what it says may be no longer so."""
    held = Message.objects.filter(pk=row.pk, tries=row.tries).exclude(next_try_at=None)
    return held.filter(state__in=(State.WAITING, State.SENDING))


def as_mail(row: Message) -> EmailMultiAlternatives:
    """The e-mail of that row; the same each time, with the same Message-ID."""
    headers = {"Message-ID": row.message_id}
    if row.kind != LETTER.slug:
        headers["Auto-Submitted"] = "auto-generated"
    mail = EmailMultiAlternatives(
        row.subject,
        row.body,
        formataddr((" ".join(row.centre.name.split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        [row.to],
        headers=headers,
        reply_to=_answers_to(row),
    )
    for file in row.files.all():
        content = bytes(file.content)
        if file.content_type.startswith("text/calendar"):
            mail.attach_alternative(content.decode(), file.content_type)
            mail.attach(file.name, content, "application/ics")
        else:
            mail.attach(file.name, content, file.content_type)
    return mail


def _answers_to(row: Message) -> list[str] | None:
    """Whoever wrote it, and the mailbox that is read, if there is one."""
    if not row.by:
        return None  # it comes from that mailbox
    read = [parseaddr(settings.DEFAULT_FROM_EMAIL)[1]] if settings.MAILBOX_URL else []
    return [row.by.email, *read]


def _hang_up(server) -> None:
    try:
        server.close()
    except (OSError, SMTPException):
        logger.info("The mail server was gone already.")


def _told(code: int, text: bytes | str) -> str:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"[:200]


def _words(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
