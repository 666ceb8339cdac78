"""Pages of one's own scorecard, and of opening the others' early."""

from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.templatetags.cohort import moment
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.views import require
from recruitment.assessment import scoring
from recruitment.assessment.models import Interview, PanelMember
from recruitment.assessment.reading import Shown, shown_one
from recruitment.assessment.scorecard_forms import ConflictForm, ScorecardForm, TakeBackForm
from recruitment.assessment.scorecards import Scorecard, criteria_of
from recruitment.assessment.seals import open_early, seal_of

PAGE = "recruitment/assessment/scorecard.html"


@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request, pk):
    """One's own card: conflict first, then a draft that is saved, then in and locked."""
    one, member = _mine(request, pk)
    if not member.conflict or member.has_conflict or one.tied:
        return render(request, PAGE, {"one": one, "member": member, "form": ConflictForm()})
    card = Scorecard.objects.filter(member=member).prefetch_related("ratings__criterion").first()
    if card and card.is_in:
        return redirect(one.interview.get_absolute_url())
    criteria = list(criteria_of(one.interview))
    form = ScorecardForm(request.POST or None, criteria=criteria, card=card)
    quiet = request.accepts("application/json") and not request.accepts("text/html")
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                return _write(request, form, one, member, quiet)
            status = 422
        except scoring.Overtaken as refusal:
            form.add_error(None, str(refusal))
            status = 409
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 422
        if quiet:
            told = " ".join(str(text) for texts in form.errors.values() for text in texts)
            return JsonResponse({"said": told}, status=status)
    context = {
        "one": one,
        "member": member,
        "form": form,
        "card": card,
        "waits_for": scoring.waits_for(one.interview),
    }
    return render(request, PAGE, context, status=status)


def _write(request, form, one: Shown, member: PanelMember, quiet: bool):
    seen, url = form.cleaned_data["seen"], one.interview.get_absolute_url()
    if request.POST.get("do") == "give":
        scoring.give(member, form.answers(), seen=seen)
        return saved(request, url, _("Your scorecard is in."))
    card = scoring.save_draft(member, form.answers(), seen=seen)
    said = _("Draft saved %(time)s") % {"time": moment(card.saved_at)}
    if quiet:
        waits = scoring.waits_for(one.interview)
        return JsonResponse({"seen": card.saves, "said": said, "waits": waits})
    return saved(request, _url(one), said)


@require_POST
def scorecard_conflict(request, pk):
    one, member = _mine(request, pk)
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"one": one, "member": member, "form": form}, status=422)
    try:
        scoring.declare(member, form.cleaned_data["conflict"], form.cleaned_data["note"])
    except Refused as refusal:
        return refused(request, one.interview.get_absolute_url(), str(refusal))
    return redirect(_url(one))


@require_http_methods(["GET", "HEAD", "POST"])
@writing
def conflict_take_back(request, pk, member):
    """The office finds that what a member declared is no conflict of interest."""
    rows = Interview.objects.select_related("centre", "application")
    found = fetch(request, locked(request, rows), pk=pk)
    require(request, "edit_interviews")
    declared = found.panel.filter(pk=member, conflict=PanelMember.Conflict.DECLARED)
    one = declared.select_related("user", "interview__application").first()
    if one is None:
        raise Http404
    url, form = found.get_absolute_url(), TakeBackForm(request.POST or None)
    if form.is_valid():
        try:
            scoring.take_back_conflict(one, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            return refused(request, url, str(refusal))
        return saved(request, url, _("%(name)s is asked anew.") % {"name": one})
    return form_page(
        request,
        form,
        title=_("Take back the conflict of interest of %(name)s") % {"name": one},
        back_url=url,
        back_label=_("Interview"),
        lead=_("They are asked again on every panel of this candidate, and may then score."),
        note=_("The audit log keeps your reason."),
        submit=_("Take it back"),
    )


@require_POST
@writing
def scorecards_open(request, pk):
    """A director who will not wait; who and when stands in the audit log."""
    rows = Interview.objects.select_related("centre", "application__supervisor")
    rows = locked(request, rows)
    found = fetch(request, rows, pk=pk)
    require(request, "open_scorecards")
    panel = list(found.panel.select_related("scorecard"))
    url = found.get_absolute_url()
    one = shown_one(request.user, found)
    seal = seal_of(found, panel, request.user, tied=one.tied, now=timezone.now())
    if not seal.may_open:
        return refused(request, url, _("These scorecards are not yours to open."))
    open_early(found)
    return saved(request, url, _("The scorecards that are in are open to you. The log says so."))


def _mine(request, pk) -> tuple[Shown, PanelMember]:
    """The interview as this person sees it, and their place on its panel; else 404."""
    found = fetch(request, Interview.objects.for_list(), pk=pk)
    require(request, "score")
    one = shown_one(request.user, found)
    if one.mine is None:
        raise Http404
    one.mine.interview = found
    return one, one.mine


def _url(one: Shown) -> str:
    return reverse("recruitment:scorecard", args=[one.interview.pk])
