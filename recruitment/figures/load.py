"""The panels of places: research areas against their plan, supervisors against their places."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from centre.people.models import Supervisor
from recruitment.dashboard.charts import bar
from recruitment.figures.asked import Asked
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


@dataclass(frozen=True)
class Planned:
    """What a target plans: {area: people}, and where that is set."""

    people: Mapping[int, int]
    href: str

    @property
    def most(self) -> int:
        return max(self.people.values(), default=0)


# (key, its number, those in post and accepted) to the cells behind them.
More = Callable[[int | None, int | None, int], list[Cell]]


def areas(
    asked: Asked, names: dict[int, str], people: People, plan: Planned, seats: dict[int, int]
) -> Panel:
    listed: list[tuple[int | None, str, int | None]] = [
        (key, name, plan.people.get(key)) for key, name in names.items()
    ]
    if None in people.keys(AREA):
        listed.append((None, _("No area"), None))

    is_part = bool(asked.intake or asked.cohort)

    def more(key: int | None, planned: int | None, there: int) -> list[Cell]:
        seats_of = {"track": asked.track.code, "area": key or ""}
        if asked.intake:
            seats_of["intake"] = asked.intake.pk
        href = f"{reverse('recruitment:seats')}?{urlencode(seats_of)}"
        return [
            Cell("–") if planned is None else Cell(str(planned), plan.href),
            # An intake or a cohort has no plan by area of its own.
            Cell("–") if planned is None or is_part else Cell(str(max(planned - there, 0))),
            Cell("–") if key is None else number(seats.get(key, 0), href),
        ]

    return Panel(
        key="areas",
        title=_("Research areas against the plan"),
        means=_(
            "Planned: people of the whole target the area should bring. Still open: planned, less "
            "those in post and accepted. Seats are those of positions that name the area, as of "
            "today; one of several areas counts in each. The strong part of a bar is in post, the "
            "tinted part accepted; all bars share one scale, which ends at the largest plan."
        ),
        n="",
        head=[
            _("In post"), _("Accepted"), _("On the way"), _("Planned"), _("Still open"), _("Seats"),
        ],
        rows=_rows(asked, "area", AREA, listed, people, more, scale=plan.most),
        first=_("Area"),
        wide=True,
        empty=_("The centre has no research areas yet."),
    )  # fmt: skip


def supervisors(asked: Asked, people: People, all_of_them: Sequence[Supervisor]) -> Panel:
    busy = set(people.keys(SUPERVISOR))
    listed: list[tuple[int | None, str, int | None]] = [
        (one.pk, one.name, one.capacity)
        for one in all_of_them
        if one.retired_on is None or one.pk in busy
    ]
    if None in busy:
        listed.append((None, _("Nobody yet"), None))
    places = reverse("recruitment:settings-section", args=["supervisors"])

    def more(_key: int | None, capacity: int | None, _there: int) -> list[Cell]:
        return [Cell("–") if capacity is None else Cell(str(capacity), places)]

    return Panel(
        key="supervisors",
        title=_("Supervisors and their places"),
        means=_(
            "Whom each supervises, or will, beside the places they offer at one intake. On the "
            "way: applications assigned to them. The strong part of a bar is in post, the tinted "
            "part accepted."
        ),
        n="",
        head=[_("In post"), _("Accepted"), _("On the way"), _("Places an intake")],
        rows=_rows(asked, "supervisor", SUPERVISOR, listed, people, more),
        first=_("Supervisor"),
        wide=True,
        empty=_("The centre has no supervisors yet."),
    )


def _rows(asked: Asked, name, column, listed, people: People, more: More, *, scale=0) -> list[Row]:
    """A row for each (key, label, places); bars share the scale of the longest, or of `scale`."""
    start = asked.first(StageKind.STARTED)
    counted = [(key, label, places, *people.of(column, key)) for key, label, places in listed]
    most = max([1, scale, *(here + coming for _k, _l, _p, here, coming, _w in counted)])
    rows = []
    for key, label, places, here, coming, under_way in counted:
        wanted = {name: key or NONE}
        cells = [
            number(here, asked.to(**wanted, post="in_post")),
            number(coming, asked.to(**wanted, accepted=1)),
            number(under_way, asked.to(**wanted, short_of=start.pk) if start else ""),
            *more(key, places, here + coming),
        ]
        rows.append(Row(label, cells, bar([(here, "f"), (coming, "f3")], most)))
    return rows
