"""Webhooks: who outside is told of moves, and how the telling went."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centre.accounts.middleware import fetch
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.views import require
from recruitment.hooks.models import Delivery, Webhook
from recruitment.office.forms import WebhookForm
from recruitment.office.menu import frame, section_url

SHOWN = 50
SECTION = "webhooks"


def webhooks(request):
    rows = Webhook.objects.filter(centre=request.centre)
    log = Delivery.objects.filter(webhook__centre=request.centre)
    log = log.select_related("webhook", "step__application__candidate").order_by("-pk")
    context = {**frame(SECTION), "rows": rows, "log": log[:SHOWN]}
    return render(request, "recruitment/office/webhooks.html", context)


@writing
def webhook_add(request):
    require(request, "edit_webhooks")
    hook = Webhook(centre=request.centre, created_by=request.user)
    form = WebhookForm(request.POST or None, instance=hook)
    if not form.is_valid():
        return _ask(request, form, _("Add a webhook"))
    hook = form.save()
    context = {**frame(SECTION), "hook": hook}
    return render(request, "recruitment/office/webhook_made.html", context)


@writing
def webhook_edit(request, pk):
    found = fetch(request, locked(request, Webhook.objects.select_related("centre")), pk=pk)
    require(request, "edit_webhooks")
    form = WebhookForm(request.POST or None, instance=found)
    if form.is_valid():
        form.save()
        return saved(request, section_url(SECTION), _("Saved."))
    delete_url = reverse("recruitment:settings-webhook-delete", args=[pk])
    note = _("Its log goes with it.")
    return _ask(request, form, _("Edit the webhook"), delete_url=delete_url, delete_note=note)


@require_POST
@writing
def webhook_delete(request, pk):
    found = fetch(request, Webhook.objects.all(), pk=pk)
    require(request, "edit_webhooks")
    found.delete()
    text = _("“%(row)s” is deleted.") % {"row": found.name}
    return saved(request, section_url(SECTION), text)


def _ask(request, form, title, **more):
    back = {"back_url": section_url(SECTION), "back_label": _("Webhooks")}
    return form_page(request, form, title=title, **back, **more)
