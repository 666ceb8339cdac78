"""Saying how far a file is while the job reads in a snapshot."""

from django.db import connection, connections

from recruitment.exports.models import ExportFile

EVERY = 20_000  # rows


class Beside:
    """Is told how many rows are written, and says so over a connection of its own: the job's is in
    a transaction that writes nothing."""

    def __init__(self, file: ExportFile):
        self.file, self.said = file, 0

    def __call__(self, done: int) -> None:
        # Within somebody's transaction, others do not see the file yet.
        if done - self.said < EVERY or connection.savepoint_ids:
            return
        self.said = done
        table = connection.ops.quote_name(ExportFile._meta.db_table)
        other = connections.create_connection(connection.alias)
        try:
            with other.cursor() as cursor:
                values = [done, self.file.pk]
                cursor.execute(f"UPDATE {table} SET done = %s WHERE id = %s", values)  # noqa: S608
        finally:
            other.close()
