"""What the admin pages of both apps share: scoped to the user's centres, and bounded at any size.

A centre manager who is staff keeps the records of their centres here; a system administrator those
of all. Nothing counts or lists without a cap, and no select holds people: what costs at 200
records costs the same at 100,000. Deleting is the exception, as totals and histories rest on what
is stored; an admin that allows it says so.
"""

from auditlog.mixins import AuditlogHistoryAdminMixin
from auditlog.models import LogEntry
from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from centre.accounts.models import Role, User
from centre.accounts.policy import centres_seen_as
from centre.web.forms import Compared

MOST = 1000


def kept_by(user) -> list[int]:
    """The centres whose records `user` keeps in the admin; a superuser is asked for elsewhere."""
    return centres_seen_as(user, Role.MANAGER) if user.is_staff else []


class CappedPaginator(Paginator):
    """Counts to a thousand and stops: nobody reads on, they search."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[:MOST].count()


class OwnFilter(admin.RelatedFieldListFilter):
    """Offers the rows the user may see, not those of other centres."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        own = related.get_queryset(request).values("pk")
        return field.get_choices(include_blank=False, limit_choices_to={"pk__in": own})


class OneCentre(Compared, forms.ModelForm):
    """Ties no row to something of another centre, and overwrites nothing it did not show."""

    centre_path = "centre"
    # The rows edited below this one, by their names on it.
    beside: tuple[str, ...] = ()

    def _values(self):
        if self.instance.pk is None:
            return []
        below = (getattr(self.instance, name).order_by("pk") for name in self.beside)
        return [*super()._values(), *(list(rows.values_list()) for rows in below)]

    def _writes(self):
        # Whether a row below is written, its own formset knows; so nothing is let through.
        return bool(self.beside) or super()._writes()

    def clean(self):
        cleaned = super().clean()
        name, *rest = self.centre_path.split("__")
        root = cleaned.get(name) or getattr(self.instance, name, None)
        home = getattr(root, "__".join(rest) + "_id", None) if rest else getattr(root, "pk", None)
        for field, value in cleaned.items():
            many = value if hasattr(value, "model") else [value]
            for one in many if home and field != name else []:
                if getattr(one, "centre_id", home) != home:
                    self.add_error(field, _("Choose one of the same centre."))
        return cleaned


class OwnedAdmin(AuditlogHistoryAdminMixin, admin.ModelAdmin):
    """One model of a centre. `centre_path` leads from a row to its centre."""

    centre_path = "centre"
    may_add = may_change = True
    may_delete = False
    superusers_only = False
    # Opening one as a system administrator is written down: nobody else gave them leave.
    personal = False
    form = OneCentre
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    auditlog_history_template = "admin/audit_log.html"
    change_form_template = "admin/owned_form.html"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.user.is_superuser:
            return rows
        return rows.filter(**{f"{self.centre_path}__in": kept_by(request.user)})

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.centre_path = self.centre_path
        inlines = self.get_inline_instances(request, obj) if obj else []
        below = {one.model for one in inlines if one.has_change_permission(request, obj)}
        form.beside = tuple(
            one.get_accessor_name()
            for one in self.opts.related_objects
            if one.related_model in below
        )
        return form

    def get_object(self, request, object_id, from_field=None):
        """As everywhere: what is not theirs is not there. Held while it is compared and saved."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST" and connection.in_atomic_block:
            rows = self.model._base_manager.select_for_update(no_key=True)
            list(rows.filter(pk=found.pk).values_list("pk"))
            found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def get_readonly_fields(self, request, obj=None):
        fixed = list(super().get_readonly_fields(request, obj))
        if obj is not None:
            # What a row belongs to never changes: others point at both.
            fixed += [name for name in self.fixed_fields() if name not in fixed]
        return fixed

    def fixed_fields(self):
        return [self.centre_path.split("__")[0]] if self.centre_path != "pk" else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        self._own_choices(db_field, request, kwargs)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        self._own_choices(db_field, request, kwargs)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _own_choices(self, db_field, request, kwargs):
        model = db_field.remote_field.model
        related = self.admin_site._registry.get(model)
        if model is User:
            # Staff are few, and only those with a role in a centre are ever chosen.
            people = User.objects.filter(memberships__isnull=False).distinct()
            kwargs["queryset"] = people.visible_to(request.user)
        elif related is not None:
            kwargs["queryset"] = related.get_queryset(request)

    def has_module_permission(self, request):
        return self._may(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request, obj)

    def has_add_permission(self, request, obj=None):
        return self.may_add and self._may(request)

    def has_change_permission(self, request, obj=None):
        return self.may_change and self._may(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.may_delete and self._may(request, obj)

    def _may(self, request, obj=None):
        user = request.user
        if not (user.is_active and user.is_staff):
            return False
        if user.is_superuser:
            return True
        kept = kept_by(user)
        if self.superusers_only or not kept:
            return False
        return obj is None or not isinstance(obj, self.model) or self.centre_of(obj) in kept

    def centre_of(self, obj):
        *path, last = self.centre_path.split("__")
        for name in path:
            obj = getattr(obj, name)
        return obj.pk if last == "pk" else getattr(obj, f"{last}_id")

    def get_actions(self, request):
        """Without “delete selected”: what may be deleted is deleted one by one, seen first."""
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if name != "delete_selected"
        }

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and self.personal and request.user.is_superuser:
            # Also of what the log does not follow, such as e-mails.
            LogEntry.objects.log_create(obj, action=LogEntry.Action.ACCESS, force_log=True)
        return super().render_change_form(request, context, add, change, form_url, obj)


class ReadOnlyAdmin(OwnedAdmin):
    """Looked at here, written elsewhere: by the gate, or derived."""

    may_add = may_change = False
