"""Figures that take long to work out, kept for five minutes at most.

Beside each stands a fingerprint of everything the page has read anyway: stages, stays, seats,
plan. A move changes one of these, and with it the fingerprint, so figures follow the move at once
and nothing has to be told that they are stale. What the fingerprint does not hold (a supervisor's
places, say) is at most five minutes old.

Of several who find them missing or overtaken one works them out, holding a claim that all workers
see in the database; nobody else does the same work. The others wait. With `later` nobody waits
where there are figures from before the move, never older than five minutes: they are given,
marked as such, and who holds the claim works the new ones out once their page is sent. Before the
five minutes are over somebody works them out anew in the same way.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from recruitment.dashboard.selectors import Dashboard

SECONDS = 300
DUE = timedelta(seconds=240)  # who comes after that works them out anew
CLAIM = 15  # seconds; longer than any figure takes, for who was killed meanwhile
PAUSE = 0.05
VERSION = 3  # one up when the shape of a kept figure changes


@dataclass(frozen=True)
class Kept:
    """A figure with the moment it was made, and what was known then."""

    figure: Any
    seen: str
    made_at: datetime
    is_behind: bool = False  # something happened since

    @property
    def is_due(self) -> bool:
        return timezone.now() - self.made_at > DUE


Make = Callable[[], Mapping[str, Any]]


def kept_figure(
    dash: Dashboard, name: str, make: Make, *, later: list[Callable[[], Any]] | None = None
) -> Kept:
    """The figure `name` of those that `make` works out together; one statement if it is kept.

    Figures are pickled. All of them are kept, so whoever asks for another has the same answer.
    What is to be done after the answer is added to `later`.
    """
    scope, seen = _scope(dash), fingerprint(dash)
    key, claim = f"figures:{scope}:{name}", f"figures:{scope}:claim"
    give_up = time.monotonic() + CLAIM

    def work_out() -> Mapping[str, Kept]:
        try:
            return _made(scope, seen, make)
        finally:
            cache.delete(claim)

    while True:
        there = cache.get_many([key, claim])
        found: Kept | None = there.get(key)
        is_current = found is not None and found.seen == seen
        if found and is_current and not found.is_due:
            return found
        mine = claim not in there and cache.add(claim, seen, CLAIM)
        if found and (is_current or later is not None):
            if mine and later is not None:
                later.append(work_out)
            elif mine:
                break
            return found if is_current else replace(found, is_behind=True)
        if mine or time.monotonic() > give_up:
            break
        time.sleep(PAUSE)
    return work_out()[name]


def _made(scope: str, seen: str, make: Make) -> dict[str, Kept]:
    made_at = timezone.now()
    made = {name: Kept(figure, seen, made_at) for name, figure in make().items()}
    cache.set_many({f"figures:{scope}:{name}": one for name, one in made.items()}, SECONDS)
    return made


def _scope(dash: Dashboard) -> str:
    """What a figure is about. Of another promise, or before money was written, it would not only
    be late, but wrong."""
    about = (
        VERSION, dash.centre.pk, dash.centre.time_zone, dash.centre.money_version, dash.track.pk,
        dash.on, dash.known, dash.progress.promise,
    )  # fmt: skip
    return _digest(about)


def fingerprint(dash: Dashboard) -> str:
    """The same for the same figures of the same track and day, another after any move."""
    stages = [
        (one, one.stage.pk, one.stage.kind, one.stage.position, one.stage.prior_pass_rate,
         one.stage.prior_days, one.stage.retired_on)
        for one in dash.stages
    ]  # fmt: skip
    return _digest((dash.progress, dash.others, dash.intakes, stages))


def _digest(values: tuple) -> str:
    return blake2b(repr(values).encode(), digest_size=16).hexdigest()
