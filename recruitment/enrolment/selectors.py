"""Those who started, narrowed as the figures of the dashboard are. Reads only.

Researchers follow the seats of a centre, not its applicants; still a page reads 50.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from recruitment.enrolment.careers import Supervision, standings
from recruitment.enrolment.models import Enrolment
from recruitment.enrolment.standing import Standing
from recruitment.positions.models import Intake, Track

PAGE = 50
STATES = {
    "in_post": _("In post"),
    "to_start": _("To start"),
    "left": _("Left"),
    "started": _("Ever started"),
    "all": _("All"),
}
PHASES = {
    "provisional": _("Provisional"),
    "confirmed": _("Confirmed"),
    "submitted": _("Thesis submitted"),
    "suspended": _("Suspended"),
    "overdue": _("Confirmation overdue"),
    "due": _("Confirmation due within 3 months, or overdue"),
    "ending": _("Contract or period ends within 3 months"),
}


@dataclass(frozen=True)
class Wanted:
    """What a list of researchers is narrowed by."""

    on: date
    state: str = "in_post"
    track: Track | None = None
    intake: Intake | None = None
    phase: str = ""


def enrolments_of(user, centre, wanted: Wanted):
    """Starts of that centre, track and intake which `user` may see, whatever their state."""
    rows = Enrolment.objects.visible_to(user).filter(researcher__centre=centre)
    if wanted.track:
        rows = rows.filter(track=wanted.track)
    if wanted.intake:
        rows = rows.filter(application__intake=wanted.intake)
    return in_phase(rows, wanted) if wanted.phase else rows


def in_phase(rows, wanted: Wanted):
    """Those of `rows` who stand there at the end of the day. It reads who started and stayed, so
    it follows the seats of a centre. Two statements."""
    on, phase = wanted.on, wanted.phase
    here = list(rows.in_post(on).select_related("track").order_by())
    return rows.filter(
        pk__in=[pk for pk, one in standings(here, on).items() if _is_in(one, phase, on)]
    )


def _is_in(one: Standing, phase: str, on: date) -> bool:
    if phase == "overdue":
        return one.is_overdue(on)
    if phase == "due":
        return one.is_due(on)
    if phase == "ending":
        return one.ends_soon(on)
    return one.state == phase


def in_state(rows, wanted: Wanted):
    """`rows` in the state asked for at the end of `wanted.on`."""
    if wanted.state == "all":
        return rows
    if wanted.state == "left":
        return rows.left(wanted.on).exclude(_back_again(wanted.on))
    verb = {"to_start": "yet_to_start"}.get(wanted.state, wanted.state)
    return getattr(rows, verb)(wanted.on)


def _back_again(on: date):
    """Somebody who left and came back on the same track is in post, not gone."""
    here = Enrolment.objects.in_post(on)
    return Q(Exists(here.filter(researcher=OuterRef("researcher"), track=OuterRef("track"))))


def count_states(rows, wanted: Wanted) -> dict[str, int]:
    """{state: people}, each once however often they started. One statement, one row."""
    on = wanted.on
    started, here = Q(started_on__lte=on), Q(left_on=None) | Q(left_on__gt=on)
    gone = started & Q(left_on__lte=on) & ~_back_again(on)
    which = {
        "in_post": started & here,
        "to_start": Q(started_on__gt=on),
        "left": gone,
        "started": started,
        "all": Q(),
    }
    counts = {
        state: Count("researcher", distinct=True, filter=condition)
        for state, condition in which.items()
        if state != "all"
    }
    return rows.order_by().aggregate(**counts, all=Count("researcher", distinct=True))


def for_list(rows):
    """With everything a row shows, those who started last first; `standings` reads the rest."""
    return (
        rows.select_related(
            "researcher__candidate",
            "track",
            "leaving_reason",
            "application__intake",
            "application__supervisor",
        )
        .prefetch_related(
            Prefetch("supervisions", Supervision.objects.chiefs_now(), to_attr="chiefs_now")
        )
        .order_by("-started_on", "researcher__candidate__sort_name", "pk")
    )
