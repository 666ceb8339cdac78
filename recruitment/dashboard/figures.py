"""Figures that take long to work out, kept for five minutes at most.

The key is a fingerprint of everything the page has read anyway: stages, stays, seats, plan, and how
often money was written. A move or a ledger entry changes one of these, and with it the key, so
figures follow at once and nothing has to be told that they are stale. What the fingerprint does not
hold (a supervisor's places, say) is at most five minutes old. All figures of a page are one entry:
one statement to read it.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

from django.core.cache import cache

from recruitment.dashboard.selectors import Dashboard

SECONDS = 300
VERSION = 2  # one up when the shape of a kept figure changes


def kept_figures(dash: Dashboard, makers: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """{name: figure} of all `makers`, from the cache or made now and kept. Figures are pickled."""
    key = f"figures:{fingerprint(dash)}:{','.join(sorted(makers))}"
    found = cache.get(key)
    if found is None:
        found = {name: make() for name, make in makers.items()}
        cache.set(key, found, SECONDS)
    return found


def fingerprint(dash: Dashboard) -> str:
    """The same for the same figures of the same track and day, another after any move."""
    stages = [
        (one, one.stage.pk, one.stage.kind, one.stage.position, one.stage.prior_pass_rate,
         one.stage.prior_days, one.stage.retired_on)
        for one in dash.stages
    ]  # fmt: skip
    seen = (
        VERSION, dash.centre.pk, dash.centre.time_zone, dash.centre.money_version, dash.track.pk,
        dash.on, dash.known, dash.progress, dash.others, dash.intakes, stages,
    )  # fmt: skip
    return blake2b(repr(seen).encode(), digest_size=16).hexdigest()
