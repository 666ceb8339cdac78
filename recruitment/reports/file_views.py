"""A report as a file: its workbook at once, its PDF from a job, with a page that tells how far."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from centre.web import paper
from centre.web.jobs import again_at
from centre.web.sheet import writing
from recruitment.reports import actions
from recruitment.reports.contents import digest
from recruitment.reports.exports import XLSX, attachment
from recruitment.reports.models import Report, ReportFile
from recruitment.reports.views import TEMPLATES, one_report


def _name(report: Report, ending: str) -> str:
    return f"{report.centre.slug}-{report.period.code}-v{report.version}.{ending}"


def _address(name: str, report: Report) -> str:
    path = reverse(f"recruitment:{name}", args=[report.period.code])
    return f"{path}?version={report.version}"


@require_safe
def report_xlsx(request, period):
    from recruitment.reports.workbook import workbook  # see the docstring there

    found = one_report(request, period)
    book = workbook(actions.document_of(found, at=timezone.now()))
    return attachment(request, book, name=_name(found, "xlsx"), kind=XLSX, of=found)


@require_safe
def report_pdf(request, period):
    """The file, where it holds the figures of the page; else the page that makes it."""
    found = one_report(request, period)
    file = found.files.filter(made_at__isnull=False).first()
    if file is None or not _is_current(found, file):
        return redirect(_address("report-pdf-made", found))
    content = bytes(file.content)
    return attachment(request, content, name=_name(found, "pdf"), kind="application/pdf", of=found)


def _is_current(report: Report, file: ReportFile) -> bool:
    """A published report never changes; the figures of a draft may have, since the file."""
    return report.is_published or file.of == digest(actions.document_of(report, at=timezone.now()))


@writing
def report_pdf_made(request, period):
    """Ask for the PDF; then how far it is. The page can be left: the job goes on."""
    found = one_report(request, period)
    if request.method == "POST" and paper.is_able():
        actions.ask_for_pdf(found, by=request.user)
        return redirect(_address("report-pdf-made", found))
    file = found.files.defer("content").first()
    context = {
        "report": found,
        "file": file,
        "state": (state := _state(found, file)),
        "again_at": again_at(file.job) if file and state == "again" else None,
        "here": _address("report-pdf-made", found),
        "pdf": _address("report-pdf", found),
        "back": f"{found.get_absolute_url()}?version={found.version}",
    }
    partial = "_making.html" if request.htmx else "making.html"
    return render(request, f"{TEMPLATES}/{partial}", context)


def _state(report: Report, file: ReportFile | None) -> str:
    """unable, none, waiting, late, again, made or failed."""
    if not paper.is_able():
        return "unable"
    if file is None:
        return "none"
    if file.made_at:
        return "made" if _is_current(report, file) else "none"
    if not actions.is_waiting(file):
        return "failed"
    if again_at(file.job):
        return "again"
    waited = timezone.now() - file.asked_at
    return "late" if waited.total_seconds() > 60 else "waiting"
