"""What the invented staff wrote down to be done, for themselves and one another."""

from datetime import date, datetime, time, timedelta

from centre.accounts.models import Role, User
from centre.organisation.models import Centre
from recruitment.pipeline.models import Application
from recruitment.tasks.models import Task

# (what, days from today, whether it is about a candidate, whether it is done)
TASKS = [
    ("Chase the second reference", -3, True, False),
    ("Send the offer letter to the registry", 0, True, False),
    ("Set a panel for the interview", 1, True, False),
    ("Ask the graduate school for the nomination form", 5, False, False),
    ("Check the English test with the registry", 9, True, False),
    ("Call about housing", -1, True, True),
]


def write_down(centre: Centre, *, on: date) -> None:
    staff = {
        role: User.objects.filter(memberships__centre=centre, memberships__role=role).first()
        for role in (Role.MANAGER, Role.DIRECTOR)
    }
    manager = staff[Role.MANAGER]
    if manager is None:
        return
    rows = Application.objects.active().filter(centre=centre).exclude(stage__kind="started")
    waiting = list(rows.order_by("-entered_stage_at", "pk")[: len(TASKS)])
    made_at = datetime.combine(on - timedelta(days=4), time(10), tzinfo=centre.zone)
    for nth, (what, days, is_about, is_done) in enumerate(TASKS):
        one = waiting[nth] if is_about and nth < len(waiting) else None
        Task.objects.create(
            centre=centre,
            candidate=one.candidate if one else None,
            application=one,
            what=what,
            due_on=on + timedelta(days=days),
            owner=manager,
            made_by=(staff[Role.DIRECTOR] if nth % 3 == 1 else None) or manager,
            made_at=made_at,
            done_at=made_at + timedelta(days=2) if is_done else None,
            done_by=manager if is_done else None,
        )
