"""The page everybody lands on. What it shows follows from the role: ui.md, section 3."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centre.accounts.middleware import allowed
from centre.accounts.policy import sees_all
from centre.web.afterwards import once_sent
from centre.web.views import require
from recruitment.assessment.reading import ahead
from recruitment.dashboard import panels, words
from recruitment.dashboard.asof import read_asof
from recruitment.dashboard.attention import needs, needs_of_all
from recruitment.dashboard.chosen import chosen_track
from recruitment.dashboard.drawn import drawn
from recruitment.dashboard.hero import hero
from recruitment.dashboard.links import Links
from recruitment.dashboard.outlook import foresight, outlook
from recruitment.dashboard.own import my_candidates, my_places
from recruitment.dashboard.selectors import progress, read_dashboard, read_tracks
from recruitment.pipeline.models import Application, Stage
from recruitment.tasks.card import first_tasks

TEMPLATES = "recruitment/dashboard"


@require_safe
def dashboard(request, published):
    """`published` is the page for who meets published figures only (recruitment/urls.py)."""
    if request.centre is None:
        return render(request, f"{TEMPLATES}/no_centre.html")
    require(request, "view_dashboard")
    if sees_all(request.user, request.centre.pk):
        return _whole(request)
    if allowed(request, "view_candidates"):
        return _own(request)
    # Who meets no candidate meets no live figure either: only reports that were published.
    return published(request)


def _whole(request):
    """Director and manager: every figure, each a link to what it counts."""
    centre, user = request.centre, request.user
    today = centre.today()
    asof = read_asof(request.GET, today=today)
    tracks = read_tracks(centre)
    track, unknown = chosen_track(tracks, request.GET.get("track"))
    context = {
        "asof": asof,
        "on": asof.on,
        "today": today,
        "now": timezone.localtime(timezone=centre.zone),
        "is_today": asof.is_today,
        "problems": [text for text in (asof.problem, unknown) if text],
        "tracks": list(tracks),
        "track": track,
    }
    if track is None:
        return render(request, f"{TEMPLATES}/no_tracks.html", context)
    dash = read_dashboard(centre, tracks, track, asof.on, asof.known)
    links = Links(track, asof)
    later: list = []
    ahead = foresight(dash, later)
    purse = ahead.figure[1] if allowed(request, "view_ledger") else None
    waiting = None
    if asof.is_today:
        stages = [one.stage for one in dash.stages]
        waiting = needs_of_all(user, stages, centre, today, late=dash.over_limit)
    # A director asks where we stand, a manager what to do first.
    first = bool(waiting) and allowed(request, "edit_candidate")
    rights = [allowed(request, one) for one in ("edit_target", "add_candidate", "view_figures")]
    shown = (dash, ahead.seen, ahead.made_at, ahead.is_behind, purse is None, asof, first, rights)
    context |= {
        "dash": dash,
        "links": links,
        "ahead": ahead,
        "attention_first": first,
        "needs": waiting,
        "needs_shown": tuple(one.shown for one in waiting or ()),
        "first_tasks": first_tasks(user, centre, today) if asof.is_today else (),
    }
    context["drawn"] = drawn(request, shown, lambda: context | _figures(context, purse))
    return once_sent(render(request, f"{TEMPLATES}/page.html", context), later)


def _figures(context, purse):
    dash, links = context["dash"], context["links"]
    outcome, _purse = context["ahead"].figure
    return {
        "hero": hero(dash.progress, outlook(dash.progress, outcome), links),
        "tiles": panels.tiles(dash, links, purse),
        "funnel": panels.funnel(dash.stages, links),
        "times": panels.times(dash.stages, links),
        "plan_rows": panels.plan_rows(dash.progress, links),
        "talent": panels.talent(dash, context["today"]),
        "funding": panels.funding(purse),
    }


def _own(request):
    """Supervisor and panel member: the state in a line, and what is theirs."""
    centre, user = request.centre, request.user
    today = centre.today()
    tracks = read_tracks(centre)
    track = next(iter(tracks), None)
    waiting, more = [], {"interviews": ahead(user, centre, timezone.now())}
    if allowed(request, "view_progress"):
        own = Application.objects.visible_to(user).filter(centre=centre)
        stages = Stage.objects.filter(centre=centre).order_by("pipeline", "position")
        waiting = needs(own, list(stages), centre, today)
        candidates, in_progress = my_candidates(user, centre, stages, today)
        more |= {
            "candidates": candidates,
            "in_progress": in_progress,
            "places": my_places(user, centre, today),
        }
    context = {
        "now": timezone.localtime(timezone=centre.zone),
        "today": today,
        "line": words.sentence(progress(centre, track, today, tracks=tracks)) if track else "",
        "needs": waiting,
        "first_tasks": first_tasks(user, centre, today),
        **more,
    }
    return render(request, f"{TEMPLATES}/own.html", context)
