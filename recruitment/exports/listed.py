"""A list on its way out: what it is called, what it was narrowed by, its columns, its rows.

Whatever kind of list it is, it is read by key: first the ids of all rows in their order, eight
bytes each, then the rows themselves, some hundred at a time. So a list of a hundred thousand takes
no more memory than one of a thousand, and who is added or moved meanwhile shifts nobody.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from centre.accounts.models import User
from centre.organisation.models import Centre

CHUNK = 500
# Kinds of columns.
TEXT, WHOLE, AMOUNT, DAY, MOMENT = "text", "whole", "amount", "day", "moment"
Value = str | int | Decimal | date | datetime | None


@dataclass(frozen=True)
class Asked:
    """Who asks for a list, of which centre."""

    user: User
    centre: Centre


@dataclass(frozen=True)
class Column:
    label: str
    kind: str = TEXT


@dataclass(frozen=True)
class Listed:
    """A list as its page shows it to the asker. `people` is how many persons its rows name."""

    title: str
    narrowed: str
    columns: Sequence[Column]
    rows: int
    people: int
    read: Callable[[], Iterator[Sequence[Value]]]
    back: str  # the address of its page


def keys_of(rows: QuerySet) -> Sequence[int]:
    """The ids of `rows` in their order, eight bytes each."""
    return array("q", rows.values_list("pk", flat=True).iterator())


def by_key(
    keys: Sequence[int], read: Callable[[Sequence[int]], Iterable[Sequence[Value]]]
) -> Iterator[Sequence[Value]]:
    """The rows of these ids in their order, read a chunk at a time."""
    for start in range(0, len(keys), CHUNK):
        yield from read(list(keys[start : start + CHUNK]))
