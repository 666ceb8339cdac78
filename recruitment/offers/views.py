"""Offers: the list, one offer, and what people do with it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from centre.accounts.middleware import fetch, settle
from centre.web.drawing import draw_again, drawing_of
from centre.web.refusal import Refused
from centre.web.sheet import form_page, leave, refused, saved, writing
from centre.web.statements import Slot, kept
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.offers import actions, approvals, listing, page
from recruitment.offers.answer_views import pdf_of
from recruitment.offers.deferring import defer
from recruitment.offers.forms import (
    DeclineForm,
    DeferForm,
    OfferForm,
    RescindForm,
    SayForm,
    SendForm,
    first_parts,
    first_terms,
)
from recruitment.offers.holding import hold
from recruitment.offers.kinds import EDITABLE, State
from recruitment.offers.letter import asked, draw_letter, letters_of, said_in
from recruitment.offers.models import Offer
from recruitment.offers.relinking import send_link
from recruitment.offers.warnings import of_places
from recruitment.pipeline.models import Application

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = (
    "application__candidate",
    "application__position",
    "application__intake",
    "application__track",
    "application__stage",
    "application__centre",
    "supervisor",
    "co_supervisor",
    "reason",
)


@require_safe
def offers(request):
    require(request, "view_offers")
    return render(request, "recruitment/offers/offers.html", listing.read(request))


@require_safe
def offer(request, pk):
    found = _offer(request, pk)
    return render(request, "recruitment/offers/offer.html", page.read(request, found))


@page_or_post
def offer_letter(request, pk):
    """The letter as the candidate reads it, or will. A post has its PDF drawn where that failed."""
    found = _offer(request, pk)
    letters = letters_of(found)
    letter = asked(letters, request.GET.get("number", ""))
    has_pdf = letter is not None and letter.made_at is not None
    is_due = found.sent_at and not has_pdf
    drawing = drawing_of(draw_letter, offer=found.pk) if is_due else None
    if request.method == "POST":
        if drawing:
            draw_again(drawing)
        return redirect("recruitment:offer-letter", found.pk)
    frame = {"offer": found, "letters": letters, "letter": letter}
    context = {**said_in(letter, found), **frame, "has_pdf": has_pdf, "drawing": drawing}
    return render(request, "recruitment/offers/letter.html", context)


@require_safe
def offer_letter_pdf(request, pk):
    letters = letters_of(_offer(request, pk))
    answer = pdf_of(asked(letters, request.GET.get("number", "")))
    if answer is None:
        raise Http404
    return answer


@page_or_post
@writing
def offer_add(request, pk):
    rows = Application.objects.select_related(
        "candidate", "centre", "track", "position", "intake", "supervisor", "stage"
    )
    application = fetch(request, rows, pk=pk)
    require(request, "make_offer")
    known = Offer.objects.live().filter(application=application).first()
    if known is not None and request.method != "POST":
        return redirect(known)
    form = OfferForm(
        request.POST or None,
        instance=first_terms(application),
        parts=first_parts(application, request.user),
    )
    if form.is_valid():
        form.instance.token = form.cleaned_data["token"] or form.instance.token
        try:
            made = actions.write(form.instance, form.parts, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return saved(request, made.get_absolute_url(), _("The offer is written."))
    title = _("Offer to %(name)s") % {"name": application.candidate}
    back = (application.get_absolute_url(), _("Application"))
    return _ask(request, form, title, back, submit=_("Save as a draft"))


@page_or_post
@writing
def offer_edit(request, pk):
    found = _offer(request, pk, lock=True)
    require(request, "make_offer")
    here = found.get_absolute_url()
    if found.state not in EDITABLE:
        text = _("An offer that is “%(state)s” is not edited.") % {
            "state": found.get_state_display()
        }
        return refused(request, here, text)
    draft = found.is_unasked
    form = OfferForm(request.POST or None, instance=found, parts=found.parts.all())
    if form.is_valid():
        try:
            made = actions.edit(form.instance, form.parts, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("Saved.") if draft else _("Version %(n)d is a draft.") % {"n": made.number}
            return saved(request, made.get_absolute_url(), text)
    lead = "" if draft else LEADS.get(found.state, LEADS[State.IN_APPROVAL])
    title = _("Edit the offer to %(name)s") % {"name": found.application.candidate}
    return _ask(request, form, title, (here, _("Offer")), lead=lead)


LEADS = {
    State.IN_APPROVAL: gettext_lazy(
        "Saving makes a new version, which has to be approved from the beginning."
    ),
    State.SENT: gettext_lazy(
        "Saving makes a new version, which has to be approved and sent. Until then the candidate "
        "has nothing to answer: the version that is out stops to count."
    ),
}

# {verb: what it says when it is done}
DONE = {
    "submit": gettext_lazy("The offer waits for approval."),
    "approve": gettext_lazy("Approved."),
    "send-back": gettext_lazy("The offer is a draft again."),
    "recommend": gettext_lazy("Your recommendation is on the page."),
    "send": gettext_lazy("The offer is out."),
    "accept": gettext_lazy("Accepted."),
    "decline": gettext_lazy("Declined. The application is closed."),
    "defer": gettext_lazy("Deferred. The acceptance stands."),
    "rescind": gettext_lazy("The offer is rescinded."),
    "link": gettext_lazy("A new link is on its way. Those before open nothing any more."),
}
DO = {
    "submit": actions.submit,
    "approve": actions.approve,
    "send-back": actions.send_back,
    "recommend": actions.recommend,
    "send": actions.send,
    "accept": actions.accept,
    "decline": actions.decline,
    "defer": defer,
    "rescind": actions.rescind,
    "link": send_link,
}
FORMS = {
    "decline": DeclineForm, "defer": DeferForm, "rescind": RescindForm, "send": SendForm,
}  # fmt: skip
# Verbs that want their note.
NOTES = {
    "send-back": gettext_lazy("What should be changed?"),
    "rescind": gettext_lazy("Why is it rescinded?"),
}


@page_or_post
@writing
def offer_do(request, pk, verb):
    """One of page.VERBS: its form, and what it asks for."""
    which = page.VERBS.get(verb)
    if which is None:
        raise Http404
    found = _offer(request, pk, lock=True)
    require(request, which.action)
    here = found.get_absolute_url()
    if reason := _may_not_approve(request, found, which):
        return refused(request, here, reason)
    kind = FORMS.get(verb, SayForm)
    form = kind(request.POST or None, offer=found, note=NOTES.get(verb, ""))
    if form.is_valid():
        found.revision = form.cleaned_data["version"]
        try:
            DO[verb](found, by=request.user, **form.values)
        except Refused as refusal:
            return refused(request, here, str(refusal))
        if verb == "decline":
            return _with_way_back(request, found, DONE[verb])
        words = of_places(found) if verb in ("accept", "defer") else ""
        return saved(request, here, f"{DONE[verb]} {words}".strip())
    title = f"{which.label}: {found.application.candidate}"
    return _ask(request, form, title, (here, _("Offer")), submit=which.label)


def _with_way_back(request, found: Offer, words):
    """An answer entered by mistake is taken back with the step it took."""
    application = found.application
    url = reverse("recruitment:application-undo", args=[application.pk])
    leave_toast(request, str(words), undo_url=url, version=application.version)
    return leave(request, found.get_absolute_url())


def _may_not_approve(request, found: Offer, which: page.Verb) -> str:
    """Why it is not this person's turn, if it is about an approval. 403 for what they wrote."""
    if which.action != "approve_offer" or found.state != State.IN_APPROVAL:
        return ""
    reason = approvals.refusal(found, request.user, list(found.events.all()))
    if reason and found.writers.filter(pk=request.user.pk).exists():
        raise PermissionDenied(reason)
    return reason


def _offer(request, pk, *, lock=False) -> Offer:
    if lock and request.method == "POST":
        hold(Offer.objects.visible_to(request.user).filter(pk=pk))
    user = request.user
    rows = kept(("offer", user.sight), lambda: _seen(user)).objects(offer=pk)
    if not rows:
        raise Http404
    own = rows[0]
    settle(request, own.application.centre_id)
    require(request, "view_offers")
    own.application.candidate.centre = own.application.centre
    return own


def _seen(user):
    return Offer.objects.visible_to(user).filter(pk=Slot("offer")).select_related(*SHOWN)


def _ask(request, form, title, back, **words):
    url, label = back
    return form_page(request, form, title=title, back_url=url, back_label=label, **words)
