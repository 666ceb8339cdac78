"""Where the bytes lie: a private folder or bucket, under names that say nothing.

No address leads there; files.py is the one door. The folder is this installation's alone to read
(0700, files 0600), and set by FILES_URL (centre/settings.py).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from secrets import token_hex

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils import timezone

ALIAS = "documents"
KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}")


class StoreAway(OSError):
    """The bucket did not answer, or not as one does."""


@contextmanager
def _reached():
    """A bucket's own errors, whichever library raises them, as what a folder would raise."""
    try:
        yield
    except OSError:
        raise
    except Exception as problem:
        if type(problem).__module__.partition(".")[0] not in ("botocore", "boto3", "s3transfer"):
            raise
        raise StoreAway(str(problem)) from problem


def new_key() -> str:
    """128 bits of chance, in one of 256 folders."""
    name = token_hex(16)
    return f"{name[:2]}/{name}"


def put(key: str, data: bytes) -> None:
    """Store `data` under exactly `key`. A file that is there already is an error."""
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of the store.")
    with _reached():
        stored = storages[ALIAS].save(key, ContentFile(data))
    if stored != key:
        storages[ALIAS].delete(stored)
        raise FileExistsError(key)


def get(key: str) -> File:
    """The file, to be read and closed. Raises OSError: FileNotFoundError where it is not, and
    StoreAway."""
    with _reached():
        found = storages[ALIAS].open(key)
        found.seek(0)  # a bucket is asked for it here, not within an answer that has begun
        return found


def drop(key: str) -> None:
    """Take the file away; nothing happens if it is gone."""
    with _reached():
        storages[ALIAS].delete(key)


def every_key() -> Iterator[str]:
    """Of every file that is there."""
    try:
        folders, _files = storages[ALIAS].listdir("")
    except FileNotFoundError:  # nothing was ever stored
        return
    for folder in sorted(folders):
        for name in sorted(storages[ALIAS].listdir(folder)[1]):
            yield f"{folder}/{name}"


def age(key: str) -> timedelta:
    """How long it has been there."""
    return timezone.now() - storages[ALIAS].get_modified_time(key)
