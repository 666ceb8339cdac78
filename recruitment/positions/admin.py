"""What one can apply for."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter
from recruitment.positions.models import Intake, Opening, Position, Source


@admin.register(Source)
class SourceAdmin(OwnedAdmin):
    list_display = ["name", "retired_on", "centre"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]
    date_hierarchy = "retired_on"


@admin.register(Position)
class PositionAdmin(OwnedAdmin):
    list_display = ["title", "track", "retired_on", "centre"]
    list_filter = [("track", OwnFilter), ("areas", OwnFilter), ("centre", OwnFilter)]
    search_fields = ["title"]
    autocomplete_fields = ["centre", "track", "areas", "supervisors"]
    list_select_related = ["track", "centre"]
    date_hierarchy = "retired_on"

    def fixed_fields(self):
        return ["centre", "track"]


@admin.register(Intake)
class IntakeAdmin(OwnedAdmin):
    list_display = ["name", "track", "starts_on", "deadline", "deadline_zone", "centre"]
    list_filter = [("track", OwnFilter), ("centre", OwnFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["centre", "track"]
    list_select_related = ["track", "centre"]
    date_hierarchy = "starts_on"

    def fixed_fields(self):
        return ["centre", "track"]


@admin.register(Opening)
class OpeningAdmin(OwnedAdmin):
    """One seat. Filled and freed by the gate, with the start of a person."""

    list_display = ["position", "intake", "status", "filled_by", "starts_on", "centre"]
    list_filter = ["status", ("intake", OwnFilter), ("position", OwnFilter), ("centre", OwnFilter)]
    search_fields = ["position__title", "intake__name"]
    ordering = ["-pk"]
    autocomplete_fields = ["centre", "position", "intake"]
    readonly_fields = ["status", "filled_by"]
    list_select_related = [
        "position", "intake", "centre",
        "filled_by__candidate", "filled_by__position", "filled_by__intake",
    ]  # fmt: skip
    date_hierarchy = "starts_on"

    def fixed_fields(self):
        return ["centre", "position", "intake"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)
