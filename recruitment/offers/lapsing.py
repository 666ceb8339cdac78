"""Offers nobody answered in time lapse by the clock, each at the end of its minute in its zone."""

from django.utils import timezone
from django.utils.translation import gettext as _

from centre.web.jobs import every, job
from recruitment.offers.actions import lapse, step_back
from recruitment.offers.kinds import State
from recruitment.offers.models import Offer
from recruitment.offers.over import is_over
from recruitment.pipeline.models import Application

AT_ONCE = 200


def _overdue():
    return Offer.objects.filter(state=State.SENT, expires_at__lt=timezone.now())


@every(300, when=lambda: _overdue().exists())
@job
def lapse_overdue() -> None:
    for offer in _overdue().for_mail().order_by("expires_at", "pk")[:AT_ONCE]:
        lapse(offer, timezone.now())


@job
def retreat(application: int) -> None:
    """Of one whose offer lapsed with a step: that step has to be written before another."""
    for one in Application.objects.filter(is_over(), pk=application).select_related("stage"):
        step_back(one, by=None, note=_("The offer lapsed without an answer."))
