"""Adds up all tallies anew from the histories: stays by how they ended, and blocks of days."""

import zoneinfo
from collections import Counter

from django.db import migrations

from recruitment.migrations._tallies_of_0007 import Stage, Step, blocks, total

CHUNK = 1000


def tally_again(apps, schema_editor):
    """Rows are read and written as of here, and what a history adds is the rule of this day."""
    StageTally = apps.get_model("recruitment", "StageTally")
    StageTally.objects.all().delete()
    for pipeline in apps.get_model("recruitment", "Pipeline").objects.select_related("centre"):
        rows = pipeline.stages.order_by("position").values_list("pk", "kind", "position")
        stages = [Stage(*row) for row in rows]
        zone = zoneinfo.ZoneInfo(pipeline.centre.time_zone)
        cells = Counter()
        for part in _histories(apps, pipeline):
            cells.update(total(part, stages, zone))
        rows = (
            StageTally(stage_id=stage, measure=measure, span=span, day=day, days=days, n=n)
            for (stage, measure, span, day, days), n in blocks(cells).items()
            if n
        )
        StageTally.objects.bulk_create(rows, batch_size=CHUNK)


def _histories(apps, pipeline):
    """The histories of all applications of the pipeline, CHUNK applications at a time."""
    rows = apps.get_model("recruitment", "Application").objects.filter(track=pipeline.track_id)
    last = 0
    while ids := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        last = ids[-1]
        found = {}
        steps = apps.get_model("recruitment", "StageTransition").objects.filter(application__in=ids)
        for application, *step in steps.order_by("application", "sequence").values_list(
            "application", "sequence", "to_stage", "to_status", "effective_at", "annuls_after"
        ):
            found.setdefault(application, []).append(Step(*step))
        yield list(found.values())


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0006_tally_spans")]
    operations = [migrations.RunPython(tally_again, migrations.RunPython.noop)]
