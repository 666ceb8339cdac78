"""The page a referee's private link leads to: send the letter, or say that one will not come."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from centre.links.opening import behind_link
from centre.web.refusal import Refused
from recruitment.pipeline.kinds import Status
from recruitment.referees import actions
from recruitment.referees.asking import PURPOSE
from recruitment.referees.forms import DeclineForm, LetterForm
from recruitment.referees.models import RefereeReport


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(PURPOSE)
def reference(request, link):
    """Without an account, on a phone too. It tells the referee whom it is about, nothing else."""
    rows = RefereeReport.objects.select_related(
        "centre", "application__candidate", "application__position"
    )
    report = rows.filter(pk=link.subject).first()
    if report is None or (report.application.status != Status.ACTIVE and not report.has_letter):
        return _page(request, report, over=True)
    if request.method == "POST" and request.POST.get("verb") == "decline":
        declining = DeclineForm(request.POST)
        if declining.is_valid():
            actions.decline(report, remark=declining.cleaned_data["remark"])
            return redirect(request.path)
        return _page(request, report, declining=declining)
    form = LetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.receive(
                report, upload=form.upload, letter=form.cleaned_data["letter"], filed_by=None
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(request.path)
    return _page(request, report, form=form)


def _page(request, report, *, form=None, declining=None, over=False):
    form = form or LetterForm()
    context = {
        "report": report,
        "form": form,
        "declining": declining or DeclineForm(),
        "over": over,
    }
    wrong = form.errors or (declining and declining.errors)
    return render(
        request, "recruitment/referees/reference.html", context, status=422 if wrong else 200
    )
