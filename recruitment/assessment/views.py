"""Pages of interviews: the week, one of them, arranging, changing and calling off."""

from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from centre.accounts.middleware import allowed, fetch
from centre.accounts.policy import sees_all
from centre.web.refusal import Refused
from centre.web.sheet import form_page, locked, refused, saved, writing
from centre.web.views import require
from recruitment.assessment import actions, choosing, reading
from recruitment.assessment.clashes import of_interview
from recruitment.assessment.forms import CancelForm, InterviewForm
from recruitment.assessment.models import SMALLEST_PANEL, Interview
from recruitment.assessment.nameless_views import papers_of
from recruitment.assessment.results import results
from recruitment.pipeline.models import Application
from recruitment.referees.models import RefereeReport

FOLDER = "recruitment/assessment"
page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def interviews(request):
    require(request, "view_interviews")
    day = reading.day_asked(request.GET) or request.centre.today()
    week = reading.week_of(request.user, request.centre, day)
    return render(request, f"{FOLDER}/interviews.html", {"week": week})


@require_safe
def interview(request, pk):
    rows = Interview.objects.for_list().select_related("application__stage")
    found = fetch(request, rows, pk=pk)
    require(request, "view_interviews")
    one = reading.shown_one(request.user, found)
    (result,) = results(request.user, [one], now=timezone.now())
    can_edit = allowed(request, "edit_interviews") and not found.is_cancelled
    link, times = choosing.offered(found) if can_edit else (None, [])
    context = {
        "one": one,
        "result": result,
        "clashes": of_interview(found) if can_edit else [],
        "lacks_judges": can_edit and one.asked < SMALLEST_PANEL,
        "link": link,
        "times": times,
        "now": timezone.now(),
        "papers": papers_of(one),
        "letters": _letters(one),
        "is_seen": one.known and _is_seen(request, found),
        "education": found.application.candidate.education.all(),
        "can_score": one.mine and allowed(request, "score") and _is_judged(found),
        "interview": found,
        "reschedulings": found.reschedulings.select_related("by"),
        "can_edit": can_edit,
    }
    return render(request, f"{FOLDER}/interview.html", context)


def _is_judged(interview: Interview) -> bool:
    return not interview.is_cancelled and not interview.is_for_nobody


def _letters(one: reading.Shown):
    """Letters of referees that a member of its panel may read."""
    if not one.mine or one.tied or one.interview.is_cancelled:
        return []
    rows = RefereeReport.objects.visible_to(one.user).filter(state=RefereeReport.State.RECEIVED)
    return rows.filter(application=one.interview.application_id)


def _is_seen(request, interview: Interview) -> bool:
    """Whether its candidate has a page for them: not for a supervisor who is only on its panel."""
    if sees_all(request.user, interview.centre_id):
        return True
    seen = Application.objects.visible_to(request.user)
    return seen.filter(pk=interview.application_id).exists()


@page_or_post
def interview_add(request, pk):
    rows = Application.objects.for_list().select_related("centre")
    application = fetch(request, rows, pk=pk)
    require(request, "edit_interviews")
    mine = Interview(centre=application.centre, application=application)
    form = InterviewForm(request.POST or None, instance=mine)
    if form.is_valid():
        token, tell = form.cleaned_data["token"], form.cleaned_data["tell"]
        plan, by = form.plan(), request.user
        try:
            made = actions.arrange(application, plan, token=token, by=by, tell=tell)
        except Refused as refusal:
            return refused(request, application.get_absolute_url(), str(refusal))
        text = _("The interview is arranged.")
        if made.is_over:
            text = _("The interview is written down. Its time has passed: nobody is invited.")
        return saved(request, made.get_absolute_url(), text)
    return _ask(request, form, application.get_absolute_url(), _("Arrange an interview"))


@page_or_post
@writing
def interview_edit(request, pk):
    found = _for_change(request, pk)
    url = found.get_absolute_url()
    if found.is_cancelled:
        return refused(request, url, _("This interview was cancelled. Add another one instead."))
    form = InterviewForm(request.POST or None, instance=found)
    if form.is_valid():
        plan, reason = form.plan(), form.cleaned_data.get("reason", "")
        tell = form.cleaned_data["tell"]
        # As stored: the form has written what was typed into its own row.
        stored = Interview.objects.for_list().get(pk=found.pk)
        try:
            with transaction.atomic():
                actions.change(stored, plan, reason=reason, by=request.user, tell=tell)
        except Refused as refusal:
            return refused(request, url, str(refusal))
        return saved(request, url, _("Saved."))
    return _ask(request, form, url, _("Change the interview"))


@page_or_post
@writing
def interview_cancel(request, pk):
    found = _for_change(request, pk)
    url = found.get_absolute_url()
    if actions.is_judged(found):
        words = _("All scorecards are in: the interview was held, and is not cancelled.")
        return refused(request, url, words)
    form = CancelForm(request.POST if request.method == "POST" else None, over=found.is_over)
    if form.is_valid():
        actions.cancel(found, by=request.user, **form.cleaned_data)
        return saved(request, url, _("The interview is cancelled."))
    lead = _("The panel no longer sees the candidate’s file through it.")
    if found.is_over:
        lead = _("Its time has passed: cancel it only if it was not held. Nobody is written to.")
    return form_page(
        request,
        form,
        title=_("Cancel the interview"),
        back_url=url,
        back_label=_("Interview"),
        lead=lead,
        submit=_("Cancel the interview"),
    )


def _for_change(request, pk) -> Interview:
    rows = Interview.objects.select_related("centre", "application__candidate")
    found = fetch(request, locked(request, rows), pk=pk)
    require(request, "edit_interviews")
    return found


def _ask(request, form, url, title):
    application = form.instance.application
    return form_page(
        request,
        form,
        title=title,
        back_url=url,
        back_label=str(application.candidate),
        lead=f"{application.position}, {application.intake}",
    )
