"""The queue of possible duplicates, and saying that two people are not the same."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import refused
from centre.web.toast import leave_toast
from centre.web.views import back, require
from recruitment.candidates.merges import Merge
from recruitment.candidates.models import Candidate
from recruitment.candidates.pairs import NotSame
from recruitment.duplicates.compare import Pair
from recruitment.duplicates.forms import MergeForm
from recruitment.duplicates.merging import merge
from recruitment.duplicates.queue import PAGE, SHOWS, SURE, Place, queue
from recruitment.duplicates.undoing import undo
from recruitment.moves.gate import IllegalMove
from recruitment.register.forward import forwards

APART, MERGED = "apart", "merged"
TABS = {**SHOWS, APART: gettext_lazy("Not the same"), MERGED: gettext_lazy("Merged")}


@require_safe
def duplicates(request):
    require(request, "merge_candidates")
    show = request.GET.get("show", SURE)
    if show not in TABS:
        raise Http404
    context = {"show": show, "tabs": TABS.items(), "usual": SURE}
    if show in (APART, MERGED):
        rows = _told_apart(request.centre) if show == APART else _merged(request.centre)
        context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    else:
        context["page"] = queue(request.centre, show, after=_place(request.GET.get("after", "")))
    return render(request, "recruitment/duplicates/queue.html", context)


def _told_apart(centre):
    rows = NotSame.objects.filter(centre=centre)
    return rows.select_related("first", "second", "said_by")


def _merged(centre):
    rows = Merge.objects.filter(centre=centre).defer("before")
    return rows.select_related("kept", "by", "undone_by")


def _place(text: str) -> Place | None:
    """“120-87”: where the page before ended. Anything else is the first page."""
    newer, _dash, older = text.partition("-")
    read = all(part.isdecimal() and len(part) < 18 for part in (newer, older))
    return (int(newer), int(older)) if read else None


@forwards
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


@forwards
@require_http_methods(["GET", "HEAD", "POST"])
def candidate_merge(request, pk, other):
    """Both side by side, and what stays of each."""
    people = Candidate.objects.select_related("centre", "created_by")
    one = fetch(request, people, pk=pk)
    require(request, "merge_candidates")
    if Merge.objects.standing().filter(gone=other, kept=one).exists():
        return refused(request, one.get_absolute_url(), _("These two are one person already."))
    two = get_object_or_404(people.visible_to(request.user).exclude(pk=one.pk), pk=other)
    pair = Pair((one, two) if one.pk < two.pk else (two, one))
    form = MergeForm(request.POST or None, pair=pair)
    status = 200
    if request.method == "POST" and not pair.refusals and form.is_valid():
        try:
            done = merge(form.choice, seen=form.cleaned_data["seen"], by=request.user)
        except (Refused, IllegalMove) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _say_merged(request, done)
    if form.errors or (request.method == "POST" and pair.refusals):
        status = 409 if form.non_field_errors() else 422
    context = {"pair": pair, "form": form, "one": one, "other": two, "may_be": not pair.refusals}
    context["apart"] = NotSame.objects.told(one, two)
    return render(request, "recruitment/duplicates/merge.html", context, status=status)


def _say_merged(request, done: Merge):
    leave_toast(
        request,
        _("%(gone)s and %(kept)s are one person now") % {"gone": done.gone_name, "kept": done.kept},
        undo_url=reverse("recruitment:merge-undo", args=[done.pk]),
    )
    return redirect(done.kept)


@require_POST
def merge_undo(request, pk):
    """Two people again."""
    row = fetch(request, Merge.objects.select_related("kept"), pk=pk)
    require(request, "merge_candidates")
    try:
        gone = undo(row, by=request.user)
    except (Refused, IllegalMove) as refusal:
        messages.error(request, str(refusal))
        return redirect(row.kept)
    words = {"kept": row.kept, "gone": gone}
    leave_toast(request, _("%(kept)s and %(gone)s are two people again") % words)
    return redirect(gone)


def pair_of(request, pk: int, other: int) -> tuple[Candidate, Candidate]:
    """Two people of one centre whom this person may decide about; 404 for anybody else."""
    people = Candidate.objects.select_related("centre", "created_by")
    one = fetch(request, people, pk=pk)
    require(request, "merge_candidates")
    two = get_object_or_404(people.visible_to(request.user), pk=other, centre=one.centre_id)
    if one == two:
        raise Http404
    return one, two
