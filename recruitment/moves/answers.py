"""How a step is answered: the same partial for page and htmx, and a toast with the way back."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from centre.web.sheet import leave, sheet
from centre.web.toast import leave_toast
from centre.web.views import back, ours
from recruitment.moves.forms import StepForm
from recruitment.moves.gate import IllegalMove, MovedMeanwhile
from recruitment.pipeline.models import Application

FORM_ID = "step"  # of the form in _step.html, which htmx names as the target it swaps


@dataclass(frozen=True)
class Words:
    """What the page of a verb says."""

    title: str
    button: str
    lead: str = ""


def ask_again(request, form, words: Words, *, status=200, refused: IllegalMove | None = None):
    """The form, as a page or as the partial a dialog shows; above it why it was refused."""
    if isinstance(form, StepForm):
        form.prepare()
    application = form.application
    context = {
        "form": form,
        "application": application,
        "words": words,
        "next": came_from(request),
        "refused": refused,
        "overtaken": isinstance(refused, MovedMeanwhile),
        "asks_to_start": getattr(form, "to_start", False),
    }
    trail = [
        (reverse("recruitment:candidates"), _("Candidates")),
        (application.candidate.get_absolute_url(), application.candidate),
        (application.get_absolute_url(), _("Application")),
    ]
    return sheet(
        request,
        "recruitment/moves/_step.html",
        context,
        title=words.title,
        trail=trail,
        status=status,
    )


def refuse(request, form: StepForm, words: Words, refusal: IllegalMove):
    """422 for a step the rules forbid, 409 if somebody was faster; what was typed is kept."""
    status = 422
    if isinstance(refusal, MovedMeanwhile):
        status = 409
        if refusal.last:
            form.with_current_version(refusal.last.sequence)
    form.add_error(None, str(refusal))
    return ask_again(request, form, words, status=status, refused=refusal)


def done(request, application: Application, text: str, *, undo: bool = True, untold: bool = False):
    """Back to where the form was sent from, the toast on the next page or in the answer.

    `untold`: it offers to tell the candidate, who was not.
    """
    tell_url = reverse("recruitment:application-tell", args=[application.pk]) if untold else ""
    shown = {"undo_url": "", "version": "", "tell_url": tell_url}
    if undo:
        shown |= {"undo_url": undo_address(application), "version": str(application.version)}
    if request.htmx and request.htmx.target != FORM_ID:
        toast = {"text": text, "oob": True, **shown}
        answer = render(request, "_toast.html", {"toast": toast})
        happened = {
            "application": application.pk,
            "stage": application.stage_id,
            "status": application.status,
            "version": application.version,
        }
        return trigger_client_event(answer, "applicationMoved", happened)
    leave_toast(request, text, **shown)
    to = back(request, fallback=application.get_absolute_url())
    return leave(request, to.url)


def undo_address(application: Application) -> str:
    return reverse("recruitment:application-undo", args=[application.pk])


def came_from(request) -> str:
    """Where this form was opened, to go back to afterwards; empty if that is not a page of ours."""
    if request.method == "POST":
        url = request.POST.get("next", "")
    elif request.htmx:
        url = request.htmx.current_url_abs_path or ""
    else:
        url = request.GET.get("next") or request.headers.get("Referer") or ""
    return ours(request, url).partition("#")[0]
