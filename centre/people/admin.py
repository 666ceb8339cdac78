"""Supervisors."""

from django.contrib import admin

from centre.people.models import Supervisor
from centre.web.owned_admin import OwnedAdmin, OwnFilter


@admin.register(Supervisor)
class SupervisorAdmin(OwnedAdmin):
    list_display = ["name", "native_name", "institution", "capacity", "retired_on", "centre"]
    list_filter = [("areas", OwnFilter), ("centre", OwnFilter)]
    search_fields = ["name", "native_name"]
    autocomplete_fields = ["centre", "institution", "areas"]
    list_select_related = ["centre", "institution"]
    date_hierarchy = "retired_on"
