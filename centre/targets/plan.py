"""The plan staircase: arithmetic on dates and numbers only."""

from collections.abc import Iterable, Sequence
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
