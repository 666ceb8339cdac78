"""How far the work on a file has come, told through the cache that all processes share.

Only while nothing is written: what a transaction writes, others see when it ends.
"""

from time import monotonic

from django.core.cache import cache

from recruitment.imports.models import Import

_KEPT = 600  # seconds
_APART = 1.0  # between two tellings
BEFORE_WRITING = 50  # per cent of the work of writing: the rows are checked once more


def _key(import_id: int) -> str:
    return f"import-{import_id}"


class Progress:
    """Called with the share that is done; tells it once a second."""

    def __init__(self, source: Import, most: int = 100):
        self.key, self.most, self.told = _key(source.pk), most, monotonic()

    def __call__(self, share: float) -> None:
        if monotonic() - self.told >= _APART:
            self.told = monotonic()
            cache.set(self.key, int(share * self.most), _KEPT)


def percent(source: Import) -> int | None:
    """None where nothing was told: it takes no second, or has only begun."""
    return cache.get(_key(source.pk)) if source.is_busy else None


def forget(source: Import) -> None:
    cache.delete(_key(source.pk))
