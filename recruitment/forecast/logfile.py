"""A log's file read and judged, and the judgement in words for a terminal."""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

from recruitment.forecast.eventlog import Log, read_log
from recruitment.forecast.logscore import LogScore


def open_log(path: Path, *, success: str, ended: Iterable[str] = ()) -> Log:
    """The log in a CSV file, packed by gzip if its name ends in .gz. Raises BadLog, OSError."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as packed:
            return read_log(packed, success=success, ended=ended)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return read_log(lines, success=success, ended=ended)


def told(score: LogScore) -> Iterator[str]:
    """The judgement, line by line; what went wrong is in it."""
    yield f"{score.cases} cases, {score.seen} begun by half time, {score.open} of them open."
    if score.batch:
        yield "No case had succeeded by then: one half of the cases is the history of the other."
    if score.call_closed:
        yield "No case had begun for long: no more are expected."
    yield ""
    yield "Successes since half time"
    yield f"{'time':>6} {'10%':>7} {'median':>7} {'90%':>7} {'came':>7} {'error':>7}"
    for check in score.checks:
        people = check.forecast
        yield (
            f"{check.share:>6.0%} {people.p10:>7} {people.p50:>7} {people.p90:>7} "
            f"{check.happened:>7} {check.error:>+7.0%}{'' if check.within else '  outside'}"
        )
    yield f"At the pace so far it would have been {score.run_rate:.0f} by the end."
    yield ""
    yield "Open at half time: how many of them succeed"
    yield f"{'open':>6} {'foreseen':>9} {'came':>6}  stage"
    for stage in score.stages:
        if stage.live:
            yield f"{stage.live:>6} {stage.expected:>9.1f} {stage.happened:>6}  {stage.name}"
