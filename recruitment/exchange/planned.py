"""The rows an import would write, and the plan that holds them with all that stands in its way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from centre.organisation.models import Centre, ResearchArea
from centre.people.models import Supervisor
from recruitment.candidates.models import Candidate
from recruitment.exchange.choices import Where
from recruitment.exchange.columns import Table
from recruitment.exchange.filling import Filled
from recruitment.exchange.lists import Lists, Missing
from recruitment.exchange.rows import RowError
from recruitment.exchange.vocabulary import Outcome
from recruitment.pipeline.models import DispositionReason, Stage
from recruitment.positions.models import Intake, Position, Source, Track

# What must be there before the next kind can name it.
MAKING = ("track", "position", "intake", "source", "supervisor", "opening")


# Shares of a check: its lines are read, and everything is there to check them against.
AFTER_READING, BEFORE_CHECKING = 0.35, 0.6


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
    next_step: str = ""
    next_step_on: date | None = None


@dataclass
class PlannedPerson:
    """A person and what is new about them."""

    candidate: Candidate
    is_new: bool
    is_decided: bool = False  # somebody said that nobody we have is meant
    rows: list[Where] = field(default_factory=list)
    filled: Filled = field(default_factory=dict)  # blanks of somebody we have
    schools: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    applications: list[PlannedApplication] = field(default_factory=list)

    @property
    def brings_something(self) -> bool:
        more = self.filled or self.schools or self.notes or self.applications
        return self.is_new or bool(more)


@dataclass(frozen=True)
class Alike:
    """Somebody a line may be about: a person we have, or the person of another line."""

    why: str
    person: int = 0
    name: str = ""
    where: Where | None = None
    is_taken: bool = False  # what happens unless somebody says otherwise


def _to_nobody(_share: float) -> None:
    pass


@dataclass
class Plan:
    """What `write` would do. It may be written only if it has no problems."""

    centre: Centre
    name: str
    create_missing: bool
    make: frozenset[tuple[str, str]] = frozenset()  # (kind, name), where not all is made
    is_nameless: bool = False  # lines that name nobody are called by their number
    rows: int = 0
    people: list[PlannedPerson] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    there_already: int = 0  # applications the file names and the centre has
    lists: Lists | None = None  # what the centre has to choose from
    tables: list[Table] = field(default_factory=list)  # as the file writes them
    left_out_rows: frozenset[Where] = frozenset()  # because somebody said so
    nothing_new: list[Where] = field(default_factory=list)  # lines that bring nothing
    # {line: who it may be about as well}, for somebody to decide
    alike: dict[Where, list["Alike"]] = field(default_factory=dict)
    # How much of the check, then of the writing is done, from 0.0 to 1.0.
    tell: Callable[[float], None] = _to_nobody

    @property
    def lacks(self) -> list[Missing]:
        """What is missing and would not be made."""
        if self.create_missing:
            return []
        return [one for one in self.missing if (one.kind, one.name) not in self.make]

    @property
    def is_ready(self) -> bool:
        return not self.errors and not self.lacks
