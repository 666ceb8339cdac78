"""Adding up the tallies of a pipeline anew: after its stages changed order, came or went.

What a history adds to the tallies depends on the order of the stages, so a change of the order
changes sums of the past. Nothing but the histories is read, in chunks; what is kept in memory
follows stages and days, not applications.
"""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from recruitment.moves import arrivals, tallies
from recruitment.moves.steps import Step
from recruitment.pipeline.models import (
    Application,
    Pipeline,
    Stage,
    StageTally,
    StageTransition,
)

CHUNK = 1000


@transaction.atomic
def rebuild(pipeline: Pipeline) -> None:
    """Replace the tallies of `pipeline` by the sum over all its histories."""
    hold_moves()
    stages = list(pipeline.stages.order_by("position"))
    zone = pipeline.centre.zone
    cells: Counter[tallies.Cell] = Counter()
    came: Counter[arrivals.Cell] = Counter()
    for part in _histories(pipeline, {stage.pk: stage for stage in stages}):
        cells.update(tallies.total([history for _intake, history in part], stages, zone))
        came.update(arrivals.total(part, zone))
    StageTally.objects.filter(stage__in=stages).delete()
    tallies.add(cells, arrivals.blocks(came))
    tallies.touch([stage.pk for stage in stages])


def hold_moves() -> None:
    """Wait for steps under way and hold new ones until we are done.

    SQLite has one writer anyway. In PostgreSQL the gate's UPDATE waits for this lock, and what it
    reads of the stages afterwards is the new order. Asked for before any row is: a step holds
    rows, too.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Application._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _histories(
    pipeline: Pipeline, stages: dict[int, Stage]
) -> Iterator[list[tuple[int, list[Step]]]]:
    """(intake, history) of all applications of the pipeline, CHUNK applications at a time."""
    rows, last = Application.objects.filter(track=pipeline.track_id).order_by("pk"), 0
    while ids := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        last = ids[-1]
        found: dict[tuple[int, int], list[Step]] = {}
        steps = StageTransition.objects.filter(application__in=ids)
        for application, intake, sequence, kind, stage, status, at, annuls, heard in steps.order_by(
            "application", "sequence"
        ).values_list(
            "application", "application__intake", "sequence", "kind", "to_stage", "to_status",
            "effective_at", "annuls_after", "recorded_at",
        ):  # fmt: skip
            found.setdefault((application, intake), []).append(
                Step(sequence, kind, stages[stage], status, at, annuls, recorded_at=heard)
            )
        yield [(intake, history) for (_application, intake), history in found.items()]
