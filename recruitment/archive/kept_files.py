"""The bytes of stored files, which lie beside the database: out with their rows, and in again."""

import hashlib
from collections.abc import Iterator
from zipfile import ZipFile

from django.utils.translation import gettext as _

from centre.organisation.models import Centre
from centre.web.refusal import Refused
from recruitment.archive.schema import entry_of_file
from recruitment.documents import store
from recruitment.documents.models import StoredFile


def contents(centre: Centre) -> Iterator[tuple[str, bytes]]:
    """(entry, bytes) of each file of `centre`. One the store has lost has no entry: its row says
    that it was there."""
    rows = StoredFile._base_manager.filter(centre=centre).order_by("pk")
    for pk, key in rows.values_list("pk", "key").iterator():
        try:
            with store.get(key) as content:
                data = content.read()
        except FileNotFoundError:
            continue
        yield entry_of_file(StoredFile, pk), data


def restore(archive: ZipFile) -> list[str]:
    """Put the bytes of all rows into the store; the keys that are new there. All or none of them.

    Raises Refused where bytes are not those their row was written for.
    """
    new: list[str] = []
    try:
        rows = StoredFile._base_manager.order_by("pk")
        for pk, key, sha256 in rows.values_list("pk", "key", "sha256").iterator():
            name = entry_of_file(StoredFile, pk)
            if name not in archive.NameToInfo:
                continue
            data = archive.read(name)
            if hashlib.sha256(data).hexdigest() != sha256 or not store.KEY.fullmatch(key):
                raise Refused(_("%(name)s is damaged or was changed.") % {"name": name})
            if not _is_there(key, sha256):
                store.put(key, data)
                new.append(key)
    except BaseException:
        forget(new)
        raise
    return new


def forget(keys: list[str]) -> None:
    for key in keys:
        store.drop(key)


def _is_there(key: str, sha256: str) -> bool:
    """The same file from an earlier life of this installation, whose store was kept."""
    try:
        with store.get(key) as content:
            return hashlib.sha256(content.read()).hexdigest() == sha256
    except FileNotFoundError:
        return False
