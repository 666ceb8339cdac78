"""Work outside the request: the one module that knows which queue we use.

A job is a function at the top of a module under `@job`; its arguments are JSON. `start` puts it in
the queue, in the transaction of the caller: rolled back, it was never asked for. A worker
(`manage.py worker`) runs it. The queue itself neither tries again nor notices a killed worker, so
`rescue` and `retry` do: what a lost worker left, and what ended by a fault that passes, is run once
more, and given up after the third time. A job may therefore run twice, and must leave the same
behind as if it had run once: all of ours write everything or nothing. Some say themselves when to
be run again, whatever they raised (`retried`), and some run by the clock (`every`).
"""

import os
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from subprocess import SubprocessError
from uuid import UUID

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task, task_backends
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

job = task
TRIES = 3
# The longest of ours, everything of a centre with 100,000 people, takes two or three minutes; one
# that has run ten has lost its worker.
LEASE = timedelta(minutes=10)
# The database locked, full or not reached; a disk, a mail server or a store that was; no memory; a
# program that gave no answer; a worker told twice to stop. Anything else fails alike the next time.
PASSING = (
    OperationalError, InterfaceError, OSError, MemoryError, SubprocessError, SystemExit,
    KeyboardInterrupt,
)  # fmt: skip
# But not, of the machine's errors, a right that is not given or a path that is something else. What
# a mail server answers is no matter here: e-mails leave by the outbox, which knows its numbers.
LASTING = (PermissionError, IsADirectoryError, NotADirectoryError)
AGAIN = (timedelta(minutes=1), timedelta(minutes=10))  # after each of these a job is run again
LOOKED_BACK = timedelta(days=1)  # for what is to be run again: no worker may have run meanwhile
# What no worker has done by then may be asked for anew.
GIVEN_UP = timedelta(hours=1)
KEPT = timedelta(days=30)  # that a job has ended


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
    """Above `@job`, for one that is run again after each of `waits`, whatever it raised."""

    def register(work: Task) -> Task:
        _retried[work.module_path] = waits
        return work

    return register


def retry(now: datetime) -> int:
    """Queue anew what failed and is to be tried again by `now`; how many jobs that were."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - LOOKED_BACK)
    # Those of the clock may fail each minute of a day, and are not run again.
    rows = failed.exclude(task_path__in=_by_the_clock()).defer("traceback")
    return sum(_run_again(row, now) for row in rows)


def _run_again(row: DBTaskResult, now: datetime) -> bool:
    """False if its time has not come, or another worker was faster."""
    at = _again_at(row, now)
    if at is None or at > now:
        return False
    same = DBTaskResult.objects.failed().filter(pk=row.pk, finished_at=row.finished_at)
    anew = {"status": TaskResultStatus.READY, "started_at": None, "finished_at": None}
    # It waits from now on, and not since it was first asked for.
    return bool(same.update(run_after=now, **anew))


def _again_at(row: DBTaskResult, now: datetime) -> datetime | None:
    """When a job that failed is run again; None where, as seen at `now`, it has for good."""
    times, waits = max(len(row.worker_ids), 1), _waits(row)
    if row.finished_at is None or times > len(waits):
        return None
    if row.finished_at <= now - LOOKED_BACK:
        return None  # no worker came in time, and none looks for it any more
    return row.finished_at + waits[times - 1]


def _waits(row: DBTaskResult) -> Sequence[timedelta]:
    if row.task_path in _retried:
        return _retried[row.task_path]
    if row.task_path in _by_the_clock():
        return ()
    return AGAIN if _is_passing(row.exception_class_path) else ()


def _by_the_clock() -> set[str]:
    """The jobs that the clock alone brings back."""
    return {work.module_path for work, _seconds, _when in _regular} - _retried.keys()


def _is_passing(path: str) -> bool:
    try:
        fault = import_string(path)
        return issubclass(fault, PASSING) and not issubclass(fault, LASTING)
    except (ImportError, TypeError):  # one of a library that is no longer here
        return False


def waiting_for(now: datetime) -> int:
    """Seconds the oldest job that could run has waited for a worker; 0 if none does."""
    if not _is_remembered():
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


@dataclass(frozen=True)
class Standing:
    """How a job stands. One that is not there any more has ended long ago, one way or the other."""

    has_failed: bool = False  # without a result, and it is not run again
    again_at: datetime | None = None  # it failed, and is run again then
    is_there: bool = True
    is_running: bool = False  # a worker has it in hand, or had until it was lost

    def may_come(self, asked_at: datetime) -> bool:
        """Whether the result, asked for then, may still come. What no worker began within an hour
        may be asked for anew; what one has in hand, or is tried again, may not."""
        if self.is_running or self.again_at:
            return True
        in_time = asked_at >= timezone.now() - GIVEN_UP
        return self.is_there and in_time and not self.has_failed


def standings(job_ids: Iterable[str]) -> dict[str, Standing]:
    """How each of these jobs stands. One statement, and none for none."""
    told = dict.fromkeys(job_ids, Standing())
    ids = {one: UUID(one) for one in told if one} if _is_remembered() else {}
    if ids:
        rows = DBTaskResult.objects.defer("traceback", "args_kwargs", "return_value")
        found, now = rows.in_bulk(list(ids.values())), timezone.now()
        told |= {one: _standing(found.get(pk), now) for one, pk in ids.items()}
    return told


def _is_remembered() -> bool:
    return task_backends["default"].supports_get_result


def _standing(row: DBTaskResult | None, now: datetime) -> Standing:
    if row is None:
        return Standing(is_there=False)
    if row.status != TaskResultStatus.FAILED:
        return Standing(is_running=row.status == TaskResultStatus.RUNNING)
    at = _again_at(row, now)
    return Standing(has_failed=at is None, again_at=at)


def newest(work: Task, **arguments) -> tuple[str, datetime]:
    """The job of these arguments asked for last, and when; "" where there is none, or the queue
    remembers none."""
    if not _is_remembered():
        return "", timezone.now()
    these = {f"args_kwargs__kwargs__{name}": value for name, value in arguments.items()}
    rows = DBTaskResult.objects.filter(task_path=work.module_path, **these).order_by("-enqueued_at")
    found = rows.values_list("pk", "enqueued_at").first()
    return (str(found[0]), found[1]) if found else ("", timezone.now())


def take_out(job_id: str) -> bool:
    """Take a job out of the queue, so that it may be asked for anew and is done once; False if a
    worker has come to it meanwhile."""
    if not job_id or not _is_remembered():
        return True
    row = DBTaskResult.objects.filter(pk=UUID(job_id))
    row.filter(status=TaskResultStatus.READY).delete()
    return not row.exclude(status=TaskResultStatus.FAILED).exists()


def has_failed(job_id: str) -> bool:
    """True if that job has ended without a result, and is not run again."""
    return standings([job_id])[job_id].has_failed


def again_at(job_id: str) -> datetime | None:
    """When that job, which failed, is run again; None if it did not, or has for good."""
    return standings([job_id])[job_id].again_at


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


@every(24 * 3600)
@job
def forget_ended() -> None:
    """Forget jobs that ended a month ago: the queue is looked through every second."""
    long_ago = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=long_ago).delete()
