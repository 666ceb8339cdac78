"""How far the work on a file has come, told through the cache that all processes share.

What a transaction writes, others see when it ends. While all rows are written a thread tells it
therefore, which has a connection of its own; but for SQLite, where whoever writes keeps everybody
else from writing.
"""

from threading import Thread
from time import monotonic

from django.core.cache import cache
from django.db import connection

from centre.web import jobs
from recruitment.imports.models import Import

_KEPT = 600  # seconds
_APART = 1.0  # between two tellings
BEFORE_WRITING = 50  # per cent of the work of writing: the rows are checked once more
WRITTEN = 90  # what each line became is still to be noted


def _key(import_id: int) -> str:
    return f"import-{import_id}"


class Progress:
    """Called with the share that is done; tells it once a second as per cent `of` the whole."""

    def __init__(self, source: Import, of: tuple[int, int] = (0, 100)):
        self.key, self.of, self.told = _key(source.pk), of, monotonic()

    def __call__(self, share: float) -> None:
        if monotonic() - self.told >= _APART:
            self.told = monotonic()
            first, last = self.of
            self.tell(int(first + share * (last - first)))

    def tell(self, percent: int) -> None:
        cache.set(self.key, percent, _KEPT)


class FromWithin(Progress):
    """The same, out of a transaction that others see nothing of."""

    def tell(self, percent: int) -> None:
        if not stands_still():
            Thread(target=self._tell_alone, args=[percent]).start()

    def _tell_alone(self, percent: int) -> None:
        try:
            super().tell(percent)
        finally:
            connection.close()  # that of this thread


def stands_still() -> bool:
    """Whether nothing can be told while rows are written."""
    return connection.vendor == "sqlite"


def percent(source: Import) -> int | None:
    """None where nothing was told: it takes no second, or has only begun."""
    return cache.get(_key(source.pk)) if source.is_busy else None


def how_far(source: Import) -> dict:
    """What the page of work under way tells (imports/_busy.html)."""
    busy = source.is_busy
    return {
        "percent": percent(source),
        "stands_still": stands_still(),
        "has_failed": busy and jobs.has_failed(source.job),
        "again_at": jobs.again_at(source.job) if busy else None,
    }


def forget(source: Import) -> None:
    cache.delete(_key(source.pk))
