"""A new link to an offer that is out, for somebody whose address was corrected or who lost it."""

from django.db import transaction
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.web.refusal import Refused
from recruitment.messages.silence import why_silent
from recruitment.offers import mail
from recruitment.offers.actions import tell, turn
from recruitment.offers.kinds import EventKind, State
from recruitment.offers.models import Offer


@transaction.atomic
def send_link(offer: Offer, *, by: User, note: str = "") -> None:
    """Write to the address on record; the offer stays as it is. Of two clicks one writes."""
    person = offer.application.candidate
    to = person.email
    if not to:
        raise Refused(_("There is no e-mail address of this person on record."))
    if silent := why_silent(person):
        raise Refused(silent)
    turn(offer, State.SENT, come_from=[State.SENT])
    words = _("A new link, to %(to)s.") % {"to": to}
    tell(offer, EventKind.SENT, by=by, note=f"{words} {note}".strip())
    mail.send_new_link(offer, by=by)
