"""The page behind the private link of an offer: read the letter, accept or decline."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from centre.languages import day_in
from centre.links.opening import behind_link
from centre.web.refusal import Refused
from centre.web.sheet import writing
from recruitment.offers import actions, tongues
from recruitment.offers.holding import hold
from recruitment.offers.kinds import State
from recruitment.offers.letter import SHOWN
from recruitment.offers.mail import PURPOSE
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
    }
    state = State.LAPSED if offer.is_overdue(timezone.now()) else offer.state
    if state == State.SUPERSEDED and not _is_followed(offer):
        state = State.RESCINDED
    context = {
        **tongues.letter_of(offer),
        "is_open": state == State.SENT,
        "told": "" if state == State.SENT else t.get(state, t["gone"]) % values,
        "has_letter": state in (State.SENT, State.ACCEPTED),
        "reasons": tongues.REASONS[offer.language].items(),
        "wrong": t[wrong] if wrong else "",
    }
    return render(request, "recruitment/offers/answer.html", context, status=422 if wrong else 200)


def _is_followed(offer: Offer) -> bool:
    """Whether another version is still to come, or out."""
    rows = Offer.objects.live().filter(application=offer.application_id)
    return rows.filter(application__status=Status.ACTIVE).exists()


@require_safe
@behind_link(PURPOSE)
def offer_answer_letter(request, link):
    """The letter: as PDF once it is drawn, else as a page to print."""
    offer = _offer(link.subject)
    if offer.state not in (State.SENT, State.ACCEPTED):
        raise Http404
    return pdf_of(offer) or render(
        request, "recruitment/offers/letter_page.html", tongues.letter_of(offer)
    )


def pdf_of(offer: Offer) -> HttpResponse | None:
    """The stored letter as an answer; None if it is not drawn."""
    found = OfferLetter.objects.filter(offer=offer).first()
    if found is None:
        return None
    answer = HttpResponse(bytes(found.content), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="offer-{offer.pk}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _offer(pk: int, *, lock: bool = False) -> Offer:
    mine = Offer.objects.filter(pk=pk)
    if lock:
        hold(mine)
    offer = mine.select_related(*SHOWN, "application__stage").first()
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
