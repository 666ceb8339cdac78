"""Placements and their plans."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter
from recruitment.placements.models import Placement, PlacementPlan


@admin.register(Placement)
class PlacementAdmin(OwnedAdmin):
    centre_path = "enrolment__researcher__centre"
    may_add = False
    personal = True
    list_display = ["enrolment", "company", "starts_on", "ends_on", "mentor", "ip_agreed_on"]
    list_filter = [("enrolment__researcher__centre", OwnFilter)]
    search_fields = ["enrolment__researcher__candidate__full_name", "company", "topic"]
    list_select_related = ["enrolment__researcher__candidate", "mentor"]
    readonly_fields = ["enrolment", "recorded_at"]
    autocomplete_fields = ["mentor"]


@admin.register(PlacementPlan)
class PlacementPlanAdmin(OwnedAdmin):
    centre_path = "track__centre"
    may_add = False
    list_display = ["track", "share", "months"]
    list_filter = [("track", OwnFilter)]
    search_fields = ["track__name"]
    list_select_related = ["track"]
    readonly_fields = ["track"]
