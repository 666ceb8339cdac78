"""A worker killed at any moment of sending: nothing is missing, and no decision comes twice.

Real processes on a database file of their own, against a mail server that counts.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from tests.kept_rows import copy_to
from tests.messages.server import MailServer

ROOT = Path(__file__).resolve().parents[2]
# Told by lines what to do. A worker is a fork of it that sends until it is killed.
NURSERY = """
import django, json, os, sys, time
django.setup()
from datetime import timedelta
from django.db import connection
from recruitment.messages import outbox, sending
from recruitment.messages.models import Message
from tests.factories import make_centre

sending.LEASE = timedelta(seconds=1)
sending.WAITS = [timedelta(seconds=0.1)] * 50
sending.start = lambda job: None

def post(count):
    centre = make_centre("killed")
    for number in range(count):
        for kind in ("ordinary", "decision"):
            outbox.post(kind, f"{kind}:{number}", centre=centre, to="jo@example.org",
                        subject=kind, body="Text", decision=kind == "decision")

def worker():
    connection.close()
    if child := os.fork():
        return child
    while True:
        sending.send_due.call()
        time.sleep(0.02)

def look():
    rows = Message.objects.values_list("message_id", "state", "is_decision")
    return [list(row) for row in rows]

for line in sys.stdin:
    print(json.dumps(eval(line)), flush=True)
"""


@pytest.fixture
def nursery(tmp_path, db):
    server = MailServer()
    copy_to(tmp_path / "mail.sqlite3")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DEBUG": "on",
        "DJANGO_SETTINGS_MODULE": "centre.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/mail.sqlite3",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:

        def ask(line):
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield server, ask
        process.kill()
    server.close()


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="its database is a file, whatever the others run on"
)
def test_killed_around_the_sending_nothing_is_missing_and_no_decision_comes_twice(nursery):
    server, ask = nursery
    ask("post(6)")
    worker = [ask("worker()")]
    came: list[str] = []

    def answer(mail):
        came.append(mail["Subject"])
        # Of the first ones: two of a kind die unanswered, the next two right after the answer.
        nth = came.count(mail["Subject"])
        if nth <= 4:
            os.kill(worker[0], signal.SIGKILL)
            worker[0] = 0
        return None if nth <= 2 else "250 Taken"

    server.at_data = answer
    until = time.monotonic() + 60
    while not all(state in ("sent", "unclear") for _name, state, _decision in ask("look()")):
        assert time.monotonic() < until, ask("look()")
        worker[0] = worker[0] or ask("worker()")
        time.sleep(0.1)
    if worker[0]:
        os.kill(worker[0], signal.SIGKILL)

    rows, taken = ask("look()"), Counter(server.ids)
    ordinary = {name: state for name, state, is_decision in rows if not is_decision}
    decisions = {name: state for name, state, is_decision in rows if is_decision}
    assert set(ordinary.values()) == {"sent"}
    assert all(taken[name] for name in ordinary)
    assert max(taken[name] for name in decisions) == 1
    assert all(state == "unclear" or taken[name] == 1 for name, state in decisions.items())
    # Two that never went, and of the two that did some may not have been marked.
    assert list(decisions.values()).count("unclear") >= 2
