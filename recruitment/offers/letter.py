"""The letter as PDF, made once, when the offer has gone out: what was promised does not change."""

from django.template.loader import render_to_string
from django.utils import timezone

from centre.web import paper
from centre.web.jobs import job
from recruitment.offers.models import Offer, OfferLetter
from recruitment.offers.tongues import letter_of

STYLES = ["cohort/tokens.css", "recruitment/letter.css"]
SHOWN = (
    "application__candidate",
    "application__position",
    "application__intake",
    "application__centre",
    "application__track",
    "supervisor",
    "co_supervisor",
)


def pdf(offer: Offer) -> bytes:
    """On A4. Raises Unable without Pango."""
    return paper.drawn(render_to_string("recruitment/offers/paper.html", letter_of(offer)), STYLES)


@job
def draw_letter(offer: int) -> None:
    """Draw and keep the letter of that offer. Without Pango its page is printed instead."""
    found = Offer.objects.select_related(*SHOWN).get(pk=offer)
    if paper.is_able() and not OfferLetter.objects.filter(offer=found).exists():
        made = {"content": pdf(found), "made_at": timezone.now()}
        OfferLetter.objects.get_or_create(offer=found, defaults=made)
