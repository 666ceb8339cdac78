"""How far the work on a file has come, told through the cache that all processes share.

What a transaction writes, others see when it ends. While all rows are written a thread tells it
therefore, which has a connection of its own; but for SQLite, where whoever writes keeps everybody
else from writing.
"""

from collections.abc import Iterable
from dataclasses import replace
from threading import Thread
from time import monotonic

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

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
    job = standing(source)
    return {
        "percent": percent(source),
        "stands_still": stands_still(),
        "has_failed": job.has_failed,
        "again_at": job.again_at,
    }


def standing(source: Import) -> jobs.Standing:
    """How the work on `source` stands, where there is any."""
    return standings([source]).get(source.pk, jobs.Standing())


def standings(sources: Iterable[Import]) -> dict[int, jobs.Standing]:
    """{number of an import: how the work on it stands}, of those at work. One statement."""
    busy = [one for one in sources if one.is_busy and one.job]
    found = jobs.standings(one.job for one in busy)
    return {one.pk: _judged(one, found[one.job]) for one in busy}


def _judged(source: Import, job: jobs.Standing) -> jobs.Standing:
    """A job that the queue has forgotten, and that left its import at work, did not do it."""
    since = source.asked_at
    is_old = since is None or since < timezone.now() - jobs.GIVEN_UP
    return replace(job, has_failed=True) if is_old and not job.is_there else job


def forget(source: Import) -> None:
    cache.delete(_key(source.pk))
