"""Conditions of an offer: add one, say how far it has come, take it away."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import settle
from centre.web.refusal import Refused
from centre.web.sheet import form_page, refused, saved, writing
from centre.web.views import require
from recruitment.offers import conditions
from recruitment.offers.forms import ConditionForm
from recruitment.offers.models import Condition, Offer

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
OF_OFFER = ("application__candidate", "application__centre")


@page_or_post
@writing
def condition_add(request, pk):
    offer = _offer(request, pk=pk)
    here = offer.get_absolute_url()
    if not conditions.may_add(offer):
        return refused(request, here, conditions.why_fixed(offer))
    form = ConditionForm(request.POST or None, instance=Condition(offer=offer))
    if form.is_valid():
        form.instance.token = form.cleaned_data["token"] or form.instance.token
        try:
            conditions.add(form.instance, by=request.user)
        except Refused as refusal:
            return refused(request, here, str(refusal))
        return saved(request, here, _("The condition is added."))
    return _ask(request, form, offer, _("Add a condition"), submit=_("Add condition"))


@page_or_post
@writing
def condition_edit(request, pk):
    row = _condition(request, pk)
    offer, here = row.offer, row.offer.get_absolute_url()
    if not offer.is_live:
        return refused(request, here, conditions.why_fixed(offer))
    form = ConditionForm(request.POST or None, instance=row)
    if form.is_valid():
        try:
            if form.has_changed():
                conditions.change(row, form.changed_data, by=request.user)
        except Refused as refusal:
            return refused(request, here, str(refusal))
        return saved(request, here, _("Saved."))
    if not offer.is_unasked:
        lead = _(
            "Say how far it has come. What it says was sent for approval, and only a new version "
            "of the offer says it otherwise."
        )
        return _ask(request, form, offer, str(row), lead=lead)
    delete_url = reverse("recruitment:condition-delete", args=[pk])
    note = _("Not a condition after all?")
    return _ask(request, form, offer, str(row), delete_url=delete_url, delete_note=note)


@require_POST
@writing
def condition_delete(request, pk):
    row = _condition(request, pk)
    here = row.offer.get_absolute_url()
    try:
        conditions.remove(row, by=request.user)
    except Refused as refusal:
        return refused(request, here, str(refusal))
    return saved(request, here, _("The condition is taken away."))


def _condition(request, pk) -> Condition:
    """The row, as it is under the lock of the offer whose it is."""
    offer = _offer(request, conditions=pk)
    row = offer.conditions.filter(pk=pk).first()
    if row is None:  # taken away while we waited
        raise Http404
    row.offer = offer
    return row


def _offer(request, **which) -> Offer:
    """The one offer, locked if the request writes: an answer or an approval meanwhile waits."""
    rows = Offer.objects.select_related(*OF_OFFER).visible_to(request.user)
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",), no_key=True)
    offer = rows.filter(**which).first()
    if offer is None:
        raise Http404
    settle(request, offer.application.centre_id)
    require(request, "make_offer")
    return offer


def _ask(request, form, offer: Offer, title: str, **words):
    return form_page(
        request,
        form,
        title=title,
        back_url=offer.get_absolute_url(),
        back_label=_("Offer"),
        **{"lead": str(offer), **words},
    )
