"""The day figures are shown for, and until when things were known: read from what was typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from centre.templatetags.cohort import full_day

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class AsOf:
    """The day figures are of. Nothing recorded after `known` counts; None: all we know does."""

    on: date
    today: date
    known: date | None = None
    problem: str = ""
    about: str = "on"  # the parameter the problem is with

    @property
    def is_today(self) -> bool:
        return self.on == self.today and self.known is None

    @property
    def query(self) -> dict[str, str]:
        """Parameters of an address that keep it; none for today."""
        days = {} if self.on == self.today else {"on": self.on.isoformat()}
        return days if self.known is None else {**days, "known": self.known.isoformat()}


def read_asof(query: Mapping[str, str | None], *, today: date) -> AsOf:
    """The days named in an address or on a command line as `on` and `known`.

    Of a day that lies after `known` nothing was known: `known` itself is shown then. All that is
    recorded up to today is all we know.
    """
    known, wrong = read_day(query.get("known"), today=today)
    on, problem = read_day(query.get("on"), today=today)
    if wrong:
        return AsOf(on, today, None, wrong, "known")
    if not query.get("known") or known == today:
        return AsOf(on, today, None, problem)
    if known < on < today:  # today is what a form says where nobody chose a day
        problem = _("On %(known)s nothing was known of %(on)s. %(known)s is shown.") % {
            "known": full_day(known),
            "on": full_day(on),
        }
    return AsOf(min(on, known), today, known, problem)


def read_day(text: str | None, *, today: date) -> tuple[date, str]:
    """The day in `text` and what is wrong with it: today, and a sentence, where it cannot be."""
    text = (text or "").strip()
    if not text:
        return today, ""
    words = {"text": text[:40], "today": today.isoformat()}
    try:
        day = date.fromisoformat(text) if _ISO_DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        return today, _("“%(text)s” is not a date. Write it as %(today)s.") % words
    if day > today:
        words = {"day": full_day(day), "today": full_day(today)}
        return today, _("%(day)s lies in the future. Give %(today)s or an earlier day.") % words
    return day, ""
