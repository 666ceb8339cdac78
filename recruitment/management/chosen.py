"""The centre and the track a command was asked about; what cannot be is named with the choices."""

from collections.abc import Collection

from django.core.management.base import CommandError

from centre.organisation.models import Centre
from recruitment.positions.models import Track


def chosen_centre(slug: str | None) -> Centre:
    centres = list(Centre.objects.all()[:50])
    if not centres:
        raise CommandError("There is no centre yet. Start one: manage.py createcentre SLUG.")
    names = ", ".join(one.slug for one in centres)
    if not slug:
        if len(centres) > 1:
            raise CommandError(f"There are several centres. Name one with --centre: {names}.")
        return centres[0]
    found = Centre.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"--centre: there is no centre “{slug}”. Choose one of: {names}.")
    return found


def chosen_track(centre: Centre, tracks: Collection[Track], code: str | None) -> Track:
    if not tracks:
        raise CommandError(f"Centre “{centre.slug}” has no track. Add one in the admin.")
    if not code:
        return next(iter(tracks))
    # By its name in addresses; else by its kind, which stays if somebody renames the track.
    found = next((one for one in tracks if one.code == code), None) or next(
        (one for one in tracks if one.kind == code), None
    )
    if found is None:
        names = ", ".join(one.code for one in tracks)
        raise CommandError(
            f"--track: centre “{centre.slug}” has no track “{code}”. Choose one of: {names}."
        )
    return found
