"""Intakes and openings as their pages list them."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from recruitment.exports.listed import DAY, MOMENT, WHOLE, Asked, Column, Listed, by_key, keys_of
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake, Opening
from recruitment.seats import asked as pages
from recruitment.seats import selectors
from recruitment.seats.words import local_deadline


def intakes(query: QueryDict, asked: Asked) -> Listed:
    """The intakes of a track with their seats: to come, retired, past. They name nobody."""
    track, _tracks = pages.chosen_track(query.get("track"), user=asked.user, centre=asked.centre)
    found = pages.intakes_of(asked.centre, track)
    rows = [*found.ahead, *found.retired, *found.past]
    numbers = [_("Planned"), _("Seats"), _("Taken"), _("Accepted"), _("Offered"), _("Free")]
    return Listed(
        title=_("Intakes"),
        narrowed=str(track),
        columns=[
            Column(_("Intake")), Column(_("First day"), DAY), Column(_("Deadline"), MOMENT),
            Column(_("Time zone")),
            *(Column(label, WHOLE) for label in numbers),
        ],
        rows=len(rows),
        people=0,
        read=lambda: map(_of_intake, rows),
        back=f"{reverse('recruitment:openings')}?{urlencode({'track': track.code})}",
    )  # fmt: skip


def _of_intake(row: selectors.Seats):
    deadline = local_deadline(row.intake)
    return [
        row.intake.name, row.intake.starts_on, deadline and deadline.replace(tzinfo=None),
        str(deadline.tzinfo) if deadline else None,
        row.planned, row.seats, row.taken, row.accepted, row.offered, row.free,
    ]  # fmt: skip


def seats(query: QueryDict, asked: Asked) -> Listed:
    """The seats of a track, of one area or intake."""
    track, _tracks = pages.chosen_track(query.get("track"), user=asked.user, centre=asked.centre)
    chosen, rows = pages.seats_of_track(query, track)
    return _openings(
        rows,
        asked,
        title=_("Seats"),
        narrowed="; ".join(map(str, [track, *chosen.values()])),
        back=f"{reverse('recruitment:seats')}?{query.urlencode()}",
    )


def openings(query: QueryDict, asked: Asked) -> Listed:
    """The openings of one intake, closed ones too."""
    known = Intake.objects.filter(centre=asked.centre).visible_to(asked.user)
    intake = get_object_or_404(known, pk=pages.number(query.get("intake", "")))
    status = query.get("status", "")
    label = dict(Opening.Status.choices).get(status)
    return _openings(
        pages.openings_of(intake, status),
        asked,
        title=_("Openings"),
        narrowed="; ".join([str(intake), *([str(label)] if label else [])]),
        back=f"{intake.get_absolute_url()}?{urlencode({'status': status})}",
    )


def _openings(rows: QuerySet, asked: Asked, *, title: str, narrowed: str, back: str) -> Listed:
    people = Count("filled_by__candidate", distinct=True)
    n, people = rows.order_by().aggregate(n=Count("pk"), people=people).values()
    return Listed(
        title=title,
        narrowed=narrowed,
        columns=[
            Column(_("Opening")), Column(_("Intake")), Column(_("Status")), Column(_("Filled by")),
            Column(_("Name in own script")), Column(_("Since"), DAY),
        ],
        rows=n,
        people=people,
        read=lambda: by_key(
            keys_of(rows),
            lambda keys: _of_opening(keys, asked),
        ),
        back=back,
    )  # fmt: skip


def _of_opening(keys: Sequence[int], asked: Asked):
    """Who holds a seat is named where the asker sees them."""
    found = Opening.objects.filter(pk__in=keys).select_related(*selectors.OF_SEAT).in_bulk()
    holders = [one.filled_by_id for one in found.values() if one.filled_by_id]
    known = Application.objects.visible_to(asked.user).filter(pk__in=holders)
    seen = set(known.values_list("pk", flat=True))
    for one in (found[pk] for pk in keys if pk in found):
        holder = one.filled_by if one.filled_by_id in seen else None
        yield [
            str(one.position), str(one.intake), one.get_status_display(),
            *([holder.candidate.full_name, holder.candidate.native_name,
               holder.enrolment.started_on] if holder else [None, None, None]),
        ]  # fmt: skip
