"""The whole centre in one file: asked for in settings, made by a job."""

from django.shortcuts import redirect, render

from centre.web.refusal import Refused
from centre.web.sheet import refused
from centre.web.views import require
from recruitment.exports import actions
from recruitment.exports.models import ExportFile
from recruitment.exports.often import TooOften, told_to_wait
from recruitment.office.menu import frame

SHOWN = 5


def centre_export(request):
    require(request, "export_centre")
    if request.method == "POST":
        try:
            return redirect(actions.ask_for_centre(request.centre, by=request.user))
        except TooOften as refusal:
            return told_to_wait(request, refusal, back=request.path)
        except Refused as busy:
            return refused(request, request.path, str(busy))
    mine = ExportFile.objects.visible_to(request.user)
    files = list(mine.filter(centre=request.centre, what=actions.CENTRE)[:SHOWN])
    context = {**frame("export"), "files": files, "waiting": actions.waiting(files)}
    return render(request, "recruitment/exports/centre.html", context)
