"""What waits for somebody, with the day it is due: read from what is recorded, never copied.

A next step has its own day; a stage with a limit has the last day within it; a researcher's
registration and contract have theirs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.accounts.models import User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from recruitment.enrolment.careers import standings
from recruitment.enrolment.models import Enrolment
from recruitment.pipeline.models import Application

MOST = 100  # of a kind: nobody does more from one page
SOON = timedelta(days=90)
GROUPS = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Today"),
    "week": gettext_lazy("This week"),
    "later": gettext_lazy("Later"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing to do by the end of `due`, about the person of `name`, at `url`."""

    due: date
    what: str
    name: str
    native_name: str
    url: str
    detail: str = ""


def group_of(due: date, today: date) -> str:
    """The week ends with Sunday."""
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "week" if due <= today + timedelta(days=6 - today.weekday()) else "later"


def waiting_for(user: User, centre: Centre, today: date) -> list[tuple[str, list[Waiting]]]:
    """[(heading, what is due)], soonest first. Four statements, five with researchers."""
    found = [*_next_steps(user, centre), *_limits(user, centre), *_after(user, centre, today)]
    found.sort(key=lambda one: (one.due, one.name))
    groups: dict[str, list[Waiting]] = {key: [] for key in GROUPS}
    for one in found:
        groups[group_of(one.due, today)].append(one)
    return [(str(GROUPS[key]), rows) for key, rows in groups.items() if rows]


def _mine(user: User, centre: Centre):
    """Theirs to move on: they own it, or nobody does and they supervise it."""
    theirs = Q(owner=user) | Q(owner=None, supervisor__user=user)
    rows = Application.objects.visible_to(user).filter(theirs, centre=centre).active()
    return rows.select_related("candidate", "stage", "position", "intake")


def _next_steps(user: User, centre: Centre) -> Iterable[Waiting]:
    rows = _mine(user, centre).exclude(next_step_on=None).exclude(next_step="")
    for one in rows.order_by("next_step_on", "pk")[:MOST]:
        yield _of(one, one.next_step_on, one.next_step)


def _limits(user: User, centre: Centre) -> Iterable[Waiting]:
    rows = _mine(user, centre).exclude(stage__limit_days=None)
    for one in rows.order_by("entered_stage_at", "pk")[:MOST]:
        if not one.stage.is_start:
            due = centre.day_of(one.entered_stage_at) + timedelta(days=one.stage.limit_days)
            yield _of(one, due, _("Move on from %(stage)s") % {"stage": one.stage.name})


def _of(one: Application, due: date, what: str) -> Waiting:
    person = one.candidate
    return Waiting(
        due, what, person.full_name, person.native_name, person.get_absolute_url(),
        f"{one.position}, {one.intake}",
    )  # fmt: skip


def _after(user: User, centre: Centre, today: date) -> Iterable[Waiting]:
    """Registrations and contracts within three months, or late; of all who are in post."""
    if not may(user, "view_researchers", centre.pk):
        return
    rows = Enrolment.objects.visible_to(user).filter(researcher__centre=centre).in_post(today)
    here = list(rows.select_related("track", "researcher__candidate").order_by("started_on", "pk"))
    for one, stands in zip(here, standings(here, today).values(), strict=True):
        due, what = stands.confirm_by, _("Confirm the registration")
        if due is None:
            due, what = stands.ends_on, _("Normal period ends")
            if stands.is_contract:
                what = _("Contract ends: renew it or enter the leaving")
        if due and due <= today + SOON:
            person = one.researcher.candidate
            url = one.researcher.get_absolute_url()
            yield Waiting(due, what, person.full_name, person.native_name, url, str(one.track))
