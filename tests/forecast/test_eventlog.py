"""A log of another office: what it knew at half time, and how far off the forecast was."""

import gzip
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from recruitment.forecast.eventlog import DAYS, BadLog, known_at, read_log, stages_of, walk
from recruitment.forecast.logfile import open_log, told
from recruitment.forecast.logscore import judge

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)


def lines(*rows: tuple[str, str, float]) -> list[str]:
    """A log of (case, activity, day); a first and a last row make it 730 days long."""
    rows = (("x", "Applied", 0), *rows, ("y", "Applied", DAYS))
    body = [f"{case},{name},{BEGIN + timedelta(days=day)},me" for case, name, day in rows]
    return ["case,activity,timestamp,actor", *body]


def office(seed: int = 1, *, at_once: bool = False, applicants: int = 600) -> list[str]:
    """Applied, then Read, then Met, then Offer or Rejected; each takes a month or so."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[str, str, float]] = []
    for case in range(applicants):
        day = 0.1 if at_once else float(rng.uniform(0, DAYS))
        rows.append((f"c{case}", "Applied", day))
        for name, share in (("Read", 0.8), ("Met", 0.6), ("Offer", 0.5)):
            day += float(rng.gamma(4, 20 if at_once else 6))
            passed = rng.random() < share
            rows.append((f"c{case}", name if passed else "Rejected", day))
            if not passed:
                break
    return lines(*[row for row in rows if row[2] <= DAYS])


def log_of(rows, success="Offer", ended=("Rejected",)):
    return read_log(rows, success=success, ended=ended)


def test_stages_are_what_most_who_succeed_pass_in_their_order():
    log = log_of(office())

    assert stages_of(log, DAYS / 2) == ["Applied", "Read", "Met"]


def test_nothing_of_the_second_half_is_known_at_half_time():
    rows = office()
    middle = str(BEGIN + timedelta(days=DAYS / 2))
    early = [row for row in rows[1:] if row.split(",")[2] <= middle]

    # The last row alone says how long the log is.
    full, half = log_of(rows), log_of([rows[0], *early, rows[-1]])

    assert known_at(full, DAYS / 2) == known_at(half, DAYS / 2)


def test_an_end_that_was_followed_by_more_was_none():
    rows = lines(
        ("a", "Applied", 10), ("a", "Rejected", 20), ("a", "Read", 30),
        ("b", "Applied", 10), ("b", "Read", 15), ("b", "Rejected", 40),
        ("c", "Applied", 10), ("c", "Read", 20), ("c", "Offer", 50),
    )  # fmt: skip
    log = log_of(rows)
    cases = {case.events[1][1]: case for case in log.cases if len(case.events) == 3}

    gone_on, rejected = (walk(case, log, ["Applied", "Read"], 300) for case in log.cases[1:3])

    assert len(cases) == 2
    assert gone_on.ending == "open"
    assert gone_on.came == ((0, pytest.approx(10)), (1, pytest.approx(30)))
    assert (rejected.ending, rejected.until) == ("ended", pytest.approx(40))


def test_the_second_half_of_a_steady_office_is_foreseen():
    score = judge(log_of(office()), runs=1000)

    last = score.checks[-1]
    assert last.share == pytest.approx(1)
    assert last.happened > 40
    assert last.within
    assert abs(last.error) < 0.25
    assert not score.batch


def test_a_batch_is_its_own_history():
    score = judge(log_of(office(at_once=True)), cut=60, runs=1000)

    assert score.batch
    assert score.call_closed  # all came on the first day: nobody else is expected
    assert score.checks[-1].happened > 40
    assert abs(score.checks[-1].error) < 0.3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (["a,b,c", "1,2,3"], "header"),
        (["case,activity,timestamp", "1,Applied,yesterday"], "Line 2"),
        (["case,activity,timestamp", "1,Applied,2020-01-01"], "Offer"),
        ([], "header"),
    ],
)
def test_a_file_that_is_no_log_says_why(rows, words):
    with pytest.raises(BadLog, match=words):
        log_of(rows, ended=())


def test_a_log_without_a_success_in_its_history_is_refused():
    log = log_of(lines(("a", "Applied", 1), ("a", "Offer", 700)), ended=())

    with pytest.raises(BadLog, match="nothing to learn from"):
        known_at(log, 365)


@pytest.mark.parametrize("name", ["log.csv", "log.csv.gz"])
def test_a_file_is_read_packed_or_not_and_the_judgement_is_told(tmp_path, name):
    text = "\r\n".join(office()).encode("utf-8-sig")
    (tmp_path / name).write_bytes(gzip.compress(text) if name.endswith("gz") else text)

    log = open_log(tmp_path / name, success="Offer", ended=["Rejected"])
    score = judge(log, runs=500)
    words = "\n".join(told(score))

    assert log == log_of(office())
    assert words.startswith(f"602 cases, {score.seen} begun by half time, {score.open} of them")
    last = score.checks[-1]
    assert f"{last.forecast.p50:>7} {last.forecast.p90:>7} {last.happened:>7}" in words
    assert "outside" not in words.splitlines()[8]


def test_the_command_tells_the_judgement_of_a_file(tmp_path, capsys):
    path = tmp_path / "log.csv"
    path.write_text("\n".join(office()))

    call_command("backtest", log=path, success="Offer", ended=["Rejected"])

    assert "Successes since half time" in capsys.readouterr().out
    with pytest.raises(CommandError, match="No row has the activity"):
        call_command("backtest", log=path, success="Hired")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("backtest", log=tmp_path / "nowhere.csv", success="Offer")
