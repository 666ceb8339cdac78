"""Referees, for staff: name, ask, correct, file a letter, waive; and read what they sent."""

from datetime import timedelta
from uuid import UUID

from auditlog.models import LogEntry
from csp.constants import SELF
from csp.decorators import csp_update
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centre.accounts.middleware import fetch
from centre.web.refusal import Refused
from centre.web.sheet import form_page, leave, locked, refused, saved, sheet, writing
from centre.web.toast import leave_toast
from centre.web.views import require
from recruitment.documents.files import serve
from recruitment.pipeline.ends import over
from recruitment.pipeline.models import Application
from recruitment.referees import actions, asking
from recruitment.referees.forms import LetterForm, NewRefereeForm, RefereeForm
from recruitment.referees.models import RefereeReport

page_or_post = require_http_methods(["GET", "HEAD", "POST"])
DUE_IN = timedelta(days=21)
FOLDER = "recruitment/referees"


def section_url(application_id: int) -> str:
    """Without a fragment: a dialog that leads to the page it stands on would not show it anew."""
    return reverse("recruitment:application", args=[application_id])


def _one_of(request, pk: int, *, action: str = "edit_referees", rows=None) -> RefereeReport:
    rows = RefereeReport.objects.all() if rows is None else rows
    joins = ("centre", "application__candidate", "application__position", "application__intake",
             "application__supervisor__user")  # fmt: skip
    found = fetch(request, rows.select_related(*joins), pk=pk)
    require(request, action)
    return found


@page_or_post
@writing
def referee_add(request, pk):
    rows = Application.objects.select_related("candidate", "centre", "supervisor__user")
    application = fetch(request, rows, pk=pk)
    require(request, "edit_referees")
    if request.method == "POST" and _is_named(application, request.POST.get("token", "")):
        return saved(request, section_url(pk))  # the second of two clicks
    if words := over(application):
        return refused(request, section_url(pk), words)
    report = RefereeReport(centre=application.centre, application=application)
    form = NewRefereeForm(
        request.POST or None,
        instance=report,
        initial={"due_on": application.centre.today() + DUE_IN},
    )
    if request.method == "POST" and form.is_valid():
        report.token = form.cleaned_data["token"]
        report = form.save()
        if form.cleaned_data["ask"]:
            asking.ask(report, by=request.user)
        text = _("%(name)s is named.") % {"name": report.name}
        if form.is_private_address:
            text += " " + _("Their address is a private one: ask for that of their institution.")
        return saved(request, section_url(pk), text)
    return _form(request, application, form, _("Name a referee"), submit=_("Add"))


def _is_named(application: Application, token: str) -> bool:
    try:
        return application.referees.filter(token=UUID(token)).exists()
    except ValueError:
        return False


@page_or_post
@writing
def referee_edit(request, pk):
    found = _one_of(request, pk, rows=locked(request, RefereeReport.objects.all()))
    was = found.email
    form = RefereeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        if found.email != was:
            actions.address_changed(found)
        return saved(request, section_url(found.application_id), _("Saved."))
    return _form(request, found.application, form, _("Referee %(name)s") % {"name": found})


def _form(request, application, form, title: str, **more):
    back = {"back_url": section_url(application.pk), "back_label": str(application.candidate)}
    return form_page(request, form, title=title, **back, **more)


@require_POST
def referee_ask(request, pk):
    """Write to them, for the first time or again."""
    found = _one_of(request, pk)
    back = section_url(found.application_id)
    try:
        asking.ask(found, by=request.user, letters_out=_seen(request))
    except Refused as refusal:
        return refused(request, back, str(refusal))
    return saved(request, back, _("%(name)s is written to.") % {"name": found})


def _seen(request) -> int | None:
    """How many e-mails had gone to them when the page was drawn."""
    typed = request.POST.get("letters_out", "")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else None


@page_or_post
def referee_file(request, pk):
    """File a letter that came by post or by e-mail."""
    found = _one_of(request, pk)
    form = LetterForm(request.POST or None, request.FILES or None)
    back = section_url(found.application_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.receive(
                found,
                upload=form.upload,
                letter=form.cleaned_data["letter"],
                filed_by=request.user,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return leave(request, back)
    context = {
        "form": form,
        "back_url": back,
        "action": request.get_full_path(),
        "lead": _("A letter that came another way. Your name is kept beside it."),
    }
    return sheet(
        request,
        "recruitment/documents/_ask.html",
        context,
        title=_("File the letter of %(name)s") % {"name": found},
        trail=[(back, str(found.application.candidate))],
        status=422 if form.errors else 200,
    )


@require_POST
def referee_waive(request, pk):
    found = _one_of(request, pk)
    back = section_url(found.application_id)
    if not actions.waive(found):
        return refused(request, back, _("The letter of %(name)s is here.") % {"name": found})
    undo = reverse("recruitment:referee-want", args=[pk])
    leave_toast(request, _("The letter of %(name)s is waived") % {"name": found}, undo_url=undo)
    return redirect(back)


@require_POST
def referee_want(request, pk):
    found = _one_of(request, pk)
    actions.want_again(found)
    return saved(request, section_url(found.application_id), _("The letter is wanted again."))


@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@require_safe
def referee_letter(request, pk):
    """The letter; that it was opened is in the log."""
    found = _with_letter(request, pk)
    if found.letter:
        changes = {"opened": ["", "letter"], "how": ["", "shown"]}
        with transaction.atomic():
            LogEntry.objects.log_create(
                found, action=LogEntry.Action.ACCESS, changes=changes, actor=request.user
            )
    seen = Application.objects.visible_to(request.user).filter(pk=found.application_id)
    context = {
        "report": found,
        "application": found.application,
        "file": found.file,
        "is_seen": seen.exists(),  # not by a supervisor who only sits on the panel
    }
    return render(request, f"{FOLDER}/letter.html", context)


@require_safe
def referee_letter_file(request, pk):
    return _letter(request, pk, download=True)


@require_safe
def referee_letter_shown(request, pk):
    return _letter(request, pk, download=False)


def _with_letter(request, pk: int) -> RefereeReport:
    rows = RefereeReport.objects.select_related("file", "filed_by")
    found = _one_of(request, pk, action="view_referees", rows=rows)
    if not found.has_letter:
        raise Http404
    return found


def _letter(request, pk: int, *, download: bool):
    found = _with_letter(request, pk)
    if found.file is None:
        raise Http404
    try:
        return serve(request, found.file, download=download, of=found)
    except Refused as refusal:
        return refused(request, found.get_absolute_url(), str(refusal))
