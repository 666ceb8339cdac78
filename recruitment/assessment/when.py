"""Times in words: an hour means nothing without the zone whose clock shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from centre.templatetags.cohort import day
from centre.zones import zone_in
from recruitment.assessment.models import Interview


@dataclass(frozen=True)
class Clock:
    """What the clocks of one zone show: “Wed 25 Nov”, “18:00–18:45”, “Hong Kong time”."""

    on: str
    hours: str
    zone: str
    between: str = ", "  # day and hours; Chinese writes them together

    def __str__(self):
        return f"{self.on}{self.between}{self.hours} {self.zone}"


def place_of(zone: ZoneInfo) -> str:
    """Hong Kong time; in letters and e-mails, whether or not the site speaks their language."""
    return zone_in(zone.key, get_language())


def clocks(interview: Interview, at: datetime | None = None) -> Sequence[Clock]:
    """When it is, for the centre and then for the candidate; nothing without a time.

    `at`: a start it might have instead.
    """
    starts = at or interview.starts_at
    if starts is None:
        return []
    return [_clock(starts, interview.minutes, zone) for zone in interview.zones]


def _clock(starts: datetime, minutes: int, zone: ZoneInfo) -> Clock:
    # Added in UTC: an hour is an hour also in the night the clocks are changed.
    ends = datetime.fromtimestamp(starts.timestamp() + 60 * minutes, tz=zone)
    here = starts.astimezone(zone)
    until = f"{ends:%H:%M}" if ends.date() == here.date() else f"{day(ends.date())} {ends:%H:%M}"
    between = "" if get_language().startswith("zh") else ", "
    return Clock(day(here.date()), f"{here:%H:%M}–{until}", place_of(zone), between)
