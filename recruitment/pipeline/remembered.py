"""Stages and intakes as settings had them at a moment of the past: for figures, never to be saved.

The order of stages is today's: it is renumbered at once, and the audit log has no line for it.
"""

from collections.abc import Sequence
from datetime import datetime

from centre.remembered import Row, remembered
from recruitment.pipeline.history import StageTransition
from recruitment.pipeline.stages import Stage
from recruitment.positions.models import Intake, Track

_OF_STAGES = ("name", "limit_days", "prior_pass_rate", "prior_days", "retired_on")
_OF_INTAKES = ("name", "starts_on", "deadline", "deadline_zone", "retired_on")


def known_stages(stages: Sequence[Stage], moment: datetime) -> list[Stage]:
    """Those of `stages`, all of one pipeline, that there were just before `moment`, with the
    names, limits and assumptions of then. Two queries, and one where there was one less.

    Where somebody stood there was a stage, though the log has it from a later moment only, as with
    histories brought from elsewhere: it is as it is today.
    """
    then = remembered(Stage, "pipeline", {one.pipeline_id for one in stages}, _OF_STAGES, moment)
    later = [one.pk for one in stages if one.pk not in then]
    stood: set[int] = set()
    if later:
        steps = StageTransition.objects.filter(to_stage__in=later, recorded_at__lt=moment)
        stood = set(steps.order_by().values_list("to_stage", flat=True).distinct())
    there = [one for one in stages if one.pk in then or one.pk in stood]
    for stage in (one for one in there if one.pk in then):
        for name in _OF_STAGES:
            setattr(stage, name, then[stage.pk][name])
    return there


def known_intakes(track: Track, moment: datetime) -> dict[int, Row]:
    """{id: name, days and deadline} of the intakes of `track` just before `moment`. Two queries."""
    return remembered(Intake, "track", [track.pk], _OF_INTAKES, moment)
