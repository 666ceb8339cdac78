"""The calendar feed behind a private link: deadlines, intakes and interviews, and no names."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from centre.accounts.models import User
from centre.accounts.policy import may
from centre.accounts.tokens import AccessToken
from centre.organisation.models import Centre
from centre.web import limits
from recruitment.assessment.invitations import uid_of
from recruitment.assessment.models import Interview
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake
from recruitment.seats.words import deadline_text, local_deadline

KEPT = timedelta(days=365)  # what is longer past is in nobody's way, nor in the feed
READS, REFUSALS = 60, 60  # a minute
MOST = 1000  # interviews of one feed


@require_safe
@login_not_required
def calendar(request, secret):
    """404 for whatever opens nothing: revoked, unknown, or of a role that no longer sees it."""
    now = timezone.now()
    token = AccessToken.objects.opened_by(secret, now)
    if token is None or not token.is_for_calendar:
        if limits.count("refused", get_adapter().get_client_ip(request), most=REFUSALS):
            return HttpResponse(status=429, headers={"Retry-After": "60"})
        raise Http404
    centre = token.membership.centre
    person = token.person()
    if not may(person, "view_interviews", centre.pk):
        raise Http404
    if wait := limits.count("calendar", token.pk, most=READS):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    token.note_use(now)
    return HttpResponse(feed(person, centre, now), content_type="text/calendar; charset=utf-8")


def feed(person: User, centre: Centre, now: datetime) -> bytes:
    """The centre's intakes in use, for who sees openings, and the interviews `person` sees, as
    text/calendar. Two statements."""
    told = Calendar()
    told.add("prodid", "-//Cohort//Deadlines and intakes//EN")
    told.add("version", "2.0")
    told.add("x-wr-calname", str(centre))
    told.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    intakes = Intake.objects.filter(centre=centre, retired_on=None).select_related("track")
    for intake in intakes if may(person, "view_openings", centre.pk) else ():
        intake.centre = centre
        for event in _events(intake, now):
            told.add_component(event)
    for interview in _interviews(person, centre, now):
        told.add_component(_meeting(interview, now))
    told.add_missing_timezones()
    return told.to_ical()


def _interviews(person: User, centre: Centre, now: datetime):
    rows = Interview.objects.visible_to(person).standing().filter(centre=centre)
    # Whoever declared a conflict of interest sits no more, and has no way into the meeting.
    tied = Application.objects.order_by().about_tied_to(person)
    rows = rows.exclude(application__in=tied.values("pk"))
    return (
        rows.filter(starts_at__gt=now - KEPT)
        .select_related("application__position")
        .order_by("-starts_at")[:MOST]
    )


def _meeting(interview: Interview, now: datetime) -> Event:
    """Busy, unlike a deadline; whose it is stands on its page."""
    event = Event()
    event.add("uid", uid_of(interview))
    event.add("sequence", interview.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", interview.starts_at and interview.starts_at.astimezone(UTC))
    event.add("dtend", interview.ends_at and interview.ends_at.astimezone(UTC))
    event.add(
        "summary", _("Interview: %(position)s") % {"position": interview.application.position}
    )
    if interview.place:
        event.add("location", interview.place)
    event.add("url", settings.SITE_URL + interview.get_absolute_url())
    return event


def _events(intake: Intake, now: datetime):
    since = now - KEPT
    deadline = local_deadline(intake)
    if deadline and deadline > since:
        title = _("Deadline: %(intake)s, %(track)s")
        yield _event(intake, "deadline", title, now, deadline, deadline_text(intake))
    if intake.starts_on and intake.starts_on > since.date():
        yield _event(intake, "start", _("Intake: %(intake)s, %(track)s"), now, intake.starts_on)


def _event(intake: Intake, what: str, title: str, now: datetime, at, text: str = "") -> Event:
    event = Event()
    # The same for as long as the intake is: a program then moves it, and adds no second one.
    event.add("uid", f"intake-{intake.pk}-{what}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", at)
    event.add("summary", title % {"intake": intake, "track": intake.track})
    if text:
        event.add("description", text)
    event.add("url", settings.SITE_URL + intake.get_absolute_url())
    event.add("transp", "TRANSPARENT")
    return event
