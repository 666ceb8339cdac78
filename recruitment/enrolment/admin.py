"""Those who started. The gate makes and unmakes them; their days are corrected here."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.candidates.admin import OfPerson
from recruitment.enrolment.careers import CareerStep, Supervision
from recruitment.enrolment.models import Destination, Enrolment, Researcher


@admin.register(Researcher)
class ResearcherAdmin(OfPerson):
    centre_path = "centre"
    list_display = ["candidate", "centre"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["candidate", "centre"]


@admin.register(Enrolment)
class EnrolmentAdmin(OwnedAdmin):
    centre_path = "researcher__centre"
    may_add = False
    personal = True
    list_display = ["researcher", "track", "started_on", "left_on", "leaving_reason"]
    list_filter = [("track", OwnFilter), "left_on", ("researcher__centre", OwnFilter)]
    search_fields = ["researcher__candidate__full_name"]
    list_select_related = ["researcher__candidate", "track", "leaving_reason"]
    date_hierarchy = "started_on"
    autocomplete_fields = ["leaving_reason"]
    readonly_fields = ["researcher", "application", "track", "first_started_on"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related(
                "researcher__candidate",
                "application__candidate",
                "application__position",
                "application__intake",
                "track",
                "leaving_reason",
            )
        )

    def save_model(self, request, obj, form, change):
        # An earlier start than any before becomes the first.
        obj.first_started_on = min(obj.first_started_on, obj.started_on)
        super().save_model(request, obj, form, change)


@admin.register(CareerStep)
class CareerStepAdmin(ReadOnlyAdmin):
    """Read only: recorded and taken back on the researcher's page, which knows what can follow."""

    centre_path = "enrolment__researcher__centre"
    personal = True
    list_display = ["enrolment", "change", "on", "until", "taken_back_at"]
    list_filter = ["change", ("enrolment__researcher__centre", OwnFilter)]
    search_fields = ["enrolment__researcher__candidate__full_name"]
    list_select_related = ["enrolment__researcher__candidate"]


@admin.register(Supervision)
class SupervisionAdmin(OwnedAdmin):
    centre_path = "enrolment__researcher__centre"
    may_add = False
    personal = True
    list_display = ["enrolment", "supervisor", "role", "started_on", "ended_on"]
    list_filter = ["role", ("enrolment__researcher__centre", OwnFilter)]
    search_fields = ["enrolment__researcher__candidate__full_name", "supervisor__name"]
    list_select_related = ["enrolment__researcher__candidate", "supervisor"]
    readonly_fields = ["enrolment", "supervisor"]


@admin.register(Destination)
class DestinationAdmin(OwnedAdmin):
    centre_path = "researcher__centre"
    may_add = False
    personal = True
    list_display = ["researcher", "employer", "sector", "country", "as_of"]
    list_filter = ["sector", ("researcher__centre", OwnFilter)]
    search_fields = ["researcher__candidate__full_name", "employer"]
    list_select_related = ["researcher__candidate"]
    readonly_fields = ["researcher"]
