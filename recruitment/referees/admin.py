"""Referees, to be looked at: without what they wrote."""

from django.contrib import admin

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.referees.models import RefereeReport


@admin.register(RefereeReport)
class RefereeReportAdmin(ReadOnlyAdmin):
    personal = True
    list_display = ["name", "application", "state", "due_on", "asked_at", "answered_at"]
    list_filter = ["state", ("centre", OwnFilter)]
    list_select_related = ["application__candidate", "application__position", "application__intake"]
    exclude = ["letter", "file"]

    def get_queryset(self, request):
        """To a keeper with a conflict of interest they are as closed here as on the page."""
        return super().get_queryset(request).visible_to(request.user)
