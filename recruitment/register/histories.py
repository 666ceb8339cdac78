"""The applications of one person, each with all its steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from centre.accounts.models import User
from centre.accounts.policy import may, sees_all
from centre.web.statements import Slot, kept
from recruitment.candidates.models import Candidate
from recruitment.moves.history import actions, path_of
from recruitment.moves.permits import offered
from recruitment.moves.steps import Step, standing
from recruitment.moves.stored import as_step
from recruitment.pipeline.deferrals import is_deferred
from recruitment.pipeline.kinds import SUCCEEDED, StepKind
from recruitment.pipeline.models import Application, Stage, StageTransition
from recruitment.pipeline.reading import stages_of_centre


@dataclass
class History:
    """An application, its steps as stored, and what still counts of them."""

    application: Application
    stages: Sequence[Stage]  # of its pipeline, in order
    rows: list[StageTransition] = field(default_factory=list)
    may: dict = field(default_factory=dict)  # what the reader may do with it
    destinations: list[Stage] = field(default_factory=list)  # and where they may move it

    @cached_property
    def steps(self) -> list[Step]:
        return [as_step(row) for row in self.rows]

    @cached_property
    def kept(self) -> list[Step]:
        return standing(self.steps)

    @property
    def is_open(self) -> bool:
        return self.application.is_active

    @property
    def has_started(self) -> bool:
        return self.application.status in SUCCEEDED

    @property
    def path(self):
        return path_of(self.application, self.steps, self.stages)

    @property
    def closing(self) -> StageTransition | None:
        """The step that ended it, with what was said then."""
        ends = [row for row in self.rows if row.kind == StepKind.CLOSE]
        return ends[-1] if ends and not self.is_open and not self.has_started else None

    @property
    def next_stage(self) -> Stage | None:
        here = self.application.stage.position
        return next((stage for stage in self.destinations if stage.position > here), None)

    def taken_back(self) -> set[int]:
        """Numbers of the steps a later correction annulled."""
        gone: set[int] = set()
        for row in self.rows:
            if row.annuls_after is not None:
                gone.update(range(row.annuls_after + 1, row.sequence))
        return gone


def histories(request, candidate: Candidate) -> list[History]:
    """As `read_histories`, with what the reader may do with each."""
    found = read_histories(request.user, candidate)
    for history in found:
        history.may = actions(request, history.application, history.kept)
        history.destinations = offered(request, history.application, history.stages)
    return found


def read_histories(user: User, candidate: Candidate) -> list[History]:
    """Every application of `candidate` that `user` sees, the open ones first, then the newest.
    What was noted at a step is for those who may read what others wrote.

    Two statements: applications come with their steps, as each has at least the one it entered by.
    """
    stages: dict[int, list[Stage]] = {}
    by_pk: dict[int, Stage] = {}
    for stage in stages_of_centre(candidate.centre):
        stages.setdefault(stage.pipeline_id, []).append(stage)
        by_pk[stage.pk] = stage
    found: dict[int, History] = {}
    reads = user.is_superuser or may(user, "read_notes", candidate.centre_id)
    for row in _rows(user, candidate):
        if not reads:
            row.note = ""
        row.to_stage = by_pk[row.to_stage_id]
        row.from_stage = by_pk.get(row.from_stage_id)
        if row.application_id not in found:
            application = row.application
            stage = application.stage = by_pk[application.stage_id]
            application.track = stage.pipeline.track
            application.candidate, application.centre = candidate, candidate.centre
            application.is_deferred = row.is_deferred
            found[row.application_id] = History(application, stages[stage.pipeline_id])
        history = found[row.application_id]
        row.application = history.application
        history.rows.append(row)
        if row.reason_id and row.reason_id == row.application.reason_id:
            row.application.reason = row.reason
    return sorted(found.values(), key=_newest_open_first)


def _rows(user, candidate):
    whole = sees_all(user, candidate.centre_id)
    statement = kept(("histories", whole or user.sight), lambda: _steps(user, whole))
    return statement.objects(candidate=candidate.pk)


def _steps(user, whole):
    candidate = Slot("candidate")
    rows = StageTransition.objects.filter(application__candidate=candidate)
    if not whole:
        own = Application.objects.visible_to(user).filter(candidate=candidate)
        rows = rows.filter(application__in=own)
    # Without the application's track and reason, which the stages and the steps bring: PostgreSQL
    # plans ten joins three times as long as eight.
    return (
        rows.annotate(is_deferred=is_deferred("application"))
        .select_related(
            "actor",
            "reason",
            "application__position",
            "application__intake",
            "application__area",
            "application__source",
            "application__owner",
            "application__supervisor",
        )
        .order_by("application", "sequence")
    )


def _newest_open_first(history: History):
    application = history.application
    rank = 0 if history.is_open else 1 if history.has_started else 2
    return rank, -application.entered_stage_at.timestamp(), -application.pk
