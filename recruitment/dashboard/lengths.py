"""How long something takes while some of it still goes on: Kaplan and Meier's product limit.

Pure arithmetic on counts. A stay that goes on counts as "at least so long", so what is slow does
not look quick because nobody has finished it yet.
Source: domain.md 9.2; Kaplan and Meier 1958, JASA 53.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

Lengths = Mapping[int, int]  # {days: how many}


def survival(ended: Lengths, going: Lengths) -> Iterator[tuple[int, Fraction]]:
    """(days, share that lasts longer than that) at each length somebody ended at, exactly.

    Who still goes on after `days` was at risk of ending on that day.
    """
    at_risk = sum(ended.values()) + sum(going.values())
    share = Fraction(1)
    for days in sorted({*ended, *going}):
        done = ended.get(days, 0)
        if done:
            share *= Fraction(at_risk - done, at_risk)
            yield days, share
        at_risk -= done + going.get(days, 0)


def quantile_days(ended: Lengths, going: Lengths, part: Fraction) -> int | None:
    """Days by which `part` (0 to 1) have ended; None while too few have."""
    return next((days for days, share in survival(ended, going) if share <= 1 - part), None)


def median_days(ended: Lengths, going: Lengths) -> int | None:
    """Days by which half have ended; None while fewer have."""
    return quantile_days(ended, going, Fraction(1, 2))
