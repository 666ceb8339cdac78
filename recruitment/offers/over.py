"""Applications whose offer came to nothing: lapsed or rescinded, and no other is under way."""

from django.db.models import Exists, OuterRef, Q

from recruitment.offers.kinds import State
from recruitment.offers.models import Offer


def is_over() -> Q:
    """A condition on applications."""
    offers = Offer.objects.order_by().filter(application=OuterRef("pk"))
    ended = offers.filter(state__in=(State.LAPSED, State.RESCINDED))
    return Q(Exists(ended)) & ~Q(Exists(offers.live()))
