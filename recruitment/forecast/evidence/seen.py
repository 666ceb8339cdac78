"""What happened on a track by the end of a day, as counts in which nobody is named.

Two ways lead here: sums the database keeps and adds up (summed.py), and the append-only history
as it was known on a day (told.py). Both fill the same shape, and a test holds them equal.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from recruitment.forecast.calendar import years_later
from recruitment.pipeline.tallied import StageRecord

# Applications that stand alike: stage, first day there, intake (None: not told), local.
Standing = tuple[int, date, int | None, bool]
Records = Mapping[int, StageRecord]  # by stage id

# Ages, in years, at which evidence is told apart: last year's speaks louder than older.
AGES = (1, 2, 4)


@dataclass(frozen=True)
class Acceptance:
    """One person who said yes: for which intake, and on which day they first had."""

    person: int  # the candidate's id
    intake: int
    on: date
    local: bool


@dataclass(frozen=True, order=True)
class Deferred:
    """One application that went from an intake to another; `intake` is the one it is for now."""

    person: int
    intake: int
    on: date
    left: int
    went_to: int


@dataclass(frozen=True)
class Seen:
    """`records` holds all there is, `lately[years]` only the counts (not the stays) of
    so many years.

    `arrived` counts who first came to a stage beyond the leads, by intake and first day of the
    month. `late` counts stays whose beginning nobody watched, as with people imported in the
    middle: (stage, days they had stood there when we began to watch).
    """

    records: Records
    lately: Mapping[int, Records]
    live: Counter[Standing] = field(default_factory=Counter)
    arrived: Counter[tuple[int, date]] = field(default_factory=Counter)
    late: Counter[tuple[int, int]] = field(default_factory=Counter)
    accepted: Sequence[Acceptance] = ()
    deferred: Sequence[Deferred] = ()


def before(on: date, years: int) -> date:
    """The same day so many years earlier; the first of all days where there is none."""
    return years_later(on, -years) if on.year > years else date.min
