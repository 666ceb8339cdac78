"""The PDF on its way: what the page says while it is made, when it failed, where it cannot be."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from centre.web import paper as machine_paper
from recruitment.reports import actions, paper
from recruitment.reports.models import ReportFile
from tests.factories import make_report, make_started
from tests.reports.machine import needs_pango
from tests.working import QUEUE, work

URL = "/reports/sponsor/2026-q3/pdf/"


@pytest.fixture
def told(client, centre, director):
    client.force_login(director)
    return make_report(centre, "2026-q3", published_by=director)


@pytest.fixture
def queue(told):
    """The queue of production: a job waits for a worker, and none comes."""
    with override_settings(TASKS=QUEUE):
        yield


@pytest.fixture
def drawn(monkeypatch):
    """Drawing takes seconds, and what the sheets show is asked elsewhere in this folder."""
    monkeypatch.setattr(paper, "pdf", lambda _report, _document: b"%PDF-1.7 drawn")


def said(client, **headers):
    return client.get(f"{URL}?version=1", headers=headers).content.decode()


@needs_pango
def test_while_no_worker_has_come_the_page_waits_and_asks_again(client, queue):
    client.post(URL)

    page, part = said(client), said(client, HX_Request="true")

    assert "The PDF is being made. We will e-mail you when it is ready." in page
    assert 'hx-trigger="every 2s"' in part
    assert "Look again" in part
    assert "<html" not in part


@needs_pango
def test_asking_twice_makes_one_file_and_one_job(client, queue):
    client.post(URL)
    client.post(URL)

    assert (ReportFile.objects.count(), DBTaskResult.objects.count()) == (1, 1)


@needs_pango
def test_after_a_minute_the_page_says_whom_to_ask(client, queue):
    client.post(URL)
    file = ReportFile.objects.get()
    file.asked_at = timezone.now() - timedelta(minutes=2)
    file.save()

    assert "whether the worker runs" in said(client)


@needs_pango
def test_a_job_that_was_given_up_is_told_and_can_be_tried_again(client, queue):
    client.post(URL)
    DBTaskResult.objects.get().set_failed(RuntimeError("killed"))

    failed = said(client)
    client.post(URL)

    assert "The PDF could not be made." in failed
    assert "Try again" in failed
    assert "is being made" in said(client)
    assert ReportFile.objects.count() == 2


@needs_pango
def test_a_report_that_cannot_be_drawn_is_a_failure_told_not_a_page_that_hangs(
    client, queue, monkeypatch
):
    monkeypatch.setattr(machine_paper, "text_of", {}.__getitem__)

    client.post(URL)
    work()

    assert "The PDF could not be made." in said(client)


@needs_pango
def test_when_it_is_made_the_page_offers_it(client, told):
    client.post(URL)

    page = said(client)

    assert "The PDF is ready." in page
    assert "/reports/sponsor/2026-q3.pdf?version=1" in page


@needs_pango
def test_the_pdf_of_a_draft_whose_figures_changed_is_not_handed_out(
    client, centre, director, drawn
):
    make_report(centre, "2026-q3")
    client.force_login(director)
    client.post(URL)
    url = reverse("recruitment:report-pdf", args=["2026-q3"])
    before = client.get(url)
    make_started(centre)

    after = client.get(url)

    assert before["Content-Type"] == "application/pdf"
    assert after.status_code == 302
    assert "There is no PDF of these figures yet" in client.get(after.url).content.decode()


def test_without_pango_the_page_says_to_print_and_nothing_is_queued(client, told, monkeypatch):
    monkeypatch.setattr(machine_paper, "is_able", lambda: False)

    client.post(URL)
    report = client.get("/reports/sponsor/2026-q3/").content.decode()

    assert "This server cannot make PDFs" in said(client)
    assert "This server cannot make PDFs" in report
    assert ">PDF</a>" not in report
    assert ReportFile.objects.count() == 0


@needs_pango
@pytest.mark.parametrize(
    "wants",
    [
        '<img src="http://127.0.0.1:9/x.png">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="https://example.org/x.css">',
        '<object data="file:///etc/passwd"></object>',
        '<div style="background:url(file:///etc/hostname)">x</div>',
        "<svg><image href='file:///etc/passwd'/></svg>",
    ],
)
def test_a_report_fetches_nothing(told, monkeypatch, wants):
    asked = []
    monkeypatch.setattr(
        paper, "render_to_string", lambda *_args: f"<html><body>{wants}</body></html>"
    )
    refuse = machine_paper._refuse

    def noted(url):
        asked.append(url)
        return refuse(url)

    monkeypatch.setattr(machine_paper, "_refuse", noted)

    made = paper.pdf(told, told.data)

    assert made.startswith(b"%PDF")
    assert asked, "the markup did not even ask"


@needs_pango
def test_who_asked_is_told_by_e_mail_in_their_language_when_it_is_made(
    client, told, director, mailoutbox, drawn
):
    director.language = "zh-hant"
    director.save()
    with translation.override("zh-hant"):
        subject = str(_("The PDF is ready: %(report)s")) % {"report": told}

    client.post(URL)

    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([director.email], subject)
    assert "/reports/sponsor/2026-q3/?version=1" in mail.body


@needs_pango
def test_a_second_run_of_the_job_sends_no_second_mail(client, told, mailoutbox, drawn):
    client.post(URL)

    actions.make_pdf.call(file_id=ReportFile.objects.get().pk)

    assert len(mailoutbox) == 1


@needs_pango
def test_a_mail_that_cannot_leave_does_not_fail_the_pdf(client, told, caplog, drawn):
    with override_settings(EMAIL_BACKEND="tests.reports.machine.NoPost"):
        client.post(URL)

    assert "The PDF is ready." in said(client)
    assert "was not sent" in caplog.text


@needs_pango
def test_who_left_the_centre_gets_no_mail(told, director, mailoutbox, drawn):
    file = ReportFile.objects.create(report=told, asked_by=director)
    director.is_active = False
    director.save()

    actions.make_pdf.call(file_id=file.pk)

    file.refresh_from_db()
    assert (file.made_at is not None, mailoutbox) == (True, [])


@needs_pango
def test_asked_for_anew_while_no_worker_came_it_is_drawn_once_and_told_once(
    client, queue, mailoutbox
):
    client.post(URL)
    ReportFile.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    late = said(client)

    client.post(URL)
    work()

    assert "Try again" in late
    assert [one.made_at is not None for one in ReportFile.objects.order_by("pk")] == [False, True]
    assert len(mailoutbox) == 1
    assert "The PDF is ready." in said(client)
