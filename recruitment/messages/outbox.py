"""E-mails to be sent, written in the transaction of what they tell of: both happen or neither.

Nobody waits here for a mail server, and nothing here fails because of an address: an e-mail that
cannot go stands in the log as failed.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import BigIntegerField, Case, DateTimeField, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.jobs import start
from centre.web.masking import HIDDEN, without_links
from recruitment.candidates.models import Candidate
from recruitment.messages.kinds import kind_of
from recruitment.messages.models import VOID, Message, MessageFile, MessageQuerySet, State
from recruitment.messages.sending import send_due
from recruitment.messages.silence import TO_SILENT, why_silent
from recruitment.pipeline.models import Application

# A file to go with an e-mail: its name, content, and type such as "application/pdf". An invitation
# of type "text/calendar; method=REQUEST" is shown by mail programs as one.
File = tuple[str, bytes, str]


def post(
    kind: str,
    cause: str,
    *,
    centre: Centre,
    to: str,
    subject: str,
    body: str,
    candidate: Candidate | None = None,
    application: Application | None = None,
    attachments: Iterable[File] = (),
    by: User | None = None,
    decision: bool = False,
    held: bool = False,
) -> Message:
    """Write an e-mail to be sent once the transaction is stored; the one there is for `cause`.

    `decision`: never sent twice. `held`: not before somebody releases it. To a candidate who may
    not be written to it is held, with the reason.
    """
    fields = _fields(
        kind, centre=centre, to=to, subject=subject, body=body, candidate=candidate,
        application=application, by=by, decision=decision, held=held,
    )  # fmt: skip
    message, is_new = Message.objects.get_or_create(cause=cause, defaults=fields)
    if is_new:
        _attach(message, attachments)
        if message.state == State.WAITING:
            start(send_due)
    return message


def draft(kind: str, cause: str, **said) -> Message:
    """An e-mail for `post_all`, not written yet; said as to `post`, without attachments."""
    return Message(cause=cause, **_fields(kind, **said))


def post_all(drafts: Iterable[Message], *, after: timedelta = timedelta(0)) -> None:
    """Write many e-mails in one statement, but for those whose cause had its own already.

    They go `after` that time, in which they can be taken back.
    """
    drafts = list(drafts)
    for one in drafts:
        one.next_try_at = one.created_at + after
    Message.objects.bulk_create(drafts, ignore_conflicts=True)
    if any(one.state == State.WAITING for one in drafts):
        start(send_due, after=timezone.now() + after if after else None)


def _fields(
    kind: str,
    *,
    centre: Centre,
    to: str,
    subject: str,
    body: str,
    candidate: Candidate | None = None,
    application: Application | None = None,
    by: User | None = None,
    decision: bool = False,
    held: bool = False,
) -> dict:
    to, subject, body = to.strip(), _one_line(subject), body.replace("\x00", "")
    fault, now = _fault(to, subject, body), timezone.now()
    to_candidate = candidate is not None and to.casefold() in candidate.emails
    silent = why_silent(candidate) if candidate is not None and to_candidate else ""
    held = held or bool(silent)
    return {
        "centre": centre,
        "kind": kind,
        "to": to[:254],
        "to_candidate": to_candidate,
        "subject": subject,
        "body": body,
        "candidate": candidate,
        "application": application,
        "by": by,
        "is_decision": decision,
        "is_private": kind_of(kind).is_private,
        "state": State.FAILED if fault else State.HELD if held else State.WAITING,
        "problem": (fault or silent)[:200],
        "created_at": now,
        "next_try_at": now,
    }


def release(messages: Collection[int], *, by: User) -> int:
    """Send these held e-mails but those to whom nobody may write; how many they were."""
    return _back_in_line(messages, State.HELD, by)


def send_again(messages: Collection[int], *, by: User) -> int:
    """Try these anew, which failed or of which nobody knew whether they went out."""
    return sum(_back_in_line(messages, state, by) for state in (State.FAILED, State.UNCLEAR))


def say_it_went_out(message: Message, *, by: User) -> bool:
    """False if it was settled meanwhile."""
    unclear = Message.objects.filter(pk=message.pk, state=State.UNCLEAR)
    done = unclear.update(state=State.SENT, sent_at=message.sent_at, settled_by=by)
    Message.objects.filter(pk=message.pk).forget_links()
    return bool(done)


def withdraw(messages: Collection[int], *, by: User | None) -> int:
    """Take these back if they have not gone out; how many they were."""
    return _take_back(
        Message.objects.filter(pk__in=messages), _UNSENT | VOID, by=by.pk if by else None
    )


def withdraw_void(
    which: Q, *, by: int | None, why: str, until_undone: datetime | None = None
) -> None:
    """Take back what these say, for it is no longer so: `why` stands beside it. Of one that may
    have gone out, or is going this moment, somebody is asked, and it is not sent again.

    `until_undone`: the moment of what took it back; with that it can be given back. Two
    statements, one if there is none.
    """
    rows = Message.objects.filter(which, _UNSENT | _GOING).order_by()
    _void(rows.only("body"), by=by, why=why, until_undone=until_undone)


def _void(
    rows: Iterable[Message], *, by: int | None, why: str, until_undone: datetime | None = None
) -> None:
    found = {one.pk: one.body for one in rows}
    if not found:
        return
    Message.objects.filter(_UNSENT | _GOING, pk__in=found).update(
        state=Case(When(_UNSENT, then=Value(State.WITHDRAWN)), default=F("state")),
        settled_by=Case(
            When(_UNSENT, then=Value(by)), default=F("settled_by"), output_field=BigIntegerField()
        ),
        problem=Case(When(_UNSENT, then=Value(why[:200])), default=F("problem")),
        next_try_at=_mark(until_undone),
    )
    if with_links := [pk for pk, body in found.items() if without_links(body) != body]:
        Message.objects.filter(pk__in=with_links).forget_links()


# Nothing withdrawn is tried again, so its moment tells what was taken back by one thing from what
# somebody took back otherwise; what was held then is held again: it bears the instant after.
_INSTANT = timedelta(microseconds=1)


def _mark(at: datetime | None):
    if at is None:
        return None
    return Case(
        When(state=State.HELD, then=Value(at + _INSTANT)),
        When(_UNSENT, then=Value(at)),
        default=None,
        output_field=DateTimeField(),
    )


# {application: the moment of what is undone now}
Undone = Mapping[int, datetime]
_TAKEN = Q(state=State.WITHDRAWN, next_try_at__isnull=False)


def taken_back(undone: Undone, which: Q) -> list[tuple[Message, bool]]:
    """What of these was withdrawn until that is undone, and whether it was held then. One
    statement."""
    rows = Message.objects.filter(which, _TAKEN, application__in=undone).select_related("by")
    return _taken(undone, rows.order_by("pk"))


def _taken(undone: Undone, rows: Iterable[Message]) -> list[tuple[Message, bool]]:
    found = []
    for one in rows:
        at = undone.get(one.application_id) if one.application_id else None
        if at is not None and one.next_try_at in (at, at + _INSTANT):
            found.append((one, one.next_try_at != at))
    return found


def give_back(
    opened: Collection[int], undone: Undone, which: Q, *, meant: Collection[int], by, why: str
) -> None:
    """Of applications that are open again: what was decided of their end is not said any more,
    and what that end took back is to be said again, but for a link that is forgotten: whoever
    knows what it led to writes anew. Of an end that was `meant` all waits for somebody to release
    it. One statement, and those of what there is."""
    ends = Q(cause__startswith="closed:") & (_UNSENT | _GOING)
    rows = list(Message.objects.filter(ends | (which & _TAKEN), application__in=opened))
    _void([one for one in rows if one.state != State.WITHDRAWN], by=by, why=why)
    again = []
    for one, was_held in _taken(undone, rows):
        if one.state == State.WITHDRAWN and HIDDEN not in one.body:
            held = was_held or one.application_id in meant
            one.state = State.HELD if held else State.WAITING
            one.settled_by, one.problem, one.tries = None, "", 0
            one.next_try_at = timezone.now()
            again.append(one)
    Message.objects.bulk_update(again, ["state", "settled_by", "problem", "tries", "next_try_at"])
    if any(one.state == State.WAITING for one in again):
        start(send_due)


def readdress(person: int, before: str, now: str) -> None:
    """What has not gone out to this person goes to the address now on record."""
    rows = Message.objects.filter(_UNSENT, candidate=person, to=before)
    if now:
        rows.update(to=now)


_UNSENT = Q(state__in=(State.HELD, State.WAITING, State.FAILED))
_GOING = Q(state__in=(State.SENDING, State.UNCLEAR))


def _take_back(rows: MessageQuerySet, which: Q, *, by: int | None) -> int:
    done = rows.filter(which).update(state=State.WITHDRAWN, settled_by=by, next_try_at=None)
    rows.forget_links()
    return done


def hold_again(causes: Collection[str]) -> int:
    """Hold anew what was taken back before it went out, for it is so again; how many they were."""
    rows = Message.objects.filter(cause__in=causes, state=State.WITHDRAWN, is_decision=True)
    return rows.update(state=State.HELD, settled_by=None, problem="", next_try_at=timezone.now())


def _back_in_line(messages: Collection[int], state: State, by: User) -> int:
    rows = Message.objects.filter(pk__in=messages, state=state).exclude(VOID | TO_SILENT)
    done = rows.update(
        state=State.WAITING, tries=0, next_try_at=timezone.now(), problem="", settled_by=by
    )
    if done:
        start(send_due)
    return done


def _attach(message: Message, files: Iterable[File]) -> None:
    MessageFile.objects.bulk_create(
        MessageFile(
            message=message, name=_one_line(name), content_type=_one_line(kind), content=content
        )
        for name, content, kind in files
    )


def _one_line(text: str) -> str:
    """A line break in a subject or a name would begin another header."""
    return " ".join(text.replace("\x00", "").split())[:200]


def _fault(to: str, subject: str, body: str) -> str:
    """Why this cannot be sent to anybody; empty if it can."""
    if wrong := fault_of_address(to):
        return wrong
    if not subject or not body.strip():
        return _("It has no subject or no text.")
    return ""


def fault_of_address(to: str) -> str:
    """Why nothing can be sent there; empty if something can."""
    if not to:
        return _("There is no address to send it to.")
    try:
        validate_email(to)
    except ValidationError:
        return _("This is not an address: %(to)s") % {"to": to[:150]}
    return ""
