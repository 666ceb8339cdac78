"""A job that something was in the way of is tried again; one that failed for good is told, with the
way out. As its pages show it, for each kind of job that has one."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.db.models.signals import post_init
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from centre.management.commands import worker
from centre.web import jobs
from centre.web.paper import Unable
from recruitment.assessment import minutes as assessment_minutes
from recruitment.assessment.decisions import Minutes
from recruitment.assessment.minutes import draw_minutes
from recruitment.exports import actions as exports
from recruitment.exports.models import ExportFile
from recruitment.offers import letter as offer_letter
from recruitment.reports import actions as reports
from recruitment.reports.models import ReportFile
from tests.factories import (
    make_application,
    make_candidate,
    make_decision,
    make_export,
    make_offer,
    make_report,
)
from tests.house.slow_jobs import stumble
from tests.reports.machine import needs_pango
from tests.working import QUEUE, failing, later, lose_the_worker, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = QUEUE


@pytest.fixture
def export(centre, manager, as_manager, monkeypatch):
    """export(times, problem): the page of a file of two people whose making goes wrong so often."""

    def page():
        return as_manager.get(file.get_absolute_url()).content.decode()

    def begin(times, problem):
        monkeypatch.setattr(exports, "_insist", failing(times, problem))
        work()
        return page

    make_candidate(centre, full_name="Ada Ng")
    file = make_export(centre, by=manager)
    return begin


def test_a_file_that_the_database_was_twice_too_busy_for_is_made_the_third_time(export):
    page = export(2, OperationalError("database is locked"))
    first = page()
    later(minutes=2)
    second = page()
    later(minutes=12)

    assert "It is tried again at about" in first
    assert 'hx-trigger="every 2s"' in first
    assert "It is tried again at about" in second
    assert "The file is ready" in page()
    assert ExportFile.objects.get().problem == ""


def test_a_file_that_cannot_be_made_says_so_at_last_and_is_made_by_the_button(export, as_manager):
    page = export(3, OSError("No space left on device"))
    later(minutes=2)
    later(minutes=12)
    failed = page()
    later(hours=3)
    still = page()

    answer = as_manager.post(ExportFile.objects.get().get_absolute_url())
    work()

    assert "The file could not be made." in failed
    assert "Try again" in failed
    assert "every 2s" not in failed
    assert "The file could not be made." in still
    assert "The file is ready" in as_manager.get(answer.url).content.decode()
    assert DBTaskResult.objects.filter(task_path__endswith="make_file").count() == 2


def test_the_button_pressed_twice_makes_one_file(export, as_manager):
    export(1, ValueError("a fault of ours"))
    address = ExportFile.objects.get().get_absolute_url()

    answers = {as_manager.post(address).url for _click in range(2)}

    assert len(answers) == 1
    assert ExportFile.objects.count() == 2


@pytest.mark.parametrize(
    "fault",
    [ValueError("ours"), PermissionError("no right to the folder"), Unable("no Pango")],
)
def test_a_fault_that_does_not_pass_is_told_at_once_and_not_tried_again(export, fault):
    page = export(1, fault)

    assert "The file could not be made." in page()


def test_who_waits_for_a_file_to_be_tried_again_may_have_another_meanwhile(export, centre, manager):
    page = export(1, OperationalError("database is locked"))
    first = ExportFile.objects.get()

    other = make_export(centre, by=manager, form="xlsx")
    same = make_export(centre, by=manager)

    assert "It is tried again at about" in page()
    assert (other.pk != first.pk, same.pk == first.pk) == (True, True)
    with pytest.raises(exports.Busy):  # that one is not tried again later: it waits for a worker
        make_export(centre, by=manager, query="q=Ada")


def test_a_file_whose_worker_was_killed_is_made_by_the_next(export, as_manager):
    lose_the_worker(times=2)
    file = ExportFile.objects.get()
    lost = as_manager.get(file.get_absolute_url()).content.decode()

    later(seconds=1)

    assert "The file is being made" in lost
    assert "The file is ready" in as_manager.get(file.get_absolute_url()).content.decode()


def test_a_file_that_kills_its_worker_three_times_is_told_with_a_button(export, as_manager):
    lose_the_worker(times=3)

    later(seconds=1)

    page = as_manager.get(ExportFile.objects.get().get_absolute_url()).content.decode()
    assert ("The file could not be made." in page, "Try again" in page) == (True, True)


def an_hour_passes(model):
    model.objects.update(asked_at=timezone.now() - timedelta(minutes=61))


def made(task):
    return DBTaskResult.objects.filter(task_path__endswith=task, status="SUCCESSFUL").count()


def test_a_file_no_worker_came_to_within_an_hour_is_made_once_when_it_was_asked_for_anew(
    export, as_manager
):
    old = ExportFile.objects.get()
    an_hour_passes(ExportFile)

    new = as_manager.post(old.get_absolute_url()).url
    work()

    assert new != old.get_absolute_url()
    assert ExportFile.objects.exclude(made_at=None).count() == made("make_file") == 1
    assert "The file is ready" in as_manager.get(new).content.decode()


@pytest.mark.parametrize("is_begun", ["running", "tried again"])
def test_a_file_begun_after_an_hour_is_not_asked_for_a_second_time(export, as_manager, is_begun):
    old = ExportFile.objects.get()
    an_hour_passes(ExportFile)
    if is_begun == "running":
        DBTaskResult.objects.update(status="RUNNING", worker_ids=["elsewhere/1/x"])
    else:
        DBTaskResult.objects.get().set_failed(OperationalError("locked"))

    page = as_manager.get(old.get_absolute_url()).content.decode()
    as_manager.post(old.get_absolute_url())

    assert "could not be made" not in page
    assert ExportFile.objects.count() == DBTaskResult.objects.count() == 1


@needs_pango
def test_a_report_no_worker_came_to_within_an_hour_is_drawn_once_when_it_was_asked_for_anew(
    centre, director, monkeypatch
):
    monkeypatch.setattr(reports.paper, "pdf", lambda *_some: b"%PDF")
    report = make_report(centre, "2026-q3", published_by=director)
    reports.ask_for_pdf(report, by=director)
    an_hour_passes(ReportFile)

    reports.ask_for_pdf(report, by=director)
    work()

    assert ReportFile.objects.exclude(made_at=None).count() == made("make_pdf") == 1


def minutes(application, _manager):
    decision = make_decision(application)
    Minutes.objects.all().delete()  # the factory draws them
    jobs.start(draw_minutes, decision=decision.pk)
    return decision.get_absolute_url(), assessment_minutes


def letter(application, manager):
    offer = make_offer(application, by=manager, state="sent")
    return f"{offer.get_absolute_url()}letter/", offer_letter


@needs_pango
@pytest.mark.parametrize("paper", [minutes, letter])
def test_minutes_and_letters_that_could_not_be_drawn_say_so_and_are_drawn_by_the_button(
    centre, manager, director, as_manager, monkeypatch, paper
):
    url, module = paper(make_application(centre, kind="decision"), manager)
    waiting = as_manager.get(url).content.decode()
    monkeypatch.setattr(module, "pdf", failing(4, OSError("no room for a file")))
    work()
    again = as_manager.get(url).content.decode()
    later(minutes=2)
    later(minutes=12)
    failed = as_manager.get(url).content.decode()
    monkeypatch.setattr(module, "pdf", lambda _one: b"%PDF")
    for _twice in range(2):
        as_manager.post(url)
    work()

    assert "The PDF is being made" in waiting
    assert "It is tried again at about" in again
    assert "The PDF could not be made." in failed
    page = as_manager.get(url).content.decode()
    assert ("could not be made" in page, ">PDF</a>" in page) == (False, True)


@needs_pango
def test_a_report_is_drawn_again_and_when_it_cannot_be_the_page_says_so(
    client, centre, director, monkeypatch
):
    client.force_login(director)
    report = make_report(centre, "2026-q3", published_by=director)
    url = "/reports/sponsor/2026-q3/pdf/?version=1"
    monkeypatch.setattr(reports.paper, "pdf", failing(9, OSError("no room for a file")))
    reports.ask_for_pdf(report, by=director)

    work()
    again = client.get(url).content.decode()
    later(minutes=2)
    later(minutes=12)

    assert "It is tried again at about" in again
    assert "The PDF could not be made." in client.get(url).content.decode()


def test_what_fails_by_the_clock_each_minute_is_not_read_each_minute(monkeypatch):
    monkeypatch.setattr(jobs, "_regular", [(stumble, 60, lambda: True)])
    jobs.start(stumble, folder="/")
    DBTaskResult.objects.get().set_failed(OperationalError("locked"))
    read = []

    def note(instance, **_more):
        read.append(instance)

    post_init.connect(note, sender=DBTaskResult)
    try:
        jobs.retry(timezone.now())
    finally:
        post_init.disconnect(note, sender=DBTaskResult)

    assert read == []


def test_a_job_that_the_clock_brings_back_is_not_tried_again_besides(monkeypatch):
    monkeypatch.setattr(jobs, "_regular", [(stumble, 60, lambda: True)])
    pk = jobs.start(stumble, folder="/")
    DBTaskResult.objects.get().set_failed(OperationalError("locked"))

    assert jobs.again_at(pk) is None


def test_a_job_tried_again_waits_from_then_on_for_a_worker(monkeypatch):
    jobs.start(stumble, folder="/")
    row = DBTaskResult.objects.get()
    row.set_failed(OperationalError("locked"))
    DBTaskResult.objects.update(enqueued_at=timezone.now() - jobs.LEASE)

    jobs.retry(timezone.now() + jobs.AGAIN[0])

    assert jobs.waiting_for(timezone.now()) < 5


def test_a_look_at_the_queue_that_fails_is_not_the_last(monkeypatch, caplog):
    looked = []

    def look(now):
        looked.append(now)
        if len(looked) == 1:
            raise OperationalError("database is locked")

    class Stopped:
        def wait(self, _seconds):
            return len(looked) == 2

    monkeypatch.setattr(worker, "look", look)
    monkeypatch.setattr(worker, "connection", Mock())  # the watch has one of its own

    worker._watch(Stopped())

    assert "The look for lost jobs failed" in caplog.text


def test_the_queue_forgets_what_ended_a_month_ago():
    for days in (31, 29):
        jobs.start(stumble, folder="/")
        row = DBTaskResult.objects.order_by("-enqueued_at")[0]
        row.set_failed(ValueError("x"))
        DBTaskResult.objects.filter(pk=row.pk).update(
            finished_at=timezone.now() - timedelta(days=days)
        )

    jobs.forget_ended.call()

    assert DBTaskResult.objects.count() == 1
