"""What the demo centre has told its sponsor: last quarter's report published, this one's begun."""

from datetime import date, timedelta

from django.utils import timezone

from centre.accounts.models import Role, User
from centre.organisation.models import Centre
from recruitment.reports import actions
from recruitment.reports.contents import digest
from recruitment.reports.periods import Quarter


def tell_the_sponsor(centre: Centre, *, on: date) -> None:
    """Through the verbs of the pages; nothing to tell before the first quarter has ended."""
    director = User.objects.get(memberships__centre=centre, memberships__role=Role.DIRECTOR)
    this = Quarter.of(on)
    last = Quarter.of(this.starts_on - timedelta(days=1))
    if last.ends_on > centre.agreements.get().starts_on:
        report, at = actions.begin(centre, last, by=director), timezone.now()
        seen = digest(actions.document_of(report, at=at))
        actions.publish(report, by=director, at=at, seen=seen)
    actions.begin(centre, this, by=director)
