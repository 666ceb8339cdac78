"""People in the admin. A list of them is searched by their keys, as on the pages."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.candidates import names
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note, SavedView
from recruitment.candidates.pairs import NotSame


def found(people, text: str):
    """Those of `people` with a key that begins with each word of `text`, in any script."""
    for word in names.words(text)[:6]:
        keys = CandidateKey.objects.filter(
            candidate=OuterRef("pk"),
            centre=OuterRef("centre"),
            kind=CandidateKey.Kind.WORD,
            key__startswith=word[:40],
        )
        people = people.filter(Exists(keys))
    return people


class EducationInline(admin.TabularInline):
    model = EducationRecord
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """In a table the heading is no label, so each field says itself what it is."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Candidate)
class CandidateAdmin(OwnedAdmin):
    personal = True
    list_display = ["full_name", "native_name", "email", "nationality", "centre", "updated_at"]
    list_filter = ["created_at", "updated_at", ("centre", OwnFilter)]
    search_fields = ["full_name"]
    search_help_text = _("Name in any script, pinyin, e-mail, ORCID iD or university")
    # In the order of the primary key, which every database walks without sorting.
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = ["centre"]
    autocomplete_fields = ["centre"]
    date_hierarchy = "created_at"
    readonly_fields = ["current", "created_by", "created_at", "updated_at"]
    inlines = [EducationInline]
    fieldsets = [
        (None, {"fields": ["centre", "full_name", "native_name", "preferred_name"]}),
        (_("Contact"), {"fields": ["email", "other_emails", "phone", "orcid", "home_pages"]}),
        (_("May not be written to"), {"fields": ["no_contact_on", "no_contact_reason"]}),
        (_("Background"), {"fields": ["nationality", "current_place", "language"]}),
        (
            _("Kept by the site"),
            {
                "fields": ["current", "created_by", "created_at", "updated_at"],
                "description": _(
                    "A person is not deleted here: the totals of past years rest on the history."
                ),
            },
        ),
    ]

    def get_queryset(self, request):
        related = ["centre", "created_by", "current__position", "current__intake"]
        return super().get_queryset(request).select_related(*related, "current__candidate")

    def get_search_results(self, request, queryset, search_term):
        return found(queryset, search_term), False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
            obj.save()
        elif form.changed_data and not obj.save_if(obj.version, form.changed_data):
            self.message_user(
                request, _("Somebody edited this person meanwhile. Look again."), messages.ERROR
            )

    def save_related(self, request, form, formsets, change):
        studied = any(formset.has_changed() for formset in formsets)
        super().save_related(request, form, formsets, change)
        if change and studied and not form.changed_data:
            # Who edits the person on their page learns of it by the version.
            form.instance.save_if(form.instance.version, [])
        # Universities are words a person is found by.
        CandidateKey.refresh([form.instance])


class OfPerson(ReadOnlyAdmin):
    """Written on the person's own page."""

    centre_path = "candidate__centre"
    personal = True
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = ["candidate"]
    # The words of search reach these through their person.
    search_fields = ["candidate__full_name"]

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        return queryset.filter(candidate__in=found(Candidate.objects.all(), search_term)), False


@admin.register(EducationRecord)
class EducationRecordAdmin(OfPerson):
    list_display = ["candidate", "level", "institution", "field", "ended"]
    list_filter = ["level", ("candidate__centre", OwnFilter)]


@admin.register(Note)
class NoteAdmin(OfPerson):
    list_display = ["candidate", "author", "created_at"]
    list_filter = ["created_at", ("candidate__centre", OwnFilter)]
    list_select_related = ["candidate", "author"]
    date_hierarchy = "created_at"


@admin.register(CandidateKey)
class CandidateKeyAdmin(OfPerson):
    """What searches and duplicates are found by; follows from the person."""

    centre_path = "centre"
    superusers_only = True
    list_display = ["candidate", "kind", "key"]
    list_filter = ["kind", ("centre", OwnFilter)]


@admin.register(NotSame)
class NotSameAdmin(ReadOnlyAdmin):
    """Said on the pages of duplicates, and taken back there."""

    personal = True
    list_display = ["first", "second", "said_by", "said_at"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["first", "second", "said_by"]
    ordering = ["-pk"]
    sortable_by = []


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Done and undone on the pages of duplicates."""

    personal = True
    list_display = ["gone_name", "kept", "by", "at", "undone_at"]
    list_filter = [("centre", OwnFilter)]
    list_select_related = ["kept", "by"]
    exclude = ["before"]
    ordering = ["-pk"]
    sortable_by = []


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    superusers_only = True
    list_display = ["name", "user", "centre"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["name", "user__email"]
    list_select_related = ["user", "centre"]
