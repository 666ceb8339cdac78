"""Exported files, to be looked at: who asked for what; the files themselves are theirs alone."""

from django.contrib import admin

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.exports.models import ExportFile, ExportPart


@admin.register(ExportFile)
class ExportFileAdmin(ReadOnlyAdmin):
    list_display = ["name", "centre", "asked_by", "asked_at", "rows", "people", "made_at"]
    list_filter = ["form", ("centre", OwnFilter)]
    list_select_related = ["centre", "asked_by"]
    search_fields = ["name"]


@admin.register(ExportPart)
class ExportPartAdmin(ReadOnlyAdmin):
    centre_path = "file__centre"
    superusers_only = True
    list_display = ["file", "number"]
    list_select_related = ["file"]
    exclude = ["content"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")
