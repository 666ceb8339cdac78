"""The intakes ahead: those written down, and their seasons repeated as far as needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from recruitment.forecast.inputs import Inputs, Slot, Window

MONTH = 365.25 / 12  # days
CLOSE = 45  # days; two intakes nearer than that are one
# A season that has not come for so long is over.
FORGOTTEN = timedelta(days=2 * 366)
HALF_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class Cohort:
    """Applications still to come for one intake, or in half a year of a rolling track.

    `wanted` is the place of their intake among the slots, None if any will do. They come from
    `opens_on` to `closes_on`, both after as-of; the whole window began on `began_on`.
    """

    season: str
    wanted: int | None
    began_on: date
    opens_on: date
    closes_on: date


def years_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def slots_until(inputs: Inputs, until: date) -> list[Slot]:
    """Slots that start after as-of and by `until`, in order of their start."""
    if inputs.rolling:
        return _months(inputs, until)
    known = [slot for slot in inputs.slots if slot.starts_on > inputs.as_of]
    found = list(known)
    for pattern, since in _patterns(inputs, known):
        first = since - pattern.starts_on.year
        for years in range(first, until.year - pattern.starts_on.year + 1):
            again = _moved(pattern, years)
            if again.starts_on > inputs.as_of and not _is_there(again, found):
                found.append(again)
    seats = _seats_of_seasons(known)
    found = [_with_seats(slot, seats) for slot in found]
    found.sort(key=lambda slot: (slot.starts_on, slot.key))
    return [slot for slot in found if slot.starts_on <= until]


def _patterns(inputs: Inputs, known: Sequence[Slot]) -> list[tuple[Slot, int]]:
    """The latest intake of each season, ahead or past, with the year of its first known one."""
    past = [_slot_of(window) for window in inputs.arrivals.windows if window.starts_on]
    recent = [slot for slot in past if slot.starts_on > inputs.as_of - FORGOTTEN]
    found: dict[str, tuple[Slot, int]] = {}
    for slot in sorted([*recent, *known], key=lambda slot: slot.starts_on):
        _before, since = found.get(slot.season, (slot, slot.starts_on.year))
        found[slot.season] = slot, since
    return list(found.values())


def _seats_of_seasons(known: Sequence[Slot]) -> dict[str, int]:
    """{season: seats of its latest intake ahead that has any}.

    Of intakes behind, seats tell who came: what nobody filled was closed.
    """
    by_start = sorted(known, key=lambda slot: slot.starts_on)
    return {slot.season: slot.seats for slot in by_start if slot.seats is not None}


def _with_seats(slot: Slot, seasons: Mapping[str, int]) -> Slot:
    """An intake nobody wrote down has its season's seats, or more if the plan wants more."""
    if slot.written or slot.season not in seasons:
        return slot
    return replace(slot, seats=max(seasons[slot.season], slot.planned))


def _slot_of(window: Window) -> Slot:
    starts_on = window.starts_on or window.opens_on
    closes_on = window.closes_on or starts_on
    return Slot(f"{starts_on:%Y-%m}", starts_on, window.opens_on, closes_on, window.season)


def _moved(slot: Slot, years: int) -> Slot:
    """The season's intake of another year, which nobody has written down."""
    starts_on = years_later(slot.starts_on, years)
    return replace(
        slot,
        key=f"{slot.season} {starts_on:%Y}",
        starts_on=starts_on,
        opens_on=years_later(slot.opens_on, years),
        closes_on=years_later(slot.closes_on, years),
        seats=None,
        taken=0,
        written=False,
    )


def _is_there(slot: Slot, found: Iterable[Slot]) -> bool:
    return any(abs((slot.starts_on - one.starts_on).days) <= CLOSE for one in found)


def _months(inputs: Inputs, until: date) -> list[Slot]:
    """When people of a rolling track are counted: monthly for a year, then by quarters.

    The goal's date is one of the days: who starts shortly before it counts.
    """
    days = []
    day = month_later(inputs.as_of, 1)
    while day <= until:
        days.append(day)
        day = month_later(day, 1 if len(days) < 12 else 3)
    if inputs.goal and inputs.as_of < inputs.goal.by <= until:
        days.append(inputs.goal.by)
    return [_in_pool(inputs, day) for day in sorted(set(days))]


def _in_pool(inputs: Inputs, day: date) -> Slot:
    """A day of a rolling track, with the places of its twelve months."""
    year = 0
    while years_later(inputs.as_of, year + 1) < day:
        year += 1
    ends = years_later(inputs.as_of, year), years_later(inputs.as_of, year + 1)
    seats, capacity = inputs.pool.seats(year, *ends), inputs.pool.capacity
    return Slot(
        f"{day:%Y-%m-%d}", day, inputs.as_of, day, "", seats=seats, capacity=capacity, year=year
    )


def cohorts_ahead(inputs: Inputs, slots: Sequence[Slot], until: date) -> list[Cohort]:
    """Applications still to come after as-of, by the intake they are for."""
    tomorrow = inputs.as_of + timedelta(days=1)
    if inputs.rolling:
        return _half_years(inputs, tomorrow, until)
    return [
        Cohort(slot.season, place, slot.opens_on, max(slot.opens_on, tomorrow), slot.closes_on)
        for place, slot in enumerate(slots)
        if slot.closes_on >= tomorrow
    ]


def _half_years(inputs: Inputs, first: date, until: date) -> list[Cohort]:
    seasons = [window.season for window in inputs.arrivals.windows]
    found = []
    while first <= until:
        last = min(first + HALF_YEAR, until)
        found.append(Cohort(seasons[-1] if seasons else "", None, first, first, last))
        first = last + timedelta(days=1)
    return found


def past_windows(inputs: Inputs) -> list[Window]:
    """Windows that had begun by as-of; those of a rolling intake in half-years."""
    begun = [one for one in inputs.arrivals.windows if one.opens_on <= inputs.as_of]
    return [part for window in begun for part in _parts(window, inputs.as_of)]


def _parts(window: Window, as_of: date) -> list[Window]:
    if window.starts_on is not None:
        return [window]
    last = min(window.closes_on or as_of, as_of)
    parts, first = [], window.opens_on
    while first <= last:
        # Whole months, so that each month's count falls into one part.
        until = min(month_later(first, 6) - timedelta(days=1), last)
        rows = tuple((m, n) for m, n in window.received if first.replace(day=1) <= m <= until)
        parts.append(replace(window, opens_on=first, closes_on=until, received=rows))
        first = until + timedelta(days=1)
    return parts


def month_later(day: date, months: int) -> date:
    """The first day of the month `months` after that of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
