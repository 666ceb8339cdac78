"""What the page of an application tells of its offers. One statement."""

from centre.accounts.middleware import allowed
from centre.web.statements import Slot, kept
from recruitment.offers.kinds import State
from recruitment.offers.models import Offer
from recruitment.offers.rules import OFFERING
from recruitment.pipeline.models import Application


def offers_of(request, application: Application) -> dict:
    """The versions, newest first, and whether one may be made now."""
    user, rows = request.user, list[Offer]()

    def mine():
        found = Offer.objects.visible_to(user).filter(application=Slot("application"))
        return found.order_by("-number")

    if allowed(request, "view_offers"):
        rows = kept(("offers of one", user.sight), mine).objects(application=application.pk)
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
