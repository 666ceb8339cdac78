"""What an address of these pages asks for, for the page and for what is exported of it."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from centre.accounts.models import User
from centre.organisation.models import Centre, ResearchArea
from recruitment.positions.models import Intake, Opening, Track
from recruitment.seats import selectors


def chosen_track(code: str | None, *, user: User, centre: Centre) -> tuple[Track, list[Track]]:
    """The track of that code, else the first, and all of them; 404 for one there is not."""
    tracks = list(Track.objects.visible_to(user).filter(centre=centre))
    track = next((one for one in tracks if one.code == code), None)
    if track is None and (code or not tracks):
        raise Http404
    return track or tracks[0], tracks


@dataclass
class Intakes:
    """The intakes of a track as their page has them: to come, retired, past."""

    ahead: list[selectors.Seats] = field(default_factory=list)
    retired: list[selectors.Seats] = field(default_factory=list)
    past: list[selectors.Seats] = field(default_factory=list)


def intakes_of(centre: Centre, track: Track) -> Intakes:
    found, today = Intakes(), centre.today()
    for row in selectors.seats_of(centre, track):
        if row.intake.starts_on and row.intake.starts_on < today:
            found.past.insert(0, row)
        else:
            (found.retired if row.intake.retired_on else found.ahead).append(row)
    return found


def seats_of_track(query: QueryDict, track: Track) -> tuple[dict[str, Any], QuerySet]:
    """(area and intake asked for, the seats), in order."""
    rows = Opening.objects.seats().filter(position__track=track)
    chosen: dict[str, Any] = {}
    for name, model, path in (
        ("area", ResearchArea, "position__areas"),
        ("intake", Intake, "intake"),
    ):
        if value := query.get(name, ""):
            found = model._default_manager.filter(centre=track.centre_id, pk=number(value)).first()
            if found is None:
                raise Http404
            chosen[name], rows = found, rows.filter(**{path: found})
    return chosen, rows.order_by(*selectors.SEAT_ORDER)


def openings_of(intake: Intake, status: str) -> QuerySet:
    """The openings of one intake, in order; all of them but for a status there is."""
    rows = Opening.objects.filter(intake=intake)
    if status in Opening.Status.values:
        rows = rows.filter(status=status)
    return rows.order_by("position", "status", "pk")


def number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Http404
    return int(value)
