"""What /readyz tells besides the database: how long work waits, for whoever watches the site.

A worker that died is no reason to send no requests here, so these never make it answer 503.
"""

from collections.abc import Callable
from datetime import datetime

from centre.web.jobs import waiting_for

# {name: seconds the oldest of its kind has waited by that moment}
_ages: dict[str, Callable[[datetime], int]] = {"oldest_job_seconds": waiting_for}


def add_age(name: str, age: Callable[[datetime], int]) -> None:
    _ages[name] = age


def ages(now: datetime) -> dict[str, int]:
    return {name: age(now) for name, age in _ages.items()}
