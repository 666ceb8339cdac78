"""Offers in the administration: looked at, never written round the approvals."""

from django.contrib import admin

from centre.web.owned_admin import OwnedAdmin, OwnFilter, ReadOnlyAdmin
from recruitment.offers.models import (
    ApprovalGroup,
    Condition,
    FundingPart,
    Offer,
    OfferEvent,
    OfferLetter,
)


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    centre_path = "application__centre"
    personal = True
    list_display = ["application", "number", "state", "amount", "currency", "expires_on"]
    list_filter = ["state", ("application__track", OwnFilter), ("application__centre", OwnFilter)]
    search_fields = ["application__candidate__full_name"]
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = [
        "application__candidate", "application__position", "application__intake",
    ]  # fmt: skip
    date_hierarchy = "expires_on"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)


@admin.register(ApprovalGroup)
class ApprovalGroupAdmin(OwnedAdmin):
    list_display = ["name", "position", "needed", "centre"]
    list_filter = [("centre", OwnFilter)]
    search_fields = ["name"]
    list_select_related = ["centre"]


class OfOffer(ReadOnlyAdmin):
    """Rows below an offer."""

    centre_path = "offer__application__centre"
    personal = True
    search_fields = ["offer__application__candidate__full_name"]
    ordering = ["-pk"]
    sortable_by = []
    list_select_related = ["offer__application__candidate"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)


@admin.register(FundingPart)
class FundingPartAdmin(OfOffer):
    list_display = ["offer", "source", "text", "amount"]
    list_filter = ["source", ("offer__application__centre", OwnFilter)]


@admin.register(Condition)
class ConditionAdmin(OfOffer):
    list_display = ["offer", "kind", "gate", "state", "due_on", "settled_on"]
    list_filter = ["kind", "gate", "state", ("offer__application__centre", OwnFilter)]


@admin.register(OfferEvent)
class OfferEventAdmin(OfOffer):
    list_display = ["offer", "kind", "by", "at"]
    list_filter = ["kind", "at", ("offer__application__centre", OwnFilter)]
    list_select_related = ["offer__application__candidate", "by"]


@admin.register(OfferLetter)
class OfferLetterAdmin(OfOffer):
    list_display = ["offer", "number", "day", "made_at"]
    list_filter = ["made_at", ("offer__application__centre", OwnFilter)]
    exclude = ["content"]
