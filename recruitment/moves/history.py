"""What an application's page tells: its path through the stages, and every step it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from centre.accounts.middleware import allowed
from centre.web.statements import Slot, Statement
from recruitment.enrolment.models import Enrolment
from recruitment.moves.permits import may_touch
from recruitment.moves.reading import stages_of
from recruitment.moves.steps import Step, standing
from recruitment.moves.stored import as_step
from recruitment.pipeline.kinds import ENDED, SUCCEEDED, StageKind, Status
from recruitment.pipeline.models import Application, Stage, StageTransition


@dataclass(frozen=True)
class Stop:
    """A stage on the path: when it was first entered, how many days were spent there."""

    stage: Stage
    state: str  # done, now or ahead
    entered_at: datetime | None
    days: int | None

    @property
    def is_over(self) -> bool:
        return self.stage.is_exceeded_by(self.days)


def path_of(
    application: Application, history: Sequence[Step], stages: Sequence[Stage]
) -> list[Stop]:
    """The stages from the first one stood in, or Applied, to the start; corrections left out."""
    centre, kept = application.centre, standing(history)
    entered: dict[int, datetime] = {}
    days: dict[int, int] = {}
    for i, step in enumerate(kept):
        entered.setdefault(step.stage.pk, step.effective_at)
        if step.status == Status.ACTIVE:
            until = centre.day_of(kept[i + 1].effective_at) if i + 1 < len(kept) else centre.today()
            stay = (until - centre.day_of(step.effective_at)).days
            days[step.stage.pk] = days.get(step.stage.pk, 0) + max(stay, 0)
    here = application.stage.position

    def state(stage):
        if stage.pk == application.stage_id:
            return "now"
        return "done" if stage.position < here else "ahead"

    return [
        Stop(stage, state(stage), entered.get(stage.pk), days.get(stage.pk))
        for stage in stages
        if stage.pk in entered or (stage.kind != StageKind.LEAD and stage.retired_on is None)
    ]


@cache
def _steps() -> Statement:
    rows = StageTransition.objects.filter(application=Slot("application")).order_by("sequence")
    return Statement(rows.select_related("from_stage", "to_stage", "actor", "reason"))


def story(request, application: Application) -> dict:
    """All the page of `application` shows. Three statements."""
    rows = _steps().objects(application=application.pk)
    if not allowed(request, "read_notes"):
        for row in rows:
            row.note = ""
    history = [as_step(row) for row in rows]
    stages = stages_of(application)
    kept = standing(history)
    return {
        "application": application,
        "candidate": application.candidate,
        "path": path_of(application, history, stages),
        "steps": [*reversed(_marked(rows, kept))],
        "enrolment": (
            Enrolment.objects.visible_to(request.user)
            .filter(application=application)
            .select_related("researcher", "application__opening")
            .first()
            if application.status in SUCCEEDED
            else None
        ),
        **actions(request, application, kept),
    }


def _marked(rows: Sequence[StageTransition], kept: Sequence[Step]):
    """(row, taken back?) for each step; a correction itself is never marked."""
    stand = {step.sequence for step in kept}
    return [(row, row.sequence not in stand and row.annuls_after is None) for row in rows]


def actions(request, application: Application, kept: Sequence[Step]) -> dict[str, bool]:
    """What this person may do with it now; what they may not do is not shown."""
    may = allowed(request, "move_application") and may_touch(request, application.stage)
    may = may and not application.set_aside  # as a duplicate
    before = kept[-2] if len(kept) > 1 else None
    return {
        "can_move": may and application.is_active,
        "can_close": may and application.is_active,
        "can_reopen": may and application.status in ENDED,
        "can_correct": may,
        "can_undo": may and before is not None and may_touch(request, before.stage),
        "can_assign": allowed(request, "assign_application"),
    }
