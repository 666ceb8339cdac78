"""Answers kept for a day, to be looked at; not what they held."""

from django.contrib import admin

from centre.web.owned_admin import ReadOnlyAdmin
from recruitment.api.models import KeyedAnswer


@admin.register(KeyedAnswer)
class KeyedAnswerAdmin(ReadOnlyAdmin):
    centre_path = "token__membership__centre"
    superusers_only = True
    list_display = ["key", "token", "status", "made_at"]
    list_select_related = ["token"]
    exclude = ["body", "headers", "asked"]
