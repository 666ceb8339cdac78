"""Progress, as `manage.py progress --format json` tells it; and the report published last."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from centre.accounts.policy import may
from centre.accounts.tokens import Scope
from recruitment.api import docs
from recruitment.api.base import ApiView
from recruitment.api.paging import check_names, read_days
from recruitment.api.problems import Told
from recruitment.dashboard.asof import read_asof
from recruitment.dashboard.report import as_json
from recruitment.dashboard.selectors import read_dashboard, read_tracks
from recruitment.reports.models import Report


class TargetShape(serializers.Serializer):
    headcount = serializers.IntegerField(allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    counts = serializers.CharField(help_text="What counts as recruited.")


class ByIntake(serializers.Serializer):
    intake = serializers.CharField()
    planned = serializers.IntegerField()
    started = serializers.IntegerField()


class FunnelStage(serializers.Serializer):
    kind = serializers.CharField()
    stage = serializers.CharField()
    entered = serializers.IntegerField()
    advanced = serializers.IntegerField()
    closed = serializers.IntegerField()
    waiting = serializers.IntegerField()


class StageTime(serializers.Serializer):
    kind = serializers.CharField()
    stage = serializers.CharField()
    n = serializers.IntegerField()
    median_days = serializers.FloatField(allow_null=True)
    limit_days = serializers.IntegerField(allow_null=True)
    over_limit = serializers.IntegerField()


class ProgressShape(serializers.Serializer):
    centre = serializers.CharField()
    track = serializers.CharField()
    on = serializers.DateField()
    known = serializers.DateField(allow_null=True)
    target = TargetShape(allow_null=True)
    in_post = serializers.IntegerField()
    started = serializers.IntegerField()
    left = serializers.IntegerField()
    accepted = serializers.IntegerField()
    plan = serializers.IntegerField(allow_null=True)
    gap = serializers.IntegerField(allow_null=True, help_text="Missing to the plan.")
    by_intake = ByIntake(many=True)
    funnel = FunnelStage(many=True)
    time_in_stage = StageTime(many=True)
    forecast = serializers.DictField(allow_null=True)
    funding = serializers.DictField(
        allow_null=True, help_text="Null without an agreement, or to roles that see no ledger."
    )
    talent_flow = serializers.DictField(allow_null=True)


_DAY = {"type": "string", "format": "date"}


class ProgressView(ApiView):
    scope, needs = Scope.FIGURES, {"GET": "view_figures"}

    @extend_schema(
        operation_id="progress_read",
        summary="Where a track stands against its target, and the forecast",
        parameters=[
            OpenApiParameter("track", docs.TEXT, description="Its code; the first else."),
            OpenApiParameter("on", _DAY, description="At the end of that day; today else."),
            OpenApiParameter("known", _DAY, description="Leave out what was recorded later."),
        ],
        responses={200: ProgressShape},
    )
    def get(self, request):
        check_names(request, "track", "on", "known")
        read_days(request, "on", "known")
        query = request.query_params
        asof = read_asof(query, today=self.centre.today())
        if asof.problem:
            raise Told(422, _("Nothing was read."), {asof.about: [asof.problem]})
        tracks = read_tracks(self.centre)
        code = query.get("track", "")
        track = next((one for one in tracks if code in (one.code, "")), None)
        if track is None and code:
            told = _("This centre has no such track.")
            raise Told(422, _("Nothing was read."), {"track": [told]})
        if track is None:
            raise Http404
        told = as_json(read_dashboard(self.centre, tracks, track, asof.on, asof.known))
        if not may(request.user, "view_ledger", self.centre.pk):
            told["funding"] = None
        return Response(told)


class PublishedShape(serializers.Serializer):
    period = serializers.CharField(source="period.code")
    version = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    figures = serializers.DictField(source="data", help_text="The report as it was published.")


class PublishedView(ApiView):
    scope, needs = Scope.FIGURES, {"GET": "view_reports"}

    @extend_schema(
        operation_id="published_read",
        summary="The sponsor report published last",
        description="All that an industry viewer meets. 404 until there is one.",
        responses={200: PublishedShape},
    )
    def get(self, request):
        check_names(request)
        found = self.seen(Report.objects).published().latest_first().first()
        if found is None:
            raise Http404
        return Response(PublishedShape(found).data)
