"""Web servers and workers killed at any moment of sending, answering and starting: all or nothing,
each of it once, and what nobody can know stands on a list for a person.

Real processes on a database of their own. A dozen kills; KILLS=50 asks for fifty.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Lock, Timer
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.kept_rows import copy_to
from tests.kills.visitor import SECONDS, Visitor, version_in
from tests.messages.server import MailServer

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "12"))
SEED = int(os.environ.get("SEED", "20260901"))
WITHIN = 0.4  # seconds after which a web server dies, at the latest: as long as a step takes
TRIES = 20
# state, stage, times sent, e-mails, times accepted, money promised, seats, enrolments, researchers
APPROVED = ["approved", "decision", 0, 0, 0, 0, 0, 0, 0]
SENT = ["sent", "offer", 1, 1, 0, 0, 0, 0, 0]
ACCEPTED = ["accepted", "pre_start", 1, 1, 1, 1, 0, 0, 0]
STARTED = ["accepted", "started", 1, 1, 1, 1, 1, 1, 1]


class House:
    """The nursery, a mail server, one web server and one worker; and who kills them."""

    def __init__(self, database):
        self.random, self.kills, self.one_line = Random(SEED), Counter(), Lock()
        self.mails = MailServer()
        self.port = free_port()
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DEBUG": "on",
            "DJANGO_SETTINGS_MODULE": "centre.settings",
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mails.port}",
        }
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.nursery"],
            cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.children = {}
        self.births = {"web": f"web({self.port})", "worker": "worker()"}

    def ask(self, line):
        with self.one_line:
            self.nursery.stdin.write(f"{line}\n")
            self.nursery.stdin.flush()
            told = self.nursery.stdout.readline()
        assert told, f"the nursery ended over {line}"
        return json.loads(told)

    def open(self):
        self.children = {name: self.ask(line) for name, line in self.births.items()}

    @property
    def is_over(self):
        return self.kills.total() >= KILLS

    @contextmanager
    def dying(self, name, within):
        """Somewhere in the block, or soon after it, that process is killed and another begins."""
        killer = Timer(self.random.uniform(0, within), self._kill, [name])
        if not self.is_over:
            self.kills[name] += 1
            killer.start()
        yield
        if killer.is_alive():
            killer.join()

    def _kill(self, name):
        assert self.ask(f"killed({self.children[name]})")
        self.children[name] = self.ask(self.births[name])

    def close(self):
        for child in self.children.values():
            self.ask(f"killed({child})")
        self.nursery.kill()
        self.nursery.communicate()
        self.mails.close()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def database(tmp_path, db):
    """The address of one of the kind the tests run on: without rows on SQLite, empty elsewhere."""
    ours = os.environ.get("DATABASE_URL", "")
    if not ours.startswith("postgres"):
        copy_to(tmp_path / "killed.sqlite3")
        yield f"sqlite:///{tmp_path}/killed.sqlite3"
        return
    name = f"killed_{os.getpid()}"
    with psycopg.connect(ours, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(ours)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def house(database):
    one = House(database)
    yield one
    one.close()


@pytest.mark.django_db  # so that both databases are tried
def test_killed_at_any_moment_nothing_is_half_done_nothing_twice_and_nothing_missing(house):
    told = house.ask(f"prepare({KILLS // 2 + 2})")
    house.open()
    manager = Visitor(house.port, told["session"])
    came_through = []

    for application, offer in told["made"]:
        it_goes_out(house, manager, application, offer)
        letter = it_arrives(house, manager, application)
        they_accept(house, application, letter)
        they_start(house, manager, application, told)
        came_through.append(application)
        if house.is_over:
            break

    assert house.kills.total() == KILLS
    assert min(house.kills.values()) > 0
    assert max(Counter(house.mails.ids).values()) == 1
    assert [house.ask(f"stands({one})") for one in came_through] == [STARTED] * len(came_through)
    assert house.ask("faults()") == []


def pressed(house, application, press, before, after):
    """Press until it is done, somebody killing the server meanwhile: whole or nothing, each time
    one looks. A database may still be storing what a killed server had sent, so whoever finds
    nothing to press any more only looks again."""
    with house.dying("web", WITHIN):
        for _try in range(TRIES):
            press()
            now = house.ask(f"stands({application})")
            assert now in (before, after)
            if now == after:
                break
    assert house.ask(f"stands({application})") == after


def it_goes_out(house, manager, application, offer):
    url = f"/offers/{offer}/do/send/"

    def press():
        if version := version_in(manager.get(url)):
            manager.post(url, version=version, told="on", note="")

    pressed(house, application, press, APPROVED, SENT)


def it_arrives(house, manager, application):
    """The e-mail with the link, the worker killed around its sending. Where nobody can know
    whether it went, it stands on the list, and a person looks and says."""
    house.mails.at_data = lambda mail: taken(house)
    until = time.monotonic() + SECONDS
    while True:
        assert time.monotonic() < until, house.ask(f"mail({application})")
        name, state, number = house.ask(f"mail({application})")
        if state == "sent":
            break
        if state == "unclear":
            assert f"/emails/{number}/" in manager.get("/emails/")
            verb = "went" if name in house.mails.ids else "again"
            manager.post(f"/emails/{number}/{verb}/")
        house.ask("clock()")
        time.sleep(0.1)
    (mail,) = [one for one in house.mails.taken if one["Message-ID"] == name]
    return mail.get_body().get_content()


def taken(house):
    """An e-mail has come: the worker dies before or after it hears so, or not at all."""
    cut = house.random.random() < 0.3
    with house.dying("worker", 0.05):
        time.sleep(house.random.uniform(0, 0.05))
    return None if cut else "250 Taken"


def they_accept(house, application, letter):
    path = re.search(r"//[^/]+(/l/\S+)", letter)[1]
    candidate = Visitor(house.port)

    def press():
        candidate.get(path)
        page = candidate.post(path) or ""
        if version := version_in(page):
            answer = re.search(r'href="(/answer/\d+/)letter/"', page)[1]
            candidate.post(answer, verb="accept", agree="on", version=version)

    pressed(house, application, press, SENT, ACCEPTED)


def they_start(house, manager, application, told):
    url = f"/applications/{application}/move/"

    def press():
        if version := version_in(manager.get(f"{url}?stage={told['started']}")):
            manager.post(url, stage=told["started"], starts_on=told["today"], version=version)

    pressed(house, application, press, ACCEPTED, STARTED)
