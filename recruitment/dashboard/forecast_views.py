"""The forecast’s own page, its what-if, and the same as JSON."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from centre.accounts.policy import sees_all
from centre.web.views import require
from recruitment.dashboard import worked
from recruitment.dashboard.asof import read_asof
from recruitment.dashboard.chosen import chosen_track
from recruitment.dashboard.links import Links
from recruitment.dashboard.outlook import asked_and_answered, outlook
from recruitment.dashboard.selectors import read_dashboard, read_tracks
from recruitment.dashboard.whatif import WhatIfForm, compared

TEMPLATES = "recruitment/forecast"


@require_safe
def forecast_page(request):
    """Every input of the forecast, in words and tables; with a scenario, what it would change."""
    context = _read(request)
    if context["track"] is None:
        return render(request, "recruitment/dashboard/no_tracks.html", context)
    template = "_whatif.html" if request.htmx.target == "what-if" else "page.html"
    return render(request, f"{TEMPLATES}/{template}", context)


@require_safe
def forecast_json(request):
    """The same values for other programs."""
    context = _read(request)
    if context["track"] is None:
        return JsonResponse({"error": "This centre has no track."}, status=404)
    asof = context["asof"]
    head = {
        "centre": request.centre.slug,
        "track": context["track"].code,
        "on": asof.on.isoformat(),
        "known": asof.known and asof.known.isoformat(),
    }
    answer = {**head, "forecast": context["outcome"].as_json()}
    if context["what_if"]:
        answer["what_if"] = context["what_if"].after.as_json()
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _read(request):
    require(request, "view_progress")
    centre = request.centre
    asof = read_asof(request.GET, today=centre.today())
    tracks = read_tracks(centre)
    track, unknown = chosen_track(tracks, request.GET.get("track"))
    context = {
        "asof": asof, "on": asof.on, "today": asof.today, "is_today": asof.is_today,
        "problems": [text for text in (asof.problem, unknown) if text],
        "tracks": list(tracks), "track": track,
    }  # fmt: skip
    if track is None:
        return context
    dash = read_dashboard(centre, tracks, track, asof.on, asof.known)
    inputs, outcome = asked_and_answered(dash)
    form = WhatIfForm(request.GET, inputs=inputs)
    links = Links(track, asof)
    # A supervisor's lists hold their own people only: no figure of all leads there.
    stages = worked.stage_rows(dash, outcome, links if sees_all(request.user, centre.pk) else None)
    return context | {
        "dash": dash,
        "links": links,
        "outcome": outcome,
        "outlook": outlook(dash.progress, outcome),
        "inputs": inputs,
        "stage_rows": stages,
        "live_total": worked.live_total(stages),
        "rate_rows": list(worked.rate_rows(outcome)),
        "intake_rows": worked.intake_rows(dash, outcome),
        "year_rows": worked.year_rows(outcome),
        "runs": f"{outcome.simulations:,}",
        "error_points": f"{max(outcome.error * 200, 0.1):.1f}",  # two standard errors
        "form": form,
        "what_if": compared(inputs, outcome, form),
    }
