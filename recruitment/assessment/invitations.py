"""Calendar invitations by e-mail, as RFC 5545 and 5546 have them: asked, asked anew, called off.

Everybody gets one of their own: the candidate learns no address of the panel, nor the panel the
candidate's. The identity stays and SEQUENCE grows with each change, so that a calendar moves the
entry it has; times are in UTC, which every program reads alike.
"""

import re
from collections.abc import Iterable
from datetime import UTC
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Calendar, Event, vCalAddress

from centre.accounts.models import User
from recruitment.assessment import mail_words
from recruitment.assessment.models import Interview, PanelMember
from recruitment.assessment.when import clocks
from recruitment.messages import kinds
from recruitment.messages.kinds import OF_CANDIDATES, Kind
from recruitment.messages.models import Message, State
from recruitment.messages.outbox import post, withdraw_void
from recruitment.messages.texts import values_for, written
from recruitment.pipeline.models import Application

INTERVIEW = kinds.add(kinds.Kind("interview", gettext_lazy("Interview"), is_private=False))
WITH_TIMES = {
    **OF_CANDIDATES,
    "times": gettext_lazy("day and time, on the clock of each zone"),
    "place": gettext_lazy("link or place"),
}
INVITED = kinds.add(
    Kind(
        "interview-invited",
        gettext_lazy("Interview: invitation"),
        texts=mail_words.INVITED,
        places=WITH_TIMES,
    )
)
CHANGED = kinds.add(
    Kind(
        "interview-changed",
        gettext_lazy("Interview: change"),
        texts=mail_words.CHANGED,
        places=WITH_TIMES,
    )
)
CANCELLED = kinds.add(
    Kind(
        "interview-cancelled",
        gettext_lazy("Interview: cancellation"),
        texts=mail_words.CANCELLED,
        places={**WITH_TIMES, "reason": gettext_lazy("why it is cancelled, if that was said")},
    )
)
REQUEST, CANCEL = "REQUEST", "CANCEL"
# What a candidate is asked to: the panel's own bear no application, and of one that is off they
# hear whatever became of them.
ASKED = Q(kind=INTERVIEW.slug) & ~Q(cause__contains=f" {CANCEL} ")


def invite(interview: Interview, *, by: User | None) -> None:
    """Ask candidate and panel to the interview as it stands; nothing twice, and nothing without a
    time or of one that has passed."""
    if interview.starts_at is None or interview.is_over:
        return
    _tell_candidate(interview, REQUEST, by)
    for member in interview.panel.select_related("user"):
        if not member.has_conflict:
            _tell_member(interview, member.user, REQUEST, by)


def call_off(
    interview: Interview, members: Iterable[User], *, candidate: bool, by: User | None
) -> None:
    """Take it out of the calendars of these, unless its time has passed."""
    if interview.starts_at is None or interview.is_over:
        return
    if candidate:
        _tell_candidate(interview, CANCEL, by)
    for user in members:
        _tell_member(interview, user, CANCEL, by)


def call_off_again(member: PanelMember) -> None:
    """Out of the calendar of who sits no more, if they were asked to it, which is locked."""
    interview = member.interview
    if not interview.is_cancelled and _was_asked(member):
        interview.sequence += 1
        interview.save(update_fields=["sequence"])
        call_off(interview, [member.user], candidate=False, by=None)


def ask_again(member: PanelMember, *, by: User | None) -> None:
    """Back into it, if they sit again and there is somebody to meet."""
    interview = member.interview
    is_to_come = interview.starts_at and not interview.is_cancelled and not interview.is_over
    if is_to_come and interview.application.is_active and _was_asked(member):
        interview.sequence += 1
        interview.save(update_fields=["sequence"])
        _tell_member(interview, member.user, REQUEST, by)


def _was_asked(member: PanelMember) -> bool:
    sent = Message.objects.filter(cause__startswith=f"interview {member.interview_id} ")
    return sent.filter(cause__endswith=f" {REQUEST} user {member.user_id}").exists()


def uid_of(interview: Interview) -> str:
    return f"interview-{interview.pk}@{urlsplit(settings.SITE_URL).hostname}"


def calendar(
    interview: Interview, method: str, *, title: str, to: tuple[str, str], text: str = ""
) -> bytes:
    """The invitation to one person, `to` (name, address)."""
    event = Event()
    event.add("uid", uid_of(interview))
    event.add("sequence", interview.sequence)
    event.add("dtstamp", timezone.now())
    # In UTC: icalendar writes the Z of RFC 5545, form 2.
    event.add("dtstart", _utc(interview.starts_at))
    event.add("dtend", _utc(interview.ends_at))
    event.add("summary", title)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    if interview.place:
        event.add("location", interview.place)
    if text:
        event.add("description", text)
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = str(interview.centre)
    event["organizer"] = organizer
    name, address = to
    attendee = vCalAddress(f"mailto:{address}")
    attendee.params["CN"] = name
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    attendee.params["RSVP"] = "FALSE" if method == CANCEL else "TRUE"
    event.add("attendee", attendee, encode=False)
    told = Calendar()
    told.add("prodid", "-//Cohort//Interviews//EN")
    told.add("version", "2.0")
    told.add("method", method)
    told.add_component(event)
    return told.to_ical()


def _utc(at):
    return at.astimezone(UTC)


def values_of(interview: Interview, *, by: User | None) -> dict[str, str]:
    """What the placeholders of its texts stand for, in the language of its candidate."""
    application, person = interview.application, interview.application.candidate
    return values_for(
        person, application, centre=interview.centre, by=by, language=person.writes_in
    )


def _tell_candidate(interview: Interview, method: str, by: User | None) -> None:
    person, centre = interview.application.candidate, interview.centre
    language = person.writes_in
    with translation.override(language):
        # The candidate's own clock first.
        times = "\n".join(str(clock) for clock in reversed(clocks(interview)))
    reason = interview.cancel_reason if method == CANCEL else ""
    values = values_of(interview, by=by)
    values |= {"times": times, "place": interview.place, "reason": reason}
    kind = CANCELLED if method == CANCEL else CHANGED if interview.sequence else INVITED
    title, _body = written(INVITED, values, centre=centre, language=language)
    subject, body = written(kind, values, centre=centre, language=language)
    _send(
        interview, method, by,
        who="candidate", to=(str(person), person.email), title=title, subject=subject,
        # Of what is empty no gap is left.
        body=re.sub(r"\n{3,}", "\n\n", body),
        text="\n".join(filter(None, [times, interview.place, reason])),
        application=interview.application,
    )  # fmt: skip


def _tell_member(interview: Interview, user: User, method: str, by: User | None) -> None:
    """The name of the candidate only for who may know it."""
    known = _knows(user, interview, off=method == CANCEL)
    with translation.override(user.language):
        who = (
            str(interview.application.candidate)
            if known
            else (_("Candidate %(number)s") % {"number": interview.application_id})
        )
        title = _("Interview: %(who)s, %(position)s") % {
            "who": who, "position": interview.application.position,
        }  # fmt: skip
        subject, lead = _said(interview, method, title)
        lines = [*(str(clock) for clock in clocks(interview))]
        lines += [interview.place] if interview.place else []
        if method == CANCEL and interview.cancel_reason:
            lines += ["", interview.cancel_reason]
        lines += ["", settings.SITE_URL + interview.get_absolute_url()]
        lines += ["", str(interview.centre)]
        text = "\n".join(lines)
        _send(
            interview, method, by,
            who=f"user {user.pk}", to=(str(user), user.email), title=title, subject=subject,
            body=f"{lead}\n\n{text}", text=text,
        )  # fmt: skip


def _said(interview: Interview, method: str, title: str) -> tuple[str, str]:
    """(subject, first line) for a member of the panel."""
    if method == CANCEL:
        return _("Cancelled: %(title)s") % {"title": title}, _("This interview is cancelled.")
    if interview.sequence:
        return _("Changed: %(title)s") % {"title": title}, _("This interview now stands so:")
    return title, _("You are invited to an interview:")


def _knows(user: User, interview: Interview, *, off: bool) -> bool:
    """`off`: they sat on it until now, and which meeting is off they know by the name they had."""
    rows = Application.objects.order_by().filter(pk=interview.application_id)
    if rows.open_to(user).exists():
        return True
    tied = rows.about_tied_to(user).values("pk")
    return off and rows.filter(stage__is_anonymous=False).exclude(pk__in=tied).exists()


def unsay(interview: Interview, *, by: User | None) -> None:
    """What the candidate was to read of this interview and is held is not so any more."""
    of_it = Q(cause__startswith=f"interview {interview.pk} ")
    of_it |= Q(cause__startswith=f"slots {interview.pk} ")
    held = Q(candidate=interview.application.candidate_id, to_candidate=True, state=State.HELD)
    why = _("The interview was changed or cancelled before this was sent.")
    withdraw_void(of_it & held, by=by.pk if by else None, why=why)


def _send(
    interview, method, by, *, who, to, title, subject, body, text, application=None
) -> None:  # fmt: skip
    file = calendar(interview, method, title=title, to=to, text=text)
    post(
        INTERVIEW.slug,
        f"interview {interview.pk} {interview.sequence} {method} {who}",
        centre=interview.centre,
        to=to[1],
        subject=subject,
        body=body,
        candidate=application and application.candidate,
        application=application,
        attachments=[("invite.ics", file, f"text/calendar; method={method}")],
        by=by,
    )
