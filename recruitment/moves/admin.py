"""Applications in the admin: a door to the gate, not a way round it."""

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.candidates.admin import found
from recruitment.candidates.models import Candidate
from recruitment.moves.admin_forms import EnterForm, MoveForm
from recruitment.moves.gate import IllegalMove, record, take
from recruitment.pipeline.models import Application, StageTally, StageTransition

MOST_AT_ONCE = 200


class History(admin.TabularInline):
    """Read-only: the history is appended to by the gate alone."""

    model = StageTransition
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "sequence", "kind", "from_stage", "to_stage", "to_status", "effective_at", "recorded_at",
        "actor", "reason", "note",
    )  # fmt: skip

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        # `application` too: naming a row must not ask for it again.
        return rows.select_related("from_stage", "to_stage", "actor", "reason", "application")

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


@admin.register(Application)
class ApplicationAdmin(OwnedAdmin):
    personal = True
    list_display = ["candidate", "stage", "status", "position", "intake", "supervisor", "owner"]
    list_filter = [
        "status", "stage__kind", "created_at",
        ("track", OwnFilter), ("intake", OwnFilter), ("area", OwnFilter), ("source", OwnFilter),
        ("centre", OwnFilter),
    ]  # fmt: skip
    search_fields = ["candidate__full_name"]
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = ["candidate", "stage", "position", "intake", "supervisor", "owner"]
    date_hierarchy = "created_at"
    autocomplete_fields = [
        "candidate", "position", "intake", "area", "source", "supervisor",
    ]  # fmt: skip
    readonly_fields = (
        "centre", "track", "stage", "status", "reason", "entered_stage_at", "version", "created_at",
    )  # fmt: skip
    inlines = [History]
    actions = ["move_selected"]
    fieldsets = [
        (None, {"fields": ["candidate", "position", "intake", "area", "source"]}),
        (gettext_lazy("Work"), {"fields": ["owner", "supervisor", "next_step", "next_step_on"]}),
        (
            gettext_lazy("Kept by the gate"),
            {
                "fields": readonly_fields,
                "description": gettext_lazy(
                    "Moved with the action “Move or close” of the list. Not deleted here: the "
                    "totals of past years rest on the history."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        related = [*self.list_select_related, "centre", "track", "reason", "area", "source"]
        return super().get_queryset(request).select_related(*related)

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.filter(candidate__in=found(Candidate.objects.all(), search_term)), False

    def fixed_fields(self):
        return ["candidate", "position", "intake"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = EnterForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            return self.fieldsets
        return [*self.fieldsets[:2], (gettext_lazy("Enters"), {"fields": ["first_stage", "at"]})]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def save_model(self, request, obj, form, change):
        if not change:
            record([(obj, [form.ask()])], actor=request.user)
        elif form.changed_data:
            obj.save(update_fields=form.changed_data)

    @admin.action(description=gettext_lazy("Move or close"), permissions=["change"])
    def move_selected(self, request, queryset):
        chosen = list(queryset[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            self.message_user(
                request, _("Choose at most %d applications.") % MOST_AT_ONCE, messages.ERROR
            )
            return None
        form = MoveForm(request.POST if "apply" in request.POST else None, applications=chosen)
        if form.is_bound and form.is_valid():
            try:
                written = take(chosen, form.ask(), actor=request.user)
            except IllegalMove as refusal:
                form.add_error(None, str(refusal))
            else:
                done = ngettext("%d application moved.", "%d applications moved.", len(written))
                self.message_user(request, done % len(written), messages.SUCCESS)
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Move or close"),
            "form": form,
            "applications": chosen,
            "opts": self.opts,
            "action_checkbox_name": helpers.ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/recruitment/application/move.html", context)


@admin.register(StageTransition)
class StageTransitionAdmin(ReadOnlyAdmin):
    """Every step of everybody, appended by the gate."""

    centre_path = "application__centre"
    personal = True
    list_display = ["application", "sequence", "kind", "to_stage", "to_status", "effective_at"]
    list_filter = ["kind", "to_status", "effective_at", ("application__centre", OwnFilter)]
    search_fields = ["application__candidate__full_name"]
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = [
        "application__candidate", "application__position", "application__intake", "to_stage",
    ]  # fmt: skip
    date_hierarchy = "effective_at"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        people = found(Candidate.objects.all(), search_term)
        return queryset.filter(application__candidate__in=people), False


@admin.register(StageTally)
class StageTallyAdmin(ReadOnlyAdmin):
    """Sums over histories; check_invariants derives them again."""

    centre_path = "stage__centre"
    list_display = ["stage", "measure", "span", "day", "days", "intake", "n"]
    list_filter = ["measure", "span", "day", ("stage__pipeline", OwnFilter)]
    search_fields = ["stage__name"]
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = ["stage", "intake"]
    date_hierarchy = "day"
