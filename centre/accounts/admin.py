"""Accounts, their roles, and the log of all edits: for system administrators alone."""

from allauth.account import admin as allauth_admin
from auditlog.admin import LogEntryAdmin
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from centre.accounts.models import Membership, User
from centre.accounts.tokens import AccessToken
from centre.web.owned_admin import CappedPaginator, OwnedAdmin, OwnFilter, ReadOnlyAdmin

# Roles are memberships, and an address is a field of its account: these would be a second truth.
for unused in (Group, allauth_admin.EmailAddress):
    admin.site.unregister(unused)


class AddUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class ChangeUserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1
    autocomplete_fields = ["centre"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """By e-mail. Nobody is deleted, as the history names them: make them inactive instead."""

    form = ChangeUserForm
    add_form = AddUserForm
    list_display = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "memberships__role"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    list_per_page = 50
    show_full_result_count = False
    paginator = CappedPaginator
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        (
            _("Settings"),
            {"fields": ["language", "theme", "shortcuts", "mails_mentions", "mails_digest"]},
        ),
        (
            _("Access"),
            {
                "fields": ["is_active", "is_staff", "is_superuser"],
                "description": _(
                    "Staff status opens these pages to centre managers. Roles are given below."
                ),
            },
        ),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Membership)
class MembershipAdmin(OwnedAdmin):
    superusers_only = True
    may_delete = True
    list_display = ["user", "centre", "role", "since"]
    list_filter = ["role", ("centre", OwnFilter)]
    search_fields = ["user__email", "user__name"]
    autocomplete_fields = ["user", "centre"]
    list_select_related = ["user", "centre"]
    date_hierarchy = "since"


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnlyAdmin):
    """That they are there and what they may. Deleting one ends it at once."""

    superusers_only = True
    may_delete = True
    centre_path = "membership__centre"
    list_display = ["name", "membership", "hint", "last_used_at", "expires_at", "revoked_at"]
    list_select_related = ["membership__user"]
    search_fields = ["name", "membership__user__email"]
    exclude = ["form"]


class KindFilter(admin.RelatedFieldListFilter):
    """The models whose edits are kept, without looking through the log for them."""

    def field_choices(self, field, request, model_admin):
        kinds = ContentType.objects.filter(app_label__in=["centre", "recruitment"])
        return sorted(((one.pk, one.name) for one in kinds), key=lambda choice: choice[1])


admin.site.unregister(LogEntry)


@admin.register(LogEntry)
class AuditAdmin(LogEntryAdmin):
    """Who changed which field, and who opened what they had no role for. Nobody edits it."""

    list_filter = ["action", ("content_type", KindFilter)]
    search_fields = ["^object_repr", "=object_pk", "^actor__email"]
    date_hierarchy = "timestamp"
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
