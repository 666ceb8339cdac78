"""Pages that move one application: move, close, reopen, correct, undo, assign."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from centre.accounts.middleware import fetch
from centre.web.sheet import locked, writing
from centre.web.views import require
from recruitment.enrolment.places import overfull
from recruitment.moves.answers import Words, ask_again, done, refuse
from recruitment.moves.forms import (
    CARRIED,
    AssignForm,
    CloseForm,
    CorrectForm,
    MoveForm,
    ReopenForm,
    StepForm,
    UndoForm,
)
from recruitment.moves.gate import IllegalMove, Known, take
from recruitment.moves.permits import insist
from recruitment.moves.reading import Opened, open_application, stages_of
from recruitment.pipeline.models import Application

page_or_post = require_http_methods(["GET", "HEAD", "POST"])


@page_or_post
def application_move(request, pk):
    opened = _open(request, pk)
    stages = stages_of(opened.application)
    form = MoveForm(
        request.POST or None,
        request=request,
        opened=opened,
        stages=stages,
        initial={name: request.GET[name] for name in CARRIED if name in request.GET},
    )
    words = Words(
        title=_("Move %(name)s") % {"name": opened.application.candidate}, button=_("Move")
    )
    return _step(request, opened, form, words, stages)


@page_or_post
def application_close(request, pk):
    opened = _open(request, pk)
    form = CloseForm(request.POST or None, request=request, opened=opened)
    words = Words(
        title=_("Close the application of %(name)s") % {"name": opened.application.candidate},
        button=_("Close application"),
    )
    return _step(request, opened, form, words)


@page_or_post
def application_reopen(request, pk):
    opened = _open(request, pk)
    form = ReopenForm(request.POST or None, request=request, opened=opened)
    words = Words(
        title=_("Reopen the application of %(name)s") % {"name": opened.application.candidate},
        button=_("Reopen application"),
        lead=_("It stands in %(stage)s again. Why it was closed stays in the history.")
        % {"stage": opened.application.stage},
    )
    return _step(request, opened, form, words)


@page_or_post
def application_correct(request, pk):
    opened = _open(request, pk)
    stages = stages_of(opened.application)
    form = CorrectForm(request.POST or None, request=request, opened=opened, stages=stages)
    words = Words(
        title=_("Correct a mistake: %(name)s") % {"name": opened.application.candidate},
        button=_("Correct"),
        lead=_(
            "Use this when a step was entered by mistake. The step stays in the history, marked as "
            "corrected, and the rates leave it out. If the application really goes back, move it."
        ),
    )
    return _step(request, opened, form, words, stages)


@require_POST
def application_undo(request, pk):
    opened = _open(request, pk)
    before = opened.step_before
    if before:
        insist(request, before.stage)
    form = UndoForm(request.POST, request=request, opened=opened)
    words = Words(
        title=_("Undo the last step of %(name)s") % {"name": opened.application.candidate},
        button=_("Undo"),
    )
    return _step(request, opened, form, words)


@page_or_post
@writing
def application_assign(request, pk):
    """Owner, supervisor, area, source and next step: facts, no step in the history."""
    rows = locked(request, Application.objects.select_related("candidate", "centre"))
    found = fetch(request, rows, pk=pk)
    require(request, "assign_application")
    form = AssignForm(request.POST or None, instance=found)
    form.application = found
    words = Words(title=_("Assign %(name)s") % {"name": found.candidate}, button=_("Save"))
    if request.method == "POST" and form.is_valid() and form.save_changes():
        text = _("%(name)s: saved") % {"name": found.candidate}
        if words_of_places := overfull(found.pk) if form.gives_place else "":
            text = f"{text}. {words_of_places}"
        return done(request, found, text, undo=False)
    status = 409 if form.overtaken else 422 if form.errors else 200
    return ask_again(request, form, words, status=status)


def _open(request, pk) -> Opened:
    """The application this person wants to move, if they may: 404 unseen, 403 not theirs to do."""
    opened = open_application(request, pk)
    require(request, "move_application")
    insist(request, opened.application.stage)
    return opened


def _step(request, opened: Opened, form: StepForm, words: Words, stages=None):
    """Show the form, or take the step it asks for and answer."""
    if request.method != "POST":
        return ask_again(request, form, words)
    if not form.is_valid():
        return ask_again(request, form, words, status=422)
    application = opened.application
    try:
        written = take(
            application,
            form.ask(),
            actor=request.user,
            expected=form.cleaned_data["version"],
            known=Known(opened.history, stages),
            then=form.follow,
        )
    except IllegalMove as refusal:
        return refuse(request, form, words, refusal)
    # Nothing was left to do: either it stood there all along, or this is the second of two clicks.
    again = not written and form.cleaned_data["version"] != application.version
    return done(
        request,
        application,
        form.done,
        undo=form.verb != "undo" and bool(written or again),
        untold=bool(written) and form.untold,
    )
