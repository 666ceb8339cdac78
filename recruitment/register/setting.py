"""Where a list is read, and what its filters may ask of that place."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.pipeline.models import Stage
from recruitment.pipeline.reading import stages_by_id
from recruitment.positions.models import Track


class Unusable(Exception):
    """A value that means nothing here."""


@dataclass
class Setting:
    """Where a list is read: the centre, the person, and the stages, fetched when first needed."""

    centre: Centre
    user: User
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    on: date | None = None
    known: date | None = None
    track_code: str = ""
    stage_asked: int | None = None

    @property
    def then(self) -> dict[str, Any]:
        """The day a figure is of, and the moment until which things were known."""
        return {"on": self.on, "known": self.centre.end_of(self.known) if self.known else None}

    @cached_property
    def stages(self) -> dict[int, Stage]:
        """{id: stage}, in order; each knows how far along its pipeline it is, for the ring."""
        return stages_by_id(self.centre)

    @cached_property
    def key(self) -> tuple:
        """All that decides which applications are this person's, open, or in need of attention."""
        centre = self.centre
        stages = tuple((one.pk, one.kind, one.limit_days) for one in self.stages.values())
        return centre.pk, centre.time_zone, centre.today(), self.user.sight, stages

    @cached_property
    def tracks(self) -> dict[str, Track]:
        """{code: track}, in order."""
        return {stage.pipeline.track.code: stage.pipeline.track for stage in self.stages.values()}

    def stage(self, value: str) -> Stage:
        try:
            return self.stages[int(value)]
        except (KeyError, ValueError):
            raise Unusable from None

    def stages_named(self, stage: Stage) -> str:
        """The stage's name, with its track where another track has one of that name."""
        alike = [one for one in self.stages.values() if one.name == stage.name]
        return f"{stage} ({stage.pipeline.track})" if len(alike) > 1 else stage.name
