"""A whole centre out of its file, into an empty installation: all of it, or nothing.

The file is somebody's claim until it is checked: first what it says of itself, then every entry
against its size and SHA-256, both before a row is written; then, within the transaction, that all
rows belong together and are what their histories say.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction
from django.db.models import AutoField, BinaryField, Field, Model
from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from recruitment.archive import kept_files
from recruitment.archive.belongings import SECRETS, carried_fields, carried_models
from recruitment.archive.schema import DATA, FORMAT, KIND, MANIFEST, known, table_entry
from recruitment.archive.values import BadRow, restorer
from recruitment.moves.invariants import violations

MOST_ENTRIES = 100_000
MOST_BYTES = 8 << 30  # unpacked
MOST_TIMES = 300  # as large unpacked as packed
SMALL = 64 << 20  # however much smaller it is packed
MOST_MANIFEST = 32 << 20
MOST_LINE = 64 << 20
BATCH = 500
# With these zipfile says that a file is cut off, has a password or is packed strangely.
_UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class BadArchive(Refused):
    """The file cannot be loaded, and nothing was."""


@dataclass(frozen=True)
class Archive:
    """A file whose claims about itself hold."""

    zip: ZipFile
    manifest: dict

    @property
    def rows(self) -> dict[str, int]:
        return {one["table"]: one["rows"] for one in self.manifest["tables"]}


def load(file: IO[bytes]) -> Archive:
    """Load the centre in `file` into this installation. Raises BadArchive, nothing written."""
    try:
        with ZipFile(file) as archive:
            found = _checked(archive)
            _insist_on_empty()
            _write(found)
            return found
    except _UNREADABLE as problem:
        raise BadArchive(
            _("This is no whole centre, or the file is damaged: %(why)s.") % {"why": problem}
        ) from problem


def _checked(archive: ZipFile) -> Archive:
    _insist_on_size(archive)
    manifest = _manifest(archive)
    _insist_on_version(manifest)
    names = {one.filename for one in archive.infolist()} - {MANIFEST}
    if names != set(manifest["entries"]) or len(archive.infolist()) != len(names) + 1:
        odd = sorted(names ^ set(manifest["entries"]))[:3]
        raise BadArchive(
            _("The file does not hold what its manifest names: %(odd)s.") % {"odd": ", ".join(odd)}
        )
    _insist_on_tables(manifest)
    for name, claimed in manifest["entries"].items():
        _insist_on_digest(archive, name, claimed)
    return Archive(archive, manifest)


def _insist_on_size(archive: ZipFile) -> None:
    entries = archive.infolist()
    whole = sum(one.file_size for one in entries)
    packed = sum(one.compress_size for one in entries)
    if (
        len(entries) > MOST_ENTRIES
        or whole > MOST_BYTES
        or (whole > SMALL and whole > packed * MOST_TIMES)
    ):
        raise BadArchive(
            _("The file would unpack to %(size)d MB in %(n)d parts, which no centre does.")
            % {"size": whole >> 20, "n": len(entries)}
        )


def _manifest(archive: ZipFile) -> dict:
    foreign = BadArchive(_("This is no whole centre: it has no manifest of one."))
    try:
        with archive.open(MANIFEST) as opened:
            manifest = json.loads(opened.read(MOST_MANIFEST))
    except (KeyError, ValueError, RecursionError) as problem:
        raise foreign from problem
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND:
        raise foreign
    shape = {"format": int, "migrations": list, "tables": list, "entries": dict}
    if any(not isinstance(manifest.get(name), kind) for name, kind in shape.items()):
        raise foreign
    return manifest


def _insist_on_version(manifest: dict) -> None:
    here, theirs = known(), set(map(str, manifest["migrations"]))
    if manifest["format"] > FORMAT or theirs - here:
        raise BadArchive(
            _("The file comes from a newer Cohort. Update this installation, then load it.")
        )
    if here - theirs:
        raise BadArchive(
            _(
                "The file comes from an older Cohort, before %(step)s. Load it into an "
                "installation of that version, then update that."
            )
            % {"step": min(here - theirs)}
        )


def _insist_on_tables(manifest: dict) -> None:
    """The same tables with the same columns, each with its entry."""
    here = {
        model._meta.label: [one.attname for one in carried_fields(model)]
        for model in carried_models()
    }
    theirs = {}
    for one in manifest["tables"]:
        if not (isinstance(one, dict) and isinstance(one.get("rows"), int)):
            raise BadArchive(_("The manifest names a table without its rows."))
        theirs[str(one.get("table"))] = one.get("columns")
    odd = sorted(str(name) for name in here | theirs if here.get(name) != theirs.get(name))
    entries = manifest["entries"]
    odd += [m._meta.label for m in carried_models() if table_entry(m) not in entries]
    if odd or DATA not in entries:
        raise BadArchive(
            _("A table is missing or has other columns than here: %(odd)s.")
            % {"odd": ", ".join(odd[:3]) or DATA}
        )


def _insist_on_digest(archive: ZipFile, name: str, claimed: Any) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as opened:
        while part := opened.read(1 << 20):
            digest.update(part)
            size += len(part)
    if claimed != {"bytes": size, "sha256": digest.hexdigest()}:
        raise BadArchive(_("%(name)s is damaged or was changed.") % {"name": name})


def _insist_on_empty() -> None:
    for model in carried_models():
        if model._base_manager.exists():
            raise BadArchive(
                _(
                    "This installation is not empty: it has %(rows)s. Load the centre into a new "
                    "database, after migrate and before anything else."
                )
                % {"rows": model._meta.verbose_name_plural}
            )


def _write(found: Archive) -> None:
    stored: list[str] = []
    try:
        with transaction.atomic():
            _write_rows(found)
            connection.check_constraints()
            _reset_numbers()
            for fault in islice(violations(), 1):
                raise BadArchive(_("Its rows do not agree: %(fault)s") % {"fault": fault})
            stored = kept_files.restore(found.zip)
    except Refused as problem:
        raise BadArchive(str(problem)) from problem
    except (BadRow, DatabaseError, ValueError, OverflowError) as problem:
        kept_files.forget(stored)  # the last word was the database's
        raise BadArchive(_("Its rows do not fit: %(why)s") % {"why": problem}) from problem


def _write_rows(found: Archive) -> None:
    models = {model._meta.label: model for model in carried_models()}
    counts = dict.fromkeys(models, 0)
    with found.zip.open(DATA) as raw, TextIOWrapper(raw, encoding="utf-8", newline="\n") as lines:
        for label, rows in _tables(lines):
            if label not in models:
                raise BadArchive(_("%(name)s is not a table here.") % {"name": label})
            counts[label] += _insert(models[label], rows, found)
    if counts != found.rows:
        odd = next(label for label, n in counts.items() if n != found.rows[label])
        raise BadArchive(_("Rows are missing or too many in %(table)s.") % {"table": odd})


def _tables(lines) -> Iterator[tuple[str, Iterator[list]]]:
    """(table, its rows) as centre.json has them: a line each."""
    while line := lines.readline(MOST_LINE):
        if line.endswith(": [\n"):
            yield _parsed(line[: -len(": [\n")]), _rows(lines)


def _rows(lines) -> Iterator[list]:
    while (line := lines.readline(MOST_LINE)) and not line.startswith("]"):
        row = _parsed(line.rstrip("\n").removesuffix(","))
        if not isinstance(row, list):
            raise BadArchive(_("%(name)s is not written as a whole centre is.") % {"name": DATA})
        yield row


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise BadArchive(
            _("%(name)s is not written as a whole centre is.") % {"name": DATA}
        ) from problem


def _insert(model: type[Model], rows: Iterator[list], found: Archive) -> int:
    """Add rows just as they were: their ids, moments and versions with them. How many."""
    fields = [*carried_fields(model), *_secret_fields(model)]
    name = connection.ops.quote_name
    columns = ", ".join(name(str(one.column)) for one in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    restore = [_reader(model, one, found) for one in carried_fields(model)]
    plain = [one.get_db_prep_save(_plain(model, one), connection) for one in _secret_fields(model)]
    n = 0
    while part := list(islice(rows, BATCH)):
        if any(len(row) != len(restore) for row in part):
            raise BadArchive(
                _("A row of %(table)s has too few or too many values.")
                % {"table": model._meta.label}
            )
        ready = [[*_restored(model, restore, row), *plain] for row in part]
        with connection.cursor() as cursor:
            cursor.executemany(sql, ready)
        n += len(part)
    return n


def _restored(model: type[Model], restore: list[Callable], row: list) -> list:
    try:
        return [read(value) for read, value in zip(restore, row, strict=True)]
    except BadRow as problem:
        told = {"table": model._meta.label, "row": row[0], "why": problem}
        raise BadRow(_("%(table)s, row %(row)s, %(why)s") % told) from problem


def _secret_fields(model: type[Model]) -> list[Field]:
    secret = SECRETS.get(model._meta.label, {})
    return [one for one in model._meta.local_concrete_fields if one.name in secret]


def _plain(model: type[Model], field: Field) -> Any:
    """What a field gets that was not carried: no password opens the account, no right is given."""
    return make_password(None) if field.name == "password" else field.get_default()


def _reader(model: type[Model], field: Field, found: Archive) -> Callable[[Any], Any]:
    if isinstance(field, BinaryField):
        return lambda value: field.get_db_prep_save(_content(found, model, value), connection)
    restored = restorer(field)
    return lambda value: field.get_db_prep_save(restored(value), connection)


def _content(found: Archive, model: type[Model], name: str | None) -> bytes | None:
    if name is None:
        return None
    if not str(name).startswith(f"files/{model._meta.label}/") or name not in found.zip.NameToInfo:
        raise BadRow(f"{name!r:.60}")
    return found.zip.read(name)


def _reset_numbers() -> None:
    """New rows go on after the highest id; none that was given before is given again."""
    if connection.vendor != "postgresql":  # SQLite goes on after the highest by itself
        return
    quoted = connection.ops.quote_name
    for model in carried_models():
        if not isinstance(model._meta.pk, AutoField):
            continue
        table, key = model._meta.db_table, str(model._meta.pk.column)
        # Names of our own tables; `setval` alone would also go back.
        highest = f"SELECT MAX({quoted(key)}) AS highest FROM {quoted(table)}"  # noqa: S608
        own = "SELECT pg_get_serial_sequence(%s, %s)::regclass AS own"
        sql = (
            f"SELECT setval(own, highest) FROM ({own}) given, ({highest}) found "  # noqa: S608
            "WHERE highest > COALESCE(pg_sequence_last_value(own), 0)"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [quoted(table), key])
