"""A figure of the talent flow as one word of an address, so that a list can open its people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django_countries import countries

from recruitment.talent.journeys import (
    ALL_YEARS,
    COLUMNS,
    COLUMNS_OF,
    STATES,
    UNKNOWN,
    Group,
    Period,
    label_of,
)

YEARS = range(1950, 2101)


@dataclass(frozen=True)
class Figure:
    """Whom a figure counts. `track`: its name in addresses, "" for all; `keys`: {column: stops}.

    Written as `researchers~doctoral~2025~2026~first-CN.HK~next-unknown`; an empty part is open.
    """

    group: Group
    track: str = ""
    period: Period = ALL_YEARS
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __str__(self):
        since, until = self.period.since, self.period.until
        parts = [self.group.value, self.track, str(since or ""), str(until or "")]
        return "~".join([*parts, *(f"{name}-{'.'.join(keys)}" for name, keys in self.keys.items())])

    def in_words(self) -> str:
        words = [str(self.group.label)]
        if self.period != ALL_YEARS:
            words.append(str(self.period))
        for column, keys in self.keys.items():
            # Elsewhere may be dozens of places.
            more = f" +{len(keys) - 3}" if len(keys) > 3 else ""
            places = ", ".join(label_of(key) for key in keys[:3])
            words.append(f"{str(COLUMNS[column]).lower()}: {places}{more}")
        return "; ".join(words)


def read_figure(text: str) -> Figure:
    """The figure `text` stands for; ValueError if it stands for none."""
    group, track, since, until, *steps = text.split("~")
    found = Group(group)
    period = Period(_year(since), _year(until))
    keys = dict(_step(one, found) for one in steps)
    return Figure(found, track, period, keys)


def _year(text: str) -> int | None:
    if not text:
        return None
    if len(text) != 4 or int(text) not in YEARS:
        raise ValueError(text)
    return int(text)


def _step(text: str, group: Group) -> tuple[str, tuple[str, ...]]:
    column, _sep, keys = text.partition("-")
    wanted = tuple(keys.split("."))
    known = set(STATES) | {UNKNOWN}
    if column not in COLUMNS_OF[group] or not all(
        key in known or key in countries for key in wanted
    ):
        raise ValueError(text)
    return column, wanted
