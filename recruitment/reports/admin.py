"""Reports, to be looked at: they are begun, published and made into files on their pages."""

from django.contrib import admin

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.reports.models import Report, ReportFile


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "centre", "version", "status", "published_at", "publisher"]
    list_filter = ["status", ("centre", OwnFilter)]
    list_select_related = ["centre"]
    search_fields = ["publisher"]


@admin.register(ReportFile)
class ReportFileAdmin(ReadOnlyAdmin):
    centre_path = "report__centre"
    list_display = ["report", "asked_at", "made_at"]
    list_select_related = ["report"]
    exclude = ["content"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "report__data")
