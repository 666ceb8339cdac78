"""What the gate works with: what a page has read already, and a step about to be written."""

from collections.abc import Sequence
from dataclasses import dataclass

from recruitment.moves.steps import Ask, Step
from recruitment.pipeline.kinds import ENDED, SUCCEEDED, Status, StepKind
from recruitment.pipeline.models import Application, DispositionReason, Stage


@dataclass(frozen=True)
class Known:
    """What a page has read of one application already, so the gate need not read it again.

    Both may be old by the time of the step: version and stages are still compared. `stages` are
    all of the pipeline in order, None if the page did not need them.
    """

    history: Sequence[Step]
    stages: Sequence[Stage] | None = None


@dataclass
class Planned:
    """A step the rules admit, the history it follows, and what was asked."""

    application: Application
    ask: Ask
    before: list[Step]
    step: Step

    @property
    def gains(self) -> bool:
        """Whether it takes something new: no end does, no step of the past, and no way back to
        where it stood before, by a correction or by opening it again."""
        step = self.step
        if self.ask.backfill or step.status in ENDED:
            return False
        stood = any(one.stage.pk == step.stage.pk for one in self.before)
        return not (stood and step.kind in (StepKind.CORRECTION, StepKind.REOPEN))

    @property
    def reason_after(self) -> DispositionReason | None:
        """The reason that stands after the step: an ended application has one, others none."""
        step = self.step
        if step.status in (Status.ACTIVE, *SUCCEEDED):
            return None
        if step.reason:
            return step.reason
        # A correction back to an ended state brings back the reason of that end.
        earlier = [one for one in self.before if one.sequence <= (step.annuls_after or 0)]
        return next((one.reason for one in reversed(earlier) if one.reason), None)
