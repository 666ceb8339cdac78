"""Time the import of 1,000 people against the least it could do.

The floor reads the same file and writes two bare rows a line, one by one, in one transaction.
"""

import csv
import io
import sys
import tempfile
import time

import django

AIM = 4
PEOPLE = 1000


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from centre.organisation.models import Centre

    with tempfile.NamedTemporaryFile("w+", suffix=".csv", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["Name", "Email", "Degree", "Intake", "Result", "Date"])
        for n in range(PEOPLE):
            row = [f"Import Person {n}", f"import{n}@example.org", "PhD", "September 2027"]
            sheet.writerow([*row, "applied", "2026-03-02"])
        file.flush()
        started = time.perf_counter()
        with open(file.name, newline="") as again, transaction.atomic(), connection.cursor() as at:
            for row in csv.DictReader(again):
                at.execute("INSERT INTO bench_row (name, version) VALUES (%s, 0)", [row["Name"]])
                at.execute("INSERT INTO bench_step (row_id, note) VALUES (1, %s)", [row["Email"]])
        floor = time.perf_counter() - started
        started, said = time.perf_counter(), io.StringIO()
        call_command(
            "import_candidates",
            file.name,
            centre=Centre.objects.get().slug,
            create_missing=True,
            stdout=said,
        )
        taken = time.perf_counter() - started
    ratio = taken / floor
    print(
        f"import of {PEOPLE:,}: {taken:.2f} s ({taken / PEOPLE * 1000:.1f} ms a person, beside the"
        f" floor of add), floor {floor:.2f} s, ratio {ratio:.1f},"
        f" aim {AIM}{' missed' if ratio > AIM else ''}"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
