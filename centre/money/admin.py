"""Rates and the ledger, for those who keep them."""

from django.contrib import admin

from centre.money.models import CostRate, ExchangeRate, LedgerEntry
from centre.web.owned_admin import OwnedAdmin, OwnFilter


@admin.register(ExchangeRate)
class ExchangeRateAdmin(OwnedAdmin):
    may_delete = True
    list_display = ["__str__", "rate", "on", "source", "centre"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["base", "into", "source"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]
    date_hierarchy = "on"


@admin.register(CostRate)
class CostRateAdmin(OwnedAdmin):
    may_delete = True
    list_display = ["kind", "amount", "currency", "unit", "valid_from", "centre"]
    list_filter = ["kind", ("centre", OwnFilter)]
    search_fields = ["source"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]
    date_hierarchy = "valid_from"


@admin.register(LedgerEntry)
class LedgerEntryAdmin(OwnedAdmin):
    centre_path = "agreement__centre"
    list_display = ["agreement", "kind", "on", "amount", "currency", "evidence"]
    list_filter = ["kind", ("agreement", OwnFilter)]
    search_fields = ["evidence", "text"]
    autocomplete_fields = ["agreement"]
    list_select_related = ["agreement__centre"]
    date_hierarchy = "on"
