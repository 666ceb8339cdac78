"""Rows added as they are, by an INSERT written once for each table.

As bulk_create does it, but for the building and compiling of a query, which takes several times as
long as the database needs. For tables filled by the thousand, and for what every step writes.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django_countries.fields import CountryField

Row = TypeVar("Row", bound=models.Model)

# Of one statement: SQLite takes 32,766.
_PARAMETERS = 8000
# Plain values of these fields go to the database as they are.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)


def add_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """Add these unsaved rows of one model; they know their ids afterwards. No signals.

    Each related row is saved already. Within a transaction, where there are many.
    """
    if not rows:
        return rows
    # Not the proxy: it is asked for its connection at every use.
    connection = connections[DEFAULT_DB_ALIAS]
    model = type(rows[0])
    before, one, after = _parts(model)
    writers = _writers(model)
    moments: dict[datetime, object] = {}
    most = _PARAMETERS // len(writers)
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        values = [write(row, connection, moments) for row in part for write in writers]
        with connection.cursor() as cursor:
            cursor.execute(before + ", ".join([one] * len(part)) + after, values)
            ids = cursor.fetchall()
        for row, (pk,) in zip(part, ids, strict=True):
            row.pk, row._state.adding, row._state.db = pk, False, connection.alias
    return rows


def _fields(model) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


@cache
def _parts(model) -> tuple[str, str, str]:
    """What stands before the values, those of one row, and what stands after them."""
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in _fields(model))
    one = "(" + ", ".join(["%s"] * len(_fields(model))) + ")"
    table, key = quoted(model._meta.db_table), quoted(str(model._meta.pk.column))
    into = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608
    return into, one, f" RETURNING {key}"


@cache
def _writers(model) -> list[Callable]:
    return [_writer(field) for field in _fields(model)]


def _writer(field: models.Field) -> Callable:
    """What a row has for `field`, as the database wants it."""
    name, plain = field.attname, isinstance(field, _PLAIN)
    # A country is held as its code.
    usual = models.Field.pre_save, CountryField.pre_save
    own_way = type(field).pre_save not in usual

    def value(row, connection, moments):
        raw = field.pre_save(row, add=True) if own_way else vars(row)[name]
        if raw is None or (plain and type(raw) in (str, int)):
            return raw
        if type(raw) is not datetime:
            return field.get_db_prep_save(raw, connection)
        # The same few over and over: when it happened, and when we heard.
        if raw not in moments:
            moments[raw] = field.get_db_prep_save(raw, connection)
        return moments[raw]

    return value
