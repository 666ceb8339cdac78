"""Time a list of 20,000 lines through the steps of the import pages, as a worker takes them:
checked, written, undone. And the memory that takes, which is the worker's at its highest.
"""

import csv
import io
import resource
import sys
import time
from contextlib import contextmanager
from uuid import uuid4

import django

from tests.bench.crowd import row

LINES = 20_000
# Source: the issue of the import wizard; seconds for 20,000 lines on two cores, and MiB.
MOST = {"checked": 60, "written": 60, "undone": 60}
MOST_MEMORY = 400
RESULTS = ["applied", "Interview", "Offer", "REJ", "W/L", "Withdrawn"]
COUNTRIES = ["France", "PRC", "Korea", "USA", "India", "德国", "Iran", "HKSAR"]


def main() -> None:
    django.setup()
    from centre.organisation.models import Centre
    from recruitment.imports import actions

    centre = Centre.objects.get()
    print(f"import of {LINES:,} lines           seconds    budget")
    with timed("uploaded", 10):
        source = actions.upload(centre, "large.csv", written(), by=None, token=uuid4())
    with timed("checked"):
        decide(source)
    if source.found["repairs"] or source.found["counts"].get("new") != LINES:
        sys.exit(f"The check found {source.found['counts']}, {source.found['repairs'][:2]}")
    with timed("written"):
        to(source, "writing", actions.write_import)
    if source.result.get("applications") != LINES:
        sys.exit(f"Written: {source.state}, {source.result}, {source.problem}")
    with timed("undone"):
        to(source, "undoing", actions.undo_import)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(row("memory at its highest", peak, MOST_MEMORY, "MiB"), flush=True)
    source.delete()


def decide(source) -> None:
    from recruitment.exchange.choices import Choices
    from recruitment.imports import actions

    to(source, "checking", actions.check_import)
    lacking = frozenset((kind, name) for kind, name in source.found["lacking"])
    if lacking:  # made, as if somebody had pressed for it
        source.choose(Choices(make=lacking))
        to(source, "checking", actions.check_import)


def to(source, state: str, work) -> None:
    source.state = state
    source.save()
    work.call(import_id=source.pk)
    source.refresh_from_db()


@contextmanager
def timed(step: str, most: float = 0):
    began, busy = time.perf_counter(), time.process_time()
    yield
    taken, busy = time.perf_counter() - began, time.process_time() - busy
    told = f"{taken / LINES * 1000:>8.2f} ms a line, {busy / LINES * 1000:.2f} ms of CPU"
    print(row(step, taken, most or MOST[step], "s") + told, flush=True)


def written() -> bytes:
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(["Name", "Email", "Nationality", "Degree", "Intake", "Result", "Date",
                    "Previous universities", "Remarks"])  # fmt: skip
    for n in range(LINES):
        sheet.writerow([
            f"FAMILY{n % 5000}, Given{n // 7}", f"large{n}@example.org", COUNTRIES[n % 8], "PhD",
            "September 2026", RESULTS[n % 6], f"2026-0{n % 6 + 1}-1{n % 10}",
            f"Old College {n % 300}; New School", f"Line {n}" if n % 3 == 0 else "",
        ])  # fmt: skip
    return text.getvalue().encode()


if __name__ == "__main__":
    main()
