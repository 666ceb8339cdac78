"""Work outside the request: a killed worker loses nothing, and a failure is told.

Real workers on a database file of their own; the arithmetic of who is lost, on rows.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from centre.web import jobs
from tests.house.slow_jobs import rest, stumble

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
START = """
import django, sys
django.setup()
from centre.web import jobs
from tests.house.slow_jobs import rest
print(jobs.start(rest, folder=sys.argv[1]))
"""
LOOK = """
import django
django.setup()
from django_tasks_db.models import DBTaskResult
row = DBTaskResult.objects.get()
print(row.status, len(row.worker_ids))
"""


@pytest.fixture
def python(tmp_path):
    """python(*arguments): a Python at work on a database file of this test."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DEBUG": "on",
        "DJANGO_SETTINGS_MODULE": "centre.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/queue.sqlite3",
    }

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(*arguments):
        out, err = (done := start(*arguments)).communicate(timeout=300)
        assert done.returncode == 0, err
        return out.strip()

    run.start = start
    run("manage.py", "migrate", "django_tasks_database", "--verbosity", "0")
    return run


def wait_for(happened):
    for _try in range(1200):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within two minutes")


def test_a_job_whose_worker_was_killed_is_done_by_the_next(python, tmp_path):
    runs = tmp_path / "runs"
    python("-c", START, str(tmp_path))
    worker = python.start("manage.py", "worker", "--no-startup-delay")
    wait_for(runs.exists)
    os.kill(worker.pid, signal.SIGKILL)
    worker.communicate()
    left_behind = python("-c", LOOK)

    python("manage.py", "worker", "--batch", "--no-startup-delay")

    assert left_behind == "RUNNING 1"
    assert runs.read_text() == "run\nrun\n"
    assert python("-c", LOOK) == "SUCCESSFUL 2"


def test_a_worker_that_is_told_to_stop_does_so(python, tmp_path):
    runs = tmp_path / "runs"
    runs.write_text("run\n")  # so this one ends at once
    python("-c", START, str(tmp_path))
    worker = python.start("manage.py", "worker", "--no-startup-delay", "--interval", "0.1")
    wait_for(lambda: runs.read_text() == "run\nrun\n")

    worker.send_signal(signal.SIGTERM)
    worker.communicate(timeout=60)

    assert worker.returncode == 0


def running(*, workers, started_at=NOW, path="tests.house.slow_jobs.rest"):
    return DBTaskResult.objects.create(
        status="RUNNING",
        args_kwargs={"args": [], "kwargs": {}},
        task_path=path,
        worker_ids=workers,
        started_at=started_at,
        run_after=NOW,
        backend_name="default",
    )


def gone():
    """The name of a worker whose process has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return jobs.worker_name().replace(str(os.getpid()), str(ended.pid))


def status_of(row):
    row.refresh_from_db()
    return row.status


@pytest.mark.parametrize(
    ("worker", "age", "after"),
    [
        ("dead, here", timedelta(0), "READY"),
        ("alive, here", timedelta(minutes=9), "RUNNING"),
        ("alive, here", timedelta(minutes=11), "READY"),
        ("elsewhere", timedelta(minutes=9), "RUNNING"),
        ("elsewhere", timedelta(minutes=11), "READY"),
    ],
)
def test_a_job_is_lost_with_its_process_or_after_ten_minutes(db, worker, age, after):
    name = {
        "dead, here": gone(),
        "alive, here": jobs.worker_name(),
        "elsewhere": "another-host/1/abcd",
    }[worker]
    row = running(workers=[name], started_at=NOW - age)

    jobs.rescue(NOW)

    assert status_of(row) == after


def test_a_job_that_kills_its_worker_is_given_up_after_the_third_time(db):
    row = running(workers=["a/1/x", "b/2/y", gone()])

    with override_settings(TASKS=QUEUE):
        rescued = jobs.rescue(NOW)
        failed = jobs.has_failed(str(row.pk))

    assert (rescued, failed, status_of(row)) == (1, True, "FAILED")
    assert "killed 3 times" in row.traceback


def test_a_job_that_ended_while_it_was_looked_at_stays_ended(db):
    row = running(workers=[gone()])
    DBTaskResult.objects.filter(pk=row.pk).update(status="SUCCESSFUL")

    assert jobs._give_back(row, NOW) is False
    assert status_of(row) == "SUCCESSFUL"


def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(db, tmp_path):
    with override_settings(TASKS=QUEUE), transaction.atomic():
        jobs.start(rest, folder=str(tmp_path))
        queued = DBTaskResult.objects.count()
        transaction.set_rollback(True)

    assert (queued, DBTaskResult.objects.count()) == (1, 0)


def test_a_job_that_raises_has_failed(tmp_path, db):
    with override_settings(TASKS=QUEUE):
        row = DBTaskResult.objects.get(pk=jobs.start(stumble, folder=str(tmp_path)))
        before = jobs.has_failed(str(row.pk))
        row.set_failed(ValueError("no paper"))
        after = jobs.has_failed(str(row.pk))

    assert (before, after) == (False, True)


@pytest.fixture
def failed(db, monkeypatch):
    """A job that raised once at NOW, and is to be run again a minute after."""
    monkeypatch.setitem(jobs._retried, stumble.module_path, [timedelta(minutes=1)])
    row = running(workers=["here/1/x"], path=stumble.module_path)
    DBTaskResult.objects.filter(pk=row.pk).update(status="FAILED", finished_at=NOW)
    return row


def test_a_job_that_raised_runs_again_after_its_wait_and_then_is_given_up(failed):
    early = jobs.retry(NOW + timedelta(seconds=30)), status_of(failed)
    later = jobs.retry(NOW + timedelta(minutes=2)), status_of(failed)
    DBTaskResult.objects.filter(pk=failed.pk).update(
        status="FAILED", finished_at=NOW, worker_ids=["here/1/x", "here/2/y"]
    )
    at_last = jobs.retry(NOW + timedelta(days=1)), status_of(failed)

    assert (early, later, at_last) == ((0, "FAILED"), (1, "READY"), (0, "FAILED"))


def test_a_job_that_did_not_ask_for_it_is_not_run_again(failed, monkeypatch):
    monkeypatch.delitem(jobs._retried, stumble.module_path)

    assert jobs.retry(NOW + timedelta(days=1)) == 0


def test_readiness_tells_how_long_work_waits_for_a_worker(client, db, tmp_path):
    with override_settings(TASKS=QUEUE):
        pk = jobs.start(rest, folder=str(tmp_path))
        jobs.start(rest, after=datetime(2099, 1, 1, tzinfo=UTC), folder=str(tmp_path))
        DBTaskResult.objects.filter(pk=pk).update(enqueued_at=timezone.now() - timedelta(minutes=5))
        told = client.get("/readyz").json()

    assert 300 <= told["oldest_job_seconds"] < 400
    assert told["oldest_email_seconds"] == 0


def test_of_two_workers_that_look_at_the_clock_one_begins_what_is_due(db, monkeypatch):
    begun, due = [], [True]
    monkeypatch.setattr(jobs, "_regular", [])
    monkeypatch.setattr(jobs, "start", begun.append)
    cache.clear()
    jobs.every(60, when=lambda: due[0])(stumble)

    names = [jobs.start_regular(), jobs.start_regular()]
    due[0] = False
    cache.clear()

    assert names == [[stumble.module_path], []]
    assert begun == [stumble]
    assert jobs.start_regular() == []
