"""A long import that something was in the way of is done again, or by a button that says so."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from centre.web import jobs
from recruitment.imports import actions as imports
from recruitment.imports.models import Import
from tests.factories import make_import
from tests.working import QUEUE, failing, later, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(settings):
    settings.TASKS = QUEUE


@pytest.fixture
def long_import(centre, manager, monkeypatch):
    """A list of one line that is too long to be checked or written within a request."""
    source = make_import(centre, by=manager)
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    imports.run(source, version=source.version, by=manager)
    return source


def test_rows_that_could_not_be_written_twice_are_written_the_third_time(
    long_import, as_manager, monkeypatch
):
    written, step = imports.write, failing(2, OperationalError("connection lost"))
    monkeypatch.setattr(imports, "write", lambda *a, **b: step() or written(*a, **b))
    url = f"/imports/{long_import.pk}/result/"
    work()
    again = as_manager.get(url).content.decode()
    later(minutes=2)
    later(minutes=12)

    assert "It is tried again at about" in again
    assert "people added" in as_manager.get(url).content.decode()
    assert Import.objects.get().result["people"] == 1


def test_rows_that_cannot_be_written_are_told_and_tried_again_or_left(
    long_import, as_manager, monkeypatch
):
    written = imports.write
    monkeypatch.setattr(imports, "write", failing(2, IntegrityError("taken")))
    url, press = f"/imports/{long_import.pk}/result/", f"/imports/{long_import.pk}/again/"
    work()
    failed = as_manager.get(url).content.decode()
    as_manager.post(press)
    tried = Import.objects.get().state, as_manager.get(url).content.decode()
    work()
    as_manager.post(press, {"do": "leave"})
    left = Import.objects.get().state
    rows = as_manager.get(f"/imports/{long_import.pk}/rows/").content.decode()
    monkeypatch.setattr(imports, "write", written)
    as_manager.post(f"/imports/{long_import.pk}/run/", {"version": Import.objects.get().version})
    work()

    assert "The rows could not be imported: none of them is." in failed
    assert (tried[0], "Importing 2 lines" in tried[1]) == ("writing", True)
    assert (left, "Nothing is saved yet." in rows) == ("rows", True)
    assert Import.objects.get().state == "done"


@pytest.mark.parametrize(
    ("step", "before"), [("checking", "columns"), ("writing", "rows"), ("undoing", "done")]
)
def test_a_step_that_failed_is_left_for_the_one_before_it_and_one_under_way_is_not(
    long_import, as_manager, step, before
):
    Import.objects.update(state=step)
    as_manager.post(f"/imports/{long_import.pk}/again/", {"do": "leave"})
    under_way = Import.objects.get().state
    DBTaskResult.objects.get().set_failed(ValueError("a fault of ours"))

    as_manager.post(f"/imports/{long_import.pk}/again/", {"do": "leave"})

    assert (under_way, Import.objects.get().state) == (step, before)


def away(**ago):
    """The worker was away for so long since the job failed."""
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(**ago))
    Import.objects.update(asked_at=timezone.now() - timedelta(**ago))
    jobs.retry(timezone.now())


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_a_step_that_no_worker_came_back_to_in_time_has_failed_and_is_done_by_the_button(
    long_import, as_manager, is_forgotten
):
    url = f"/imports/{long_import.pk}/result/"
    DBTaskResult.objects.get().set_failed(OperationalError("connection lost"))
    away(hours=23, minutes=50)
    in_time = DBTaskResult.objects.get().status
    DBTaskResult.objects.get().set_failed(OperationalError("connection lost"))
    away(days=2)
    if is_forgotten:
        away(days=31)
        jobs.forget_ended.call()

    failed = as_manager.get(url).content.decode()
    as_manager.post(f"/imports/{long_import.pk}/again/")
    work()

    assert in_time == "READY"
    assert DBTaskResult.objects.count() == (1 if is_forgotten else 2)
    assert ("could not be imported" in failed, "every 2s" in failed) == (True, False)
    assert "people added" in as_manager.get(url).content.decode()


def test_the_page_of_work_under_way_reads_its_job_once(long_import, as_manager):
    with CaptureQueriesContext(connection) as read:
        as_manager.get(f"/imports/{long_import.pk}/result/", headers={"HX-Request": "true"})

    assert sum(DBTaskResult._meta.db_table in one["sql"] for one in read) == 1
