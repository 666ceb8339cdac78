"""Openings, intakes, researchers, and the words a centre chose for its pipelines."""

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from centre.accounts.tokens import Scope
from recruitment.api import docs, merged
from recruitment.api.base import ApiView, one
from recruitment.api.paging import PARAMETERS, check_names
from recruitment.api.shapes import IntakeShape, Named, OpeningShape, ResearcherShape, StageShape
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.pipeline.kinds import Party
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake, Opening, Track


class Intakes(ApiView):
    scope, needs = Scope.FIGURES, {"GET": "view_openings"}

    @extend_schema(
        operation_id="intakes_list",
        summary="Intakes with their deadlines and seats",
        parameters=docs.PAGES,
        responses={200: docs.page_of(IntakeShape)},
    )
    def get(self, request):
        check_names(request, *PARAMETERS)
        return self.page(_intakes(self), IntakeShape)


class OneIntake(ApiView):
    scope, needs = Scope.FIGURES, {"GET": "view_openings"}

    @extend_schema(operation_id="intakes_read", summary="One intake", responses={200: IntakeShape})
    def get(self, request, pk):
        check_names(request)
        return Response(IntakeShape(one(_intakes(self), pk)).data)


def _intakes(view: ApiView):
    seats = Opening.Status
    return (
        view.seen(Intake.objects)
        .select_related("track")
        .annotate(
            open=Count("openings", filter=Q(openings__status=seats.OPEN)),
            filled=Count("openings", filter=Q(openings__status=seats.FILLED)),
        )
    )


class Openings(ApiView):
    scope, needs = Scope.FIGURES, {"GET": "view_openings"}

    @extend_schema(
        operation_id="openings_list",
        summary="Openings, one a seat",
        parameters=docs.PAGES,
        responses={200: docs.page_of(OpeningShape)},
    )
    def get(self, request):
        check_names(request, *PARAMETERS)
        return self.page(_openings(self), OpeningShape)


class OneOpening(ApiView):
    scope, needs = Scope.FIGURES, {"GET": "view_openings"}

    @extend_schema(
        operation_id="openings_read", summary="One opening", responses={200: OpeningShape}
    )
    def get(self, request, pk):
        check_names(request)
        return Response(OpeningShape(one(_openings(self), pk)).data)


def _openings(view: ApiView):
    """With the application that fills it, for those who see that one."""
    seen = view.seen(Application.objects).filter(opening=OuterRef("pk")).order_by()
    rows = view.seen(Opening.objects).select_related("position", "intake")
    return rows.annotate(application=Subquery(seen.values("pk")[:1]))


class Researchers(ApiView):
    needs = {"GET": "view_researchers"}
    logged_by = ("people", "candidate")

    @extend_schema(
        operation_id="researchers_list",
        summary="Those who started, with each of their enrolments or appointments",
        parameters=docs.PAGES,
        responses={200: docs.page_of(ResearcherShape)},
    )
    def get(self, request):
        check_names(request, *PARAMETERS)
        return self.page(_researchers(self), ResearcherShape)


class OneResearcher(ApiView):
    needs = {"GET": "view_researchers"}

    @extend_schema(
        operation_id="researchers_read", summary="One researcher", responses={200: ResearcherShape}
    )
    def get(self, request, pk):
        check_names(request)
        return Response(ResearcherShape(merged.researcher(self, _researchers(self), pk)).data)


def _researchers(view: ApiView):
    starts = Enrolment.objects.select_related(
        "track", "leaving_reason", "application__intake", "application__supervisor"
    )
    rows = view.seen(Researcher.objects).select_related("candidate")
    return rows.prefetch_related(Prefetch("enrolments", starts.order_by("started_on", "pk")))


class TrackShape(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    stages = StageShape(many=True)
    positions = Named(many=True)


class ReasonShape(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    party = serializers.ChoiceField(Party.choices)


class Vocabulary(serializers.Serializer):
    tracks = TrackShape(many=True)
    reasons = ReasonShape(many=True)
    sources = Named(many=True)
    areas = Named(many=True)
    supervisors = Named(many=True)


class VocabularyView(ApiView):
    needs = {"GET": "view_openings"}

    @extend_schema(
        operation_id="vocabulary_read",
        summary="Tracks, stages, positions, reasons, sources, areas and supervisors in use",
        responses={200: Vocabulary},
    )
    def get(self, request):
        check_names(request)
        centre = self.centre
        tracks = Track.objects.filter(centre=centre).select_related("pipeline")
        found = {
            "tracks": [_track(one) for one in tracks.prefetch_related(*_OF_TRACK)],
            **{name: getattr(centre, name).filter(retired_on=None) for name in _LISTS},
        }
        return Response(Vocabulary(found).data)


_LISTS = ("reasons", "sources", "areas", "supervisors")
_OF_TRACK = ("pipeline__stages", "positions")


def _track(track: Track) -> dict:
    in_use = {
        "stages": [one for one in track.pipeline.stages.all() if one.retired_on is None],
        "positions": [one for one in track.positions.all() if one.retired_on is None],
    }
    return {"id": track.pk, "code": track.code, "name": track.name, **in_use}
