"""Histories as they are stored, read as the rules see them."""

from collections.abc import Sequence

from recruitment.moves.steps import Step
from recruitment.pipeline.models import StageTransition


def read_histories(application_ids: Sequence[int]) -> dict[int, list[Step]]:
    """{application id: its steps in order}, in one query."""
    found: dict[int, list[Step]] = {}
    rows = (
        StageTransition.objects.filter(application__in=application_ids)
        .select_related("to_stage", "reason")
        .order_by("application", "sequence")
    )
    for row in rows:
        found.setdefault(row.application_id, []).append(as_step(row))
    return found


def as_step(row: StageTransition) -> Step:
    return Step(
        sequence=row.sequence,
        kind=row.kind,
        stage=row.to_stage,
        status=row.to_status,
        effective_at=row.effective_at,
        annuls_after=row.annuls_after,
        reason=row.reason,
        note=row.note,
        starts_on=row.starts_on,
        recorded_at=row.recorded_at,
    )
