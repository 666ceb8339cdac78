"""Webhooks, to be looked at: they are kept in Settings."""

from django.contrib import admin

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.hooks.models import Delivery, Webhook


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ["name", "centre", "url", "is_on"]
    list_filter = ["is_on", ("centre", OwnFilter)]
    list_select_related = ["centre"]
    exclude = ["secret"]


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    centre_path = "webhook__centre"
    list_display = ["pk", "webhook", "event", "state", "tries", "created_at"]
    list_filter = ["state", "event"]
    list_select_related = ["webhook"]
