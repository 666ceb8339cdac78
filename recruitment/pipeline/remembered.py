"""Stages and intakes as settings had them at a moment of the past: for figures, never to be saved.

The order of stages is today's: it is renumbered at once, and the audit log has no line for it.
"""

from collections.abc import Sequence
from datetime import datetime

from centre.remembered import Row, remembered
from recruitment.pipeline.stages import Stage
from recruitment.positions.models import Intake, Track

_OF_STAGES = ("name", "limit_days", "prior_pass_rate", "prior_days", "retired_on")
_OF_INTAKES = ("name", "starts_on", "deadline", "deadline_zone", "retired_on")


def known_stages(stages: Sequence[Stage], moment: datetime) -> list[Stage]:
    """Those of `stages`, all of one pipeline, that there were just before `moment`, with the
    names, limits and assumptions of then. Two queries."""
    then = remembered(Stage, "pipeline", {one.pipeline_id for one in stages}, _OF_STAGES, moment)
    there = [one for one in stages if one.pk in then]
    for stage in there:
        for name in _OF_STAGES:
            setattr(stage, name, then[stage.pk][name])
    return there


def known_intakes(track: Track, moment: datetime) -> dict[int, Row]:
    """{id: name, days and deadline} of the intakes of `track` just before `moment`. Two queries."""
    return remembered(Intake, "track", [track.pk], _OF_INTAKES, moment)
