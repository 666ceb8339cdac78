"""A file that a job makes: how far it is, and the file itself once it is there."""

from datetime import timedelta

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centre.accounts.middleware import fetch
from centre.web.views import require
from recruitment.exports import actions
from recruitment.exports.models import ExportFile
from recruitment.reports.exports import CSV, XLSX, stream

LATE = timedelta(minutes=1)
KINDS = {"csv": CSV, "xlsx": XLSX, "zip": "application/zip", "pdf": "application/pdf"}


def _one_of(request, pk: int) -> ExportFile:
    """The asker's own file, or 404; 403 once they may export no more."""
    found = fetch(request, ExportFile.objects.select_related("centre", "candidate"), pk=pk)
    require(request, actions.action_of(found.what))
    return found


@require_safe
def export(request, pk):
    """How far the file is. The page can be left: the job goes on."""
    file = _one_of(request, pk)
    context = {"file": file, "state": _state(file), "back": actions.came_from(file)}
    partial = "_making.html" if request.htmx else "making.html"
    return render(request, f"recruitment/exports/{partial}", context)


def _state(file: ExportFile) -> str:
    """made, gone, failed, waiting, going or late."""
    if file.made_at:
        return "gone" if file.is_gone else "made"
    if not actions.is_waiting(file):
        return "failed"
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
