"""The rows an import would write, and the plan that holds them with all that stands in its way."""

from dataclasses import dataclass, field
from datetime import date, datetime

from centre.organisation.models import Centre, ResearchArea
from centre.people.models import Supervisor
from recruitment.candidates.models import Candidate
from recruitment.exchange.lists import Missing
from recruitment.exchange.rows import RowError
from recruitment.exchange.vocabulary import Outcome
from recruitment.pipeline.models import DispositionReason, Stage
from recruitment.positions.models import Intake, Position, Source, Track

# What must be there before the next kind can name it.
MAKING = ("track", "position", "intake", "source", "supervisor", "opening")


@dataclass
class PlannedApplication:
    """An application to be written. What the centre lacks is unsaved until the writer."""

    tab: str
    row: int
    track: Track
    position: Position
    intake: Intake
    outcome: Outcome
    stage: Stage | None
    reason: DispositionReason | None
    at: datetime
    starts_on: date | None
    note: str
    supervisor: Supervisor | None
    source: Source | None
    area: ResearchArea | None


@dataclass
class PlannedPerson:
    """A person and what is new about them."""

    candidate: Candidate
    is_new: bool
    schools: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applications: list[PlannedApplication] = field(default_factory=list)


@dataclass
class Plan:
    """What `write` would do. It may be written only if it has no problems."""

    centre: Centre
    name: str
    create_missing: bool
    rows: int = 0
    people: list[PlannedPerson] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    there_already: int = 0  # applications the file names and the centre has

    @property
    def lacks(self) -> list[Missing]:
        """What is missing and would not be made."""
        return [] if self.create_missing else self.missing

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.lacks
