"""The verdict of a back-test: its scores as values, and in words for a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean
from typing import Any

from recruitment.forecast.backtest import AHEAD, ChanceCheck, CountCheck
from recruitment.forecast.plain import plain
from recruitment.forecast.scores import Bin, brier, coverage, mean_pit, reliability, skill

FEW = 20  # outcomes below which a share says little


@dataclass(frozen=True)
class Briers:
    """Mean squared errors of the same `n` chances, and the part of each baseline's saved."""

    n: int
    forecast: float
    run_rate: float
    prior_only: float
    skill_over_run_rate: float | None
    skill_over_prior_only: float | None


@dataclass(frozen=True)
class Ranges:
    """Ranges of counts: the share of outcomes the 80 % ranges held, and the mean PIT.

    `months` ahead from which on, below the next row's; None for all together. `error` is the mean
    of median less truth, in people.
    """

    months: int | None
    n: int
    coverage_80: float
    pit: float
    error: float


@dataclass(frozen=True)
class Verdict:
    """`problem` says why there is nothing to judge; the scores are then empty."""

    cuts: Sequence[date]  # month-ends that were asked
    resolved: int  # applications with a result at the last of them
    assumptions: int  # forecasts that would have been shown as an assumption
    briers: Briers | None = None
    reliability: Sequence[Bin] = ()
    ranges: Sequence[Ranges] = ()
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values; a JSON document's keys are the fields' names."""
        return plain(self)


def verdict(counts: Sequence[CountCheck], chances: Sequence[ChanceCheck], resolved: int) -> Verdict:
    """The scores of all forecasts of a track; at least one of either."""
    return Verdict(
        cuts=tuple(sorted({one.cut for one in counts})),
        resolved=resolved,
        assumptions=sum(one.is_assumption for one in counts),
        briers=_briers(chances),
        reliability=tuple(
            reliability([one.forecast for one in chances], [one.came for one in chances])
        ),
        ranges=tuple(_ranges(counts)),
    )


def _briers(chances: Sequence[ChanceCheck]) -> Briers:
    came = [one.came for one in chances]
    ours = brier([one.forecast for one in chances], came)
    pace = brier([one.run_rate for one in chances], came)
    assumed = brier([one.prior_only for one in chances], came)
    return Briers(len(came), ours, pace, assumed, skill(ours, pace), skill(ours, assumed))


def _ranges(counts: Sequence[CountCheck]) -> Iterator[Ranges]:
    yield _range(None, counts)
    edges = [0, *AHEAD]
    for low, high in zip(edges, [*edges[1:], None], strict=True):
        some = [one for one in counts if low <= one.months and (high is None or one.months < high)]
        if some:
            yield _range(low, some)


def _range(months: int | None, counts: Sequence[CountCheck]) -> Ranges:
    places = [one.place for one in counts]
    error = mean(one.people.p50 - one.happened for one in counts)
    return Ranges(months, len(counts), coverage(places), mean_pit(places), error)


def told(found: Verdict) -> Iterator[str]:
    """The verdict, line by line; where it knows little it says so."""
    if found.problem:
        yield found.problem
    if found.briers is None:
        return
    yield from _reach(found)
    yield ""
    yield from _scores(found.briers)
    yield ""
    yield "Reliability: of the chances in a band, how many came"
    yield f"{'said':>12} {'n':>5} {'mean':>6} {'came':>6}"
    for line in found.reliability:
        band = f"{line.low * 100:.0f} to {line.high * 100:.0f}%"
        yield f"{band:>12} {line.n:>5} {line.said:>6.0%} {line.came:>6.0%}"
    yield ""
    yield "Counts: 80% ranges should hold 80%, the mean PIT be 0.50 (above: forecasts too low)"
    yield f"{'months ahead':>12} {'n':>5} {'held':>6} {'PIT':>6} {'median less truth':>18}"
    for row in found.ranges:
        months = "all" if row.months is None else f"from {row.months}"
        yield f"{months:>12} {row.n:>5} {row.coverage_80:>6.0%} {row.pit:>6.2f} {row.error:>+18.1f}"
    yield ""
    yield "Stages, intakes, supervisors and the target keep no history: today's serve."


def _reach(found: Verdict) -> Iterator[str]:
    first, last, n = found.cuts[0], found.cuts[-1], len(found.cuts)
    ranges = found.ranges[0].n
    yield (
        f"{n} month-end{'' if n == 1 else 's'} from {first} to {last}, each forecast from what "
        "had been recorded by then; counts and chances of later month-ends judged."
    )
    yield f"{found.resolved} applications had a result by the last of them."
    if found.assumptions:
        yield (
            f"{found.assumptions} of {ranges} forecasts would have been shown as an assumption: "
            "not enough history."
        )
    if ranges < FEW:
        yield f"{ranges} outcomes are too few to say whether ranges and chances are right."
    else:
        yield "Forecasts of neighbouring month-ends share outcomes: they count for fewer."


def _scores(scores: Briers) -> Iterator[str]:
    yield f"Brier score of {scores.n} chances (0 is always right and sure)"
    yield f"{'forecast':>12} {scores.forecast:>7.3f}"
    for name, score, gain in (
        ("run-rate", scores.run_rate, scores.skill_over_run_rate),
        ("priors only", scores.prior_only, scores.skill_over_prior_only),
    ):
        better = "" if gain is None else f"  skill over it {gain:+.2f}"
        yield f"{name:>12} {score:>7.3f}{better}"
