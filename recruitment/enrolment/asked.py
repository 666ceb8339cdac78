"""What the address of the researchers page asks for, for the page and for what is exported."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.enrolment import selectors
from recruitment.positions.models import Intake, Track


@dataclass(frozen=True)
class Asked:
    """What is wanted, the tracks there are, and the day nobody could read."""

    wanted: selectors.Wanted
    tracks: list[Track]
    unread: str


def read(query: QueryDict, *, user: User, centre: Centre) -> Asked:
    """Raises Http404 for what this centre does not have."""
    tracks = list(Track.objects.filter(centre=centre))
    code, state = query.get("track", ""), query.get("state", "in_post")
    track = next((one for one in tracks if one.code == code), None)
    phase = query.get("phase", "")
    known = state in selectors.STATES and phase in ("", *selectors.PHASES)
    if (code and track is None) or not known:
        raise Http404
    intake = None
    if number := query.get("intake"):
        if not number.isdecimal() or len(number) > 18:
            raise Http404
        intakes = Intake.objects.filter(centre=centre).visible_to(user)
        intake = get_object_or_404(intakes, pk=number)
    on, unread = centre.today(), ""
    if typed := query.get("on"):
        try:
            on = date.fromisoformat(typed)
        except ValueError:
            unread = typed
    return Asked(selectors.Wanted(on, state, track, intake, phase), tracks, unread)
