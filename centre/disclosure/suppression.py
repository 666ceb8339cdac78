"""Small numbers of people, hidden so that nobody can work them out again.

For readers who meet aggregates only (industry viewers, published reports), never for staff who may
open the records. Source: domain.md 5.2 rule 8: below five people the figure reads “<5”, and enough
other figures are withheld with it that no sum gives it away.

What is promised of everything `suppress` returns: with all that is shown, the sums and the meaning
of both marks (“<5” is one to four people, beside it a withheld figure is five or more), every “<5”
has at least two possible values, and no group of them in one sum is known to be fewer than five
people together. Nobody is nobody: 0 stays 0, as it is no person's figure. Not considered is a
reader who replays the choice of what was withheld backwards.

What no arithmetic on one table can promise, and callers must keep:

- **No filters and no dates for readers of aggregates.** Two tables that differ by one person give
  that person away, whatever either hides. Such readers get published, frozen snapshots only.
- **One call for figures that are tied.** Give every sum a reader could form in one `sums`. Lists
  of the same people share their total: `suppress_lists`, or one list tells what another hides.
- **Shares follow their figures.** `share` is None where either number is not shown; a median or a
  mean needs five people behind it (`enough`).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from centre.disclosure.freedom import Key, Sum, Ties, way_round

FEWEST = 5  # people a shown figure has at least, unless it is 0
TOTAL_COSTS = 10**9  # a total is hidden only where no part will do


class Hidden(Enum):
    """What stands in a figure's place."""

    SMALL = "small"  # one to four people
    WITHHELD = "withheld"  # five or more, or anything where a whole table is withheld

    def __str__(self):
        return str(_("<5") if self is Hidden.SMALL else _("withheld"))


Shown = int | Hidden
Label = TypeVar("Label", bound=Hashable)


def suppress(
    values: Mapping[Key, int], sums: Sequence[Sum] = (), *, known: Iterable[Key] = ()
) -> dict[Key, Shown]:
    """`values` with what must be hidden as `Hidden`; the same keys in the same order.

    `values`: people, 0 or more. `sums` must hold of them, and name no entry in more than two sums
    (ValueError). `known` figures, five or more or 0, are read elsewhere and stay as they are.
    Larger figures are withheld as few and as small as will do, parts before totals. Where nothing
    will do all that is not known is withheld, and “withheld” tells nothing of its size.
    """
    known = set(known)
    _verify(values, sums)
    ties = Ties(sums)
    hidden = {key for key, value in values.items() if 0 < value < FEWEST}
    if hidden & known:
        raise ValueError("A figure below five cannot be known elsewhere.")
    safe = _hide_with_small_groups(values, sums, hidden, known)
    for entry in [key for key, value in values.items() if 0 < value < FEWEST]:
        costs = _costs(values, sums, hidden, known)
        ways = [way_round(entry, by, ties, costs) for by in (1, -1)]
        found = min((way for way in ways if way), key=lambda way: way[0], default=None)
        if found is None:
            safe = False
            break
        hidden.update(found[1])
    if not safe:
        return {key: n if key in known else Hidden.WITHHELD for key, n in values.items()}
    return {key: _mark(n) if key in hidden else n for key, n in values.items()}


def _mark(value: int) -> Hidden:
    return Hidden.SMALL if value < FEWEST else Hidden.WITHHELD


def _verify(values: Mapping[Key, int], sums: Iterable[Sum]) -> None:
    if negative := [key for key, value in values.items() if value < 0]:
        raise ValueError(f"{negative[0]!r} is below 0: people are counted.")
    for one in sums:
        added = sum(values[part] for part in one.parts)
        if added != values[one.total]:
            raise ValueError(f"{one.total!r} is {values[one.total]}, but its parts are {added}.")


def _hide_with_small_groups(values, sums: Sequence[Sum], hidden: set[Key], known) -> bool:
    """A total less what is shown of it tells how many its hidden parts are: five at least.

    Adds to `hidden`; False where a known total leaves nothing to add.
    """
    for one in sums:
        together = sum(values[part] for part in one.parts if part in hidden)
        if one.total in hidden or not 0 < together < FEWEST:
            continue
        large = [part for part in one.parts if values[part] >= FEWEST and part not in known]
        choice = min(large, key=lambda part: values[part], default=one.total)
        if choice in known:
            return False
        hidden.add(choice)
    return True


def _costs(values, sums: Sequence[Sum], hidden: set[Key], known) -> dict[tuple[Key, int], int]:
    """What it costs to let each figure be one more or one less; no way for a change that a reader
    could rule out: “<5” stays within one to four, a withheld figure at five or more.
    """
    totals = {one.total for one in sums}
    costs = {}
    for key, value in values.items():
        if value == 0 or key in known:
            continue  # shown, and so no more and no less
        price = 0 if key in hidden else value + TOTAL_COSTS * (key in totals)
        if value != FEWEST - 1:
            costs[key, 1] = price
        if value not in (1, FEWEST):
            costs[key, -1] = price
    return costs


@dataclass(frozen=True)
class Table:
    """A table of people with its totals, as it may be shown."""

    cells: Sequence[Sequence[Shown]]  # rows of columns
    row_totals: Sequence[Shown]
    column_totals: Sequence[Shown]
    total: Shown


def suppress_table(cells: Sequence[Sequence[int]]) -> Table:
    """People by row and column, every row as long as the first, with all totals protected.

    Every person stands in one cell.
    """
    rows, columns = range(len(cells)), range(len(cells[0]) if cells else 0)
    values: dict[Key, int] = {(r, c): cells[r][c] for r in rows for c in columns}
    values |= {(r, "all"): sum(cells[r]) for r in rows}
    values |= {("all", c): sum(row[c] for row in cells) for c in columns}
    values["all", "all"] = sum(map(sum, cells))
    sums = [Sum((r, "all"), [(r, c) for c in columns]) for r in rows]
    sums += [Sum(("all", c), [(r, c) for r in rows]) for c in columns]
    # The grand total stands in two sums: that of the rows and that of the columns.
    sums.append(Sum(("all", "all"), [(r, "all") for r in rows]))
    sums.append(Sum(("all", "all"), [("all", c) for c in columns]))
    shown = suppress(values, sums)
    return Table(
        cells=[[shown[r, c] for c in columns] for r in rows],
        row_totals=[shown[r, "all"] for r in rows],
        column_totals=[shown["all", c] for c in columns],
        total=shown["all", "all"],
    )


def suppress_lists(
    total: int, lists: Mapping[str, Mapping[Label, int]]
) -> tuple[Shown, dict[str, dict[Label, Shown]]]:
    """The same people listed several ways (by source, by area, ...), each {key: people}.

    The total is shown unless it is small itself; then of the lists nothing is. As it stands beside
    every list, each protects its figures without hiding it, and none tells anything of another.
    """
    shown: dict[str, dict[Label, Shown]] = {}
    if 0 < total < FEWEST:
        for name, one in lists.items():
            shown[name] = dict.fromkeys(one, Hidden.WITHHELD)
        return Hidden.SMALL, shown
    for name, one in lists.items():
        values: dict[Key, int] = {"total": total}
        values |= {("part", key): n for key, n in one.items()}
        sums = [Sum("total", [("part", key) for key in one])]
        found = suppress(values, sums, known=["total"])
        shown[name] = {key: found["part", key] for key in one}
    return total, shown


def enough(people: int) -> bool:
    """Whether a median or mean over so many people may be shown."""
    return people >= FEWEST


def share(part: Shown, whole: Shown) -> float | None:
    """`part` of `whole`, 0 to 1; None where either is hidden or nobody is there."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden) or not whole:
        return None
    return part / whole
