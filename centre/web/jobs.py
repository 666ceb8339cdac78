"""Work outside the request: the one module that knows which queue we use.

A job is a function at the top of a module under `@job`; its arguments are JSON. `start` puts it in
the queue, in the transaction of the caller: rolled back, it was never asked for. A worker
(`manage.py worker`) runs it. The queue itself neither tries again nor notices a killed worker, so
`rescue` does: what a lost worker left is run once more, and given up after the third time. A job
may therefore run twice, and must leave the same behind as if it had run once. One that raises is
run again where it says so (`retried`), and some run by the clock (`every`).
"""

import os
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from django.core.cache import cache
from django.db import transaction
from django_tasks import TaskResultStatus, task, task_backends
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

job = task
TRIES = 3
# The longest of ours, everything of a centre with 100,000 people, takes two or three minutes; one
# that has run ten has lost its worker.
LEASE = timedelta(minutes=10)


class WorkerLost(Exception):
    """The worker of a job was killed each time it ran."""


def start(work: Task, *, after: datetime | None = None, **arguments) -> str:
    """Queue `work` and return the id to ask about it with. It begins at once, or `after` that."""
    if after is not None:
        if not task_backends["default"].supports_defer:
            return ""  # a queue that runs what it is given cannot wait
        work = work.using(run_after=after)
    return str(work.enqueue(**arguments).id)


def start_at(moment: datetime, work: Task, **arguments) -> None:
    """Queue `work` for later, where the queue can wait; where it cannot, nothing is done."""
    if task_backends["default"].supports_defer:
        work.using(run_after=moment).enqueue(**arguments)


# {name of a job: how long after each failure it is run again}
_retried: dict[str, Sequence[timedelta]] = {}


def retried(*waits: timedelta):
    """Above `@job`, for one that may fail because of others: run it again after each of `waits`."""

    def register(work: Task) -> Task:
        _retried[work.module_path] = waits
        return work

    return register


def retry(now: datetime) -> int:
    """Queue anew what raised and is to be tried again by `now`; how many jobs that were."""
    failed = DBTaskResult.objects.failed().filter(task_path__in=_retried)
    return sum(_run_again(row, now) for row in failed.exclude(finished_at=None))


def _run_again(row: DBTaskResult, now: datetime) -> bool:
    waits, times = _retried[row.task_path], len(row.worker_ids)
    if times > len(waits) or row.finished_at + waits[times - 1] > now:
        return False
    same = DBTaskResult.objects.failed().filter(pk=row.pk, finished_at=row.finished_at)
    return bool(same.update(status=TaskResultStatus.READY, started_at=None, finished_at=None))


def waiting_for(now: datetime) -> int:
    """Seconds the oldest job that could run has waited for a worker; 0 if none does."""
    if not task_backends["default"].supports_get_result:
        return 0
    ready = DBTaskResult.objects.ready()
    begun = (row.enqueued_at if row.run_after > now else row.run_after for row in ready[:100])
    return max((int((now - at).total_seconds()) for at in begun), default=0)


# What runs by the clock: (job, seconds between two runs, whether there is anything to do).
_regular: list[tuple[Task, int, Callable[[], bool]]] = []


def every(seconds: int, *, when: Callable[[], bool] = lambda: True):
    """Above `@job`, for one without arguments: a worker queues it every so many seconds, a minute
    at the least, if `when` says that there is something to do."""

    def register(work: Task) -> Task:
        _regular.append((work, seconds, when))
        return work

    return register


def start_regular() -> list[str]:
    """Queue what is due by the clock; of several workers that look, one does. Their names."""
    begun = []
    for work, seconds, when in _regular:
        # A little less, as the look at the clock comes a little early or late itself.
        if when() and cache.add(f"job:{work.module_path}", "", timeout=seconds - seconds // 10):
            start(work)
            begun.append(work.module_path)
    return begun


def has_failed(job_id: str) -> bool:
    """True if that job ended without a result: it raised, or its worker was killed too often."""
    if not task_backends["default"].supports_get_result:
        return False
    return DBTaskResult.objects.failed().filter(pk=job_id).exists()


def worker_name() -> str:
    """Host, process and chance: a process number comes again, a whole name does not."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}/{token_hex(4)}"


def rescue(now: datetime) -> int:
    """Queue anew what killed workers left running by `now`; how many jobs that were."""
    lost = [row for row in DBTaskResult.objects.running() if _is_lost(row, now)]
    return sum(_give_back(row, now) for row in lost)


def _is_lost(row: DBTaskResult, now: datetime) -> bool:
    host, _slash, rest = row.worker_ids[-1].partition("/")
    number = rest.partition("/")[0]
    if host == socket.gethostname()[:40] and number.isdecimal() and not _lives(int(number)):
        return True
    return row.started_at is None or row.started_at < now - LEASE


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)  # sends nothing
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's, so it is there
    return True


@transaction.atomic
def _give_back(row: DBTaskResult, now: datetime) -> bool:
    """False if the worker has ended the job, or another rescuer took it, since it was read."""
    same = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
    if len(row.worker_ids) < TRIES:
        return bool(same.update(status=TaskResultStatus.READY, started_at=None))
    if not same.update(started_at=now):
        return False
    row.set_failed(WorkerLost(f"Its worker was killed {TRIES} times."))
    return True
