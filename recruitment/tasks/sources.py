"""All that waits for somebody, of every kind."""

from datetime import datetime

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.tasks import derived, own, stage
from recruitment.tasks.waiting import MOST, Waits, grouped


def waiting_for(user: User, centre: Centre, now: datetime, most: int = MOST) -> Waits:
    """In a number of statements that does not depend on how much it is. `most` of each kind."""
    today = centre.day_of(now)
    kinds = [
        own.written_down(user, centre, most),
        own.next_steps(user, centre, most),
        stage.of_stages(user, centre, today, most),
        derived.interviews(user, centre, now, most),
        *derived.offers(user, centre, now, most),
        derived.conditions(user, centre, today, most),
        derived.letters(user, centre, today, most),
        derived.panels(user, centre, now, most),
        own.of_researchers(user, centre, today, most),
    ]
    return grouped(kinds, today)
