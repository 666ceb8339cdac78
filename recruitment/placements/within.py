"""A placement lies within the time they are here: other days of that time must leave it so."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from centre.templatetags.cohort import full_day
from recruitment.enrolment.models import Enrolment
from recruitment.placements.models import Placement


def outside(start: Enrolment, started_on: date, left_on: date | None) -> tuple[str, str] | None:
    """(field, why not) where these days would leave a placement outside of them."""
    beyond = Q(starts_on__lt=started_on)
    if left_on:
        beyond |= Q(ends_on__gte=left_on)
    one = Placement.objects.filter(beyond, enrolment=start).order_by("starts_on").first()
    if one is None:
        return None
    if one.starts_on < started_on:
        text = _("Their placement at %(company)s begins on %(day)s, before that. Change it first.")
        return "started_on", text % {"company": one.company, "day": full_day(one.starts_on)}
    text = _(
        "Their placement at %(company)s lasts until %(day)s. End it before that day, or delete it, "
        "first."
    )
    return "left_on", text % {"company": one.company, "day": full_day(one.ends_on)}
