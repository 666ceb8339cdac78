"""Fill the files of everybody but twenty, and measure what a page costs of a full file beside an
empty one: CPU, statements, rows and bytes of one visit.
"""

import statistics
import sys
import time

import django

from tests.bench.visitor import Visitor

EACH = 3  # documents, letters, interviews with two scorecards, e-mails, versions of an offer …
EMPTY, ROUNDS, WARM = 20, 10, 2
TABS = ("activity", "scorecards", "documents", "emails", "details")
LISTS = ("/", "/candidates/", "/board/", "/offers/", "/interviews/", "/tasks/", "/emails/")


def main(port: int) -> None:
    django.setup()
    began = time.perf_counter()
    full, empty = fill()
    print(f"files of {full.count():,} filled in {time.perf_counter() - began:.0f} s")
    visitor = Visitor(port)
    visitor.sign_in()
    print(f"{'page':<14} {'CPU':>6} {'empty':>6} ms {'statements':>11} {'empty':>6} {'rows':>6} KB")
    thin = {name: spent(visitor, urls) for name, urls in pages_of(empty).items()}
    for name, urls in pages_of(full.order_by("-pk")[:ROUNDS]).items():
        print(line(name, spent(visitor, urls), thin[name]), flush=True)
    for path in LISTS:
        print(line(path, spent(visitor, [path] * ROUNDS)), flush=True)


def fill():
    """(applications with a full file, some without anything)."""
    from django.contrib.auth import get_user_model

    from centre.people.models import Supervisor
    from recruitment.pipeline.models import Application
    from tests.bench.files import fill_files

    rows = Application.objects.filter(offers=None, referees=None, interviews=None)
    rows = rows.filter(candidate__documents=None).select_related("candidate").order_by("pk")
    *most, last = rows.values_list("pk", flat=True)[: rows.count() - EMPTY + 1]
    users = get_user_model().objects
    panel = [users.get(email=f"{name}@example.org") for name in ("director", "panel")]
    full = Application.objects.filter(pk__in=most)
    fill_files(list(full.select_related("candidate")), panel, Supervisor.objects.first(), each=EACH)
    return full, rows.filter(pk__gte=last)[:ROUNDS]


def pages_of(applications) -> dict[str, list[str]]:
    """{name: the address of that page for each of these applications}."""
    rows = list(applications.select_related("candidate"))
    pages = {tab: [f"{one.candidate.get_absolute_url()}?tab={tab}" for one in rows] for tab in TABS}
    return pages | {"application": [one.get_absolute_url() for one in rows]}


def spent(visitor: Visitor, urls: list[str]) -> tuple[float, int, int, float]:
    """Median ms of CPU, statements, rows and KB of a visit."""
    answers = [visitor.ask("GET", url) for url in [*urls[:WARM], *urls]][WARM:]
    if wrong := {one.status for one in answers} - {200}:
        sys.exit(f"{urls[0]} answered {wrong}")
    counted = visitor.ask("GET", urls[-1], **{"X-Count": "yes"}).headers
    cpu = statistics.median(int(one.headers["X-CPU"]) / 1e6 for one in answers)
    size = statistics.median(len(one.body) / 1000 for one in answers)
    return cpu, int(counted["X-Statements"]), int(counted["X-Rows"]), size


def line(name, full, empty=None) -> str:
    cpu, statements, rows, size = full
    thin_cpu, thin_statements = empty[:2] if empty else (float("nan"), "")
    return (
        f"{name:<14} {cpu:>6.1f} {thin_cpu:>6.1f}    {statements:>11} {thin_statements:>6}"
        f" {rows:>6} {size:.0f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
