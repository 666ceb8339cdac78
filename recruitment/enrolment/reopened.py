"""The place of somebody who left, where the target counts those still in post: one more opening.

At the next intake, since nobody can start at a past one. It goes again when the leaving is taken
back, unless somebody has filled it. Called where a leaving is saved, within its transaction.
"""

from datetime import date

from django.db.models import F, Q

from centre.targets.models import Target, TrackKind
from recruitment.positions.models import Intake, Opening, Track


def follow_leaving(enrolment) -> None:
    """Make the place free, or take it back; told twice it is done once."""
    if enrolment.left_on is None:
        unfilled = Opening.objects.filter(reopened_for=enrolment)
        unfilled.exclude(status=Opening.Status.FILLED).delete()
    elif frees_place(enrolment.track):
        _reopen(enrolment)


def frees_place(track: Track) -> bool:
    """Whether the target of `track` no longer counts who left."""
    if track.kind == TrackKind.OTHER:
        return False
    target = Target.objects.current(track.centre_id, track.kind)
    return target is not None and target.counts != Target.Counts.ENROLLED


def _reopen(enrolment) -> None:
    application = enrolment.application
    day = max(enrolment.left_on, application.centre.today())
    intake = next_intake(enrolment.track, day)
    if intake is None:
        return
    Opening.objects.get_or_create(
        reopened_for=enrolment,
        defaults={
            "centre_id": application.centre_id,
            "position_id": application.position_id,
            "intake": intake,
        },
    )


def next_intake(track: Track, day: date) -> Intake | None:
    """The first one may still start at on `day` or later; else the rolling one."""
    ahead = Intake.objects.filter(track=track, retired_on=None)
    ahead = ahead.filter(Q(starts_on=None) | Q(starts_on__gte=day))
    return ahead.order_by(F("starts_on").asc(nulls_last=True), "pk").first()
