"""The page budgets: 20 people press at the same moment, 5,000 candidates; and what a page weighs.

Each has a session of their own. The time is theirs, until the whole answer is here, waiting for
one of the three workers included; the 20 and the server share this machine.
"""

import gzip
import os
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import django

from tests.bench.visitor import Visit, Visitor, quantile

CANDIDATES, PEOPLE = 5000, 20
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40")) // 4
FRAGMENTS = ("search", "duplicates", "move", "note")
# Source: the design's page budgets; ms at p95, and KB (1,024 bytes) compressed.
MOST = {
    "search": 150, "duplicates": 150, "move": 200, "note": 200, "add": 200, "list": 300,
    "candidate": 250, "dashboard": 400, "after a move": 400,
}  # fmt: skip
MOST_KB = {"HTML": 20, "CSS": 45, "JS": 45}
PAGES = ["/", "/candidates/", "/board/?track=doctoral", "/candidates/add/"]


def main(port: int) -> None:
    django.setup()
    visitors = [signed_in(port) for _ in range(PEOPLE)]
    print(f"{PEOPLE} people at once, {ROUNDS} times      p95    budget")
    for name, (ask, *before) in presses(visitors[0].first_place()).items():
        htmx = name in FRAGMENTS
        press_together(visitors, ask, range(1), *before, htmx=htmx)
        answers = press_together(visitors, ask, range(1, ROUNDS + 1), *before, htmx=htmx)
        print(row(name, quantile([one.seconds * 1000 for one in answers]), MOST[name], "ms"))
        cpu = statistics.median(int(one.headers["X-CPU"]) / 1e6 for one in answers)
        print(f"{'':<26} {cpu:>8.1f} ms of CPU each" + refusals(answers), flush=True)
    weights = [weigh(visitors[0], path) for path in PAGES]
    for kind, most in MOST_KB.items():
        print(row(f"{kind}, the heaviest page", max(one[kind] for one in weights), most, "KB"))


def row(name: str, measured: float, most: float, unit: str) -> str:
    missed = " missed" if measured > most else ""
    return f"{name:<26} {measured:>8.1f} {most:>9} {unit}{missed}"


def signed_in(port: int) -> Visitor:
    from django.contrib.auth import get_user_model
    from django.test import Client

    client, visitor = Client(), Visitor(port)
    client.force_login(get_user_model().objects.get(email="manager@example.org"))
    visitor.cookies = {name: one.value for name, one in client.cookies.items()}
    visitor.ask("GET", "/candidates/add/")  # brings the token forms are sent with
    return visitor


def presses(place: str) -> dict[str, Callable[[int], tuple]]:
    """{name: (request, what one of them asks before each round)}; a request is a function of a
    number that comes once."""
    from tests.bench import asks

    count = PEOPLE * (ROUNDS + 1)
    people, moving = asks.people(count), asks.moves(count + ROUNDS + 1)

    def note(n):
        return "POST", f"{people[n][1]}note/", {"text": f"Note {n}", "token": str(uuid4())}

    def dashboard(n):
        return "GET", "/"

    return {
        "search": (lambda n: ("GET", "/candidates/?q=li"),),
        "duplicates": (lambda n: ("GET", "/candidates/duplicates/?full_name=Wang+Li"),),
        "list": (lambda n: ("GET", "/candidates/"),),
        "candidate": (people.__getitem__,),
        "dashboard": (dashboard,),
        "after a move": (dashboard, lambda n: moving[count + n]),
        "move": (moving.__getitem__,),
        "note": (note,),
        "add": (lambda n: asks.addition(n, place),),
    }


def press_together(visitors, ask, rounds: range, before=None, *, htmx: bool) -> list[Visit]:
    """The answers to everybody, round after round; the first of them asks `before` each."""
    together = Barrier(PEOPLE)

    def one_person(at):
        answers = []
        for n in rounds:
            method, path, *data = ask(n * PEOPLE + at)
            headers = {"HX-Request": "true"} if htmx else {}
            if before and at == 0:
                visitors[at].ask(*before(n))
            together.wait()
            answers.append(visitors[at].ask(method, path, *data, **headers))
        return answers

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [one for each in pool.map(one_person, range(PEOPLE)) for one in each]


def refusals(answers: list[Visit]) -> str:
    others = Counter(one.status for one in answers if one.status not in (200, 204, 302))
    return f", {sum(others.values())} refused: {dict(others)}" if others else ""


def weigh(visitor: Visitor, path: str) -> dict[str, float]:
    """KB of a page and of all it loads, compressed as a proxy or the server sends it."""
    page = visitor.ask("GET", path)
    html = page.body.decode()
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    scripts = re.findall(r'<script src="([^"]+)"', html)
    return {
        "HTML": len(gzip.compress(page.body, 6)) / 1024,
        "CSS": sum(sent(visitor, one) for one in sheets),
        "JS": sum(sent(visitor, one) for one in with_imports(visitor, scripts)),
    }


def with_imports(visitor: Visitor, scripts: list[str]) -> list[str]:
    """These and the modules they import, each once."""
    found = list(dict.fromkeys(scripts))
    for one in found:  # grows meanwhile
        text = visitor.ask("GET", one).body.decode()
        base = one.rpartition("/")[0]
        for name in re.findall(r'import[^"\';]*["\']([./][^"\']+)["\']', text):
            path = os.path.normpath(os.path.join(base, name))
            found.extend([path] if path not in found else [])
    return found


def sent(visitor: Visitor, path: str) -> float:
    # As browsers ask over TLS, which is how the site is reached.
    answer = visitor.ask("GET", path, **{"Accept-Encoding": "gzip, deflate, br"})
    if answer.status != 200:
        sys.exit(f"{path} answered {answer.status}")
    return len(answer.body) / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
