"""The pipeline's models, as all other packages import them.

stages.py: pipelines, stages, reasons. applications.py: applications, and who meets which. past.py:
where they stood, told from the history. history.py: their steps, and the tallies of them.
deferrals.py: which intake they were for.
"""

from recruitment.pipeline.applications import Application, ApplicationQuerySet
from recruitment.pipeline.deferrals import Deferral
from recruitment.pipeline.history import (
    StageTally,
    StageTransition,
    StageTransitionQuerySet,
)
from recruitment.pipeline.stages import DispositionReason, Pipeline, Stage

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Deferral",
    "DispositionReason",
    "Pipeline",
    "Stage",
    "StageTally",
    "StageTransition",
    "StageTransitionQuerySet",
]
