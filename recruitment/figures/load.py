"""The panels of places: research areas against the seats planned, supervisors against theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from centre.people.models import Supervisor
from recruitment.dashboard.charts import bar
from recruitment.figures.asked import Asked
from recruitment.figures.panels import made_of
from recruitment.figures.tables import Cell, Panel, Row, number
from recruitment.pipeline.kinds import StageKind
from recruitment.register.filters import NONE

AREA, SUPERVISOR = 0, 1  # where a person's row has them


@dataclass(frozen=True)
class People:
    """Rows that begin (area, supervisor): those in post; who said yes; (…, n) on the way."""

    here: Sequence[tuple]
    accepted: Sequence[tuple]
    under_way: Sequence[tuple]

    def of(self, column: int, key: int | None) -> tuple[int, int, int]:
        """How many of each have `key` there."""
        return (
            sum(row[column] == key for row in self.here),
            sum(row[column] == key for row in self.accepted),
            sum(row[2] for row in self.under_way if row[column] == key),
        )

    def keys(self, column: int) -> Iterator[int | None]:
        return (row[column] for row in [*self.here, *self.accepted, *self.under_way])

    @property
    def n(self) -> int:
        return len(self.here) + len(self.accepted) + sum(row[2] for row in self.under_way)


def areas(asked: Asked, names: dict[int, str], people: People, seats: dict[int, int]) -> Panel:
    listed: list[tuple[int | None, str, int | None]] = [
        (key, name, seats.get(key, 0)) for key, name in names.items()
    ]
    if None in people.keys(AREA):
        listed.append((None, _("No area"), None))
    return Panel(
        key="areas",
        title=_("Research areas against the seats planned"),
        means=_(
            "In post, accepted and on the way, beside the seats of positions that name the area; "
            "a seat of several areas counts in each. Seats are those of today. The strong part of "
            "a bar is in post, the tinted part accepted; all bars share one scale, which ends at "
            "the most seats."
        ),
        n=made_of(people.n),
        head=[_("In post"), _("Accepted"), _("On the way"), _("Seats")],
        rows=_rows(asked, "area", AREA, listed, people, seats=True),
        first=_("Area"),
        wide=True,
        empty=_("The centre has no research areas yet."),
    )


def supervisors(asked: Asked, people: People, all_of_them: Sequence[Supervisor]) -> Panel:
    busy = set(people.keys(SUPERVISOR))
    listed: list[tuple[int | None, str, int | None]] = [
        (one.pk, one.name, one.capacity)
        for one in all_of_them
        if one.retired_on is None or one.pk in busy
    ]
    if None in busy:
        listed.append((None, _("Nobody yet"), None))
    return Panel(
        key="supervisors",
        title=_("Supervisors and their places"),
        means=_(
            "Whom each supervises, or will, beside the places they offer at one intake. On the "
            "way: applications assigned to them. The strong part of a bar is in post, the tinted "
            "part accepted."
        ),
        n=made_of(people.n),
        head=[_("In post"), _("Accepted"), _("On the way"), _("Places an intake")],
        rows=_rows(asked, "supervisor", SUPERVISOR, listed, people),
        first=_("Supervisor"),
        wide=True,
        empty=_("The centre has no supervisors yet."),
    )


def _rows(asked: Asked, name, column, listed, people: People, *, seats=False) -> list[Row]:
    """A row for each (key, label, places); bars share the scale of the longest, or of the seats."""
    start = asked.first(StageKind.STARTED)
    counted = [(key, label, places, *people.of(column, key)) for key, label, places in listed]
    most = max([1, *(here + coming for _k, _l, _p, here, coming, _w in counted)])
    if seats:
        most = max([most, *(places or 0 for _k, _l, places, *_rest in counted)])
    rows = []
    for key, label, places, here, coming, under_way in counted:
        wanted = {name: key or NONE}
        cells = [
            number(here, asked.to(**wanted, post="in_post")),
            number(coming, asked.to(**wanted, accepted=1)),
            number(under_way, asked.to(**wanted, short_of=start.pk) if start else ""),
            Cell("–" if places is None else str(places)),
        ]
        rows.append(Row(label, cells, bar([(here, "f"), (coming, "f3")], most)))
    return rows
