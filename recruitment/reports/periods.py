"""The quarters of the calendar year: what a sponsor report is about. Pure functions on dates."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

_CODE = re.compile(r"(20\d\d)-q([1-4])", re.ASCII)


@dataclass(frozen=True, order=True)
class Quarter:
    """`number` is 1 to 4; quarter 4 is October to December."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, code: str) -> "Quarter | None":
        """The quarter that “2026-q4” names; None for anything else."""
        found = _CODE.fullmatch(code)
        return cls(int(found[1]), int(found[2])) if found else None

    @property
    def code(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def starts_on(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def ends_on(self) -> date:
        return self.following.starts_on - timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        if self.number == 4:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    def __str__(self):
        """“October to December 2026”."""
        return _("%(first)s to %(last)s") % {
            "first": formats.date_format(self.starts_on, "F"),
            "last": formats.date_format(self.ends_on, "F Y"),
        }


def quarters(first: date, last: date) -> list[Quarter]:
    """Every quarter with a day from `first` to `last`, newest first."""
    found, one = [], Quarter.of(first)
    while one.starts_on <= last:
        found.append(one)
        one = one.following
    return found[::-1]
