"""What is done with reports: begin a draft, publish it, delete a draft, ask for its PDF."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.web import jobs
from centre.web.refusal import Refused
from recruitment.reports import paper
from recruitment.reports.contents import as_of, digest, draw_up
from recruitment.reports.models import Frozen, Report, ReportFile
from recruitment.reports.periods import Quarter

logger = logging.getLogger(__name__)


class Overtaken(Refused):
    """The figures are no longer those that were looked at."""


def document_of(report: Report, *, at: datetime) -> dict:
    """What `report` says: its frozen figures, or for a draft those known at `at`."""
    if report.data is not None:
        return report.data
    on = as_of(report.period, report.centre.day_of(at))
    return draw_up(
        report.centre, report.period, on=on, known_at=at, before=published_before(report)
    )


def published_before(report: Report) -> dict | None:
    """The document published last for an earlier quarter, or as an earlier version of this one."""
    earlier = Q(year__lt=report.year) | Q(year=report.year, quarter__lt=report.quarter)
    earlier |= Q(year=report.year, quarter=report.quarter, version__lt=report.version)
    rows = Report.objects.filter(earlier, centre=report.centre_id).published().latest_first()
    return rows.values_list("data", flat=True).first()


@transaction.atomic
def begin(centre: Centre, quarter: Quarter, *, by: User | None) -> Report:
    """The draft for `quarter`: the one there is, else a new version after those published."""
    # Two who press at once are served one after the other.
    Centre.objects.select_for_update().get(pk=centre.pk)
    newest = Report.objects.filter(centre=centre).about(quarter).first()
    if newest and not newest.is_published:
        return newest
    return Report.objects.create(
        centre=centre,
        year=quarter.year,
        quarter=quarter.number,
        version=newest.version + 1 if newest else 1,
        created_by=by,
    )


@transaction.atomic
def publish(report: Report, *, by: User, at: datetime, seen: str) -> Report:
    """Freeze the figures of a draft as they are at `at`.

    `seen` is the digest of what `by` looked at. Raises Overtaken if the figures have changed
    since, and Frozen if somebody else published first.
    """
    report = Report.objects.select_for_update().select_related("centre").get(pk=report.pk)
    if report.is_published:
        raise Frozen(_("This report was published already."))
    if report.period.starts_on > report.centre.day_of(at):
        raise Refused(_("This quarter has not begun yet."))
    document = document_of(report, at=at)
    if digest(document) != seen:
        raise Overtaken(_("The figures have changed since you looked. Look at them again."))
    report.publish(document, by=by, at=at)
    return report


@transaction.atomic
def discard(report: Report) -> None:
    """Delete a draft. Raises Frozen for a published report."""
    Report.objects.select_for_update().get(pk=report.pk).delete()


@transaction.atomic
def ask_for_pdf(report: Report, *, by: User | None) -> ReportFile:
    """The file that is being made or, of a published report, was made; else a new one, queued."""
    Report.objects.select_for_update().get(pk=report.pk)
    newest = report.files.defer("content").first()
    if newest and (is_waiting(newest) or (report.is_published and newest.made_at)):
        return newest
    if newest and not newest.made_at and not jobs.take_out(newest.job):
        return newest  # a worker came to it this moment
    file = ReportFile.objects.create(report=report, asked_by=by)
    file.job = jobs.start(make_pdf, file_id=file.pk)
    # A job that runs at once has written the row meanwhile: only this field is ours.
    file.save(update_fields=["job"])
    file.refresh_from_db(fields=["made_at"])
    return file


def is_waiting(file: ReportFile) -> bool:
    """True while the file may still come: not made, its job not failed for good."""
    return not file.made_at and jobs.standings([file.job])[file.job].may_come(file.asked_at)


@jobs.job
def make_pdf(file_id: int) -> None:
    """Fill the file of that id, if it is not made, and no newer one of its report is asked for.

    What it raises the queue remembers, and whether it is run again (`centre.web.jobs`).
    """
    file = ReportFile.objects.select_related("report__centre", "asked_by").get(pk=file_id)
    newer = ReportFile.objects.filter(report=file.report_id, pk__gt=file.pk)
    if file.made_at or newer.exists():
        return
    report, at = file.report, timezone.now()
    with timezone.override(report.centre.zone), translation.override("en"):
        document = document_of(report, at=at)
        file.content = paper.pdf(report, document)
    file.of, file.made_at = digest(document), timezone.now()
    file.save(update_fields=["content", "of", "made_at"])
    _say_it_is_ready(file)


def _say_it_is_ready(file: ReportFile) -> None:
    """By e-mail to who asked for it, in their language. The file is made, mail or no mail."""
    reader = file.asked_by
    if reader is None or not reader.is_active:
        return
    page = f"{settings.SITE_URL}{file.report.get_absolute_url()}?version={file.report.version}"
    with translation.override(reader.language):
        subject = _("The PDF is ready: %(report)s") % {"report": file.report}
        text = _(
            "The PDF you asked for is made. Download it from the page of the report:\n%(page)s"
        )
        try:
            send_mail(subject, text % {"page": page}, None, [reader.email])
        except Exception:
            # An unreachable mail server says so in many ways, and none of them unmakes the file.
            logger.exception("The e-mail about the PDF of report %s was not sent.", file.report_id)
