"""Agreement, target and the plan that leads to it."""

from django.contrib import admin

from centre.targets.models import Agreement, PlannedArea, PlannedIntake, Target
from centre.web.owned_admin import OwnedAdmin, OwnFilter


class TargetInline(admin.TabularInline):
    model = Target
    extra = 0
    show_change_link = True


class PlannedIntakeInline(admin.TabularInline):
    model = PlannedIntake
    extra = 0


class InlineOfOwn:
    """Who may change the row may change its inlines; the row itself was asked for first."""

    def get_inline_instances(self, request, obj=None):
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            inline.has_add_permission = inline.has_change_permission = self._inline_may
            inline.has_view_permission = inline.has_delete_permission = self._inline_may
        return inlines

    def _inline_may(self, request, obj=None):
        return self._may(request)


@admin.register(Agreement)
class AgreementAdmin(InlineOfOwn, OwnedAdmin):
    list_display = ["title", "centre", "starts_on", "ends_on", "pledged_amount", "pledged_currency"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["title", "renews"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]
    date_hierarchy = "starts_on"
    inlines = [TargetInline]


@admin.register(Target)
class TargetAdmin(InlineOfOwn, OwnedAdmin):
    centre_path = "agreement__centre"
    list_display = ["agreement", "kind", "headcount", "by", "counts"]
    list_filter = ["kind", "counts", ("agreement", OwnFilter)]
    search_fields = ["agreement__title"]
    autocomplete_fields = ["agreement"]
    list_select_related = ["agreement"]
    date_hierarchy = "by"
    inlines = [PlannedIntakeInline]


@admin.register(PlannedIntake)
class PlannedIntakeAdmin(OwnedAdmin):
    centre_path = "target__agreement__centre"
    may_delete = True
    list_display = ["on", "starts", "target"]
    list_filter = [("target", OwnFilter)]
    search_fields = ["target__agreement__title"]
    autocomplete_fields = ["target"]
    list_select_related = ["target__agreement"]
    date_hierarchy = "on"


@admin.register(PlannedArea)
class PlannedAreaAdmin(OwnedAdmin):
    centre_path = "target__agreement__centre"
    may_delete = True
    list_display = ["area", "people", "target"]
    list_filter = [("target", OwnFilter)]
    search_fields = ["area__name"]
    autocomplete_fields = ["target", "area"]
    list_select_related = ["area", "target__agreement"]
