"""A whole centre into one file: see schema.py for what lies where."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib.contenttypes.models import ContentType
from django.db.models import BinaryField, BooleanField, ExpressionWrapper, Field, Model, Q
from django.utils import timezone

from centre.organisation.models import Centre
from centre.web.snapshot import snapshot
from recruitment.archive import kept_files
from recruitment.archive.belongings import (
    LEFT_BEHIND,
    MASKED,
    SECRETS,
    carried_fields,
    carried_models,
    rows_of,
)
from recruitment.archive.schema import (
    DATA,
    FORMAT,
    KIND,
    MANIFEST,
    applied,
    file_entry,
    table_entry,
)
from recruitment.archive.values import stored
from recruitment.reports.exports import BOM, csv_lines

CHUNK = 1000
Told = Callable[[int], None]


class _Hashed:
    """Writes on, and knows the size and the digest of what went through."""

    def __init__(self, out: IO[bytes]):
        self.out, self.size, self.digest = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.out.write(data)
        self.size += len(data)
        self.digest.update(data)


@dataclass
class _Pack:
    """A file being written."""

    zip: ZipFile
    data: IO[bytes]  # what will be centre.json
    told: Told
    types: dict[int, str]  # content types by name: their numbers are of one installation
    entries: dict[str, dict] = field(default_factory=dict)
    tables: list[dict] = field(default_factory=list)
    rows: int = 0

    @contextmanager
    def entry(self, name: str) -> Iterator[_Hashed]:
        with self.zip.open(name, "w", force_zip64=True) as out:
            hashed = _Hashed(out)
            yield hashed
        self.entries[name] = {"bytes": hashed.size, "sha256": hashed.digest.hexdigest()}


def size_of(centre: Centre) -> int:
    """How many rows will be written."""
    return sum(rows.count() for model in carried_models() for rows in rows_of(model, centre))


def pack(centre: Centre, out: IO[bytes], told: Told) -> dict:
    """Write all of `centre` as it stands at one moment; the manifest. `told`: rows so far."""
    with (
        snapshot(),
        TemporaryFile() as data,
        ZipFile(out, "w", ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        types = ContentType.objects.values_list("pk", "app_label", "model")
        named = {pk: f"{app}.{model}" for pk, app, model in types}
        found = _Pack(archive, data, told, named)
        _write_tables(found, centre)
        for name, content in kept_files.contents(centre):
            with found.entry(name) as out_of_store:
                out_of_store.write(content)
        with found.entry(DATA) as whole:
            data.seek(0)
            while part := data.read(1 << 20):
                whole.write(part)
        manifest = _manifest(found, centre)
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
    return manifest


def _manifest(found: _Pack, centre: Centre) -> dict:
    secrets = {
        f"{table}.{name}": why for table, names in SECRETS.items() for name, why in names.items()
    }
    return {
        "kind": KIND,
        "format": FORMAT,
        "centre": {"slug": centre.slug, "name": centre.name},
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "migrations": applied(),
        "tables": found.tables,
        "entries": found.entries,
        "left_behind": LEFT_BEHIND | secrets,
    }


def _write_tables(found: _Pack, centre: Centre) -> None:
    found.data.write(b'{"tables": {\n')
    models = carried_models()
    for n, model in enumerate(models):
        found.data.write(f"{json.dumps(model._meta.label)}: [\n".encode())
        _write_table(found, model, centre)
        found.data.write(b"]\n" if n + 1 == len(models) else b"],\n")
    found.data.write(b"}}\n")


def _write_table(found: _Pack, model: type[Model], centre: Centre) -> None:
    fields = carried_fields(model)
    columns = [str(one.attname) for one in fields]
    before, rows = found.rows, _rows(found, model, fields, centre)
    with found.entry(table_entry(model)) as table:
        table.write(BOM + "".join(csv_lines([columns])).encode())
        while part := list(islice(rows, CHUNK)):
            lead = ",\n" if found.rows > before else ""
            texts = (json.dumps(row, ensure_ascii=False) for row in part)
            found.data.write((lead + ",\n".join(texts)).encode())
            lines = csv_lines([_cell(value) for value in row] for row in part)
            table.write("".join(lines).encode())
            found.rows += len(part)
            found.told(found.rows)
    if found.rows > before:
        found.data.write(b"\n")
    found.tables.append(
        {"table": model._meta.label, "columns": columns, "rows": found.rows - before}
    )
    for one in fields:
        if isinstance(one, BinaryField):
            _write_files(found, model, one, centre)


def _rows(found: _Pack, model, fields: list[Field], centre: Centre) -> Iterator[list]:
    """The rows of a table as they are stored: of a file its place, of a content type its name."""
    files = {n: one for n, one in enumerate(fields) if isinstance(one, BinaryField)}
    kinds = [n for n, one in enumerate(fields) if one.related_model is ContentType]
    wanted = [_is_there(one) if n in files else one.attname for n, one in enumerate(fields)]
    masks = MASKED.get(model._meta.label, {})
    masked = {n: masks[one.name] for n, one in enumerate(fields) if one.name in masks}
    key = next(n for n, one in enumerate(fields) if one.primary_key)
    parts = (rows.values_list(*wanted).iterator(CHUNK) for rows in rows_of(model, centre))
    for values in chain.from_iterable(parts):
        row = [stored(value) for value in values]
        for n, one in files.items():
            row[n] = file_entry(model, row[key], one) if row[n] else None
        for n, mask in masked.items():
            row[n] = mask(row[n])
        for n in kinds:
            row[n] = found.types[row[n]]
        yield row


def _is_there(one: Field) -> ExpressionWrapper:
    return ExpressionWrapper(Q(**{f"{one.name}__isnull": False}), BooleanField())


def _write_files(found: _Pack, model, one: Field, centre: Centre) -> None:
    for rows in rows_of(model, centre):
        there = rows.exclude(**{one.name: None})
        for pk in list(there.values_list("pk", flat=True)):
            content = rows.values_list(one.name, flat=True).get(pk=pk)
            with found.entry(file_entry(model, pk, one)) as out:
                out.write(bytes(content))


def _cell(value: Any) -> Any:
    """For a spreadsheet program: lists and objects as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
