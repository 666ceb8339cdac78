"""Taking out again what was written, as if nobody had: an import or a merge that is undone.

No other way leads out: what staff did with an application stays in its history. Whoever calls
this has seen that nobody did anything with these since.
"""

from collections import Counter
from collections.abc import Sequence

from auditlog.context import disable_auditlog
from django.db import transaction

from recruitment.enrolment.models import Enrolment
from recruitment.moves import arrivals, people, tallies
from recruitment.moves.gate import set_state
from recruitment.moves.stored import read_histories
from recruitment.pipeline.models import Application, Stage, StageTransition
from recruitment.positions.models import Opening

CHUNK = 500


@transaction.atomic
def unrecord(applications: Sequence[Application]) -> None:
    """Delete these with their histories and starts; seats are free again, tallies as before."""
    for start in range(0, len(applications), CHUNK):
        part = applications[start : start + CHUNK]
        touched = people.hold(part)
        _subtract(part)
        _unstart(part)
        with disable_auditlog():  # whoever asked writes one line for each
            Application.objects.filter(pk__in=[one.pk for one in part]).delete()
        people.keep_current(touched, None)


@transaction.atomic
def rewind(application: Application, steps: int) -> None:
    """Take the steps after number `steps` out of the history of one that never started by them."""
    history = read_histories([application.pk])[application.pk]
    before = history[:steps]
    (stages,) = _stages([application]).values()
    zone = stages[0].centre.zone
    change = tallies.contribution(before, stages, zone)
    change.subtract(tallies.contribution(history, stages, zone))
    came = arrivals.total([(application.intake_id, before)], zone)
    came.subtract(arrivals.total([(application.intake_id, history)], zone))
    StageTransition._base_manager.filter(application=application, sequence__gt=steps).delete()
    set_state(application, before)
    application.save(update_fields=["stage", "status", "reason", "version", "entered_stage_at"])
    tallies.add(change, arrivals.blocks(came))


def _stages(part: Sequence[Application]) -> dict[int, list[Stage]]:
    """{track: the stages of its pipeline in order}."""
    stages: dict[int, list[Stage]] = {}
    tracks = {one.track_id for one in part}
    rows = Stage.objects.filter(pipeline__track__in=tracks).select_related("centre", "pipeline")
    for stage in rows.order_by("position"):
        stages.setdefault(stage.pipeline.track_id, []).append(stage)
    return stages


def _subtract(part: Sequence[Application]) -> None:
    stages = _stages(part)
    histories = read_histories([one.pk for one in part])
    change: Counter[tallies.Cell] = Counter()
    gone: Counter[arrivals.Cell] = Counter()
    for one in part:
        own = stages[one.track_id]
        history = histories.get(one.pk, [])
        zone = own[0].centre.zone
        for cell, n in tallies.contribution(history, own, zone).items():
            change[cell] -= n
        gone.subtract(arrivals.total([(one.intake_id, history)], zone))
    tallies.add(change, arrivals.blocks(gone))


def _unstart(part: Sequence[Application]) -> None:
    started = Enrolment.objects.filter(application__in=[one.pk for one in part])
    Opening.objects.filter(filled_by__in=[one.pk for one in part]).update(
        status=Opening.Status.OPEN, filled_by=None
    )
    for enrolment in started.select_related("researcher__candidate", "application", "track"):
        researcher = enrolment.researcher
        enrolment.delete()
        if not researcher.enrolments.exists():
            researcher.delete()
