"""The centre, its partners and areas."""

from django.contrib import admin

from centre.organisation.models import Centre, PartnerInstitution, ResearchArea
from centre.web.owned_admin import OwnedAdmin, OwnFilter


@admin.register(Centre)
class CentreAdmin(OwnedAdmin):
    """Whoever keeps a centre may edit it; a new one is a system administrator's to start.

    Its time zone changes under Settings, which count its days anew.
    """

    centre_path = "pk"
    list_display = ["name", "slug", "host_university", "industry_partner", "head", "time_zone"]
    search_fields = ["name", "native_name", "slug"]

    def fixed_fields(self):
        return ["time_zone"]

    def has_add_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser


@admin.register(PartnerInstitution)
class PartnerInstitutionAdmin(OwnedAdmin):
    may_delete = True
    list_display = ["name", "kind", "country", "centre"]
    list_filter = ["kind", ("centre", OwnFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]


@admin.register(ResearchArea)
class ResearchAreaAdmin(OwnedAdmin):
    list_display = ["name", "mark", "position", "retired_on", "centre"]
    list_filter = ["mark", ("centre", OwnFilter)]
    search_fields = ["name"]
    autocomplete_fields = ["centre"]
    list_select_related = ["centre"]
    date_hierarchy = "retired_on"
