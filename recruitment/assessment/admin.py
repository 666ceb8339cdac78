"""Interviews and panels as they stand. They are written on their pages."""

from django.contrib import admin

from centre.web.owned_admin import OwnFilter, ReadOnlyAdmin
from recruitment.assessment.models import Interview, PanelMember, Rescheduling


@admin.register(Interview)
class InterviewAdmin(ReadOnlyAdmin):
    personal = True
    list_display = ["application", "starts_at", "minutes", "cancelled_at", "centre"]
    list_filter = ["starts_at", ("centre", OwnFilter)]
    search_fields = ["application__candidate__full_name"]
    list_select_related = [
        "application__candidate", "application__position", "application__intake", "centre",
    ]  # fmt: skip
    date_hierarchy = "starts_at"


@admin.register(PanelMember)
class PanelMemberAdmin(ReadOnlyAdmin):
    centre_path = "interview__centre"
    list_display = ["user", "interview", "conflict"]
    list_filter = ["conflict", ("interview__centre", OwnFilter)]
    search_fields = ["user__name"]
    list_select_related = ["user", "interview"]


@admin.register(Rescheduling)
class ReschedulingAdmin(ReadOnlyAdmin):
    centre_path = "interview__centre"
    list_display = ["interview", "from_at", "to_at", "by", "at"]
    list_filter = [("interview__centre", OwnFilter)]
    search_fields = ["reason"]
    list_select_related = ["interview", "by"]
    date_hierarchy = "at"
