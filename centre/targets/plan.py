"""The plan staircase: arithmetic on dates and numbers only."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Step = tuple[date, int]


def planned_by(on: date, steps: Iterable[Step]) -> int:
    """People the plan expects by the end of `on`: the steps up to and including that day."""
    return sum(starts for day, starts in steps if day <= on)


def staircase(steps: Sequence[Step], *, starts_on: date, ends_on: date) -> list[Step]:
    """Corners of the cumulative plan, [(day, people so far)], from `starts_on` to `ends_on`.

    Steps before the window are in its first value; steps after it are left out.
    """
    corners = [(starts_on, planned_by(starts_on, steps))]
    for day, starts in sorted(steps):
        if starts_on < day <= ends_on:
            corners.append((day, corners[-1][1] + starts))
    corners.append((ends_on, corners[-1][1]))
    return corners


def even_plan(headcount: int, days: Sequence[date]) -> list[Step]:
    """`headcount` spread over `days` as evenly as whole people allow, earlier days first."""
    if not days:
        return []
    base, rest = divmod(headcount, len(days))
    return [(day, base + (i < rest)) for i, day in enumerate(sorted(days))]


@dataclass(frozen=True)
class Level:
    """One step of the plan, what came of it, and what that means for those after it. People."""

    on: date
    planned: int
    so_far: int  # planned up to and including this step
    came: int | None  # of this step; None while it lies ahead
    carried: int | None  # came less planned up to this step: below 0 is short; None ahead
    asked: int | None  # ahead: planned, with its part of what earlier steps fell short or over


def levelled(
    steps: Iterable[Step], starts: Iterable[date], *, on: date, by: date | None
) -> list[Level]:
    """The staircase with what is carried over at the end of `on`, in order.

    `starts`: one day a person, that of their intake. It belongs to the last step on or before it,
    or to the first. What the steps so far fell short is spread over those ahead up to `by` (all of
    them if None) as evenly as whole people allow; what they brought too much is taken from the
    next ones, none below 0. With no step left to level it, nothing is asked: it stays carried.
    Source: domain.md 1.3, under-recruitment levelled by the start of the last cohort.
    """
    plan = sorted(steps)
    days = [day for day, _n in plan]
    came = [0] * len(plan)
    for start in starts:
        if plan:
            came[max(bisect_right(days, start) - 1, 0)] += 1
    past = bisect_right(days, on)
    # Who came early for a step ahead has come: they are no shortfall.
    carried = sum(came) - planned_by(on, plan)
    asked = _asked(plan[past:], carried, by)
    rows, so_far, balance = [], 0, 0
    for i, (day, planned) in enumerate(plan):
        so_far += planned
        balance += came[i] - planned
        gone = i < past
        rows.append(
            Level(
                on=day,
                planned=planned,
                so_far=so_far,
                came=came[i] if gone else None,
                carried=balance if gone else None,
                asked=None if gone else asked[i - past],
            )
        )
    return rows


def _asked(ahead: Sequence[Step], carried: int, by: date | None) -> list[int]:
    """What each step ahead should bring, given what is `carried` into the first."""
    wanted = [starts for _day, starts in ahead]
    for i in range(len(wanted)):
        taken = min(wanted[i], max(carried, 0))
        wanted[i] -= taken
        carried -= taken
    open_steps = [day for day, _n in ahead if by is None or day <= by]
    if carried < 0:
        for i, (_day, more) in enumerate(even_plan(-carried, open_steps)):
            wanted[i] += more
    return wanted
