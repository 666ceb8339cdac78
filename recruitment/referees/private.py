"""The page a referee's private link leads to: send the letter, or say that one will not come."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from centre.languages import day_in, moment_in
from centre.links.front import TAGS
from centre.links.opening import behind_link
from centre.web.refusal import Refused
from recruitment.documents.file_words import FileRefused
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
    t = _said(report)
    if request.method == "POST" and request.POST.get("verb") == "decline":
        declining = _spoken(DeclineForm(request.POST), t)
        if declining.is_valid():
            actions.decline(report, remark=declining.cleaned_data["remark"])
            return redirect(request.path)
        return _page(request, report, declining=declining)
    form = _spoken(LetterForm(request.POST or None, request.FILES or None), t)
    if request.method == "POST" and form.is_valid():
        try:
            actions.receive(
                report, upload=form.upload, letter=form.cleaned_data["letter"], filed_by=None
            )
        except FileRefused as refusal:
            form.add_error("file", refusal.said(report.language))
        except Refused:
            report.refresh_from_db()  # how it stands now is on the page
            return _page(request, report, late=True)
        else:
            return redirect(request.path)
    return _page(request, report, form=form)


def _page(request, report, *, form=None, declining=None, over=False, late=False):
    """`late`: what they sent was not kept, for a letter was here already, or none was needed."""
    t = _said(report)
    context = {
        "report": report,
        "form": form or _spoken(LetterForm(), t),
        "declining": declining or _spoken(DeclineForm(), t),
        "over": over,
        "late": late,
        "t": t,
        "lang": TAGS[report.language if report else "en"],
    }
    wrong = late or context["form"].errors or context["declining"].errors
    # For what Django itself says of a field.
    with translation.override(report.language if report else "en"):
        return render(
            request, "recruitment/referees/reference.html", context, status=422 if wrong else 200
        )


def _said(report: RefereeReport | None) -> dict[str, str]:
    """The words of the page, with what is told of the application."""
    if report is None:
        return PHRASES["en"]  # of which it says that nothing is needed
    language, centre, application = report.language, report.centre, report.application
    at = report.answered_at
    names = names_in(language, application.candidate, centre)
    told = {
        "candidate": names["full_name"],
        "position": str(application.position),
        "centre": names["centre"],
        "due": day_in(report.due_on, language),
        "most": settings.MOST_FILE >> 20,
        "at": moment_in(at, centre.zone, language) if at else "",
    }
    return {key: words.format(**told) for key, words in PHRASES[language].items()}


def _spoken(form, t: dict[str, str]):
    """The form, with what it says of its fields, and of what is wrong with them."""
    form.needs_one = t["needs_one"]
    for name, field in form.fields.items():
        field.label, field.help_text = t[name], t.get(f"{name}_hint", "")
        field.error_messages |= {"several": t["one_file"], "max_length": t.get(f"{name}_long")}
        # The mark beside the label, which else is in the language of the site.
        field.optional = t["optional"]
    return form
