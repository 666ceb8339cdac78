"""Time the import of 1,000 people against the least it could do, and the check of 500.

The floor reads the same file and writes two bare rows a line, one by one, in one transaction. The
other measure is Django's own bulk_create of every row the import wrote, without a file.
"""

import csv
import io
import sys
import tempfile
import time
from contextlib import contextmanager

import django

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
    each, ratio = taken[0] / PEOPLE * 1000, taken[0] / floor[0]
    print(
        f"import of {PEOPLE:,}: {taken[0]:.2f} s ({each:.1f} ms a person, beside the floor of add),"
        f" floor {floor[0]:.2f} s, ratio {ratio:.1f},"
        f" aim {AIM}{' missed' if ratio > AIM else ''}"
    )
    print(
        f"bulk_create of the same {told.count:,} rows: {rows[0]:.2f} s, ratio"
        f" {taken[0] / rows[0]:.1f}"
    )
    with timed() as checked:
        check_people(written(CHECKED, called="Other"))
    print(row(f"import check of {CHECKED}", checked[0], MOST_CHECK, "s"), flush=True)


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
    from django.db import connection, transaction

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
        self.models = models
        self.last = [self._newest(model) for model in models]
        self.rows: list[list] = []

    @staticmethod
    def _newest(model) -> int:
        return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @property
    def count(self) -> int:
        return sum(map(len, self.rows))

    def take_away(self) -> None:
        """Keep them here and delete them there; by SQL, as histories refuse to be deleted."""
        from django.db import connection, transaction

        added = zip(self.models, self.last, strict=True)
        self.rows = [list(model.objects.filter(pk__gt=last)) for model, last in added]
        with transaction.atomic(), connection.cursor() as cursor:
            for model, last in reversed(list(zip(self.models, self.last, strict=True))):
                cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id > %s", [last])

    def write_again(self) -> None:
        from django.db import transaction

        with transaction.atomic():
            for model, rows in zip(self.models, self.rows, strict=True):
                model.objects.bulk_create(rows, batch_size=500)


if __name__ == "__main__":
    main()
