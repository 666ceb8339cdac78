"""Fill the database named by DATABASE_URL with N candidates and the floor's own tables."""

import sys
import time

import django


def main(candidates: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("demo", candidates=candidates, verbosity=0)
    key = "serial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_row (id {key}, name text, version integer)")
        cursor.execute(f"CREATE TABLE bench_step (id {key}, row_id integer, note text)")
        cursor.execute("CREATE INDEX bench_step_row ON bench_step (row_id)")
        cursor.executemany(
            "INSERT INTO bench_row (name, version) VALUES (%s, 0)",
            [[f"Row {number}"] for number in range(candidates)],
        )
        # What autovacuum would have done by then; SQLite is left as the product leaves it.
        cursor.execute(
            "ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
        )
    connection.close()
    print(f"filled {candidates:,} in {time.perf_counter() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
