"""What packages above have on the days of a start, called without knowing them.

Each is added when the app starts (recruitment/apps.py), like the conditions of a step.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

# Given the start, and the first and last day typed for it: (field, why not), or None.
Check = Callable[[Any, date, date | None], tuple[str, str] | None]
# Given the start as it is now, and its first day before.
Follower = Callable[[Any, date], None]
# Given the start and the last day asked about (None: as it stands): a sentence, or "".
Notice = Callable[[Any, date | None], str]

_checks: list[Check] = []
_followers: list[Follower] = []
_notices: list[Notice] = []


def add_check(check: Check) -> None:
    if check not in _checks:
        _checks.append(check)


def add_follower(follower: Follower) -> None:
    if follower not in _followers:
        _followers.append(follower)


def add_notice(notice: Notice) -> None:
    if notice not in _notices:
        _notices.append(notice)


def refusal(start, started_on: date, left_on: date | None) -> tuple[str, str] | None:
    """What was planned for the time between and does not fit these days; the first there is."""
    found = (check(start, started_on, left_on) for check in _checks)
    return next((one for one in found if one), None)


def follow(start, before: date) -> None:
    """What came with the first day moves along with it."""
    for one in _followers:
        one(start, before)


def notice(start, until: date | None = None) -> str:
    """What to know of somebody who is here until that day, or until their last day as it stands."""
    return " ".join(filter(None, (one(start, until) for one in _notices)))
