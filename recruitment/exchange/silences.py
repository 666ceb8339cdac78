"""That somebody may not be written to, with its day and its reason, as lists say and read it."""

from datetime import date

from django.utils.translation import gettext as _

from recruitment.exchange.dates import read_date
from recruitment.exchange.values import BadValue, is_blank, one_line

FIELDS = ("no_contact_on", "no_contact_reason")  # of a candidate: both or neither
MOST = 200


def said(on: date | None, reason: str) -> str:
    """2026-11-20: asked us not to write. Empty of somebody who may be written to."""
    return f"{on:%Y-%m-%d}: {reason}" if on else ""


def read_silence(text: str) -> tuple[date, str] | None:
    """The day and the reason a cell gives; None if it says nothing. Raises BadValue."""
    if is_blank(text):
        return None
    day, _colon, reason = text.replace("\uff1a", ":", 1).partition(":")
    on, why = read_date(day.strip(), None), one_line(reason, MOST)
    if on is None or not why:
        raise BadValue(
            _("needs a day and a reason. Write them as “2026-11-20: asked us not to write”.")
        )
    return on, why
