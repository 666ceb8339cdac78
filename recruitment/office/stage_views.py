"""Stages of a track: rename, order, limits, priors; add, retire, bring back, delete if unused."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.views import require
from recruitment.office import stages as verbs
from recruitment.office.forms import StageForm
from recruitment.office.menu import frame, section_url
from recruitment.pipeline.models import Stage
from recruitment.positions.models import Track

VERBS = {
    "up": lambda stage: verbs.shift_stage(stage, -1),
    "down": lambda stage: verbs.shift_stage(stage, 1),
    "retire": verbs.retire_stage,
    "bring-back": verbs.bring_back_stage,
    "delete": verbs.delete_stage,
}

DONE = {
    "retire": gettext_lazy("“%(stage)s” is retired."),
    "bring-back": gettext_lazy("“%(stage)s” is in use again."),
    "delete": gettext_lazy("“%(stage)s” is deleted."),
}


def stages(request):
    track, tracks = _track(request)
    rows = list(track.pipeline.stages.order_by("position"))
    current = [one for one in rows if not one.retired_on]
    return render(
        request,
        "recruitment/office/stages.html",
        {
            **frame("stages"),
            "track": track,
            "tracks": tracks,
            "current": current,
            "last": len(current) - 1,
            "retired": [one for one in rows if one.retired_on],
        },
    )


def stage_add(request):
    require(request, "edit_settings")
    track, _tracks = _track(request)
    stage = Stage(centre=request.centre, pipeline=track.pipeline)
    form = StageForm(request.POST or None, instance=stage)
    if form.is_valid():
        stage = form.save(commit=False)
        stage.kind = form.cleaned_data["kind"]
        verbs.add_stage(stage, after=form.cleaned_data["after"])
        return saved(request, _url(track), _("“%(stage)s” is added.") % {"stage": stage})
    return _ask(request, form, track, _("Add a stage"))


@writing
def stage_edit(request, pk):
    stage = _stage(request, pk, lock=True)
    form = StageForm(request.POST or None, instance=stage)
    if form.is_valid():
        form.save()
        return saved(request, _url(stage.pipeline.track), _("Saved."))
    return _ask(request, form, stage.pipeline.track, _("Edit “%(row)s”") % {"row": stage})


@require_POST
def stage_do(request, pk, verb):
    """One of VERBS; a refusal comes back as a sentence."""
    if verb not in VERBS:
        raise Http404
    stage = _stage(request, pk)
    url = _url(stage.pipeline.track)
    try:
        VERBS[verb](stage)
    except Refused as refusal:
        return refused(request, url, str(refusal))
    return saved(request, url, str(DONE.get(verb, "")) % {"stage": stage})


def _track(request):
    tracks = list(
        Track.objects.filter(centre=request.centre, pipeline__isnull=False).select_related(
            "pipeline"
        )
    )
    code = request.GET.get("track")
    track = next((one for one in tracks if one.code == code), None)
    if track is None and (code or not tracks):
        raise Http404
    return track or tracks[0], tracks


def _stage(request, pk, *, lock=False) -> Stage:
    rows = Stage.objects.select_related("pipeline__track", "pipeline__centre", "centre")
    stage = fetch(request, locked(request, rows) if lock else rows, pk=pk)
    require(request, "edit_settings")
    return stage


def _url(track: Track) -> str:
    return f"{section_url('stages')}?track={track.code}"


def _ask(request, form, track, title):
    stage = form.instance
    return form_page(
        request,
        form,
        title=title,
        back_url=_url(track),
        back_label=_("Stages"),
        lead=track.name,
        delete_url=stage.pk
        and not stage.is_start
        and reverse("recruitment:settings-stage-do", args=[stage.pk, "delete"]),
    )
