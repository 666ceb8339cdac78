"""Statements compiled once and run many times.

Django builds and compiles a query anew each time it is used, which takes longer than the database
needs to answer an indexed one. The hot pages keep theirs: a function without arguments returns a
`Statement`, under `functools.cache`, and what differs from request to request is a `Slot`.

Nothing but ids and moments goes into a slot. Whether somebody may see a row belongs to the views'
own querysets, not to a kept statement.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.query import get_related_populators


class Slot(Value):
    """A place in a query for a value given when the statement is run."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Statement:
    """The SQL of a queryset, with what turns its rows into values or objects."""

    def __init__(self, queryset: QuerySet):
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, self.params = compiler.as_sql()
        self.columns = len(compiler.select)
        chosen = [expression for expression, _sql, _alias in compiler.select]
        self.converters = list(compiler.get_converters(chosen).items())
        info = compiler.klass_info
        if info:
            fields = info["select_fields"]
            self.model, self.own = info["model"], slice(fields[0], fields[-1] + 1)
            self.names = [column[0].target.attname for column in compiler.select[self.own]]
            self.related = get_related_populators(info, compiler.select, connection.alias)
            self.annotated = list(compiler.annotation_col_map.items())

    def rows(self, **given) -> list:
        """The values of each row."""
        return self._run(self.sql, self._filled(given))

    def rows_of_each(self, slot: str, values: Sequence) -> list:
        """The rows for each of several values of one slot, in one statement."""
        if not values:
            return []
        # Django's own SQL, once for each value; what varies are its parameters.
        part = f"SELECT * FROM ({self.sql}) part"  # noqa: S608
        parts = " UNION ALL ".join([part] * len(values))
        return self._run(parts, [one for value in values for one in self._filled({slot: value})])

    def objects(self, **given) -> list:
        """Model instances, with what the queryset selected beside them."""
        found = []
        for row in self._run(self.sql, self._filled(given)):
            one = self.model.from_db(connection.alias, self.names, row[self.own])
            for populator in self.related:
                populator.populate(row, one)
            for name, place in self.annotated:
                setattr(one, name, row[place])
            found.append(one)
        return found

    def _filled(self, given: dict) -> list:
        return [_adapted(given[one.value]) if isinstance(one, Slot) else one for one in self.params]

    def _run(self, sql: str, params: Iterable) -> list:
        with connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            found = cursor.fetchall()
        if not self.converters:
            return found
        rows = [list(row) for row in found]
        for place, (converters, expression) in self.converters:
            for row in rows:
                for convert in converters:
                    row[place] = convert(row[place], expression, connection)
        return rows


def _adapted(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
