"""The queue of production within a test: what is asked for waits, until `work` runs it."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from centre.web.jobs import rescue, retry, worker_name

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work():
    """A worker runs what is ready, and ends. Not by its `run`, which gives up the connection that
    the test's transaction lives in."""
    worker = Worker(
        queue_names=["default"], excluded_queue_names=[], interval=0, batch=True,
        backend_name="default", startup_delay=False, max_tasks=None, worker_id=worker_name(),
    )  # fmt: skip
    while row := DBTaskResult.objects.ready().first():
        row.claim(worker.worker_id)
        worker.run_task(row)


def later(**ago):
    """So long later a worker looks what is to be run again, and runs it."""
    now = timezone.now()
    rescue(now + timedelta(**ago))
    retry(now + timedelta(**ago))
    DBTaskResult.objects.filter(run_after__year__lt=9999).update(run_after=now)
    work()


def lose_the_worker(*, times):
    """The one job there is was begun so often, each time by a worker that was killed."""
    long_ago = timezone.now() - timedelta(days=1)
    DBTaskResult.objects.update(
        status="RUNNING", worker_ids=["elsewhere/1/x"] * times, started_at=long_ago
    )


def failing(times, problem):
    """A step of a job that raises so often, and then goes well."""
    left = [problem] * times

    def step(*_args, **_more):
        if left:
            raise left.pop()

    return step
