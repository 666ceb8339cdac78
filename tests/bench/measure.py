"""Time pages of a running server against its floor, one after the other in the same run.

Prints a line a page: medians and p95 in ms, CPU, statements, rows, bytes, and how many times the
floor's step it took. The floor is asked right before each page, so both meet the same machine.
"""

import http.client
import os
import re
import statistics
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

import django
from django.db.models import OuterRef, Subquery

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
WARM = 4
AIMS = {"list": 3, "search": 3, "candidate": 3, "board": 3, "move": 2.5, "add": 2.5}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Visit:
    seconds: float
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Visitor:
    """A browser's worth of HTTP: one connection kept open, cookies, the CSRF token."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}

    def ask(self, method, path, data=None, **headers) -> Visit:
        body = None
        if data is not None:
            body = urlencode(data | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers |= FORM
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        before = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - before
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _equals, rest = line.strip().partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Visit(seconds, answer.status, answer.headers, content)

    def sign_in(self) -> None:
        self.ask("GET", "/sign-in/")
        who = {"login": "manager@example.org", "password": "demo-2025-centre"}
        answer = self.ask("POST", "/sign-in/", who)
        if answer.status != 302:
            sys.exit(f"Could not sign in: {answer.status}")


def steps() -> dict:
    """{name: (floor request, page request)}; a request is a function of the round's number."""
    django.setup()
    from recruitment.candidates.models import Candidate
    from recruitment.pipeline.models import Application, Stage

    people = list(Candidate.objects.order_by("-pk").values_list("pk", flat=True)[:ROUNDS])
    # Open ones in the first stages of a pipeline, each moved one stage on, once.
    after = Stage.objects.filter(
        pipeline=OuterRef("stage__pipeline"), position=OuterRef("stage__position") + 1
    )
    early = Application.objects.filter(
        status="active", stage__kind__in=("applied", "screen", "review", "interview")
    ).annotate(next=Subquery(after.values("pk")[:1]))
    moving = list(early.values_list("pk", "version", "next")[: ROUNDS + WARM + 1])
    floor = ("GET", "/floor/")

    def page(path):
        return (lambda n: floor), (lambda n: ("GET", path))

    def move(n):
        pk, version, stage = moving[n % len(moving)]
        data = {"version": version, "stage": stage}
        return "POST", f"/applications/{pk}/move/", data

    def add(n):
        email = f"{uuid4().hex}@example.org"
        typed = {"full_name": f"Wei Ling {n}", "email": email, "token": str(uuid4())}
        return "POST", "/candidates/add/", typed | {"place": PLACE, "anyway": ""}

    return {
        "dashboard": page("/"),
        "list": page("/candidates/"),
        "search": page("/candidates/?q=li"),
        "candidate": (
            lambda n: floor,
            lambda n: ("GET", f"/candidates/{people[n % len(people)]}/"),
        ),
        "board": page("/board/?track=doctoral"),
        "move": (lambda n: ("POST", "/floor/move/", {"row": n + 1}), move),
        "add": (lambda n: ("POST", "/floor/add/", {"name": f"Row {n}"}), add),
    }


PLACE = ""


def learn_place(visitor: Visitor) -> None:
    global PLACE
    form = visitor.ask("GET", "/candidates/add/").body.decode()
    choices = re.search(r'<select name="place".*?</select>', form, re.S)[0]
    PLACE = next(value for value in re.findall(r'<option value="([^"]+)"', choices))


def main(port: int) -> None:
    visitor = Visitor(port)
    visitor.sign_in()
    learn_place(visitor)
    print(
        f"{'page':<10} {'median':>8} {'p95':>8} {'CPU':>7} {'floor':>7} {'its CPU':>7}"
        f" {'ratio':>6} {'aim':>5}"
        f" {'statements':>10} {'rows':>6} {'KB':>7}"
    )
    for name, (floor, page) in steps().items():
        print(line(name, visitor, floor, page), flush=True)


def line(name, visitor, floor, page) -> str:
    times, floors, cpu, floor_cpu, size = [], [], [], [], 0
    for n in range(ROUNDS + WARM):
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


def quantile(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


if __name__ == "__main__":
    main(int(sys.argv[1]))
