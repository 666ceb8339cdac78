"""Adds up all tallies anew from the histories: stays by how they ended, and blocks of days."""

import zoneinfo
from collections import Counter

from django.db import migrations

from recruitment.moves.steps import Step
from recruitment.moves.tallies import blocks, total

CHUNK = 1000


def tally_again(apps, schema_editor):
    """What a history adds is today's rule, on small values; rows are read and written as of here."""
    StageTally = apps.get_model("recruitment", "StageTally")
    StageTally.objects.all().delete()
    for pipeline in apps.get_model("recruitment", "Pipeline").objects.select_related("centre"):
        stages = list(pipeline.stages.order_by("position"))
        zone = zoneinfo.ZoneInfo(pipeline.centre.time_zone)
        cells = Counter()
        for part in _histories(apps, pipeline, {stage.pk: stage for stage in stages}):
            cells.update(total(part, stages, zone))
        rows = (
            StageTally(stage_id=stage, measure=measure, span=span, day=day, days=days, n=n)
            for (stage, measure, span, day, days), n in blocks(cells).items()
            if n
        )
        StageTally.objects.bulk_create(rows, batch_size=CHUNK)


def _histories(apps, pipeline, stages):
    """The histories of all applications of the pipeline, CHUNK applications at a time."""
    rows = apps.get_model("recruitment", "Application").objects.filter(track=pipeline.track_id)
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        last = ids[-1]
        found = {}
        steps = apps.get_model("recruitment", "StageTransition").objects.filter(application__in=ids)
        for application, sequence, kind, stage, status, at, annuls in steps.order_by(
            "application", "sequence"
        ).values_list(
            "application", "sequence", "kind", "to_stage", "to_status", "effective_at",
            "annuls_after",
        ):
            found.setdefault(application, []).append(
                Step(sequence, kind, stages[stage], status, at, annuls)
            )
        yield list(found.values())


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0006_tally_spans")]
    operations = [migrations.RunPython(tally_again, migrations.RunPython.noop)]
