"""Calendar months as numbers that can be counted: arithmetic on dates only."""

from datetime import date


def number_of(day: date) -> int:
    """The month of `day`, counted from January of the year 0: neighbours differ by one."""
    return day.year * 12 + day.month - 1


def first_of(number: int) -> date:
    """The first day of month `number`."""
    return date(number // 12, number % 12 + 1, 1)
