"""Letters as they went out: each kept in words, and as a PDF that a job draws once. What was
promised does not change: a deferral makes another letter."""

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone

from centre.web import paper
from centre.web.jobs import job, start
from recruitment.offers.letters import letter_of, letter_of_deferral
from recruitment.offers.models import Offer, OfferLetter

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


def keep_as_sent(offer: Offer) -> None:
    """Keep what the letter says as the offer goes out, and have it drawn."""
    keep_first(offer)
    start(draw_letter, offer=offer.pk)


def keep_first(offer: Offer) -> None:
    """Keep its words, if that was not done: of what went out before words were kept, while they
    are still the same."""
    offer = _as_stored(offer.pk)
    day = offer.application.centre.day_of(offer.sent_at or timezone.now())
    said = {"day": day, "words": letter_of(offer)}
    kept, new = OfferLetter.objects.get_or_create(offer=offer, number=1, defaults=said)
    if not new and not kept.words:
        OfferLetter.objects.filter(pk=kept.pk).update(**said)


def keep_of_deferral(offer: Offer) -> None:
    """Keep the letter with the new first day, after those before it."""
    offer = _as_stored(offer.pk)
    rows = OfferLetter.objects.filter(offer=offer)
    known = rows.aggregate(number=Max("number"), day=Max("day"))
    today = offer.application.centre.today()
    OfferLetter.objects.create(
        offer=offer,
        number=known["number"] + 1,
        day=today,
        words=letter_of_deferral(offer, before=known["day"], on=today),
    )
    start(draw_letter, offer=offer.pk)


def _as_stored(pk: int) -> Offer:
    return Offer.objects.select_related(*SHOWN).get(pk=pk)


def letters_of(offer: Offer) -> list[OfferLetter]:
    """The newest first, without what was drawn."""
    return list(OfferLetter.objects.filter(offer=offer).defer("content").order_by("-number"))


def asked(letters: list[OfferLetter], number: str) -> OfferLetter | None:
    """That of `number`, else the one that counts."""
    named = [one for one in letters if str(one.number) == number]
    return next(iter(named or letters), None)


def said_in(letter: OfferLetter | None, offer: Offer) -> dict:
    """As it went out; of an offer that did not, or before words were kept, as it stands."""
    return letter.words if letter and letter.words else letter_of(offer)


def pdf(words: dict) -> bytes:
    """On A4. Raises Unable without Pango."""
    return paper.drawn(render_to_string("recruitment/offers/paper.html", words), STYLES)


@job
def draw_letter(offer: int) -> None:
    """Draw the letters of that offer that are not drawn yet. Without Pango the page is printed
    instead."""
    if not paper.is_able():
        return
    found = _as_stored(offer)
    rows = OfferLetter.objects.filter(offer=found)
    if not rows.exists():  # it went out before letters were kept
        keep_first(found)
    for one in rows.filter(made_at=None):
        made = {"content": pdf(said_in(one, found)), "made_at": timezone.now()}
        rows.filter(pk=one.pk, made_at=None).update(**made)
