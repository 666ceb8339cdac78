"""What one request costs: statements, rows fetched, bytes answered, bytes of session."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.core.signing import JSONSerializer
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True)
class Cost:
    status: int
    statements: int
    rows: int
    size: int
    session: int


class _Counter:
    rows = 0


def _counting(counter):
    class CountingCursor(CursorWrapper):
        def fetchone(self):
            row = self.cursor.fetchone()
            counter.rows += row is not None
            return row

        def fetchmany(self, *args):
            rows = self.cursor.fetchmany(*args)
            counter.rows += len(rows)
            return rows

        def fetchall(self):
            rows = self.cursor.fetchall()
            counter.rows += len(rows)
            return rows

        def __iter__(self):
            for row in super().__iter__():
                counter.rows += 1
                yield row

    return CountingCursor


@contextmanager
def rows_fetched():
    """Counts the rows that come out of the database meanwhile, in `.rows`."""
    counter = _Counter()
    cursor_class = _counting(counter)
    make, make_debug = connection.make_cursor, connection.make_debug_cursor

    class DebugCursor(type(make_debug(None)), cursor_class):
        pass

    connection.make_cursor = lambda cursor: cursor_class(cursor, connection)
    connection.make_debug_cursor = lambda cursor: DebugCursor(cursor, connection)
    try:
        yield counter
    finally:
        connection.make_cursor, connection.make_debug_cursor = make, make_debug


def cost(client, method, url, data=None, **extra) -> Cost:
    """Do one request and say what it took. Statements are all the database is sent, a transaction's
    begin and end too: in a test, which is itself one, those are a savepoint and its release."""
    with CaptureQueriesContext(connection) as queries, rows_fetched() as counter:
        response = getattr(client, method)(url, data, **extra)
        body = b"".join(response) if response.streaming else response.content
    return Cost(
        status=response.status_code,
        statements=len(queries),
        rows=counter.rows,
        size=len(body),
        # As it is before it is compressed, which moments in it change by a byte or two.
        session=len(JSONSerializer().dumps(dict(client.session))),
    )


def machine_steps(read) -> int:
    """Steps of SQLite's machine that `read()` takes: what its statements cost however they are
    planned, the same on any machine."""
    counted = [0]

    def tick():
        counted[0] += 1

    # Each one: counted by the hundred, a statement kept prepared goes on where its last run
    # stopped, and the same page came to 1900 or 2400.
    connection.connection.set_progress_handler(tick, 1)
    try:
        read()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return counted[0]
