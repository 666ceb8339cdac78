"""Offers nobody answered in time lapse by the clock, each at the end of its minute in its zone."""

from django.utils import timezone

from centre.web.jobs import every, job
from recruitment.offers.actions import lapse
from recruitment.offers.kinds import State
from recruitment.offers.models import Offer

AT_ONCE = 200


def _overdue():
    return Offer.objects.filter(state=State.SENT, expires_at__lt=timezone.now())


@every(300, when=lambda: _overdue().exists())
@job
def lapse_overdue() -> None:
    for offer in _overdue().for_mail().order_by("expires_at", "pk")[:AT_ONCE]:
        lapse(offer, timezone.now())
