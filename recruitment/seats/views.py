"""Openings and intakes: pages."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.accounts.policy import sees_all
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.views import require
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake, Opening, Track
from recruitment.seats import actions, asked, selectors
from recruitment.seats.forms import IntakeForm, OpeningsForm

# Intakes whose supervisors' places are shown side by side.
AHEAD = 4
SEATS_A_PAGE = 50


def _track(request) -> tuple[Track, list[Track]]:
    code = request.GET.get("track") or request.POST.get("track")
    return asked.chosen_track(code, user=request.user, centre=request.centre)


@require_safe
def openings(request):
    require(request, "view_openings")
    track, tracks = _track(request)
    rows = asked.intakes_of(request.centre, track)
    shown = [row.intake for row in rows.ahead if row.seats or row.planned or row.offered][:AHEAD]
    return render(
        request,
        "recruitment/seats/openings.html",
        {
            "track": track,
            "tracks": tracks,
            "ahead": rows.ahead,
            "past": rows.past,
            "retired": rows.retired,
            "places": selectors.places_of(request.centre, track, shown) if shown else [],
            "places_intakes": shown,
            "any_over": any(row.over for row in rows.ahead),
            "now": timezone.now(),
            "sees_all": sees_all(request.user, request.centre.pk),
        },
    )


@require_safe
def seats(request):
    """The seats of a track, of one area or intake: what a figure of seats counts."""
    require(request, "view_openings")
    track, _tracks = _track(request)
    chosen, rows = asked.seats_of_track(request.GET, track)
    rows = rows.select_related(*selectors.OF_SEAT)
    page = Paginator(rows, SEATS_A_PAGE)
    whole = sees_all(request.user, request.centre.pk)
    return render(
        request,
        "recruitment/seats/seats.html",
        {
            "track": track,
            **chosen,
            "openings": (shown := page.get_page(request.GET.get("page"))),
            "total": page.count,
            "seen": None if whole else _seen(request, pk__in=[one.pk for one in shown]),
            "with_intake": True,
        },
    )


@require_safe
def intake(request, pk):
    found = fetch(request, Intake.objects.select_related("track", "centre"), pk=pk)
    require(request, "view_openings")
    status = request.GET.get("status", "")
    rows = asked.openings_of(found, status).select_related(*selectors.OF_SEAT)
    whole = sees_all(request.user, request.centre.pk)
    (seats,) = selectors.seats_of(request.centre, found.track, [found])
    return render(
        request,
        "recruitment/seats/intake.html",
        {
            "intake": found,
            "seats": seats,
            "openings": rows,
            "status": status,
            "statuses": Opening.Status.choices,
            "stages": selectors.by_stage(found),
            "sees_all": whole,
            "seen": None if whole else _seen(request, intake=found),
        },
    )


def _seen(request, **of) -> set[int]:
    """Seat holders of those openings whom a supervisor may know by name."""
    holders = Application.objects.visible_to(request.user).filter(
        **{f"opening__{name}": value for name, value in of.items()}
    )
    return set(holders.values_list("pk", flat=True))


@require_safe
def opening(request, pk):
    rows = Opening.objects.select_related(
        "intake__track", "position", "filled_by__candidate", "filled_by__enrolment"
    )
    found = fetch(request, rows, pk=pk)
    require(request, "view_openings")
    holder = found.filled_by
    return render(
        request,
        "recruitment/seats/opening.html",
        {
            "opening": found,
            "may_know": holder
            and (
                sees_all(request.user, request.centre.pk)
                or Application.objects.visible_to(request.user).filter(pk=holder.pk).exists()
            ),
        },
    )


def opening_add(request):
    require(request, "edit_openings")
    track, _tracks = _track(request)
    form = OpeningsForm(
        request.POST or None, track=track, initial={"intake": request.GET.get("intake")}
    )
    if form.is_valid():
        added = actions.add_openings(**form.cleaned_data)
        text = ngettext("%(n)d opening added.", "%(n)d openings added.", added) % {"n": added}
        url = form.cleaned_data["intake"].get_absolute_url()
        return saved(request, url, text if added else _("These openings were added already."))
    return form_page(
        request,
        form,
        title=_("Add openings"),
        back_url=f"{reverse('recruitment:openings')}?track={track.code}",
        back_label=_("Openings"),
        lead=_("Each opening is one seat; a start fills exactly one."),
        submit=_("Add openings"),
    )


@require_POST
def opening_close(request, pk):
    return _turn(request, pk, actions.close_opening, _("The opening is closed."))


@require_POST
def opening_reopen(request, pk):
    return _turn(request, pk, actions.reopen_opening, _("The opening is open again."))


def _turn(request, pk, verb, text):
    found = fetch(request, Opening.objects.select_related("filled_by__candidate"), pk=pk)
    require(request, "edit_openings")
    url = reverse("recruitment:intake", args=[found.intake_id])
    try:
        verb(found)
    except Refused as refusal:
        return refused(request, url, str(refusal))
    return saved(request, url, text)


def intake_add(request):
    require(request, "edit_openings")
    track, _tracks = _track(request)
    form = IntakeForm(request.POST or None, instance=Intake(centre=request.centre, track=track))
    return _intake_form(request, form, _("Add an intake"), track)


@writing
def intake_edit(request, pk):
    rows = Intake.objects.select_related("track", "centre")
    found = fetch(request, locked(request, rows), pk=pk)
    require(request, "edit_openings")
    form = IntakeForm(request.POST or None, instance=found)
    return _intake_form(request, form, _("Edit intake"), found.track)


@require_POST
@writing
def intake_retire(request, pk):
    """Offer an intake no longer, or again: what it was used for stays as it is."""
    found = fetch(request, locked(request, Intake.objects.all()), pk=pk)
    require(request, "edit_openings")
    back = request.POST.get("back") == "1"
    found.retired_on = None if back else found.retired_on or request.centre.today()
    found.save(update_fields=["retired_on"])
    text = _("“%(row)s” is in use again.") if back else _("“%(row)s” is retired.")
    return saved(request, found.get_absolute_url(), text % {"row": found})


def _intake_form(request, form, title, track):
    if form.is_valid():
        form.save()
        return saved(request, form.instance.get_absolute_url(), _("Saved."))
    return form_page(
        request,
        form,
        title=title,
        back_url=f"{reverse('recruitment:openings')}?track={track.code}",
        back_label=_("Openings"),
        lead=track.name,
    )
