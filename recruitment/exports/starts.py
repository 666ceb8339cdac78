"""Researchers as their page lists them: one row a start."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.templatetags.cohort import day
from recruitment.enrolment import asked as pages
from recruitment.enrolment import selectors
from recruitment.enrolment.careers import standings
from recruitment.enrolment.models import Enrolment
from recruitment.enrolment.supervising import chief_of
from recruitment.exports.listed import DAY, Asked, Column, Listed, by_key, keys_of


def researchers(query: QueryDict, asked: Asked) -> Listed:
    wanted = pages.read(query, user=asked.user, centre=asked.centre).wanted
    rows = selectors.enrolments_of(asked.user, asked.centre, wanted)
    rows = selectors.for_list(selectors.in_state(rows, wanted))
    n, people = (
        rows.order_by().aggregate(n=Count("pk"), people=Count("researcher", distinct=True)).values()
    )
    with_track = wanted.track is None
    return Listed(
        title=_("Researchers"),
        narrowed=_narrowed(wanted),
        columns=_columns(with_track),
        rows=n,
        people=people,
        read=lambda: by_key(
            keys_of(rows.prefetch_related(None)),
            lambda keys: _cells(keys, with_track, wanted.on),
        ),
        back=f"{reverse('recruitment:researchers')}?{query.urlencode()}",
    )


def _narrowed(wanted: selectors.Wanted) -> str:
    parts = [str(selectors.STATES[wanted.state])]
    if wanted.track:
        parts.append(str(wanted.track))
    if wanted.intake:
        parts.append(str(wanted.intake))
    if wanted.phase:
        parts.append(str(selectors.PHASES[wanted.phase]))
    return "; ".join([*parts, _("as of %(day)s") % {"day": day(wanted.on)}])


def _columns(with_track: bool) -> list[Column]:
    track = [Column(_("Track"))] if with_track else []
    return [
        Column(_("Researcher")), Column(_("Name in own script")), *track, Column(_("Cohort")),
        Column(_("Supervisor")), Column(_("Started"), DAY), Column(_("First started"), DAY),
        Column(_("Stands")), Column(_("Confirmation due"), DAY),
        Column(_("Period or contract ends"), DAY),
        Column(_("Left"), DAY), Column(_("Reason for leaving")),
    ]  # fmt: skip


def _cells(keys: Sequence[int], with_track: bool, on: date):
    rows = selectors.for_list(Enrolment.objects.filter(pk__in=keys)).order_by()
    found = {one.pk: one for one in rows}
    stand = standings(list(found.values()), on)
    for one in (found[pk] for pk in keys if pk in found):
        person, supervisor = one.researcher.candidate, chief_of(one)
        yield [
            person.full_name, person.native_name, *([str(one.track)] if with_track else []),
            str(one.application.intake), str(supervisor) if supervisor else None,
            one.started_on, one.first_started_on, str(stand[one.pk].state.label),
            stand[one.pk].confirm_by, stand[one.pk].ends_on, one.left_on,
            str(one.leaving_reason) if one.leaving_reason else None,
        ]  # fmt: skip
