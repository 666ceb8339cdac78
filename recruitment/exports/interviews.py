"""The interviews of a week as their page has them; who is reviewed unnamed, by number."""

from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.templatetags.cohort import day
from recruitment.assessment.reading import Shown, day_asked, week_of
from recruitment.exports.listed import MOMENT, WHOLE, Asked, Column, Listed, Value


def interviews(query: QueryDict, asked: Asked) -> Listed:
    """A week is few enough to be read whole, as its page reads it."""
    week = week_of(asked.user, asked.centre, day_asked(query) or asked.centre.today())
    rows = week.every
    return Listed(
        title=_("Interviews"),
        narrowed=_("%(first)s to %(last)s, and those without a time")
        % {"first": day(week.monday), "last": day(week.sunday)},
        columns=[
            Column(_("Starts"), MOMENT), Column(_("Minutes"), WHOLE),
            Column(_("For the candidate"), MOMENT), Column(_("Time zone")),
            Column(_("Candidate")), Column(_("Name in own script")), Column(_("Position")),
            Column(_("Intake")), Column(_("Panel")), Column(_("Stands")),
        ],
        rows=len(rows),
        people=len({one.interview.application.candidate_id for one in rows}),
        read=lambda: map(_cells, rows),
        back=f"{reverse('recruitment:interviews')}?{query.urlencode()}",
    )  # fmt: skip


def _cells(one: Shown) -> list[Value]:
    found = one.interview
    application, theirs = found.application, found.zones[-1]
    return [
        _clock(found, found.zones[0]), found.minutes, _clock(found, theirs), str(theirs),
        one.who, one.native_name, str(application.position), str(application.intake),
        "; ".join(str(member) for member in one.panel), one.state[1],
    ]  # fmt: skip


def _clock(found, zone: ZoneInfo):
    """What the clocks of a zone show as it starts."""
    return found.starts_at and found.starts_at.astimezone(zone).replace(tzinfo=None)
