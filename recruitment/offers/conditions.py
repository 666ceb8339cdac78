"""What an offer depends on: part of its terms, then followed up.

What a condition says is approved and read with the offer, so it is written while the offer is a
draft nobody was asked to approve; afterwards a new version says it anew. How far it has come is
noted at any time. A clearance may still be added to an accepted offer, for the office to follow up.
"""

from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.web.refusal import Refused
from recruitment.offers.actions import tell, turn
from recruitment.offers.kinds import CLEARANCES, EventKind, Gate, State
from recruitment.offers.models import Condition, Offer

# What the approvers and the candidate read of one.
TERMS = ("kind", "gate", "text", "due_on")


def may_add(offer: Offer) -> bool:
    return offer.is_unasked or offer.state == State.ACCEPTED


def add(condition: Condition, *, by: User) -> None:
    """Store it; the same one sent twice is one."""
    offer = condition.offer
    if Condition.objects.filter(token=condition.token).exists():
        return
    if not may_add(offer):
        raise Refused(why_fixed(offer))
    clears = condition.kind in CLEARANCES and condition.gate == Gate.FIRST_DAY
    if offer.state == State.ACCEPTED and not clears:
        raise Refused(_("To an accepted offer only a clearance before the first day is added."))
    condition.in_letter = offer.state != State.ACCEPTED
    _write_down(offer, _("Condition added: %(what)s.") % {"what": condition}, by=by)
    condition.save()


def change(condition: Condition, changed: list[str], *, by: User) -> None:
    """Store these fields of it: those of the terms only while they are not fixed."""
    offer = condition.offer
    terms = [name for name in changed if name in TERMS]
    if not offer.is_live or (terms and not offer.is_unasked):
        raise Refused(why_fixed(offer))
    words = {"what": condition, "state": condition.get_state_display()}
    _write_down(offer, _("Condition edited: %(what)s, %(state)s.") % words, by=by)
    condition.save()


def remove(condition: Condition, *, by: User) -> None:
    offer = condition.offer
    if not offer.is_unasked:
        raise Refused(why_fixed(offer))
    _write_down(offer, _("Condition taken away: %(what)s.") % {"what": condition}, by=by)
    condition.delete()


def why_fixed(offer: Offer) -> str:
    if not offer.is_live:
        return _("This offer counts no more.")
    if offer.state == State.ACCEPTED:
        return _("The candidate accepted these conditions, so they stay as they are.")
    return _(
        "What an offer depends on is approved with it. Edit the offer first: that makes a new "
        "version, whose conditions can be changed."
    )


def _write_down(offer: Offer, note: str, *, by: User) -> None:
    """Whoever looks at the offer as it was is told, and whoever wrote its terms approves none."""
    turn(offer, offer.state, come_from=[offer.state])
    if offer.is_unasked:
        offer.writers.add(by)
    tell(offer, EventKind.EDITED, by=by, note=note)
