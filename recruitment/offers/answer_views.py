"""The page behind the private link of an offer: read the letter, accept or decline."""

from django import forms
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from centre.accounts.models import User
from centre.languages import day_in
from centre.links.opening import behind_link
from centre.web.refusal import Refused
from centre.web.sheet import writing
from recruitment.messages.models import Message
from recruitment.messages.models import State as Sending
from recruitment.offers import actions, tongues
from recruitment.offers.holding import hold
from recruitment.offers.kinds import LIVE, EventKind, State
from recruitment.offers.letter import SHOWN, asked, letters_of, said_in
from recruitment.offers.letters import depends_on, letter_of, sentences, still_open
from recruitment.offers.mail import PURPOSE, RESCINDED, held_deferrals, was_told
from recruitment.offers.models import Offer, OfferLetter
from recruitment.pipeline.kinds import Party, Status
from recruitment.pipeline.models import DispositionReason


class AcceptForm(forms.Form):
    """`version`: what they read. Of an offer that changed since they are told, and read again."""

    version = forms.IntegerField(required=False)
    agree = forms.BooleanField()


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(choices=[(code, code) for code in tongues.REASONS["en"]])
    remark = forms.CharField(required=False, max_length=2000)


@require_http_methods(["GET", "HEAD", "POST"])
@writing
@behind_link(PURPOSE)
def offer_answer(request, link):
    """Without an account. It tells one person of one offer, and takes one answer."""
    offer = _offer(link.subject, lock=request.method == "POST")
    if request.method == "POST" and offer.state == State.SENT:
        return _answered(request, offer)
    return _page(request, offer, link)


def _answered(request, offer: Offer):
    declines = request.POST.get("verb") == "decline"
    form = DeclineForm(request.POST) if declines else AcceptForm(request.POST)
    if not form.is_valid():
        wrong = "choose" if "reason" in form.errors else "long"
        return _page(request, offer, None, wrong=wrong if declines else "tick")
    if not declines and form.cleaned_data["version"] != offer.revision:
        return _page(request, offer, None, wrong="changed")
    try:
        if declines:
            reason = _reason(offer, form.cleaned_data["reason"])
            actions.decline(offer, by=None, reason=reason, note=form.cleaned_data["remark"])
        else:
            actions.accept(offer, by=None)
    except Refused:
        now = _offer(offer.pk)
        if now.state == State.SENT and not now.is_overdue(timezone.now()):
            # Why is for the office, which is told the same when it enters the answer.
            return _page(request, now, None, wrong="stuck")
        # Somebody was faster: the page says how it stands now.
    return redirect(request.path)


def _page(request, offer: Offer, link, *, wrong: str = ""):
    t = tongues.PHRASES[offer.language]
    at = offer.answered_at or timezone.now()
    values = {
        "day": day_in(offer.application.centre.day_of(at), offer.language),
        "at": tongues.answer_by(offer),
        "intake": offer.application.intake.name,
        "first_day": tongues.first_day(offer),
    }
    held = held_deferrals(offer)
    letters = _told_of(offer, held)
    stands = State.ACCEPTED if held else _stands(offer)
    is_open = stands == State.SENT
    whom = None if is_open else _whom(offer)
    context = {
        **(said_in(next(iter(letters), None), offer) if held else letter_of(offer)),
        "offer": offer,
        "t": t,
        "older": _older(letters, offer.language),
        "is_open": is_open,
        "told": "" if is_open else t.get(stands, t["gone"]) % values,
        "whom": whom,
        "ask": t["ask"] % {"who": whom} if whom else t["ask_back"],
        "has_letter": offer.state in (State.SENT, State.ACCEPTED) and stands != State.LAPSED,
        "reasons": tongues.REASONS[offer.language].items(),
        "wrong": t[wrong] if wrong else "",
    }
    if offer.state == State.ACCEPTED:
        # What was met holds them up no more.
        context["conditions"] = _holding_up(offer, context["conditions"] if held else None)
    return render(request, "recruitment/offers/answer.html", context, status=422 if wrong else 200)


def _stands(offer: Offer) -> str:
    """What is to be said of it: its state, or what became of it since."""
    if offer.is_overdue(timezone.now()):
        return State.LAPSED
    if offer.state == State.ACCEPTED:
        deferred = offer.events.filter(kind=EventKind.DEFERRED).exists()
        return EventKind.DEFERRED if deferred else State.ACCEPTED
    stands = _became(offer) if offer.state == State.SUPERSEDED else offer.state
    return "unsaid" if stands in (State.RESCINDED, State.MELTED) and _is_unsaid(offer) else stands


def _told_of(offer: Offer, held: int) -> list[OfferLetter]:
    """The newest first, without those of the last `held` deferrals, which are not told yet."""
    letters = letters_of(offer)
    return letters[min(held, len(letters) - 1) :] if held else letters


def _holding_up(offer: Offer, said: list[str] | None) -> list[str]:
    """What still holds them up, as a letter `said` it: what is due by then moved with what they
    are not told yet."""
    now = still_open(offer)
    if said is None:
        return sentences(now, offer.language)
    met = sentences([one for one in depends_on(offer) if one not in now], offer.language)
    return [one for one in said if one not in met]


def _is_unsaid(offer: Offer) -> bool:
    """Whether the e-mail that tells the end is still held: then this page does not tell it."""
    ends = Q(kind=RESCINDED.slug) | Q(cause__startswith="closed:")
    held = Message.objects.filter(application=offer.application_id, state=Sending.HELD)
    return held.filter(ends).exists()


def _became(offer: Offer) -> str:
    """Of a version that a newer one took the place of: that one is to come, came, or never will."""
    newest = Offer.objects.filter(application=offer.application_id).order_by("-number")[0]
    if was_told(newest):
        return "replaced"
    still = newest.state in LIVE and offer.application.status == Status.ACTIVE
    return State.SUPERSEDED if still else State.RESCINDED


def _whom(offer: Offer) -> User | None:
    """Who answers for it: whoever sent it, else whoever looks after the application."""
    sent = offer.events.filter(kind=EventKind.SENT, by__is_active=True).select_related("by").last()
    owner = offer.application.owner
    return sent.by if sent else owner if owner and owner.is_active else None


def _older(letters: list[OfferLetter], language: str) -> list[tuple[int, str]]:
    """(number, words) of each letter that another has taken the place of."""
    words = tongues.PHRASES[language]["older"]
    return [
        (one.number, words % {"day": day_in(one.day, language)}) for one in letters[1:] if one.day
    ]


@require_safe
@behind_link(PURPOSE)
def offer_answer_letter(request, link):
    """The letter: as PDF once it is drawn, else as a page to print."""
    offer = _offer(link.subject)
    if offer.state not in (State.SENT, State.ACCEPTED):
        raise Http404
    letter = asked(_told_of(offer, held_deferrals(offer)), request.GET.get("number", ""))
    return pdf_of(letter) or render(
        request, "recruitment/offers/letter_page.html", said_in(letter, offer)
    )


def pdf_of(letter: OfferLetter | None) -> HttpResponse | None:
    """As it was drawn; None if it is not."""
    if letter is None or letter.content is None:
        return None
    answer = HttpResponse(bytes(letter.content), content_type="application/pdf")
    name = f"offer-{letter.offer_id}" + (f"-{letter.number}" if letter.number > 1 else "")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _offer(pk: int, *, lock: bool = False) -> Offer:
    mine = Offer.objects.filter(pk=pk)
    if lock:
        hold(mine)
    offer = mine.select_related(*SHOWN, "application__stage", "application__owner").first()
    if offer is None:
        raise Http404
    return offer


def _reason(offer: Offer, code: str) -> DispositionReason:
    """The centre's reason of that code, or whatever it has for "no reason given"."""
    rows = DispositionReason.objects.filter(
        centre=offer.application.centre_id, party=Party.CANDIDATE
    )
    found = rows.filter(code=code).first() or rows.filter(code="no-reason").first()
    return (
        found
        or DispositionReason.objects.get_or_create(
            centre_id=offer.application.centre_id,
            party=Party.CANDIDATE,
            code="no-reason",
            defaults={"name": "No reason given"},
        )[0]
    )
