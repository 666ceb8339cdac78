"""A journey: where somebody studied, what became of it here, where they went. Words, no database.

The question is the one of MacroPolo's Global AI Talent Tracker, asked of our own people: first
degree, latest degree before the centre, this centre, first destination after it. A stop of a
journey is a key: a place by its ISO 3166 code (Hong Kong, Macao, Taiwan and the mainland are
places of their own), or a word of this module in small letters. Source: domain.md section 10.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_countries import countries

UNKNOWN, ELSEWHERE, REST = "unknown", "elsewhere", "rest"
JOINED, OPEN, DECLINED, WITHDREW, REJECTED, CLOSED = (
    "joined", "open", "declined", "withdrew", "rejected", "closed",
)  # fmt: skip
STARTED, ACCEPTED, LEFT = "started", "accepted", "left"
TAKEN, ENDED = "taken", "ended"  # joined or open, and all others, where they are not told apart
STILL_HERE, TO_START = "still_here", "to_start"

# Of several applications of one person, the first of these that one of them has.
RESULTS = (JOINED, OPEN, DECLINED, WITHDREW, REJECTED, CLOSED)

STATES: dict[str, str | Promise] = {
    JOINED: _("Started or accepted"),
    OPEN: _("In progress"),
    TAKEN: _("Started or in progress"),
    DECLINED: _("Declined our offer"),
    WITHDREW: _("Withdrew"),
    REJECTED: _("Not selected"),
    ENDED: _("Withdrew or not selected"),
    CLOSED: _("Closed otherwise"),
    STARTED: _("Started here"),
    ACCEPTED: _("Accepted"),
    LEFT: _("This centre"),
    STILL_HERE: _("Still here"),
    TO_START: _("Yet to start"),
}
_LAST: dict[str, str | Promise] = {
    ELSEWHERE: _("Elsewhere"),
    REST: _("Elsewhere or not known"),
    UNKNOWN: _("Not known"),
}
# From top to bottom of a column: what became of them, then places by size, then the rest.
ORDER = (*STATES, "", *_LAST)


class Group(models.TextChoices):
    """Whose journeys. What each means exactly is in DEFINITIONS, which the page shows."""

    APPLICANTS = "applicants", _("Applicants")
    OFFERS = "offers", _("Offers")
    RESEARCHERS = "researchers", _("Researchers")
    ALUMNI = "alumni", _("Alumni")


DEFINITIONS = {
    Group.APPLICANTS: _(
        "People with an application beyond the lead stages, by the year of its intake; in a rolling"
        " intake, by the year they applied. One with several applications counts once, at the"
        " furthest result."
    ),
    Group.OFFERS: _(
        "Applicants to whom an offer went out, by the year of the intake, whatever their answer."
    ),
    Group.RESEARCHERS: _(
        "People who started here, by the year of the start, also if they left since; and those who"
        " accepted and are yet to start, by the year of their intake."
    ),
    Group.ALUMNI: _(
        "People who started here, by the year of the start, and are no longer in post on any track."
    ),
}
COLUMNS = {
    "first": _("First degree"),
    "latest": _("Latest degree"),
    "here": _("At this centre"),
    "next": _("First destination"),
}
_SHORT = ("first", "latest", "here")
COLUMNS_OF = {
    Group.APPLICANTS: _SHORT,
    Group.OFFERS: _SHORT,
    Group.RESEARCHERS: tuple(COLUMNS),
    Group.ALUMNI: tuple(COLUMNS),
}


@dataclass(frozen=True)
class Period:
    """Years of entry, both included; None leaves that end open."""

    since: int | None = None
    until: int | None = None

    @property
    def first_day(self) -> date | None:
        return date(self.since, 1, 1) if self.since else None

    @property
    def last_day(self) -> date | None:
        return date(self.until, 12, 31) if self.until else None

    def __str__(self):
        if self.since and self.until:
            one = self.since == self.until
            return str(self.since) if one else f"{self.since}–{self.until}"
        if self.since:
            return str(_("since %(year)s") % {"year": self.since})
        return str(_("until %(year)s") % {"year": self.until} if self.until else _("all years"))


ALL_YEARS = Period()


def is_place(key: str) -> bool:
    return key.isupper()


def label_of(key: str) -> str:
    """A place by its house name, else the word for a state."""
    return countries.name(key) or key if is_place(key) else str((STATES | _LAST)[key])
