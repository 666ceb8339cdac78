"""What was recorded beside the steps and is never changed: starts, leavings and deferrals."""

from django.contrib import admin

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.pipeline.models import Deferral


class RecordAdmin(ReadOnlyAdmin):
    centre_path = "application__centre"
    personal = True
    search_fields = ["application__candidate__full_name"]
    ordering = ["-pk"]
    sortable_by = []
    date_hierarchy = "recorded_at"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)


@admin.register(EnrolmentFact)
class EnrolmentFactAdmin(RecordAdmin):
    """Written whenever an enrolment is saved or taken back."""

    list_display = ["application", "intake", "started_on", "left_on", "recorded_at"]
    list_filter = ["recorded_at", ("application__centre", OwnFilter)]
    list_select_related = [
        "application__candidate", "application__position", "application__intake", "intake",
    ]  # fmt: skip


@admin.register(Deferral)
class DeferralAdmin(RecordAdmin):
    """Written whenever an application goes to another intake."""

    list_display = ["application", "from_intake", "to_intake", "recorded_at"]
    list_filter = ["recorded_at", ("application__centre", OwnFilter)]
    list_select_related = [
        "application__candidate", "application__position", "application__intake", "from_intake",
        "to_intake",
    ]  # fmt: skip
