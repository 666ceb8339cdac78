"""How good would the forecast have been? Past month-ends asked again (domain 9.9).

Each question holds what was known at its month-end; what came of it is passed in beside it. The
chances judged are those of milestones on the way to the target, set without a look at any
forecast, so that none of the three has chosen its own questions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from recruitment.forecast.answer import range_of, state_of
from recruitment.forecast.baselines import run_rate, without_evidence
from recruitment.forecast.calendar import month_later
from recruitment.forecast.inputs import Goal, Inputs
from recruitment.forecast.outcome import Range
from recruitment.forecast.scores import Piece, piece
from recruitment.forecast.simulate import Simulated, simulate, world

AHEAD = (3, 6, 12, 24)  # months, beside the end of the record
PACES = (0.5, 1.0, 1.5)  # of the pace that leads from a month-end straight to the target
MORE = (1, 2, 4)  # people more than there are, where no number is left to reach


@dataclass(frozen=True)
class CountCheck:
    """How many would count at the end of `by`, said at the end of `cut`, and how many did."""

    cut: date
    by: date
    people: Range
    happened: int
    place: Piece
    is_assumption: bool  # it would have been shown as “not enough history”

    @property
    def months(self) -> int:
        return (self.by.year - self.cut.year) * 12 + self.by.month - self.cut.month


@dataclass(frozen=True)
class ChanceCheck:
    """What three said at the end of `cut` of reaching `people` by `by`, and whether it came."""

    cut: date
    by: date
    people: int
    forecast: float
    run_rate: float
    prior_only: float
    came: bool


def month_ends(first: date, before: date) -> list[date]:
    """Last days of months, from that of `first` on, that lie before `before`."""
    found, end = [], month_end(first)
    while end < before:
        found.append(end)
        end = month_end(end, 1)
    return found


def month_end(day: date, later: int = 0) -> date:
    return month_later(day, later + 1) - timedelta(days=1)


def days_ahead(cut: date, last: date) -> list[date]:
    """The month-ends forecast from `cut`: so many months ahead, and the last there is."""
    ahead = {month_end(cut, months) for months in AHEAD}
    return sorted({day for day in ahead if day < last} | {last})


def milestones(inputs: Inputs, by: date) -> list[int]:
    """Counts to reach by `by`: on the straight way to the target at half, full and more pace."""
    now, goal = inputs.counted, inputs.goal
    if goal is None or goal.people is None or goal.people <= now or goal.by <= inputs.as_of:
        return [now + more for more in MORE]
    share = (by - inputs.as_of) / (goal.by - inputs.as_of)
    steps = {max(ceil((goal.people - now) * share * pace), 1) for pace in PACES}
    return sorted({min(now + step, goal.people) for step in steps})


def ask_again(
    inputs: Inputs, since: date, happened: Mapping[date, int]
) -> Iterator[tuple[CountCheck, Sequence[ChanceCheck]]]:
    """The forecasts of one month-end for each day ahead of it; `happened` counts by those days.

    `since` is the day from which the run-rate counts its starts.
    """
    for by in days_ahead(inputs.as_of, max(happened)):
        question = replace(
            inputs, goal=Goal(None, by, inputs.goal.counts if inputs.goal else "in_post")
        )
        said = simulate(world(question), path=False)
        assumed = simulate(world(without_evidence(question)), path=False)
        came = happened[by]
        count = CountCheck(
            inputs.as_of,
            by,
            range_of(said.at_goal),
            came,
            piece(said.at_goal, came),
            state_of(question, 0.5) == "not_enough_history",
        )
        yield (
            count,
            [
                _chance(people, question, said, assumed, since, came)
                for people in milestones(inputs, by)
            ],
        )


def _chance(
    people: int, asked: Inputs, said: Simulated, assumed: Simulated, since: date, came: int
) -> ChanceCheck:
    assert asked.goal is not None
    pace = run_rate(replace(asked, goal=replace(asked.goal, people=people)), since)
    return ChanceCheck(
        asked.as_of,
        asked.goal.by,
        people,
        said.reaches(people),
        pace or 0.0,
        assumed.reaches(people),
        came >= people,
    )
