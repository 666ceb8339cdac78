"""Conditions of an offer: add one, say how far it has come, take it away."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import settle
from centre.web.sheet import form_page, refused, saved, writing
from centre.web.views import require
from recruitment.offers.forms import ConditionForm
from recruitment.offers.models import Condition, Offer

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
OF_OFFER = ("application__candidate", "application__centre")


@page_or_post
@writing
def condition_add(request, pk):
    rows = Offer.objects.select_related(*OF_OFFER).visible_to(request.user)
    offer = rows.filter(pk=pk).first()
    _let_in(request, offer)
    if not offer.is_live:
        return refused(request, offer.get_absolute_url(), _("This offer counts no more."))
    form = ConditionForm(request.POST or None, instance=Condition(offer=offer))
    if form.is_valid():
        token = form.cleaned_data["token"] or form.instance.token
        if not Condition.objects.filter(token=token).exists():
            form.instance.token = token
            form.save()
        return saved(request, offer.get_absolute_url(), _("The condition is added."))
    return _ask(request, form, offer, _("Add a condition"), submit=_("Add condition"))


@page_or_post
@writing
def condition_edit(request, pk):
    row = _condition(request, pk)
    form = ConditionForm(request.POST or None, instance=row)
    if form.is_valid():
        form.save()
        return saved(request, row.offer.get_absolute_url(), _("Saved."))
    delete_url = reverse("recruitment:condition-delete", args=[pk])
    note = _("Not a condition after all?")
    return _ask(request, form, row.offer, str(row), delete_url=delete_url, delete_note=note)


@require_POST
@writing
def condition_delete(request, pk):
    row = _condition(request, pk)
    row.delete()
    return saved(request, row.offer.get_absolute_url(), _("The condition is taken away."))


def _condition(request, pk) -> Condition:
    """The row, locked if the request writes, through the offer whose it is."""
    offer = Offer.objects.select_related(*OF_OFFER).visible_to(request.user)
    found = offer.filter(conditions=pk).first()
    _let_in(request, found)
    rows = Condition.objects.all()
    if request.method == "POST":
        rows = rows.select_for_update()
    row = rows.get(pk=pk)
    row.offer = found
    return row


def _let_in(request, offer: Offer | None) -> None:
    if offer is None:
        raise Http404
    settle(request, offer.application.centre_id)
    require(request, "make_offer")


def _ask(request, form, offer: Offer, title: str, **words):
    return form_page(
        request,
        form,
        title=title,
        back_url=offer.get_absolute_url(),
        back_label=_("Offer"),
        lead=str(offer),
        **words,
    )
