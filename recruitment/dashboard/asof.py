"""The day figures are shown for: read from what somebody typed."""

import re
from datetime import date

from django.utils.translation import gettext as _

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


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
        return today, _("%(text)s lies in the future. Give %(today)s or an earlier day.") % words
    return day, ""
