"""What waits for somebody, by the day it is due: tasks people wrote down, and what follows from
other records, read from where it is recorded and never copied."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from recruitment.tasks.models import Task

MOST = 50  # of a kind: nobody does more from one page. How many more wait is said.
ALL = 5_000  # of a kind, where a day is looked for that fifty overdue ones would hide
GROUPS = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Today"),
    "week": gettext_lazy("This week"),
    "later": gettext_lazy("Later"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing to do by the end of `due`, about the person of `name`, at `url`. Ticked here if it
    is a `task`; anything else goes once the thing itself is done. `person`: the candidate it is
    about, also where they are known by a number alone. `has_day` unless it is due today only as
    long as it is not done, each day anew."""

    due: date
    what: str
    name: str
    native_name: str
    url: str
    detail: str = ""
    task: Task | None = None
    person: int | None = None
    has_day: bool = True


@dataclass(frozen=True)
class Kind:
    """What waits of one kind: the first of it, how many in all, and where they all are."""

    name: str | Promise
    rows: Sequence[Waiting]
    in_all: int
    url: str

    @property
    def is_cut(self) -> bool:
        return self.in_all > len(self.rows)


@dataclass(frozen=True)
class Waits:
    """Groups of (key, heading, rows), soonest first; and the kinds of which not all are shown."""

    groups: Sequence[tuple[str, str, Sequence[Waiting]]] = ()
    cut: Sequence[Kind] = field(default_factory=list)
    total: int = 0

    @property
    def rows(self) -> list[Waiting]:
        """All of the groups, in the order of the page."""
        return [one for _key, _heading, rows in self.groups for one in rows]


def group_of(due: date, today: date) -> str:
    """The week ends with Sunday."""
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "week" if due <= today + timedelta(days=6 - today.weekday()) else "later"


def grouped(kinds: Iterable[Kind], today: date) -> Waits:
    kinds = list(kinds)
    rows = sorted((one for kind in kinds for one in kind.rows), key=lambda one: (one.due, one.name))
    groups: dict[str, list[Waiting]] = {key: [] for key in GROUPS}
    for one in rows:
        groups[group_of(one.due, today)].append(one)
    return Waits(
        groups=[(key, str(GROUPS[key]), some) for key, some in groups.items() if some],
        cut=[kind for kind in kinds if kind.is_cut],
        total=sum(kind.in_all for kind in kinds),
    )
