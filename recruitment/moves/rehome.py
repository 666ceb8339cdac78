"""Applications that go with their person: two rows of people turned out to be one.

Stage, status and steps stay as they are; only whose they are changes. Where both had applied to the
same position and intake one application counts, and the other is set aside: taken back and
closed through the gate, with all its history, and not moved again while it is.
"""

from collections.abc import Collection

from django.db import connection, transaction

from centre.accounts.models import User
from recruitment.candidates.models import Candidate
from recruitment.moves import people
from recruitment.moves.gate import Ask, take
from recruitment.moves.steps import standing
from recruitment.moves.stored import read_histories
from recruitment.moves.unrecord import rewind
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, DispositionReason, Stage


def hold(ids: Collection[int]) -> dict[int, Candidate]:
    """These people as stored, locked with their applications, in the order the gate locks them.

    Whoever adds something to them meanwhile waits until we are done.
    """
    if connection.features.has_select_for_update:
        rows = Application.objects.select_for_update(no_key=True).filter(candidate__in=ids)
        list(rows.order_by("pk").values_list("pk"))
    found = Candidate.objects.select_for_update(of=("self",)).select_related("centre")
    return {one.pk: one for one in found.filter(pk__in=ids).order_by("pk")}


def hand_over(applications: Collection[int], to: Candidate) -> None:
    Application.objects.filter(pk__in=applications).update(candidate=to)


def show_current(ids: Collection[int]) -> None:
    """Point these people at the application their row shows, once all of theirs are with them."""
    people.keep_current(ids, None)


@transaction.atomic
def set_aside(
    application: Application, reason: DispositionReason, *, note: str, actor: User | None
) -> int:
    """Let another application of the same person count; how many steps this one had before.

    It is taken back to the leads, so that no figure counts the same wish twice, and closed.
    """
    steps = application.version
    history = standing(read_histories([application.pk])[application.pk])
    lead = _first_lead(application)
    if lead and any(step.stage.kind != StageKind.LEAD for step in history):
        take(application, Ask("void", stage=lead, note=note), actor=actor)
    if application.is_active:
        take(application, Ask("close", reason=reason, note=note), actor=actor)
    application.set_aside = application.pk
    application.save(update_fields=["set_aside"])
    return steps


@transaction.atomic
def bring_back(application: Application, *, steps: int) -> None:
    """Undo `set_aside`, once its person has no other application in its place."""
    application.set_aside = 0
    application.save(update_fields=["set_aside"])
    if application.version > steps:
        rewind(application, steps)


def _first_lead(application: Application) -> Stage | None:
    leads = Stage.objects.in_use().filter(kind=StageKind.LEAD)
    return leads.filter(pipeline__track=application.track_id).order_by("position").first()
