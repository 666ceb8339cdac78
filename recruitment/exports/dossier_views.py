"""The dossier of one person: to be read and printed from its page, or made into a PDF."""

from django.shortcuts import redirect, render

from centre.accounts.middleware import fetch
from centre.web import paper
from centre.web.refusal import Refused
from centre.web.sheet import refused
from centre.web.views import require
from recruitment.candidates.models import Candidate
from recruitment.exports import actions
from recruitment.exports.dossier import read
from recruitment.exports.often import TooOften, told_to_wait
from recruitment.register.forward import forwards
from recruitment.reports.exports import log_leaving


@forwards
def candidate_dossier(request, pk):
    """The page is laid out for paper, so that to open it is to take it out: the log says so."""
    person = fetch(request, Candidate.objects.select_related("centre", "created_by"), pk=pk)
    require(request, "export_dossier")
    if request.method == "POST" and paper.is_able():
        try:
            return redirect(actions.ask_for_dossier(person, by=request.user))
        except TooOften as refusal:
            return told_to_wait(request, refusal, back=person.get_absolute_url())
        except Refused as busy:
            return refused(request, request.path, str(busy))
    log_leaving(person, "dossier, page", by=request.user, told={"people": 1})
    context = {"dossier": read(person, request.user), "is_able": paper.is_able()}
    return render(request, "recruitment/exports/dossier.html", context)
