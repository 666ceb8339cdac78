"""Interviews of those who stand at that stage, this week and next."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from centre.accounts.models import Membership, Role, User
from centre.organisation.models import Centre
from recruitment.assessment.actions import Plan, arrange
from recruitment.demo.generate import TOKENS
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application

MOST = 8
HOURS = [time(10), time(14), time(16, 30)]
ZONES = ["", "Europe/London", "America/Toronto", "Asia/Kolkata"]


def interview_some(centre: Centre, *, on: date) -> None:
    """Through the verbs of the pages; nobody sits on a panel in a centre without staff for two."""
    roles = (Role.PANEL, Role.SUPERVISOR, Role.DIRECTOR)
    seats = Membership.objects.filter(centre=centre, role__in=roles).select_related("user")
    panel = sorted((one.user for one in seats), key=lambda user: user.email, reverse=True)
    rows = Application.objects.active().filter(centre=centre, stage__kind=StageKind.INTERVIEW)
    manager = User.objects.filter(memberships__centre=centre, memberships__role=Role.MANAGER)
    monday = on - timedelta(days=on.weekday())
    for nth, application in enumerate(rows.for_list().select_related("centre")[:MOST]):
        day = monday + timedelta(days=(on.weekday() + nth - 2) % 12)
        starts_at = datetime.combine(day, HOURS[nth % 3], tzinfo=centre.zone)
        plan = Plan(
            starts_at=starts_at,
            minutes=45,
            candidate_zone=ZONES[nth % 4],
            place="https://meet.example.org/panel" if nth % 2 else "Room PQ 703",
            due_at=starts_at + timedelta(days=2),
            panel=panel[: 2 + nth % 2],
        )
        arrange(application, plan, token=_token(centre, nth), by=manager.first())


def _token(centre: Centre, nth: int) -> UUID:
    return uuid5(TOKENS, f"interview {centre.slug} {nth}")
