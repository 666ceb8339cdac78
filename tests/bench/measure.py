"""Time pages of a running server against its floor, one after the other in the same run.

Prints a line a page: medians and p95 in ms, CPU, statements, rows, bytes, and how many times the
floor's step it took. The floor is asked right before each page, so both meet the same machine.
"""

import os
import statistics
import sys

import django

from tests.bench.visitor import Visitor, quantile

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
WARM = 4
AIMS = {"list": 3, "search": 3, "candidate": 3, "board": 3, "move": 2.5, "add": 2.5}


AFTER_A_MOVE = "cold"  # the dashboard whose forecast somebody's move has overtaken


def steps(place: str) -> dict:
    """{name: (floor request, page request)}; a request is a function of the round's number.

    A third request is made before each round and not measured.
    """
    from tests.bench import asks

    people, moving = asks.people(ROUNDS), asks.moves(2 * (ROUNDS + WARM + 1))
    floor = ("GET", "/floor/")

    def page(path):
        return (lambda n: floor), (lambda n: ("GET", path))

    return {
        "dashboard": page("/"),
        AFTER_A_MOVE: (*page("/"), lambda n: moving[-1 - n]),
        "list": page("/candidates/"),
        "search": page("/candidates/?q=li"),
        "candidate": ((lambda n: floor), (lambda n: people[n % len(people)])),
        "board": page("/board/?track=doctoral"),
        "move": (
            lambda n: ("POST", "/floor/move/", {"row": n + 1}),
            lambda n: moving[n % len(moving)],
        ),
        "add": (
            lambda n: ("POST", "/floor/add/", {"name": f"Row {n}"}),
            lambda n: asks.addition(n, place),
        ),
    }


def main(port: int) -> None:
    visitor = Visitor(port)
    visitor.sign_in()
    django.setup()
    print(
        f"{'page':<10} {'median':>8} {'p95':>8} {'CPU':>7} {'floor':>7} {'its CPU':>7}"
        f" {'ratio':>6} {'aim':>5}"
        f" {'statements':>10} {'rows':>6} {'KB':>7}"
    )
    for name, requests in steps(visitor.first_place()).items():
        print(line(name, visitor, *requests), flush=True)


def line(name, visitor, floor, page, before=None) -> str:
    times, floors, cpu, floor_cpu, size = [], [], [], [], 0
    for n in range(ROUNDS + WARM):
        if before:
            visitor.ask(*before(n))
        below = visitor.ask(*floor(n))
        above = visitor.ask(*page(n))
        if above.status not in (200, 302) or below.status not in (200, 204):
            return f"{name:<10} answered {above.status}, its floor {below.status}"
        if n >= WARM:
            times.append(above.seconds * 1000)
            floors.append(below.seconds * 1000)
            cpu.append(int(above.headers["X-CPU"]) / 1e6)
            floor_cpu.append(int(below.headers["X-CPU"]) / 1e6)
            size = len(above.body)
    if before:
        visitor.ask(*before(ROUNDS + WARM))
    counted = visitor.ask(*page(ROUNDS + WARM), **{"X-Count": "yes"})
    ratio = statistics.median(times) / statistics.median(floors)
    aim = AIMS.get(name)
    missed = " missed" if aim and ratio > aim else ""
    return (
        f"{name:<10} {statistics.median(times):>8.1f} {quantile(times):>8.1f}"
        f" {statistics.median(cpu):>7.1f} {statistics.median(floors):>7.1f}"
        f" {statistics.median(floor_cpu):>7.1f} {ratio:>6.1f}"
        f" {aim or 'flat':>5} {counted.headers['X-Statements']:>10}"
        f" {counted.headers['X-Rows']:>6} {size / 1000:>7.1f}{missed}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
