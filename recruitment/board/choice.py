"""Which board is asked for: track, intake, area and the rail that stands open, from the address."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse

from centre.organisation.models import ResearchArea
from recruitment.pipeline.models import Stage
from recruitment.positions.models import Intake, Track


@dataclass(frozen=True)
class Choice:
    """A board that can be shown; its address is its query."""

    track: Track
    intake: Intake | None = None
    area: ResearchArea | None = None
    open: int | None = None

    @property
    def is_filtered(self) -> bool:
        return self.filters > 0

    @property
    def filters(self) -> int:
        return (self.intake is not None) + (self.area is not None)

    def only(self, **changes) -> str:
        """The address of this board with something else chosen."""
        chosen = replace(self, **changes)
        values = {
            "track": chosen.track.code,
            "intake": chosen.intake and chosen.intake.pk,
            "area": chosen.area and chosen.area.pk,
            "open": chosen.open,
        }
        return f"{self._board_url}?{_encoded(values)}"

    def in_list(self, **more) -> str:
        """The address of the list of exactly these applications, or those `more` leaves."""
        values = {
            "track": self.track.code,
            "intake": self.intake and self.intake.pk,
            "area": self.area and self.area.pk,
            **more,
        }
        return f"{self._list_url}?{_encoded(values)}"

    @cached_property
    def _board_url(self) -> str:
        return reverse("recruitment:board")

    @cached_property
    def _list_url(self) -> str:
        return reverse("recruitment:candidates")


def _encoded(values: dict) -> str:
    return urlencode({name: value for name, value in values.items() if value})


def read_choice(
    query: QueryDict,
    tracks: Sequence[Track],
    intakes: Sequence[Intake],
    areas: Sequence[ResearchArea],
) -> Choice:
    """What the address asks for; the first track unless it names one. 404 for what is not there."""
    code = query.get("track", "")
    track = next((one for one in tracks if one.code == code or not code), None)
    if track is None:
        raise Http404
    own = [one for one in intakes if one.track_id == track.pk]
    opened = query.get("open", "")
    return Choice(
        track=track,
        intake=_chosen(own, query.get("intake", "")),
        area=_chosen(areas, query.get("area", "")),
        open=int(opened) if opened.isdecimal() and len(opened) < 10 else None,
    )


def _chosen(rows: Sequence[Stage] | Sequence, value: str):
    if not value:
        return None
    found = next((row for row in rows if str(row.pk) == value), None)
    if found is None:
        raise Http404
    return found
