"""What became of a wish on its way: somebody did it already, or changed the stages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, Q
from django.db.models.expressions import NegatedExpression
from django.utils.translation import gettext as _

from centre.web.statements import Slot
from recruitment.moves.planned import Known
from recruitment.moves.steps import Ask, IllegalMove, Step, standing
from recruitment.pipeline.kinds import StepKind
from recruitment.pipeline.models import Stage


class StagesChanged(Exception):
    """The stages are not what was read: somebody reordered, added or retired one."""


def is_done(history: Sequence[Step], ask: Ask) -> bool:
    """Whether the step that came between is the very one asked for, and nothing typed is lost."""
    last = history[-1]
    if ask.verb == "undo":
        kept = standing(history[:-1])
        back = [(one.sequence, one.stage.pk) for one in kept[-2:-1]]
        same = back == [(last.annuls_after, last.stage.pk)]
    elif ask.verb == "correct":
        same = last.kind == StepKind.CORRECTION
    elif ask.verb == "move":
        same = last.kind in (StepKind.ADVANCE, StepKind.RETURN)
    else:
        same = last.kind == ask.verb
    return (
        same
        and (ask.stage is None or last.stage.pk == ask.stage.pk)
        and (ask.reason is None or (last.reason is not None and last.reason.pk == ask.reason.pk))
        and ask.note in ("", last.note)
        and ask.effective_at in (None, last.effective_at)
        and ask.starts_on in (None, last.starts_on)
    )


@dataclass(frozen=True)
class StillSo:
    """That the stages a page has read are still those, in that order.

    A condition, not a statement of its own: the last write of a step asks it along the way.
    """

    places: Sequence[int]
    stage: Stage

    @property
    def shape(self) -> tuple[int, bool]:
        """What the condition is built from beside the values in its slots."""
        return len(self.places), self.stage.retired_on is None

    @property
    def given(self) -> dict[str, int]:
        """The values of its slots."""
        places = {f"place{n}": place for n, place in enumerate(self.places)}
        return {"pipeline": self.stage.pipeline_id, "stage": self.stage.pk, **places}

    def condition(self) -> NegatedExpression:
        place = ExpressionWrapper(F("pk") * 1000 + F("position"), output_field=BigIntegerField())
        changed = ~Q(place__in=[Slot(f"place{n}") for n in range(len(self.places))])
        if self.stage.retired_on is None:
            changed |= Q(pk=Slot("stage"), retired_on__isnull=False)
        stages = Stage.objects.filter(pipeline=Slot("pipeline")).alias(place=place)
        return ~Exists(stages.filter(changed))


def still_so(step: Step, known: Known | None) -> StillSo | None:
    """None if the page read no stages."""
    if known is None or known.stages is None:
        return None
    return StillSo([stage.pk * 1000 + stage.position for stage in known.stages], step.stage)


def anew(ask: Ask) -> Ask:
    """The same wish, its stage read again."""
    if ask.stage is None:
        return ask
    stage = Stage.objects.filter(pk=ask.stage.pk).first()
    if stage is None:
        raise IllegalMove(_("%(stage)s is gone. Choose another stage.") % {"stage": ask.stage})
    return replace(ask, stage=stage)
