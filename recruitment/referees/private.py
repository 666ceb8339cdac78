"""The page a referee's private link leads to: send the letter, or say that one will not come."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from centre.languages import day_in, moment_in
from centre.links.front import TAGS
from centre.links.opening import behind_link
from centre.web.refusal import Refused
from recruitment.messages.texts import names_in
from recruitment.pipeline.kinds import Status
from recruitment.referees import actions
from recruitment.referees.asking import PURPOSE
from recruitment.referees.forms import DeclineForm, LetterForm
from recruitment.referees.models import RefereeReport
from recruitment.referees.page_words import PHRASES


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
    form.needs_one = PHRASES[report.language]["needs_one"]
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
    form, declining = form or LetterForm(), declining or DeclineForm()
    t = _said(report)
    _speak(form, t, file="file", letter="letter")
    _speak(declining, t, remark="remark")
    form.fields["file"].help_text = t["types"]
    context = {
        "report": report,
        "form": form,
        "declining": declining,
        "over": over,
        "t": t,
        "lang": TAGS[report.language if report else "en"],
    }
    wrong = form.errors or declining.errors
    return render(
        request, "recruitment/referees/reference.html", context, status=422 if wrong else 200
    )


def _said(report: RefereeReport | None) -> dict[str, str]:
    """The words of the page, with what is told of the application."""
    if report is None:
        return PHRASES["en"]
    language, centre, application = report.language, report.centre, report.application
    at = report.answered_at
    names = names_in(language, application.candidate, centre)
    told = {
        "candidate": names["full_name"],
        "position": str(application.position),
        "centre": names["centre"],
        "due": day_in(report.due_on, language),
        "at": moment_in(at, centre.zone, language) if at else "",
    }
    return {key: words.format(**told) for key, words in PHRASES[language].items()}


def _speak(form, t: dict[str, str], **labels: str) -> None:
    for name, key in labels.items():
        form.fields[name].label = t[key]
        # The mark beside the label, which else is in the language of the site.
        form.fields[name].optional = t["optional"]
