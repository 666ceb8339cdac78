"""Tracks, their stages and the reasons; and a new centre with all of them."""

from datetime import date

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centre.organisation.admin import CentreAdmin
from centre.organisation.models import Centre
from centre.web.owned_admin import OneCentre, OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.pipeline.models import DispositionReason, Pipeline, Stage
from recruitment.pipeline.setup import add_pipeline, start_centre
from recruitment.positions.models import Track


class StartCentreForm(OneCentre):
    """A centre, and what `createcentre` asks besides."""

    starts_on = forms.DateField(label=_("Agreement starts on"), widget=AdminDateWidget)
    ends_on = forms.DateField(label=_("Agreement ends on"), widget=AdminDateWidget)
    doctoral_target = forms.IntegerField(
        label=_("Doctoral target"), min_value=0, required=False, initial=25
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        year = timezone.localdate().year
        self.fields["starts_on"].initial = date(year, 1, 1)
        self.fields["ends_on"].initial = date(year + 4, 12, 31)

    def clean_ends_on(self):
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if starts_on and ends_on <= starts_on:
            raise ValidationError(_("The agreement must end after it starts."))
        return ends_on


admin.site.unregister(Centre)


@admin.register(Centre)
class StartingCentreAdmin(CentreAdmin):
    """A new centre starts with pipelines, reasons, sources, intakes and a plan."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = StartCentreForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            return super().get_fieldsets(request, obj)
        own = [field.name for field in Centre._meta.fields if field.editable and field.name != "id"]
        return [
            (None, {"fields": own}),
            (_("Agreement and target"), {"fields": ["starts_on", "ends_on", "doctoral_target"]}),
        ]

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        promised = {
            name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "doctoral_target")
        }
        start_centre(obj, **promised)


@admin.register(Track)
class TrackAdmin(OwnedAdmin):
    """A new track comes with its pipeline."""

    list_display = ["name", "kind", "code", "position", "centre"]
    list_filter = ["kind", ("centre", OwnFilter)]
    search_fields = ["name", "code"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]

    def fixed_fields(self):
        return ["centre", "kind"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            add_pipeline(obj)


class StageInline(admin.TabularInline):
    model = Stage
    fields = readonly_fields = ("position", "name", "kind", "limit_days", "retired_on")
    extra = 0
    can_delete = False
    show_change_link = True

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Pipeline)
class PipelineAdmin(ReadOnlyAdmin):
    list_display = ["track", "centre"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["track__name"]
    list_select_related = ["track", "centre"]
    inlines = [StageInline]


@admin.register(Stage)
class StageAdmin(OwnedAdmin):
    """Names and limits. Order, new stages and retiring: under Settings, which count anew."""

    may_add = False
    list_display = ["name", "kind", "position", "limit_days", "retired_on", "pipeline", "centre"]
    list_filter = ["kind", ("pipeline", OwnFilter), ("centre", OwnFilter)]
    search_fields = ["name"]
    list_select_related = ["pipeline__track", "centre"]
    fields = [
        "centre", "pipeline", "kind", "position", "name", "limit_days", "prior_pass_rate",
        "prior_days", "is_anonymous", "opens_letters", "needs_scorecards", "needs_decision",
        "retired_on",
    ]  # fmt: skip
    readonly_fields = ["centre", "pipeline", "kind", "position", "retired_on"]
    date_hierarchy = "retired_on"


@admin.register(DispositionReason)
class DispositionReasonAdmin(OwnedAdmin):
    list_display = ["name", "party", "code", "position", "retired_on", "centre"]
    list_filter = ["party", ("centre", OwnFilter)]
    search_fields = ["name", "code"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]
    date_hierarchy = "retired_on"

    def fixed_fields(self):
        return ["centre", "party", "code"]
