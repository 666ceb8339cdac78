"""Offers, to be read: what is promised to whom, and what became of it, to who has their page."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from centre.accounts.tokens import Scope
from recruitment.api import docs
from recruitment.api.base import ApiView, one
from recruitment.api.paging import PARAMETERS, check_names
from recruitment.api.problems import Told
from recruitment.api.shapes import Named
from recruitment.funding.models import Award
from recruitment.offers import listing
from recruitment.offers.kinds import ConditionKind, Gate, Language, Pay, Progress, State
from recruitment.positions.models import Track

# The document names it by this (settings, ENUM_NAME_OVERRIDES).
WHO_PAYS = Award.Source.choices


class PartShape(serializers.Serializer):
    source = serializers.ChoiceField(WHO_PAYS)
    text = serializers.CharField(help_text="The scheme or account.")
    amount = serializers.DecimalField(10, 2, help_text="A month, in the currency of the offer.")


class ConditionShape(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ConditionKind.choices)
    text = serializers.CharField()
    gate = serializers.ChoiceField(Gate.choices)
    state = serializers.ChoiceField(Progress.choices)
    due_on = serializers.DateField(allow_null=True)
    settled_on = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)


class OfferShape(serializers.Serializer):
    id = serializers.IntegerField()
    application = serializers.IntegerField(source="application_id")
    candidate = serializers.IntegerField(source="application.candidate_id")
    version = serializers.IntegerField(
        source="number", help_text="Of several of one application the last alone may count."
    )
    state = serializers.ChoiceField(State.choices)
    pay = serializers.ChoiceField(Pay.choices)
    amount = serializers.DecimalField(10, 2, help_text="A month.")
    currency = serializers.CharField()
    months = serializers.IntegerField()
    starts_on = serializers.DateField()
    supervisor = Named()
    co_supervisor = Named(allow_null=True)
    parts = PartShape(many=True, help_text="Who pays how much of it.")
    conditions = ConditionShape(many=True)
    expires_at = serializers.DateTimeField(help_text="The end of the minute to answer by.")
    expires_zone = serializers.CharField(help_text="In whose clock that minute was named.")
    language = serializers.ChoiceField(Language.choices, help_text="Of the letter.")
    paragraph = serializers.CharField(help_text="Of its own, in the letter.")
    sent_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    reason = Named(allow_null=True, help_text="Why it was declined.")
    page = serializers.CharField(source="get_absolute_url", help_text="Its page on this site.")


class Offers(ApiView):
    scope, needs = Scope.OFFERS, {"GET": "view_offers"}
    logged_by = ("people", "candidate")

    @extend_schema(
        operation_id="offers_list",
        summary="Offers, a row a version, with who pays and what they depend on",
        parameters=[*docs.OF_OFFERS, *docs.PAGES],
        responses={200: docs.page_of(OfferShape)},
    )
    def get(self, request):
        check_names(request, "view", "track", *PARAMETERS)
        asked = request.query_params
        _insist(asked, "view", listing.VIEWS, _("There is no such view of offers."), status=400)
        codes = Track.objects.filter(centre=self.centre).values_list("code", flat=True)
        _insist(asked, "track", codes, _("There is no such track."), status=422)
        rows = _offers(self, asked.get("track", ""))
        if "view" in asked:
            rows = listing.in_view(rows, asked["view"])
        return self.page(rows, OfferShape)


class OneOffer(ApiView):
    scope, needs = Scope.OFFERS, {"GET": "view_offers"}

    @extend_schema(
        operation_id="offers_read", summary="One version of an offer", responses={200: OfferShape}
    )
    def get(self, request, pk):
        check_names(request)
        return Response(OfferShape(one(_offers(self), pk)).data)


def _insist(asked, name: str, known, text: str, *, status: int) -> None:
    """What nobody knows is refused: a program would take all there are for those it asked for. With
    422 what another centre, or this one tomorrow, may know."""
    if name in asked and asked[name] not in known:
        raise Told(status, _("Nothing was read."), {name: [text]})


def _offers(view: ApiView, track: str = ""):
    rows = listing.offers_in(view.request.user, view.centre, track)
    rows = rows.select_related("application", "supervisor", "co_supervisor", "reason")
    return rows.prefetch_related("parts", "conditions")
