"""Dates as offices type them. A date that could be read in two ways is never guessed alone."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from recruitment.candidates import names
from recruitment.exchange.values import BadValue, is_blank

DAY_FIRST, MONTH_FIRST = "day first", "month first"
_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
]  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日.]?(?:[t ].*)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d\d)\.?")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-./]*([a-z]+)[\s\-./,]*(\d{4}|\d\d)")
_MONTH_NAMED = re.compile(r"([a-z]+)[\s\-./]*(\d{1,2})(?:st|nd|rd|th)?[\s\-./,]+(\d{4}|\d\d)")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.\s]+")


class Ambiguous(BadValue):
    """A day that could be read in two ways."""


def declared_order(heading: str) -> str | None:
    """The order a heading names: "Date (dd/mm/yyyy)", "day first", 日/月/年."""
    text = " ".join(names.words(heading))
    if re.search(r"\b(dd? mm?|tt mm|day (month|first)|日 月)\b", text):
        return DAY_FIRST
    if re.search(r"\b(mm? dd?|month (day|first))\b", text):
        return MONTH_FIRST
    return None


def common_order(texts: Iterable[str]) -> str | None:
    """The order the unambiguous values of a column agree on; None if none or both are there."""
    found = set()
    for text in texts:
        match = _NUMERIC.fullmatch(text.strip())
        if not match:
            continue
        first, second = int(match[1]), int(match[3])
        if first > 12 >= second or match[2] == ".":
            found.add(DAY_FIRST)
        elif second > 12 >= first:
            found.add(MONTH_FIRST)
    return found.pop() if len(found) == 1 else None


def read_date(text: str, order: str | None, *, declared: bool = False) -> date | None:
    """The day `text` means; None if it says nothing ("-", "TBC"). Raises BadValue.

    `order` settles which of two numbers is the day; `declared` means the heading says so, and a
    value in the other order is then a mistake.
    """
    if is_blank(text):
        return None
    plain = _WEEKDAY.sub("", names.fold(text).strip())
    if match := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(plain):
        return _numeric(text, match, order, declared)
    if (match := _DAY_NAMED.fullmatch(plain)) and (month := _month(match[2])):
        return _day(text, _year(match[3]), month, int(match[1]))
    if (match := _MONTH_NAMED.fullmatch(plain)) and (month := _month(match[1])):
        return _day(text, _year(match[3]), month, int(match[2]))
    raise BadValue(_("is not a date. Write it as YYYY-MM-DD."))


def _numeric(text, match, order, declared) -> date:
    first, second, year = int(match[1]), int(match[3]), _year(match[4])
    if not declared and first > 12 >= second:
        order = DAY_FIRST
    elif not declared and second > 12 >= first:
        order = MONTH_FIRST
    elif match[2] == "." and order is None:
        order = DAY_FIRST  # points are written where the day comes first
    if order is None and first != second:
        raise Ambiguous(
            _(
                "could be read day first or month first. Write it as YYYY-MM-DD, or put dd/mm/yyyy "
                "or mm/dd/yyyy in the heading."
            )
        )
    day, month = (second, first) if order == MONTH_FIRST else (first, second)
    return _day(text, year, month, day)


def _month(word: str) -> int | None:
    """The month a word of three letters or more begins the name of: sept, september."""
    found = (n for n, name in enumerate(_MONTHS, start=1) if name.startswith(word))
    return next(found, None) if len(word) > 2 else None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise BadValue(
            _("is not a day of the calendar. Correct it, or write it as YYYY-MM-DD.")
        ) from error
    if not 1950 <= year <= 2100:
        raise BadValue(_("has a year that cannot be right. Correct it."))
    return found
