"""Researchers: pages."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.sheet import form_page, locked, saved, writing
from centre.web.views import require
from recruitment.candidates.merges import Merge
from recruitment.enrolment import selectors
from recruitment.enrolment.asked import read
from recruitment.enrolment.forms import EnrolmentForm
from recruitment.enrolment.models import Enrolment, Researcher


@require_safe
def researchers(request):
    require(request, "view_researchers")
    asked = read(request.GET, user=request.user, centre=request.centre)
    wanted = asked.wanted
    rows = selectors.enrolments_of(request.user, request.centre, wanted)
    counts = selectors.count_states(rows, wanted)
    found = selectors.for_list(selectors.in_state(rows, wanted))
    number = _page(request)
    # One more than a page holds tells whether there is another.
    shown = list(found[(number - 1) * selectors.PAGE : number * selectors.PAGE + 1])
    return render(
        request,
        "recruitment/enrolment/researchers.html",
        {
            "wanted": wanted,
            "as_of": wanted.on if wanted.on != request.centre.today() else None,
            "unread": asked.unread,
            "tracks": asked.tracks,
            "states": [(state, label, counts[state]) for state, label in selectors.STATES.items()],
            "rows": shown[: selectors.PAGE],
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
    return render(
        request,
        "recruitment/enrolment/researcher.html",
        {
            "researcher": found,
            "enrolments": found.enrolments.select_related(
                "track",
                "leaving_reason",
                "application__intake",
                "application__position",
                "application__supervisor",
                "application__area",
            ).order_by("-started_on"),
            "destinations": found.destinations.all(),
            "today": request.centre.today(),
        },
    )


@writing
def enrolment_edit(request, pk):
    found = _enrolment(request, pk)
    form = EnrolmentForm(request.POST or None, instance=found)
    person = found.researcher
    if form.is_valid():
        form.save()
        return saved(request, person.get_absolute_url(), _("Saved."))
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
    if found.left_on:
        found.left_on = found.leaving_reason = None
        found.save(update_fields=["left_on", "leaving_reason"])
    return saved(request, found.researcher.get_absolute_url(), _("The leaving is taken back."))


def _enrolment(request, pk) -> Enrolment:
    """The start, locked if the request writes, through the person whose it is."""
    person = Researcher.objects.filter(enrolments=pk)
    researcher = fetch(request, person)
    require(request, "edit_researchers")
    rows = Enrolment.objects.select_related("researcher__candidate", "application__intake", "track")
    return locked(request, rows).get(pk=pk, researcher=researcher)
