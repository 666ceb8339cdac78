"""Placements of a researcher: add, correct, take away; the list of all; the plan of a track."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.accounts.policy import sees_all
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.views import require
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.placements.asked import STATES, placements_of, read
from recruitment.placements.coverage import coverage_of
from recruitment.placements.forms import PlacementForm, PlanForm, hold
from recruitment.placements.models import Placement, PlacementPlan
from recruitment.positions.models import Track

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 50


@require_safe
def placements(request):
    require(request, "view_researchers")
    centre, today = request.centre, request.centre.today()
    rows = placements_of(request.user, centre)
    tracks = list(Track.objects.filter(centre=centre))
    wanted = read(request.GET, rows, tracks)
    shown = wanted.of(rows, today).select_related(
        "enrolment__researcher__candidate", "enrolment__track", "mentor"
    )
    page = Paginator(shown, PAGE)
    # Of the whole centre: who meets some researchers only is not told of the others.
    whole = tracks if sees_all(request.user, centre.pk) else []
    return render(
        request,
        "recruitment/placements/placements.html",
        {
            "page": page.get_page(request.GET.get("page")),
            "total": page.count,
            "wanted": wanted,
            "states": STATES.items(),
            "tracks": tracks,
            "today": today,
            "covered": [(one, coverage_of(one, today)) for one in whole],
        },
    )


@page_or_post
@writing
def placement_add(request, pk):
    person = fetch(request, Researcher.objects.filter(enrolments=pk))
    require(request, "edit_researchers")
    rows = Enrolment.objects.select_related("researcher__candidate", "track")
    start = locked(request, rows).get(pk=pk)
    new = Placement(enrolment=start, company=request.centre.industry_partner)
    form = PlacementForm(request.POST or None, instance=new)
    if form.is_valid():
        form.add()
        return saved(request, person.get_absolute_url(), _("The placement is added."))
    title = _("Add a placement of %(name)s") % {"name": start.researcher}
    return _ask(request, form, start, title, submit=_("Add placement"))


@page_or_post
@writing
def placement_edit(request, pk):
    row = _placement(request, pk)
    form = PlacementForm(request.POST or None, instance=row)
    if form.is_valid():
        form.save()
        return saved(request, row.enrolment.researcher.get_absolute_url(), _("Saved."))
    return _ask(
        request, form, row.enrolment,
        _("Placement of %(name)s") % {"name": row.enrolment.researcher},
        delete_url=reverse("recruitment:placement-delete", args=[pk]),
        delete_note=_("Called off, or entered by mistake?"),
    )  # fmt: skip


@require_POST
@writing
def placement_delete(request, pk):
    row = _placement(request, pk)
    row.delete()
    url = row.enrolment.researcher.get_absolute_url()
    return saved(request, url, _("The placement is deleted."))


@page_or_post
@writing
def placement_plan(request, pk):
    track = fetch(request, Track.objects.select_related("centre"), pk=pk)
    require(request, "edit_researchers")
    # Of two who plan the same track at once the second is told.
    track = get_object_or_404(locked(request, Track.objects.all()), pk=track.pk)
    plan = PlacementPlan.objects.filter(track=track).first() or PlacementPlan(track=track)
    form = PlanForm(request.POST or None, instance=plan)
    if form.is_valid():
        form.save()
        return saved(request, reverse("recruitment:placements"), _("The plan is saved."))
    return form_page(
        request, form,
        title=_("Placements planned: %(track)s") % {"track": track},
        back_url=reverse("recruitment:placements"),
        back_label=_("Placements"),
        lead=_("Of the researchers in post, so many are to spend so long at the partner."),
    )  # fmt: skip


def _placement(request, pk) -> Placement:
    """The row, locked if the request writes, through the person whose it is."""
    fetch(request, Researcher.objects.filter(enrolments__placements=pk))
    require(request, "edit_researchers")
    rows = Placement.objects.select_related("enrolment__researcher__candidate", "mentor")
    found = locked(request, rows).get(pk=pk)
    if request.method == "POST":
        hold(found.enrolment_id)
    return found


def _ask(request, form, start, title, **words):
    person = start.researcher
    return form_page(
        request, form, title=title, back_url=person.get_absolute_url(), back_label=str(person),
        lead=_("Co-training at the partner: it counts for the plan from its first day on."),
        **words,
    )  # fmt: skip
