"""What the Global AI Talent Tracker found, as a caption beside our own flow. Data, in one place.

Another population: authors of papers accepted at NeurIPS, sampled, by the country of their
undergraduate degree (a proxy for origin, not nationality) and of their employer's headquarters.
MacroPolo has closed and its site is an archive; figures of later years that stand under its name
elsewhere are not its own, and are left out. Sources as numbered in section 13 of our domain notes.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SMALL_SAMPLE = 35  # MacroPolo's own warning: regional samples of fewer people mislead
TRACKER = "https://macropolo.org/digital-projects/the-global-ai-talent-tracker/"


@dataclass(frozen=True)
class Share:
    """A share in percent of the sample of each year; None where we found no figure."""

    what: str | Promise
    in_2019: int | None
    in_2022: int | None
    source: str


_TRACKER_2 = "Paulson Institute, 6 March 2024; damienma.com"
SHARES = [
    Share(_("First degree in China, top fifth of authors"), 29, 47, _TRACKER_2),
    Share(
        _("Working in the United States, top fifth of authors"),
        59,
        42,
        "State of European Tech 2020; latest.com",
    ),
    Share(_("Working in China, top fifth of authors"), None, 28, "latest.com"),
    Share(
        _("First degree in the United States, top 2%"),
        35,
        28,
        "MIT Technology Review, 27 March 2024",
    ),
    Share(_("First degree in China, top 2%"), 10, 26, "MIT Technology Review, 27 March 2024"),
    Share(_("Foreign nationals working abroad"), 55, 42, _TRACKER_2),
]
