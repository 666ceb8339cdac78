"""Deadlines in words: a day and a time mean nothing without the zone they are in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from centre.templatetags.cohort import day
from recruitment.positions.models import Intake


def local_deadline(intake: Intake) -> datetime | None:
    """The deadline as clocks in its own zone show it."""
    if intake.deadline is None:
        return None
    return intake.deadline.astimezone(ZoneInfo(intake.deadline_zone or intake.centre.time_zone))


def deadline_text(intake: Intake) -> str:
    """Sun 31 May, 23:59 Hong Kong time; empty if there is none."""
    at = local_deadline(intake)
    if at is None:
        return ""
    place = (intake.deadline_zone or intake.centre.time_zone).rsplit("/", 1)[-1].replace("_", " ")
    if place == "UTC":
        return f"{day(at.date())}, {at:%H:%M} UTC"
    return _("%(day)s, %(time)s %(place)s time") % {
        "day": day(at.date()),
        "time": f"{at:%H:%M}",
        "place": place,
    }
