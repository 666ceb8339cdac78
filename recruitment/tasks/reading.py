"""Tasks as pages show them: those about a candidate, and what one has done lately."""

from datetime import datetime, timedelta

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web.statements import Slot, kept
from recruitment.tasks.models import Task

SHOWN = 50
LATELY = timedelta(days=7)


def about(user: User, candidate: int) -> list[Task]:
    """The open tasks written about one person that `user` may read. One statement, kept."""

    def build():
        rows = Task.objects.visible_to(user).open().by_hand().filter(candidate=Slot("candidate"))
        return rows.select_related("owner").order_by("due_on", "pk")[:SHOWN]

    return kept(("tasks about", user.sight), build).objects(candidate=candidate)


def done_lately(user: User, centre: Centre, now: datetime) -> list[Task]:
    """What `user` ticked in the last days, the latest first: to be taken back."""

    def build():
        rows = Task.objects.visible_to(user).filter(centre=centre, done_by=user)
        rows = rows.filter(done_at__gt=Slot("since")).select_related("candidate", "made_by")
        return rows.order_by("-done_at", "-pk")[:SHOWN]

    return kept(("tasks done", user.sight, centre.pk), build).objects(since=now - LATELY)
