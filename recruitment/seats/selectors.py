"""Seats by intake: what was planned, what there is, who has or may get one. Reads only.

The number of rows read follows intakes, openings and supervisors; applications are counted in the
database, so none of this grows with candidates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse

from centre.people.models import Supervisor
from centre.targets.models import PlannedIntake, Target, TrackKind
from recruitment.enrolment.places import exceeds, held
from recruitment.pipeline.kinds import SUCCEEDED, StageKind, Status
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Intake, Opening, Track
from recruitment.seats.held import BEFORE_SEAT, OFFERED, Held
from recruitment.seats.words import deadline_text

# What a line of openings shows, and the order of those of several intakes.
OF_SEAT = ("position", "intake", "filled_by__candidate", "filled_by__enrolment")
SEAT_ORDER = (F("intake__starts_on").asc(nulls_last=True), "intake", "position", "status", "pk")


@dataclass(frozen=True, kw_only=True)
class Seats(Held):
    """The seats of one intake. `planned` is None where the plan says nothing about that day."""

    intake: Intake
    planned: int | None
    closed: int
    # The stages `offered` and `accepted` stand in.
    offered_in: Sequence[int] = ()
    accepted_in: Sequence[int] = ()

    @property
    def missing(self) -> int:
        """Planned starts for which there is no seat."""
        return max((self.planned or 0) - self.seats, 0)

    @property
    def deadline(self) -> str:
        return deadline_text(self.intake)

    @property
    def offered_url(self) -> str:
        return self._people(self.offered_in)

    @property
    def accepted_url(self) -> str:
        return self._people(self.accepted_in)

    def _people(self, stages: Sequence[int]) -> str:
        """The list of just these people; of several stages, the intake's own count by stage."""
        if len(stages) != 1:
            return f"{self.intake.get_absolute_url()}#stages"
        query = urlencode({"intake": self.intake.pk, "stage": stages[0], "status": Status.ACTIVE})
        return f"{reverse('recruitment:candidates')}?{query}"

    def blocks(self) -> list[tuple[int, str]]:
        """(x, class) of one block a seat: taken, accepted, offered, free, in that order."""
        kinds = ["on"] * self.taken + ["next"] * self.accepted + ["asked"] * self.offered
        kinds = kinds[: self.seats] + ["off"] * (self.seats - len(kinds))
        return [(10 * i, css) for i, css in enumerate(kinds[:30])]

    @property
    def blocks_width(self) -> int:
        return 10 * min(self.seats, 30)


def seats_of(centre, track: Track, intakes: Sequence[Intake] | None = None) -> list[Seats]:
    """One row an intake of `track`, in their order. Five statements."""
    if intakes is None:
        intakes = list(Intake.objects.filter(centre=centre, track=track))
    ids = [intake.pk for intake in intakes]
    openings = {
        (intake, status): n
        for intake, status, n in Opening.objects.filter(intake__in=ids)
        .values_list("intake", "status")
        .annotate(n=Count("pk"))
        .order_by()
    }
    stages = dict(
        Stage.objects.filter(pipeline__track=track, kind__in=BEFORE_SEAT).values_list("pk", "kind")
    )
    # The stage in the filter lets an index answer, however many applications there are.
    asked = {
        (intake, stage): n
        for intake, stage, n in Application.objects.filter(
            stage__in=list(stages), status=Status.ACTIVE, intake__in=ids
        )
        .values_list("intake", "stage")
        .annotate(n=Count("pk"))
        .order_by()
    }
    offered_in = [pk for pk, kind in stages.items() if kind in OFFERED]
    accepted_in = [pk for pk, kind in stages.items() if kind == StageKind.PRE_START]
    plan = planned_starts(centre, track)
    return [
        Seats(
            intake=intake,
            planned=plan.get(intake.starts_on),
            open=openings.get((intake.pk, Opening.Status.OPEN), 0),
            taken=openings.get((intake.pk, Opening.Status.FILLED), 0),
            closed=openings.get((intake.pk, Opening.Status.CLOSED), 0),
            offered=sum(asked.get((intake.pk, stage), 0) for stage in offered_in),
            accepted=sum(asked.get((intake.pk, stage), 0) for stage in accepted_in),
            offered_in=offered_in,
            accepted_in=accepted_in,
        )
        for intake in intakes
    ]


def planned_starts(centre, track: Track) -> dict[date | None, int]:
    """{intake day: planned starts} of the target that speaks for this track; none for others."""
    if track.kind == TrackKind.OTHER:
        return {}
    target = Target.objects.current(centre, track.kind)
    return dict(PlannedIntake.objects.filter(target=target).values_list("on", "starts"))


@dataclass(frozen=True)
class Places:
    """A supervisor's places, intake by intake: [(held, free)]."""

    supervisor: Supervisor
    held: list[int]

    @property
    def cells(self) -> list[tuple[int, bool]]:
        """(held, more than there are places) an intake."""
        return [(n, exceeds(n, self.supervisor)) for n in self.held]


def places_of(centre, track: Track, intakes: Sequence[Intake]) -> list[Places]:
    """Places of each supervisor in use at these intakes."""
    people = held(track, intakes)
    return [
        Places(one, [people.get((one.pk, intake.pk), 0) for intake in intakes])
        for one in Supervisor.objects.filter(centre=centre, retired_on=None)
    ]


@dataclass(frozen=True)
class AtStage:
    """Applications of an intake in one stage."""

    stage: Stage
    active: int
    ended: int
    width: float  # share of the longest row, 0 to 100


def by_stage(intake: Intake) -> list[AtStage]:
    """The applications of one intake, counted by stage. Two statements."""
    counts: dict[int, dict[bool, int]] = {}
    for stage, status, n in (
        Application.objects.filter(intake=intake)
        .values_list("stage", "status")
        .annotate(n=Count("pk"))
        .order_by()
    ):
        ended = status not in (Status.ACTIVE, *SUCCEEDED)
        row = counts.setdefault(stage, {})
        row[ended] = row.get(ended, 0) + n
    stages = Stage.objects.filter(pipeline__track=intake.track_id).order_by("position")
    most = max((row.get(False, 0) for row in counts.values()), default=0) or 1
    return [
        AtStage(
            stage=stage,
            active=(row := counts.get(stage.pk, {})).get(False, 0),
            ended=row.get(True, 0),
            width=round(100 * row.get(False, 0) / most, 1),
        )
        for stage in stages
        if stage.retired_on is None or stage.pk in counts
    ]
