"""Awards and the assumptions plans are priced with."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.funding.models import Award, FundingBasis, PromisedPay


@admin.register(Award)
class AwardAdmin(OwnedAdmin):
    centre_path = "researcher__centre"
    may_delete = True
    personal = True
    list_display = ["researcher", "source", "from_month", "to_month", "kind", "amount", "currency"]
    list_filter = ["source", ("researcher__centre", OwnFilter)]
    search_fields = ["researcher__candidate__full_name", "text"]
    autocomplete_fields = ["researcher"]
    list_select_related = ["researcher__candidate"]
    date_hierarchy = "from_month"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("researcher__candidate")


@admin.register(FundingBasis)
class FundingBasisAdmin(OwnedAdmin):
    centre_path = "agreement__centre"
    list_display = ["agreement", "level", "doctoral_months", "postdocs", "postdoc_months"]
    list_filter = ["level", ("agreement", OwnFilter)]
    search_fields = ["agreement__title"]
    autocomplete_fields = ["agreement"]
    list_select_related = ["agreement"]


@admin.register(PromisedPay)
class PromisedPayAdmin(ReadOnlyAdmin):
    """What offers promise; they keep it themselves."""

    centre_path = "application__centre"
    personal = True
    list_display = ["application", "source", "from_month", "to_month", "amount", "is_accepted"]
    list_filter = ["source", "is_accepted", ("application__centre", OwnFilter)]
    search_fields = ["application__candidate__full_name"]
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = [
        "application__candidate", "application__position", "application__intake",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)
