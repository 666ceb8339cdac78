"""Interviews, panels and scorecards as they stand. They are written on their pages, and what a
scorecard says is read there too, once its seal is open: here it never is."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.assessment.decisions import Decision, Minutes
from recruitment.assessment.models import Interview, PanelMember, Rescheduling
from recruitment.assessment.scorecards import Criterion, Rating, Scorecard
from recruitment.assessment.slots import KnownClash, Slot


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


@admin.register(Criterion)
class CriterionAdmin(OwnedAdmin):
    list_display = ["name", "position", "order", "retired_on", "centre"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["name"]
    list_select_related = ["position", "centre"]
    autocomplete_fields = ["centre", "position"]
    date_hierarchy = "retired_on"

    def fixed_fields(self):
        return ["centre", "position"]


@admin.register(Scorecard)
class ScorecardAdmin(ReadOnlyAdmin):
    centre_path = "member__interview__centre"
    list_display = ["member", "saved_at", "submitted_at"]
    fields = ["member", "saved_at", "submitted_at"]
    list_filter = [("member__interview__centre", OwnFilter)]
    search_fields = ["member__user__name"]
    list_select_related = ["member__user"]
    date_hierarchy = "submitted_at"


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    centre_path = "scorecard__member__interview__centre"
    list_display = ["scorecard", "criterion"]
    fields = ["scorecard", "criterion"]
    list_filter = [("scorecard__member__interview__centre", OwnFilter)]
    search_fields = ["criterion__name"]
    list_select_related = ["scorecard__member__user", "criterion"]


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin):
    list_display = ["starts_at", "taken_by", "centre"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["=taken_by__pk"]
    list_select_related = ["taken_by", "centre"]
    date_hierarchy = "starts_at"


@admin.register(KnownClash)
class KnownClashAdmin(ReadOnlyAdmin):
    centre_path = "interview__centre"
    list_display = ["slot", "interview", "user", "starts_at", "ends_at"]
    list_filter = [("interview__centre", OwnFilter)]
    search_fields = ["user__name"]
    list_select_related = ["slot", "interview", "user"]
    date_hierarchy = "starts_at"


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """A record of a meeting: written once, on its page."""

    centre_path = "application__centre"
    personal = True
    list_display = ["application", "met_on", "recommendation", "source"]
    list_filter = ["recommendation", ("application__centre", OwnFilter)]
    search_fields = ["application__candidate__full_name"]
    list_select_related = [
        "application__candidate", "application__position", "application__intake",
    ]  # fmt: skip
    date_hierarchy = "met_on"

    def get_queryset(self, request):
        """To a keeper whom it concerns it is as closed here as on its page."""
        return super().get_queryset(request).visible_to(request.user)


@admin.register(Minutes)
class MinutesAdmin(ReadOnlyAdmin):
    centre_path = "decision__application__centre"
    list_display = ["decision", "made_at"]
    fields = ["decision", "made_at"]
    list_filter = [("decision__application__centre", OwnFilter)]
    search_fields = ["=decision__pk"]
    list_select_related = ["decision"]
    date_hierarchy = "made_at"

    def get_queryset(self, request):
        seen = Decision.objects.visible_to(request.user)
        return super().get_queryset(request).filter(decision__in=seen)
