"""Offers locked in the order of the gate: first the application, then its offer.

Whoever holds an offer and then moves its application would otherwise wait for a step that holds
the application and waits for the offer.
"""

from django.db.models import QuerySet

from recruitment.offers.models import Offer
from recruitment.pipeline.models import Application


def hold(offers: QuerySet[Offer]) -> None:
    """Lock the applications of these, then these, until the end of the transaction."""
    whose = offers.order_by().values("application")
    rows = Application.objects.select_for_update(of=("self",), no_key=True)
    list(rows.filter(pk__in=whose).order_by("pk").only("pk"))
    own = Offer.objects.select_for_update(of=("self",), no_key=True)
    list(own.filter(pk__in=offers.order_by().values("pk")).order_by("pk").only("pk"))
