"""Imports, to be looked at: files are imported and undone on their pages."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.imports.models import ColumnMatch, Import, ImportedRow


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["name", "centre", "state", "rows_read", "created_by", "created_at"]
    list_filter = ["state", ("centre", OwnFilter)]
    list_select_related = ["centre", "created_by"]
    search_fields = ["name"]
    exclude = ["content", "choices", "found"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "choices", "found")


@admin.register(ImportedRow)
class ImportedRowAdmin(ReadOnlyAdmin):
    centre_path = "source__centre"
    list_display = ["source", "tab", "number", "state", "candidate"]
    list_filter = ["state"]
    list_select_related = ["source", "candidate"]


@admin.register(ColumnMatch)
class ColumnMatchAdmin(OwnedAdmin):
    list_display = ["name", "centre", "updated_at"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["centre"]
    search_fields = ["name"]
