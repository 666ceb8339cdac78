"""The figures page: how applications go, from which every number leads to its records."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from centre.organisation.models import ResearchArea
from centre.targets.promises import read_area_plan
from centre.web.views import require
from recruitment.figures import counts, load, panels, waits
from recruitment.figures.asked import Asked, read
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application
from recruitment.positions.models import Source, Track


@require_safe
def figures(request):
    require(request, "view_figures")
    tracks = list(Track.objects.filter(centre=request.centre, pipeline__isnull=False))
    if not tracks:
        return render(request, "recruitment/figures/page.html", {"tracks": []})
    asked = read(request.GET, request.centre, tracks)
    rows = Application.objects.visible_to(request.user)
    groups = counts.read_groups(asked, rows)
    return render(
        request,
        "recruitment/figures/page.html",
        {
            "asked": asked,
            "tracks": [(one, asked.here(track=one.code, intake=None)) for one in tracks],
            "years": sorted({asked.cohort, *(one.year for one in groups)} - {None}),
            "panels": [*_funnels(asked, rows, groups), *_people(asked, rows, groups)],
        },
    )


def _funnels(asked: Asked, rows, groups):
    ends = [asked.first(kind) for kind in (StageKind.OFFER, StageKind.STARTED)]
    found = [(stage, waits.read_wait(asked, rows, stage)) for stage in ends if stage is not None]
    return [
        panels.by_intake(asked, groups),
        panels.by_cohort(asked, groups),
        panels.passing(asked, groups),
        panels.times(asked, groups, waits.read_stays(asked, rows), counts.read_stood(asked, rows)),
        panels.to_milestones(asked, found),
    ]


def _people(asked: Asked, rows, groups):
    last = [s for s in asked.stages if s.kind in (StageKind.OFFER, StageKind.PRE_START)]
    starts = counts.read_starts(asked, rows)
    people = load.People(
        here=[row for row in starts if row[5] is None or row[5] > asked.asof.on],
        accepted=counts.read_accepted(asked, rows),
        under_way=counts.read_under_way(asked, rows),
    )
    sources = dict(Source.objects.filter(centre=asked.centre).values_list("pk", "name"))
    areas = dict(ResearchArea.objects.filter(centre=asked.centre).values_list("pk", "name"))
    return [
        panels.sources(asked, groups, starts, sources),
        panels.offers(asked, groups, counts.read_reasons(asked, rows, last)),
        load.areas(asked, areas, people, _planned(asked), counts.read_seats(asked)),
        load.supervisors(asked, people, counts.read_supervisors(asked)),
    ]


def _planned(asked: Asked) -> load.Planned:
    """Of the whole target: an intake or a cohort has no plan of its own."""
    return load.Planned(
        read_area_plan(asked.centre, asked.track.kind, asked.known),
        reverse("recruitment:settings-section", args=["targets"]),
    )
