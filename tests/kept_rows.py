"""Rows that nearly every test begins with: made once by a process, then put back as they were."""

from pathlib import Path

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, transaction
from django.db.models import AutoField, Max

written: dict[tuple, tuple] = {}


def copy_to(path):
    """The test's SQLite database as it stands, written into a file: for processes of their own,
    each of which would take 20 s to migrate an empty one."""
    Path(path).write_bytes(connection.connection.serialize())


def once(make, *key):
    """What `make` saves and returns: by making it, or by writing every row it once wrote, with the
    same keys; by making it again where another row has such a key.

    Only for what begins from nothing: no row that stood before may be changed by it. `key` is all
    that it depends on.
    """
    # A test that empties the tables brings all of these back under other keys.
    key += (ContentType.objects.aggregate(Max("pk"))["pk__max"],)
    if key not in written:
        before = {model: set(_keys(model)) for model in _models()}
        made = make()
        written[key] = type(made), made.pk, [*_inserts(before)]
        return made
    model, pk, inserts = written[key]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for insert, values in inserts:
                cursor.execute(insert, values)
    except IntegrityError:
        return make()
    return model._base_manager.get(pk=pk)


def _models():
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if one._meta.managed and not one._meta.proxy]


def _keys(model):
    return model._base_manager.order_by("pk").values_list("pk", flat=True)


def _inserts(before):
    """An INSERT, with its values, for the new rows of each table, as they lie in it; then what has
    PostgreSQL count on from their keys, as `loaddata` may have set it back meanwhile."""
    highest = []
    for model, old in before.items():
        if not (new := [pk for pk in _keys(model) if pk not in old]):
            continue
        fields = [one for one in model._meta.local_concrete_fields if not one.generated]
        names = [connection.ops.quote_name(one.column) for one in fields]
        # Wrapped, a column is read as it lies there: SQLite's driver makes no date of it.
        read = ", ".join(f"COALESCE({name}, NULL)" for name in names)
        table, key = (
            connection.ops.quote_name(name)
            for name in (model._meta.db_table, model._meta.pk.column)
        )
        with connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(new))
            adapted = [model._meta.pk.get_db_prep_value(pk, connection) for pk in new]
            cursor.execute(
                f"SELECT {read} FROM {table} WHERE {key} IN ({places}) ORDER BY {key}", adapted
            )
            rows = cursor.fetchall()
        row = f"({', '.join(['%s'] * len(names))})"
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES {', '.join([row] * len(rows))}"
        yield insert, [value for one in rows for value in one]
        if isinstance(model._meta.pk, AutoField):
            highest += [table, model._meta.pk.column, max(new)]
    if connection.vendor == "postgresql":
        given = ", ".join(["(pg_get_serial_sequence(%s, %s)::regclass, %s)"] * (len(highest) // 3))
        yield (
            f"SELECT setval(own, highest) FROM (VALUES {given}) given (own, highest) "
            "WHERE highest > COALESCE(pg_sequence_last_value(own), 0)",
            highest,
        )
