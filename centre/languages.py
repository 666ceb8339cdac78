"""Which languages people may choose: English, and each whose words are there.

Half a page in another language helps nobody, and a screen reader would read English with its voice.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import dateformat, translation
from django.utils.translation import to_locale

from centre.zones import zone_in

# In the order they are shown; each names itself.
KNOWN = [("en", "EN"), ("zh-hant", "繁體"), ("zh-hans", "简体")]
# The same in full, where one is chosen for somebody else.
NAMED = [("en", "English"), ("zh-hant", "繁體中文"), ("zh-hans", "简体中文")]


def with_words(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """English, in which the program is written, and those with a compiled catalogue in a folder."""
    return [
        (code, name)
        for code, name in KNOWN
        if code == "en"
        or any((f / to_locale(code) / "LC_MESSAGES" / "django.mo").is_file() for f in folders)
    ]


def day_in(day: date, language: str) -> str:
    """25 November 2026, or 2026年11月25日: in letters and e-mails, whatever the site speaks."""
    if language == "en":
        with translation.override("en"):
            return dateformat.format(day, "j F Y")
    return f"{day.year}年{day.month}月{day.day}日"


def clock_in(day: date, at: time, zone: str, language: str) -> str:
    """25 November 2026 12:00 Hong Kong time: a wall clock, with whose it is."""
    return f"{day_in(day, language)} {at:%H:%M} {zone_in(zone, language)}"


def moment_in(moment: datetime, zone: ZoneInfo, language: str) -> str:
    here = moment.astimezone(zone)
    return clock_in(here.date(), here.time(), zone.key, language)
