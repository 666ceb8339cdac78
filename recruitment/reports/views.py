"""Reports: the list, one report as it is printed, and what is done with it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import allowed
from centre.organisation.models import Centre
from centre.targets.models import Agreement
from centre.web import paper
from centre.web.refusal import Refused
from centre.web.sheet import form_page, leave, locked, refused, saved, writing
from centre.web.views import require
from recruitment.reports import actions
from recruitment.reports.contents import digest
from recruitment.reports.forms import BeginForm, PublishForm
from recruitment.reports.models import Report
from recruitment.reports.monitoring import years
from recruitment.reports.periods import Quarter, quarters
from recruitment.reports.sheets import dated, sheets

TEMPLATES = "recruitment/reports"


@require_safe
def reports(request):
    require(request, "view_reports")
    found = Report.objects.visible_to(request.user).filter(centre=request.centre)
    context = {
        "reports": found.latest_first().defer("data"),
        "may_edit": allowed(request, "edit_reports"),
    }
    if allowed(request, "view_monitoring"):
        context["years"] = years(request.centre, request.centre.today())
    return render(request, f"{TEMPLATES}/reports.html", context)


@require_safe
def report(request, period):
    """The report as it is printed: the preview of a draft, or what was published."""
    found = one_report(request, period)
    document = actions.document_of(found, at=timezone.now())
    return render(request, f"{TEMPLATES}/report.html", shown(request, found, document))


def shown(request, found: Report, document: dict) -> dict:
    """What the page of a report needs."""
    versions = Report.objects.visible_to(request.user).filter(centre=request.centre)
    return {
        "report": found,
        "document": document,
        "sheets": sheets(document),
        **dated(document),
        "versions": versions.about(found.period).defer("data"),
        "has_pdf": paper.is_able(),
        "may_edit": allowed(request, "edit_reports"),
        "may_publish": allowed(request, "publish_report") and not found.is_published,
        "query": f"?version={found.version}",
    }


def one_report(request, period: str) -> Report:
    """The version asked for, else the newest this person may see; 404 for all others."""
    require(request, "view_reports")
    quarter = Quarter.read(period)
    if quarter is None:
        raise Http404
    rows = Report.objects.visible_to(request.user).filter(centre=request.centre).about(quarter)
    wanted = request.GET.get("version", "")
    if wanted.isdecimal() and len(wanted) < 5:
        rows = rows.filter(version=int(wanted))
    found = rows.select_related("centre").first()
    if found is None:
        raise Http404
    return found


@writing
def report_add(request):
    require(request, "edit_reports")
    form = BeginForm(request.POST or None, periods=_periods(request.centre))
    if form.is_valid():
        quarter = form.cleaned_data["period"]
        begun = actions.begin(request.centre, quarter, by=request.user)
        return leave(request, begun.get_absolute_url())
    return form_page(
        request,
        form,
        title=_("New report"),
        lead=_("A draft follows the figures until the director publishes it."),
        submit=_("Begin the draft"),
        back_url=reverse("recruitment:reports"),
        back_label=_("Reports"),
    )


def _periods(centre: Centre) -> list[Quarter]:
    """From the first agreement to today, newest first; this quarter where there is none."""
    today = centre.today()
    starts = Agreement.objects.filter(centre=centre, starts_on__lte=today).order_by("starts_on")
    first = starts.values_list("starts_on", flat=True).first()
    return quarters(first or today, today)


@writing
def report_publish(request, period):
    """Asks once more, as nothing takes it back; what is published is what was looked at."""
    require(request, "publish_report")
    found = one_report(request, period)
    if found.is_published:
        return refused(request, found.get_absolute_url(), _("This report was published already."))
    form = PublishForm(request.POST or None, initial=_looked_at(found))
    if form.is_valid():
        try:
            found = actions.publish(
                found, by=request.user, at=timezone.now(), seen=form.cleaned_data["figures"]
            )
            if paper.is_able():
                actions.ask_for_pdf(found, by=request.user)
            return saved(request, found.get_absolute_url(), _("The report is published."))
        except Refused as refusal:
            return refused(request, found.get_absolute_url(), str(refusal))
    return form_page(
        request,
        form,
        title=_("Publish the report for %(period)s") % {"period": found.period},
        lead=_(
            "Its figures are frozen as they are now, and industry viewers see it. Nobody can "
            "change or withdraw it; a later version may supersede it."
        ),
        submit=_("Publish"),
        back_url=found.get_absolute_url(),
        back_label=str(found),
    )


def _looked_at(found: Report) -> dict:
    return {"figures": digest(actions.document_of(found, at=timezone.now()))}


@require_POST
@writing
def report_delete(request, period):
    require(request, "edit_reports")
    found = one_report(request, period)
    try:
        actions.discard(locked(request, Report.objects.all()).get(pk=found.pk))
    except Refused as refusal:
        return refused(request, found.get_absolute_url(), str(refusal))
    return saved(request, reverse("recruitment:reports"), _("The draft is deleted."))
