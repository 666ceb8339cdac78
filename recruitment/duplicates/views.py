"""The queue of possible duplicates, and saying that two people are not the same."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.toast import leave_toast
from centre.web.views import back, require
from recruitment.candidates.models import Candidate
from recruitment.candidates.pairs import NotSame
from recruitment.duplicates.queue import PAGE, SHOWS, SURE, Place, queue

APART = "apart"
TABS = {**SHOWS, APART: gettext_lazy("Not the same")}


@require_safe
def duplicates(request):
    require(request, "merge_candidates")
    show = request.GET.get("show", SURE)
    if show not in TABS:
        raise Http404
    context = {"show": show, "tabs": TABS.items(), "usual": SURE}
    if show == APART:
        rows = NotSame.objects.filter(centre=request.centre)
        rows = rows.select_related("first", "second", "said_by")
        context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    else:
        context["page"] = queue(request.centre, show, after=_place(request.GET.get("after", "")))
    return render(request, "recruitment/duplicates/queue.html", context)


def _place(text: str) -> Place | None:
    """“120-87”: where the page before ended. Anything else is the first page."""
    newer, _dash, older = text.partition("-")
    read = all(part.isdecimal() and len(part) < 18 for part in (newer, older))
    return (int(newer), int(older)) if read else None


@require_POST
def not_same(request, pk, other):
    """Remember that these two are two people."""
    one, two = pair_of(request, pk, other)
    row = NotSame.say(one, two, by=request.user)
    leave_toast(
        request,
        _("%(one)s and %(other)s are kept apart") % {"one": one, "other": two},
        undo_url=reverse("recruitment:not-same-undo", args=[row.pk]),
    )
    return back(request, reverse("recruitment:duplicates"))


@require_POST
def not_same_undo(request, pk):
    """They may be the same after all."""
    row = fetch(request, NotSame.objects.select_related("first", "second"), pk=pk)
    require(request, "merge_candidates")
    row.delete()
    words = {"one": row.first, "other": row.second}
    leave_toast(request, _("%(one)s and %(other)s are suggested again") % words)
    return back(request, reverse("recruitment:duplicates"))


def pair_of(request, pk: int, other: int) -> tuple[Candidate, Candidate]:
    """Two people of one centre whom this person may decide about; 404 for anybody else."""
    people = Candidate.objects.select_related("centre", "created_by")
    one = fetch(request, people, pk=pk)
    require(request, "merge_candidates")
    two = get_object_or_404(people.visible_to(request.user), pk=other, centre=one.centre_id)
    if one == two:
        raise Http404
    return one, two
