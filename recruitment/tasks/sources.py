"""All that waits for somebody, of every kind."""

from datetime import datetime

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.tasks import derived, own, stage
from recruitment.tasks.waiting import Waits, grouped


def waiting_for(user: User, centre: Centre, now: datetime) -> Waits:
    """In a number of statements that does not depend on how much it is."""
    today = centre.day_of(now)
    kinds = [
        own.written_down(user, centre),
        own.next_steps(user, centre),
        stage.of_stages(user, centre, today),
        derived.interviews(user, centre, now),
        *derived.offers(user, centre, now),
        derived.conditions(user, centre, today),
        derived.letters(user, centre, today),
        own.of_researchers(user, centre, today),
    ]
    return grouped(kinds, today)
