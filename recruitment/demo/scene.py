"""What invented histories are drawn from, and the steps they are made of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import cast

from django.utils import timezone

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from recruitment.moves.gate import Ask
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import DispositionReason, Stage
from recruitment.positions.models import Intake, Position, Track


@dataclass
class Scene:
    """What the generator draws from: one track of one centre."""

    centre: Centre
    track: Track
    stages: list[Stage]
    positions: list[Position]
    intakes: list[Intake]
    supervisors: list[Supervisor]
    staff: list[User]
    reasons: dict[str, list[DispositionReason]]
    sources: list
    random: Random
    on: date

    def moment(self, day: date) -> datetime:
        clock = time(9 + self.random.randrange(9), self.random.randrange(60))
        return min(datetime.combine(day, clock, tzinfo=self.centre.zone), self.latest)

    @property
    def latest(self) -> datetime:
        """No event comes after the last day's evening, nor after this moment."""
        evening = datetime.combine(self.on, time(18, 30), tzinfo=self.centre.zone)
        return min(evening, timezone.now())


def scene_of(centre: Centre, kind: str, random: Random, on: date) -> Scene:
    track = centre.tracks.get(kind=kind)
    reasons: dict[str, list[DispositionReason]] = {}
    for reason in centre.reasons.all():
        reasons.setdefault(reason.party, []).append(reason)
    return Scene(
        centre=centre,
        track=track,
        stages=list(track.pipeline.stages.order_by("position")),
        positions=list(track.positions.prefetch_related("areas", "supervisors")),
        intakes=list(track.intakes.all()),
        supervisors=list(centre.supervisors.prefetch_related("areas")),
        staff=list(User.objects.filter(memberships__centre=centre, memberships__role="manager")),
        reasons=reasons,
        sources=list(centre.sources.all()),
        random=random,
        on=on,
    )


@dataclass
class Plan:
    """One application to be written: where, and its history."""

    scene: Scene
    position: Position
    intake: Intake
    supervisor: Supervisor | None
    asks: list[Ask]
    next_step: str = ""
    next_step_on: date | None = None


def stage_of(scene: Scene, kind: str) -> Stage:
    return next(stage for stage in scene.stages if stage.kind == kind)


def open_path(scene: Scene) -> list[Stage]:
    """The stages an applicant passes, from Applied to the last before the start."""
    return [s for s in scene.stages if s.kind not in (StageKind.LEAD, StageKind.STARTED)]


def supervisor_for(scene: Scene, position: Position) -> Supervisor | None:
    listed = list(position.supervisors.all()) or scene.supervisors
    return scene.random.choice(listed) if listed else None


def walk(scene: Scene, stages: list[Stage], *, first: date, last: date) -> list[Ask]:
    """Entry and moves through `stages`, spread over the days from `first` to `last`."""
    span = max((last - first).days, 0)
    cuts = sorted(scene.random.randrange(span + 1) for _ in stages[1:])
    days = [first, *(first + timedelta(days=cut) for cut in cuts)]
    moments = sorted(scene.moment(day) for day in days)
    return [
        Ask("enter" if i == 0 else "move", stage=stage, effective_at=at)
        for i, (stage, at) in enumerate(zip(stages, moments, strict=True))
    ]


def moment_of(ask: Ask) -> datetime:
    """When it happened: an invented step always says so."""
    return cast(datetime, ask.effective_at)
