"""What an end leaves behind of interviews: the time stays in everybody's calendar until the office
cancels it. The end itself sends nothing, and an end that is undone finds the interview as it was.
"""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.templatetags.cohort import day
from recruitment.assessment.models import Interview
from recruitment.pipeline.models import Application


def interviews_to_come(applications: Sequence[Application]) -> str:
    """Those that nobody cancels by closing these, in a sentence; "" if there are none."""
    rows = Interview.objects.standing().filter(
        application__in=[one.pk for one in applications], starts_at__gt=timezone.now()
    )
    found = [
        one.starts_at.astimezone(one.centre.zone)
        for one in rows.select_related("centre")
        if one.starts_at
    ]
    if not found:
        return ""
    at = ", ".join(f"{day(one.date())}, {one:%H:%M}" for one in found[:3])
    words = ngettext(
        "An interview is still to come: %(at)s. Closing does not cancel it: do that on its page.",
        "%(n)s interviews are still to come: %(at)s. Closing does not cancel them: do that on "
        "the page of each.",
        len(found),
    )
    return words % {"n": len(found), "at": at if len(found) <= 3 else _("%(at)s …") % {"at": at}}
