"""manage.py worker: runs the jobs that pages put in the queue, until it is told to stop.

The queue's own worker, with three things settled for it: it does not restart when code changes,
its name says which process it is, and it looks for jobs that a killed worker left behind.
"""

import logging
from datetime import datetime
from threading import Event, Thread

from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Command as QueueWorker

from centre.web.jobs import rescue, retry, start_regular, worker_name

logger = logging.getLogger(__name__)
EVERY = 60  # seconds between two looks for lost jobs


class Command(QueueWorker):
    help = "Run the jobs that pages put in the queue."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(reload=False)

    def handle(self, **options):
        rescue(timezone.now())
        stopped = Event()
        watch = Thread(target=_watch, args=[stopped], daemon=True)
        watch.start()
        try:
            super().handle(**options | {"worker_id": worker_name()})
        finally:
            stopped.set()
            watch.join()


def _watch(stopped: Event) -> None:
    """Another worker, perhaps of another machine, may die while this one lives."""
    while not stopped.wait(EVERY):
        try:
            look(timezone.now())
        except Exception:
            # The database was locked or away, say. Whoever stops looking here has lost all that
            # runs by the clock, while its worker seems well.
            logger.exception("The look for lost jobs failed; the next one is in a minute.")
        finally:
            connection.close()


def look(now: datetime) -> None:
    close_old_connections()
    rescue(now)
    retry(now)
    start_regular()
