"""Time the import of 1,000 people against the least it could do, and the check of 500.

Two floors, both bare INSERTs in one transaction. The lower reads the same file and writes two rows
a line into tables of their own. But an import has to write more than that: a person, the keys they
are found by, the application, its history. The other floor writes just those rows once more, as
they stood in the tables, nothing parsed, checked or made.
"""

import csv
import io
import sys
import tempfile
import time
from contextlib import contextmanager

import django
from django.db import connection, transaction
from django.db.models import Max

from tests.bench.crowd import row

AIM = 4
PEOPLE, CHECKED = 1000, 500
MOST_CHECK = 5  # seconds; source: the design's page budgets


def main() -> None:
    django.setup()
    from recruitment.candidates.models import Candidate, CandidateKey
    from recruitment.pipeline.models import Application, StageTransition

    told = Told([Candidate, CandidateKey, Application, StageTransition])
    text = written(PEOPLE)
    with timed() as floor:
        write_bare_rows(text)
    with timed() as taken:
        import_people(text)
    told.take_away()
    with timed() as rows:
        told.write_again()
    print(
        f"import of {PEOPLE:,}: {taken[0]:.2f} s ({taken[0] / PEOPLE * 1000:.1f} ms a person,"
        " beside the floor of add)"
    )
    print(against("two bare rows a line", floor[0], taken[0]))
    print(against(f"the same {told.count:,} rows, bare", rows[0], taken[0]))
    with timed() as checked:
        check_people(written(CHECKED, called="Other"))
    print(row(f"import check of {CHECKED}", checked[0], MOST_CHECK, "s"), flush=True)


def against(name: str, floor: float, taken: float) -> str:
    missed = " missed" if taken / floor > AIM else ""
    return f"  floor, {name}: {floor:.2f} s, ratio {taken / floor:.1f}, aim {AIM}{missed}"


@contextmanager
def timed():
    """Seconds of the block, in a list of one."""
    seconds: list[float] = []
    started = time.perf_counter()
    yield seconds
    seconds.append(time.perf_counter() - started)


def written(people: int, called="Import") -> str:
    """A sheet of that many people who applied."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["Name", "Email", "Degree", "Intake", "Result", "Date"])
    for n in range(people):
        who = [f"{called} Person {n}", f"{called.lower()}{n}@example.org"]
        sheet.writerow([*who, "PhD", "September 2027", "applied", "2026-03-02"])
    return text.getvalue()


def write_bare_rows(text: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for line in csv.DictReader(io.StringIO(text)):
            cursor.execute("INSERT INTO bench_row (name, version) VALUES (%s, 0)", [line["Name"]])
            cursor.execute("INSERT INTO bench_step (row_id, note) VALUES (1, %s)", [line["Email"]])


def import_people(text: str) -> None:
    from django.core.management import call_command

    from centre.organisation.models import Centre

    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        file.write(text)
        file.flush()
        home, said = Centre.objects.get().slug, io.StringIO()
        call_command("import_candidates", file.name, centre=home, create_missing=True, stdout=said)


def check_people(text: str) -> None:
    from centre.organisation.models import Centre
    from recruitment.exchange.plan import check
    from recruitment.exchange.reader import read_bytes

    plan = check(read_bytes(text.encode(), "check.csv"), Centre.objects.get(), {}, True)
    if len(plan.people) != CHECKED or not plan.is_ready:
        sys.exit(f"The check found {len(plan.people)} people, {len(plan.errors)} errors.")


class Told:
    """The rows an import adds to these tables, parents first."""

    def __init__(self, models):
        self.tables = [model._meta.db_table for model in models]
        self.last = [model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in models]
        self.rows: list[list[tuple]] = []

    @property
    def count(self) -> int:
        return sum(map(len, self.rows))

    def take_away(self) -> None:
        """Keep them here and delete them there; by SQL, as histories refuse to be deleted."""
        added = list(zip(self.tables, self.last, strict=True))
        with transaction.atomic(), connection.cursor() as cursor:
            for table, last in added:
                cursor.execute(f"SELECT * FROM {table} WHERE id > %s", [last])
                self.rows.append(cursor.fetchall())
            for table, last in reversed(added):
                cursor.execute(f"DELETE FROM {table} WHERE id > %s", [last])

    def write_again(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in zip(self.tables, self.rows, strict=True):
                places = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


if __name__ == "__main__":
    main()
