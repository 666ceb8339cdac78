"""Adds up the tallies of arrivals from the histories.

The rule of its day, on rows as of here: an application came with the first standing step beyond
the leads; if that is its first step, we heard of it late by as many days as lie between, unless
the second step had happened by then.
"""

import zoneinfo
from collections import Counter
from itertools import groupby

from django.db import migrations

CHUNK = 1000
LEAD, DAY, MONTH = "lead", 1, 31


def tally_arrivals(apps, schema_editor):
    StageTally = apps.get_model("recruitment", "StageTally")
    StageTally.objects.filter(measure="came").delete()
    for pipeline in apps.get_model("recruitment", "Pipeline").objects.select_related("centre"):
        zone = zoneinfo.ZoneInfo(pipeline.centre.time_zone)
        counts = Counter()
        for intake, steps in _histories(apps, pipeline):
            came = _arrival(steps, zone)
            if came:
                stage, day, days = came
                counts[intake, stage, DAY, day, days] += 1
                counts[intake, stage, MONTH, day.replace(day=1), days] += 1
        rows = (
            StageTally(
                intake_id=intake, stage_id=stage, measure="came", span=span, day=day, days=days, n=n
            )
            for (intake, stage, span, day, days), n in counts.items()
        )
        StageTally.objects.bulk_create(rows, batch_size=CHUNK)


def _histories(apps, pipeline):
    """(intake, steps in order) of all applications of the pipeline, CHUNK of them at a time."""
    kinds = dict(pipeline.stages.values_list("pk", "kind"))
    applications = apps.get_model("recruitment", "Application").objects
    everyone = applications.filter(track=pipeline.track_id).order_by("pk")
    transitions = apps.get_model("recruitment", "StageTransition").objects
    last = 0
    while part := dict(everyone.filter(pk__gt=last).values_list("pk", "intake")[:CHUNK]):
        last = max(part)
        rows = transitions.filter(application__in=list(part)).order_by("application", "sequence")
        rows = rows.values_list(
            "application", "sequence", "to_stage", "to_status", "effective_at", "recorded_at",
            "annuls_after",
        )
        for application, steps in groupby(rows, lambda row: row[0]):
            yield part[application], [(kinds[row[2]], *row[1:]) for row in steps]


def _arrival(steps, zone):
    """(stage, day, days until we heard), or None for a lead."""
    came = next((one for one in _standing(steps) if one[0] != LEAD), None)
    if came is None:
        return None
    _kind, number, stage, _status, at, heard, _annuls = came
    day = at.astimezone(zone).date()
    if number != 1 or (len(steps) > 1 and steps[1][4] <= heard):
        return stage, day, 0
    return stage, day, max((heard.astimezone(zone).date() - day).days, 0)


def _standing(steps):
    """The steps no later correction took back."""
    kept = []
    for step in steps:
        _kind, _number, stage, status, _at, _heard, annuls = step
        if annuls is not None:
            kept = [one for one in kept if one[1] <= annuls]
            if kept and kept[-1][2:4] == (stage, status):
                continue
        kept.append(step)
    return kept


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0014_tally_intakes")]
    operations = [migrations.RunPython(tally_arrivals, migrations.RunPython.noop)]
