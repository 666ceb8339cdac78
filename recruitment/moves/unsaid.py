"""What was to be said to candidates and is not so any more, after a step; and given back when that
step is taken back. What has gone out stays as it is."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from recruitment.messages import outbox
from recruitment.messages.kinds import CONSIDERED, RECEIVED, SHORTLISTED
from recruitment.moves.planned import Planned
from recruitment.moves.steps import standing
from recruitment.pipeline.kinds import ENDED, Status, StepKind
from recruitment.pipeline.models import StageTransition

_MOVES = Q(cause__startswith="moved:")
# E-mails that say an application goes on.
_of_open = [_MOVES | Q(kind__in=[one.slug for one in (RECEIVED, CONSIDERED, SHORTLISTED)])]


def add(which: Q) -> None:
    """These e-mails, too, say that an application goes on. Called when the app starts."""
    if which not in _of_open:
        _of_open.append(which)


def keep_true(planned: Sequence[Planned], written: Sequence[StageTransition]) -> None:
    """What follows from steps for the e-mails that have not gone out."""
    by = written[0].actor_id
    ended = [one for one in planned if _was(one) not in ENDED and one.step.status in ENDED]
    if ended:
        outbox.withdraw_void(
            _of(ended) & _goes_on(),
            by=by,
            why=_("The application ended before this was sent."),
            until_undone=written[0].recorded_at,
        )
    opened = [one for one in planned if _opens(one)]
    if opened:
        undone = undone_ends(opened)
        meant = [one.application.pk for one in opened if one.step.kind != StepKind.CORRECTION]
        why = _("The application is open again.")
        outbox.give_back(_keys(opened), undone, _goes_on(), meant=meant, by=by, why=why)
    back = [one for one in planned if one.before and _goes_back(one)]
    if back:
        told = Q(kind__in={one.before[-1].stage.told_with for one in back})
        outbox.withdraw_void(
            _of(back) & _MOVES & told,
            by=by,
            why=_("The step this tells of was taken back."),
            until_undone=written[0].recorded_at,
        )
    onwards = {one.application.pk: at for one in planned if (at := _undoes_a_way_back(one))}
    if onwards:
        outbox.give_back([*onwards], onwards, _MOVES, meant=(), by=by, why="")
    _hold_ends([one for one in planned if one.step.kind == StepKind.CORRECTION])


def _keys(planned: Sequence[Planned]) -> list[int]:
    return [one.application.pk for one in planned]


def _of(planned: Sequence[Planned]) -> Q:
    return Q(application__in=_keys(planned))


def _was(plan: Planned) -> str | None:
    return standing(plan.before)[-1].status if plan.before else None


def _goes_on() -> Q:
    found = Q()
    for which in _of_open:
        found |= which
    return found


def undone_ends(planned: Sequence[Planned]) -> dict[int, datetime]:
    """{application: when it had ended} of those that stand again where they stood then."""
    return {
        one.application.pk: last.recorded_at
        for one in planned
        if _opens(one)
        and (last := one.before[-1]).stage.pk == one.step.stage.pk
        and last.recorded_at is not None
    }


def _opens(plan: Planned) -> bool:
    return _was(plan) in ENDED and plan.step.status not in ENDED


def _goes_back(plan: Planned) -> bool:
    """To another stage than one whose coming is told."""
    here = plan.before[-1].stage
    moved = here.pk != plan.step.stage.pk and plan.step.status == Status.ACTIVE
    back = plan.step.kind in (StepKind.CORRECTION, StepKind.RETURN)
    return moved and back and bool(here.told_with)


def _undoes_a_way_back(plan: Planned) -> datetime | None:
    """When the step was that this one takes back, if that led back; it stands where it stood."""
    if plan.step.kind != StepKind.CORRECTION or len(plan.before) < 2:
        return None
    stood, last = plan.before[-2:]
    again = last.kind == StepKind.RETURN and stood.stage.pk == plan.step.stage.pk
    return last.recorded_at if again else None


def _hold_ends(planned: Sequence[Planned]) -> None:
    """What was to be said of an end that stands again is held for whoever releases it."""
    ends = {
        plan.application.pk: standing([*plan.before, plan.step])[-1].sequence
        for plan in planned
        if plan.step.status in ENDED and plan.before
    }
    if not ends:
        return
    steps = StageTransition.objects.filter(application__in=ends)
    outbox.hold_again(
        [
            f"closed:{pk}"
            for pk, application, sequence in steps.values_list("pk", "application", "sequence")
            if ends[application] == sequence
        ]
    )
