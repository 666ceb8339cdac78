"""Jobs for workers to be killed over; they are told by files what to do and what came of it."""

import time
from pathlib import Path

from centre.web.jobs import job


@job
def rest(folder: str) -> None:
    """The first time it never ends; each time it leaves a line."""
    log = Path(folder) / "runs"
    with log.open("a") as lines:
        lines.write("run\n")
    if log.read_text() == "run\n":
        time.sleep(600)


@job
def stumble(folder: str) -> None:
    raise ValueError("no paper")
