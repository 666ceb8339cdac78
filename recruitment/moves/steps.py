"""The rules of a step: what may follow what. Pure functions on small values, no database.

An application's history is a list of `Step`s. `standing` drops what corrections took back;
`decide` says what an `Ask` does to a history, or refuses it in a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from centre.templatetags.cohort import moment
from recruitment.pipeline.kinds import ENDED, STATUS_OF_PARTY, SUCCEEDED, Status, StepKind
from recruitment.pipeline.models import DispositionReason, Stage

# Clocks of two machines may differ a little; an event further ahead is a mistake.
CLOCK_SLACK = timedelta(minutes=5)
# Nobody who applied earlier is in any list; a typed "0026" is a slip.
FIRST_YEAR = 1950


class IllegalMove(Exception):
    """A step the rules refuse; the message is a sentence for the person who asked."""


@dataclass(frozen=True)
class Step:
    """One step of a history, as the rules see it."""

    sequence: int
    kind: str
    stage: Stage
    status: str
    effective_at: datetime
    annuls_after: int | None = None
    reason: DispositionReason | None = None
    note: str = ""
    starts_on: date | None = None
    recorded_at: datetime | None = None  # when we heard; None where nobody asks


@dataclass(frozen=True)
class Ask:
    """What somebody wants: to `enter`, `move`, `close`, `reopen`, `correct`, `undo` or `void`.

    `effective_at` is when it happened, now if None. `backfill` admits a start whose earlier
    stages nobody recorded: for lists of the past, never for a person at a page.
    """

    verb: str
    stage: Stage | None = None
    reason: DispositionReason | None = None
    note: str = ""
    effective_at: datetime | None = None
    starts_on: date | None = None
    opening: Any = None
    backfill: bool = False


def standing(history: Sequence[Step]) -> list[Step]:
    """The steps that still count. A correction that only goes back adds no step of its own."""
    kept: list[Step] = []
    for step in history:
        if step.annuls_after is not None:
            kept = [one for one in kept if one.sequence <= step.annuls_after]
            before = kept[-1] if kept else None
            if before and (before.stage.pk, before.status) == (step.stage.pk, step.status):
                continue
        kept.append(step)
    return kept


def stands_since(history: Sequence[Step]) -> datetime:
    """When the application came to stand where it stands. Closing does not restart the clock;
    reopening does, as it begins a new spell."""
    kept = standing(history)
    since = kept[0].effective_at
    for before, step in pairwise(kept):
        reopened = step.status == Status.ACTIVE and before.status != Status.ACTIVE
        if step.stage.pk != before.stage.pk or reopened:
            since = step.effective_at
    return since


def decide(history: Sequence[Step], ask: Ask, *, success: str, now: datetime) -> Step | None:
    """The step `ask` adds to `history`; None if it would change nothing.

    `success` is the status a start brings on this track. Raises IllegalMove.
    """
    kept = standing(history)
    here = kept[-1] if kept else None
    step = _VERBS[ask.verb](kept, here, ask, success)
    if step is None:
        return None
    if step.annuls_after is not None:
        kept = [one for one in kept if one.sequence <= step.annuls_after]
        here = kept[-1] if kept else None
    # Clocks differ: a step without a time never lands before the one it follows.
    at = ask.effective_at or (max(now, here.effective_at) if here else now)
    if at > now + CLOCK_SLACK:
        raise IllegalMove(_("A step cannot lie in the future. Enter when it happened."))
    if at.year < FIRST_YEAR:
        raise IllegalMove(
            _("A step cannot lie before %(year)d. Enter when it happened.") % {"year": FIRST_YEAR}
        )
    if here and at < here.effective_at:
        raise IllegalMove(
            _("The step before was on %(day)s. This one cannot have happened earlier.")
            % {"day": moment(here.effective_at)}
        )
    return replace(
        step,
        sequence=len(history) + 1,
        effective_at=at,
        note=ask.note,
        reason=ask.reason,
        recorded_at=now,
    )


def _step(kind, stage, status, **more):
    return Step(0, kind, stage, status, effective_at=None, **more)


def _success(ask: Ask, here: Step | None, success: str):
    if not (ask.backfill or (here and here.stage.may_start)):
        raise IllegalMove(
            _("%(stage)s comes after the offer. Move the application to the offer first.")
            % {"stage": ask.stage}
        )
    return success


def _enter(kept, here, ask, success):
    if here:
        raise IllegalMove(_("This application is in the pipeline already."))
    if not ask.backfill:
        _in_use(ask.stage)
    status = _success(ask, None, success) if ask.stage.is_start else Status.ACTIVE
    return _step(StepKind.ENTRY, ask.stage, status, starts_on=ask.starts_on)


def _move(kept, here, ask, success):
    if here.stage.pk == ask.stage.pk and here.status in (Status.ACTIVE, success):
        return None
    if here.status in SUCCEEDED:
        raise IllegalMove(
            _("This person has started. If that was a mistake, correct it; if they left, say so.")
        )
    if here.status != Status.ACTIVE:
        raise IllegalMove(_("This application is closed. Reopen it first."))
    _same_pipeline(here, ask.stage)
    if ask.stage.is_start:
        return _step(
            StepKind.ADVANCE, ask.stage, _success(ask, here, success), starts_on=ask.starts_on
        )
    forward = ask.stage.position > here.stage.position
    return _step(StepKind.ADVANCE if forward else StepKind.RETURN, ask.stage, Status.ACTIVE)


def _close(kept, here, ask, success):
    if ask.reason is None or ask.reason.party not in STATUS_OF_PARTY:
        raise IllegalMove(_("Say why the application is closed: choose a reason."))
    status = STATUS_OF_PARTY[ask.reason.party]
    if here.status in ENDED:
        if here.reason and here.reason.pk == ask.reason.pk:
            return None
        raise IllegalMove(_("This application is closed already."))
    if here.status in SUCCEEDED:
        raise IllegalMove(_("This person has started. Enter their leaving under Researchers."))
    return _step(StepKind.CLOSE, here.stage, status)


def _reopen(kept, here, ask, success):
    if here.status == Status.ACTIVE:
        return None
    if here.status in SUCCEEDED:
        raise IllegalMove(_("This person has started, so the application is not closed."))
    return _step(StepKind.REOPEN, here.stage, Status.ACTIVE)


def _undo(kept, here, ask, success):
    if len(kept) < 2:
        raise IllegalMove(_("There is no step to take back."))
    before = kept[-2]
    return _step(StepKind.CORRECTION, before.stage, before.status, annuls_after=before.sequence)


def _correct(kept, here, ask, success):
    """The last step was a mistake: the application belongs in `ask.stage`."""
    if here.stage.pk == ask.stage.pk and here.status == Status.ACTIVE:
        return None
    _same_pipeline(here, ask.stage)
    if ask.stage.is_start:
        raise IllegalMove(_("A start is not a correction. Move the application to it."))
    # Back to where it was already: take back all that came after. Else only the last step.
    for earlier in reversed(kept[:-1]):
        if earlier.stage.pk == ask.stage.pk and earlier.status == Status.ACTIVE:
            annuls_after = earlier.sequence
            break
    else:
        annuls_after = kept[-2].sequence if len(kept) > 1 else 0
    return _step(StepKind.CORRECTION, ask.stage, Status.ACTIVE, annuls_after=annuls_after)


def _void(kept, here, ask, success):
    """It never was an application of its own: all its steps are taken back, to a lead's stage."""
    _same_pipeline(here, ask.stage)
    return _step(StepKind.CORRECTION, ask.stage, Status.ACTIVE, annuls_after=0)


def _same_pipeline(here: Step, stage: Stage):
    if stage.pipeline_id != here.stage.pipeline_id:
        raise IllegalMove(
            _("%(stage)s is not a stage of this application's pipeline.") % {"stage": stage}
        )
    _in_use(stage)


def _in_use(stage: Stage):
    if stage.retired_on:
        raise IllegalMove(
            _("%(stage)s is retired. Choose a stage that is in use.") % {"stage": stage}
        )


_VERBS = {
    "enter": _enter,
    "move": _move,
    "close": _close,
    "reopen": _reopen,
    "undo": _undo,
    "correct": _correct,
    "void": _void,
}
