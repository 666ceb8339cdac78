"""Verbs on the stages of a pipeline. Each leaves them numbered from 0 and the tallies right."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.web.refusal import Refused
from recruitment.documents.models import mark_stages
from recruitment.moves.rebuild import hold_moves, rebuild
from recruitment.office.usage import delete_unused
from recruitment.pipeline.kinds import BEFORE_START
from recruitment.pipeline.models import Application, Pipeline, Stage


@transaction.atomic
def add_stage(stage: Stage, *, after: Stage | None) -> Stage:
    """Put a new stage behind `after`, or first; never behind the start."""
    stages = _held(stage.pipeline)
    place = next((i + 1 for i, one in enumerate(stages) if after and one.pk == after.pk), 0)
    stage.position = len(stages)
    stage.save()
    stages.insert(min(place, len(stages) - 1), stage)
    mark_stages(stage.pipeline.track_id)
    _settle(stage.pipeline, stages)
    return stage


@transaction.atomic
def shift_stage(stage: Stage, by: int) -> None:
    """Change places with the stage in use before (-1) or after (1); the start stays last."""
    stages = _held(stage.pipeline)
    here = next(i for i, one in enumerate(stages) if one.pk == stage.pk)
    there = here + by
    while 0 <= there < len(stages) and stages[there].retired_on:
        there += by
    if stage.is_start or (0 <= there < len(stages) and stages[there].is_start):
        raise Refused(_("The start stays the last stage."))
    if not 0 <= there < len(stages):
        return
    stages.insert(there, stages.pop(here))
    _settle(stage.pipeline, stages)


@transaction.atomic
def retire_stage(stage: Stage) -> None:
    """Take a stage out of use. It keeps its place and its history."""
    stages = _held(stage.pipeline)
    _refuse_if_needed(stage, stages)
    waiting = Application.objects.active().filter(stage=stage)[:1001].count()
    if waiting:
        raise Refused(
            ngettext(
                "%(n)d application waits in “%(stage)s”. Move it first.",
                "%(n)d applications wait in “%(stage)s”. Move them first.",
                waiting,
            )
            % {"n": waiting, "stage": stage}
        )
    if stage.retired_on is None:
        stage.retired_on = stage.centre.today()
        stage.save(update_fields=["retired_on"])
    _settle(stage.pipeline, _held(stage.pipeline))


@transaction.atomic
def bring_back_stage(stage: Stage) -> None:
    if stage.retired_on:
        stage.retired_on = None
        stage.save(update_fields=["retired_on"])
    _settle(stage.pipeline, _held(stage.pipeline))


@transaction.atomic
def delete_stage(stage: Stage) -> None:
    """Delete a stage no history ever mentions."""
    pipeline, pk = stage.pipeline, stage.pk
    stages = _held(pipeline)
    if stage.retired_on is None:
        _refuse_if_needed(stage, stages)
    elif stage.is_start:
        raise Refused(_("The start is always needed."))
    delete_unused(stage)
    _settle(pipeline, [one for one in stages if one.pk != pk])


def _held(pipeline: Pipeline) -> list[Stage]:
    """The stages in order, with the pipeline locked: one change of order at a time, and no step
    into a stage that is going."""
    hold_moves()
    Pipeline.objects.select_for_update().get(pk=pipeline.pk)
    return list(Stage.objects.filter(pipeline=pipeline).order_by("position", "pk"))


def _refuse_if_needed(stage: Stage, stages: Sequence[Stage]) -> None:
    """A pipeline needs its start, and a stage from which one may start."""
    if stage.is_start:
        raise Refused(_("“%(stage)s” is the start, so it is always needed.") % {"stage": stage})
    others = [one for one in stages if one.pk != stage.pk and one.retired_on is None]
    if stage.kind in BEFORE_START and not any(one.kind in BEFORE_START for one in others):
        raise Refused(
            _("“%(stage)s” is the last stage from which one may start. Add another first.")
            % {"stage": stage}
        )


def _settle(pipeline: Pipeline, stages: Sequence[Stage]) -> None:
    moved = []
    for position, stage in enumerate(stages):
        if stage.position != position:
            stage.position = position
            moved.append(stage)
    Stage.objects.bulk_update(moved, ["position"])
    rebuild(pipeline)
