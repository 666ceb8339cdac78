"""What became of a wish on its way: somebody did it already, or changed the stages."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, Q
from django.db.models.expressions import NegatedExpression
from django.utils.translation import gettext as _

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


def still_so(step: Step, known: Known | None) -> NegatedExpression | None:
    """That the stages a page has read are still those, in that order; None if it read none.

    A condition, not a statement of its own: the last write of a step asks it along the way.
    """
    if known is None or known.stages is None:
        return None
    place = ExpressionWrapper(F("pk") * 1000 + F("position"), output_field=BigIntegerField())
    changed = ~Q(place__in=[stage.pk * 1000 + stage.position for stage in known.stages])
    if step.stage.retired_on is None:
        changed |= Q(pk=step.stage.pk, retired_on__isnull=False)
    stages = Stage.objects.filter(pipeline=step.stage.pipeline_id).alias(place=place)
    return ~Exists(stages.filter(changed))


def anew(ask: Ask) -> Ask:
    """The same wish, its stage read again."""
    if ask.stage is None:
        return ask
    stage = Stage.objects.filter(pk=ask.stage.pk).first()
    if stage is None:
        raise IllegalMove(_("%(stage)s is gone. Choose another stage.") % {"stage": ask.stage})
    return replace(ask, stage=stage)
