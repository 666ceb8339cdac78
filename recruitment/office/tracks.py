"""Adding and taking off tracks, with what each cannot be without."""

from django.db import transaction
from django.utils.translation import gettext as _

from centre.targets.models import TrackKind
from centre.web.refusal import Refused
from recruitment.office.usage import delete_unused, uses
from recruitment.pipeline.setup import add_pipeline
from recruitment.positions.models import Intake, Position, Track


@transaction.atomic
def add_track(form) -> Track:
    """A track of kind “other” with the default stages, a position and a rolling intake."""
    track = form.save(commit=False)
    track.kind = TrackKind.OTHER
    track.position = track.centre.tracks.count()
    track.save()
    add_pipeline(track)
    titles = Position.objects.filter(centre=track.centre)
    taken = titles.filter(title__iexact=track.name).exists()
    title = _("%(track)s (position)") % {"track": track} if taken else track.name
    Position.objects.create(centre=track.centre, track=track, title=title)
    Intake.objects.create(centre=track.centre, track=track, name=_("Rolling"))
    return track


@transaction.atomic
def delete_track(track: Track) -> None:
    """Take off a track nobody applied on, with the stages, positions and intakes it came with."""
    if track.kind != TrackKind.OTHER:
        raise Refused(
            _("“%(track)s” carries a target, so it stays. Rename it if you like.")
            % {"track": track}
        )
    own = [*track.intakes.all(), *track.positions.all()]
    used = [one for one in own if set(uses(one))]
    if track.applications.exists() or used:
        raise Refused(
            _("“%(track)s” has applications or openings, so it is not deleted.") % {"track": track}
        )
    for one in own:
        one.delete()
    track.pipeline.delete()
    delete_unused(track)
