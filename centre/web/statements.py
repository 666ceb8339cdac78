"""Statements compiled once and run many times.

Django builds and compiles a query anew each time it is used, which takes longer than the database
needs to answer an indexed one. The hot pages keep theirs as a `Statement`; what differs from
request to request is a `Slot`.

A statement is kept under a key, or under `functools.cache`. The key must hold all the query is
built from that is not in a slot: whoever's rows it reads, and the day, if it compares with one.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from itertools import chain
from threading import Lock
from typing import Any, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import IntegerField, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.sql import UpdateQuery

from centre.web.instances import Maker

T = TypeVar("T")


class Slot(Value):
    """A place in a query for a value given when the statement is run."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Filled:
    """SQL whose parameters are values, or slots to be filled when it is run."""

    sql: str
    params: Sequence

    def _filled(self, given: dict) -> list:
        return [_adapted(given[one.value]) if isinstance(one, Slot) else one for one in self.params]


class Update(Filled):
    """The SQL of `queryset.update(**values)`."""

    def __init__(self, queryset: QuerySet, **values):
        query = cast(UpdateQuery, queryset.query.chain(UpdateQuery))
        query.add_update_values(values)
        self.sql, self.params = query.get_compiler(connection=connection).as_sql()

    def run(self, **given) -> int:
        """How many rows it changed. Within a transaction, which an error ends."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self._filled(given))
            return cursor.rowcount


class Statement(Filled):
    """The SQL of a queryset, with what turns its rows into values or objects."""

    def __init__(self, queryset: QuerySet, **first: QuerySet):
        """`first` are queries the database runs once, before; `queryset` reads them by name."""
        self._told: dict[tuple, tuple[list, Any]] = {}
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            before = [(name, *one.query.sql_with_params()) for name, one in first.items()]
            self.sql, self.params = compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""  # no row can match
            return
        if before:
            parts = ", ".join(f"{name} AS MATERIALIZED ({sql})" for name, sql, _given in before)
            self.sql = f"WITH {parts} {self.sql}"
            self.params = [*chain(*(given for _name, _sql, given in before)), *self.params]
        chosen = [expression for expression, _sql, _alias in compiler.select]
        self.converters = list(compiler.get_converters(chosen).items())
        if not queryset.query.values_select and compiler.klass_info:
            self.maker = Maker(compiler.klass_info, compiler.select)
            self.annotated = list(compiler.annotation_col_map.items())

    def rows(self, **given) -> list:
        """The values of each row."""
        return self._converted(self._fetched(given))

    def for_each(self, slot: str, values: Sequence) -> RawSQL:
        """What it selects for each of several values of one slot, as a subquery. Other slots stay:
        they are those of the statement it becomes a part of."""
        # Django's own SQL, once for each value; what varies are its parameters.
        part = f"SELECT * FROM ({self.sql}) part"  # noqa: S608
        parts = " UNION ALL ".join([part] * len(values))
        given = [
            _adapted(value) if isinstance(one, Slot) and one.value == slot else one
            for value in values
            for one in self.params
        ]
        return RawSQL(parts, given)  # noqa: S611

    def counted(self, **given) -> RawSQL | Value:
        """How many rows it has, as an expression of another statement."""
        if not self.sql:
            return Value(0)
        # Django's own SQL; what varies are its parameters.
        part = f"SELECT COUNT(*) FROM ({self.sql}) counted"  # noqa: S608
        return RawSQL(part, self._filled(given), IntegerField())  # noqa: S611

    def objects(self, **given) -> list:
        """Model instances, with what the queryset selected beside them."""
        return self._made(self.rows(**given))

    def shared(self, make: Callable[[list], T], **given) -> T:
        """`make(objects)`, made anew only when the database answers otherwise than last time: for
        few rows that most pages read whole. Others hold what it returns, so nobody changes it."""
        found, key = self._fetched(given), tuple(given.items())
        told = self._told.get(key)
        if told is None or told[0] != found:
            if len(self._told) >= _MOST_TOLD:
                self._told.clear()
            told = self._told[key] = (found, make(self._made(self._converted(found))))
        return told[1]

    def _made(self, rows: list) -> list:
        found = []
        met: dict = {}  # joined rows, made once
        for row in rows:
            one = self.maker.make(row, DEFAULT_DB_ALIAS, met)
            for name, place in self.annotated:
                setattr(one, name, row[place])
            found.append(one)
        return found

    def _fetched(self, given: dict) -> list:
        if not self.sql or any(isinstance(one, int) and one > _LARGEST for one in given.values()):
            return []
        # The thread's own; `connection` looks for it each time it is named.
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self.sql, self._filled(given))
            return cursor.fetchall()

    def _converted(self, found: list) -> list:
        if not (found and self.converters):
            return found
        database = connections[DEFAULT_DB_ALIAS]
        rows = [list(row) for row in found]
        for place, (converters, expression) in self.converters:
            for convert in converters:
                for row in rows:
                    row[place] = convert(row[place], expression, database)
        return rows


_kept: dict[Hashable, Statement | Update] = {}
_lock = Lock()
_MOST = 1000
_MOST_TOLD = 100
_LARGEST = 2**63 - 1  # an id beyond it is nobody's, and databases refuse to look


def kept(key: Hashable, build: Callable[[], "QuerySet | Statement"]) -> Statement:
    """The statement of `build()`, compiled the first time this process meets `key`."""
    return _keep(key, lambda: statement_of(build()))


def statement_of(built: "QuerySet | Statement") -> Statement:
    return built if isinstance(built, Statement) else Statement(built)


def kept_update(key: Hashable, build: Callable[[], Update]) -> Update:
    return _keep(key, build)


def _keep(key, build):
    with _lock:
        if found := _kept.pop(key, None):
            _kept[key] = found  # last: the one not used for longest comes first
            return found
    made = build()
    with _lock:
        while len(_kept) >= _MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = made
    return made


def _adapted(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
