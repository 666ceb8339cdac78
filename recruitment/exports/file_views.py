"""A file that a job makes: how far it is, and the file itself once it is there."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from centre.accounts.middleware import fetch
from centre.web.jobs import again_at
from centre.web.refusal import Refused
from centre.web.sheet import refused
from centre.web.views import require
from recruitment.exports import actions
from recruitment.exports.models import ExportFile
from recruitment.exports.often import TooOften, told_to_wait
from recruitment.reports.exports import CSV, XLSX, stream

LATE = timedelta(minutes=1)
KINDS = {"csv": CSV, "xlsx": XLSX, "zip": "application/zip", "pdf": "application/pdf"}


def _one_of(request, pk: int) -> ExportFile:
    """The asker's own file, or 404; 403 once they may export no more."""
    found = fetch(request, ExportFile.objects.select_related("centre", "candidate"), pk=pk)
    require(request, actions.action_of(found.what))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def export(request, pk):
    """How far the file is. The page can be left: the job goes on. Sent, a file that failed is made
    anew."""
    file = _one_of(request, pk)
    if request.method == "POST":
        return _again(request, file)
    state = _state(file)
    context = {"file": file, "state": state, "back": actions.came_from(file)}
    context["again_at"] = again_at(file.job) if state == "again" else None
    partial = "_making.html" if request.htmx else "making.html"
    return render(request, f"recruitment/exports/{partial}", context)


def _again(request, file: ExportFile):
    try:
        return redirect(actions.ask_again(file, by=request.user))
    except TooOften as refusal:
        return told_to_wait(request, refusal, back=file.get_absolute_url())
    except Refused as busy:
        return refused(request, file.get_absolute_url(), str(busy))


def _state(file: ExportFile) -> str:
    """made, gone, failed, again, waiting, going or late."""
    if file.made_at:
        return "gone" if file.is_gone else "made"
    if not actions.is_waiting(file):
        return "failed"
    if again_at(file.job):
        return "again"
    if file.done:
        return "going"
    return "late" if timezone.now() - file.asked_at > LATE else "waiting"


@require_safe
def export_file(request, pk):
    file = _one_of(request, pk)
    if not file.is_ready:
        return redirect(file)
    of = actions.about(file)
    kind = KINDS[file.form]
    response = stream(request, file.content(), name=file.name, kind=kind, of=of, told=file.told)
    response.headers["Content-Length"] = str(file.size)
    return response
