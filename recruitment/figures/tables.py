"""A panel of figures: a small table with a picture in it, every number a link to its records."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Cell:
    """A figure, with “of n” behind it where it is a part of `whole`."""

    text: str
    href: str = ""
    over: bool = False
    whole: int | None = None
    whole_href: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]
    bar: SafeString = field(default_factory=SafeString)


@dataclass(frozen=True)
class Panel:
    """`head` names the columns of numbers; `means` is the definition, `n` what it is made of."""

    key: str
    title: str
    means: str
    n: str
    head: Sequence[str]
    rows: Sequence[Row]
    first: str = ""  # what a row is
    wide: bool = False
    empty: str = ""
    n_href: str = ""

    @property
    def has_bars(self) -> bool:
        return any(row.bar for row in self.rows)


def number(n: int, href: str = "") -> Cell:
    """Nobody opens no list."""
    return Cell(str(n), href if n else "")


def share(part: int, whole: int, whole_href: str = "") -> Cell:
    """“34% of 50”, or “–” of nothing; the 50 lead to their list."""
    if not whole:
        return Cell("–")
    return Cell(f"{part / whole:.0%}", whole=whole, whole_href=whole_href)


def days(n: int | None, *, limit: int | None = None) -> Cell:
    if n is None:
        return Cell("–")
    return Cell(_("%(n)d d") % {"n": n}, over=limit is not None and n > limit)
