"""The track an address names."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from recruitment.positions.models import Track


def chosen_track(tracks: Iterable[Track], code: str | None) -> tuple[Track | None, str]:
    """The track named in the address, else the first; and what is wrong with the name."""
    found = next((track for track in tracks if track.code == code), None)
    if found or not code:
        return found or next(iter(tracks), None), ""
    problem = _("This centre has no track “%(code)s”. The first one is shown.")
    return next(iter(tracks), None), problem % {"code": code[:40]}
