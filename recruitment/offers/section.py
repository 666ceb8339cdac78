"""What the page of an application tells of its offers. One statement."""

from collections.abc import Sequence

from centre.accounts.middleware import allowed
from recruitment.offers.kinds import State
from recruitment.offers.models import Offer
from recruitment.offers.rules import OFFERING
from recruitment.pipeline.models import Application


def offers_of(request, application: Application) -> dict:
    """The versions, newest first, and whether one may be made now."""
    rows: Sequence[Offer] = ()
    if allowed(request, "view_offers"):
        mine = Offer.objects.visible_to(request.user)
        rows = list(mine.filter(application=application).order_by("-number"))
    for row in rows:
        row.application = application
    return {
        "rows": rows,
        "may_make": allowed(request, "make_offer")
        and application.is_active
        and application.stage.kind in OFFERING
        and not any(row.is_live for row in rows),
        "accepted": any(row.state == State.ACCEPTED for row in rows),
    }
