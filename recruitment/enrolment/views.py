"""Researchers: pages."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.views import require
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate
from recruitment.enrolment import selectors
from recruitment.enrolment.asked import read
from recruitment.enrolment.careers import standings
from recruitment.enrolment.forms import EnrolmentForm
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.enrolment.path import read_path
from recruitment.enrolment.reopened import frees_place
from recruitment.enrolment.supervising import chief_of
from recruitment.positions.models import Opening


@require_safe
def researchers(request):
    require(request, "view_researchers")
    asked = read(request.GET, user=request.user, centre=request.centre)
    wanted = asked.wanted
    mine = selectors.enrolments_of(request.user, request.centre, wanted)
    counts = selectors.count_states(mine, wanted)
    found = selectors.for_list(selectors.in_state(mine, wanted))
    number = _page(request)
    # One more than a page holds tells whether there is another.
    shown = list(found[(number - 1) * selectors.PAGE : number * selectors.PAGE + 1])
    rows = shown[: selectors.PAGE]
    for one, stands in zip(rows, standings(rows, wanted.on).values(), strict=True):
        one.stands, one.is_late = stands, stands.is_overdue(wanted.on)
        one.chief = chief_of(one)
    return render(
        request,
        "recruitment/enrolment/researchers.html",
        {
            "wanted": wanted,
            "as_of": wanted.on if wanted.on != request.centre.today() else None,
            "unread": asked.unread,
            "tracks": asked.tracks,
            "states": [(state, label, counts[state]) for state, label in selectors.STATES.items()],
            "rows": rows,
            "phases": selectors.PHASES.items(),
            "phase": selectors.PHASES.get(wanted.phase),
            "total": counts[wanted.state],
            "before": number - 1,
            "after": number + 1 if len(shown) > selectors.PAGE else 0,
            "nobody": not counts["all"],
        },
    )


def _page(request) -> int:
    number = request.GET.get("page", "1")
    return max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1


@require_safe
def researcher(request, pk):
    rows = Researcher.objects.select_related("candidate")
    try:
        found = fetch(request, rows, pk=pk)
    except Http404:
        # One of two researchers who were merged; the person is not a second one any more.
        mine = rows.visible_to(request.user)
        merges = Merge.objects.standing().filter(gone_researcher=pk).values("kept")
        return redirect(get_object_or_404(mine, candidate__in=merges))
    require(request, "view_researchers")
    candidates = Candidate.objects.visible_to(request.user)
    return render(
        request,
        "recruitment/enrolment/researcher.html",
        {
            "researcher": found,
            "knows_candidate": candidates.filter(pk=found.candidate_id).exists(),
            "today": request.centre.today(),
            **read_path(found, request.centre.today()),
        },
    )


@writing
def enrolment_edit(request, pk):
    found = _enrolment(request, pk)
    form = EnrolmentForm(request.POST or None, instance=found)
    person = found.researcher
    if form.is_valid():
        form.save()
        return saved(request, person.get_absolute_url(), _place_told(found))
    return form_page(
        request,
        form,
        title=_("Dates of %(name)s") % {"name": person},
        back_url=person.get_absolute_url(),
        back_label=str(person),
        lead=f"{found.track}, {found.application.intake}",
        note=_(
            "If the start itself was a mistake, correct the application instead: "
            "that frees the seat again."
        ),
    )


@require_POST
@writing
def enrolment_return(request, pk):
    """Take a leaving back: it was entered by mistake, or they stayed after all."""
    found = _enrolment(request, pk)
    text = _("The leaving is taken back.")
    if found.left_on:
        found.left_on = found.leaving_reason = None
        found.save(update_fields=["left_on", "leaving_reason"])
        if Opening.objects.filter(reopened_for=found).exists():
            text = _("The leaving is taken back. Somebody has their place meanwhile, and keeps it.")
    return saved(request, found.researcher.get_absolute_url(), text)


def _place_told(enrolment: Enrolment) -> str:
    """What became of the place of somebody whose dates were saved."""
    if not enrolment.left_on or not frees_place(enrolment.track):
        return _("Saved.")
    seat = Opening.objects.filter(reopened_for=enrolment).select_related("intake").first()
    if seat is None:
        return _("Saved. No intake lies ahead, so their place is not open again.")
    return _("Saved. Their place is open again for %(intake)s.") % {"intake": seat.intake}


def _enrolment(request, pk) -> Enrolment:
    """The start, locked if the request writes, through the person whose it is."""
    person = Researcher.objects.filter(enrolments=pk)
    researcher = fetch(request, person)
    require(request, "edit_researchers")
    rows = Enrolment.objects.select_related("researcher__candidate", "application__intake", "track")
    return locked(request, rows).get(pk=pk, researcher=researcher)
