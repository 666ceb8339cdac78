"""All that waits for somebody, of every kind."""

from datetime import date

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.tasks import derived, own
from recruitment.tasks.waiting import Waits, grouped


def waiting_for(user: User, centre: Centre, today: date) -> Waits:
    """In a number of statements that does not depend on how much it is."""
    kinds = [
        own.written_down(user, centre),
        own.next_steps(user, centre),
        own.limits(user, centre),
        derived.scorecards(user, centre),
        derived.offers_to_approve(user, centre, today),
        derived.offers_out(user, centre),
        derived.conditions(user, centre),
        derived.documents(user, centre, today),
        derived.letters(user, centre, today),
        own.of_researchers(user, centre, today),
    ]
    return grouped(kinds, today)
