"""The one gate: every stage or status of an application changes here and nowhere else.

Board, page, bulk, admin, import and shell all end in `take` (applications that exist) or `record`
(new ones, with the history they bring). Both are atomic, ask the rules in `steps`, write exactly
one transition a step, keep the tallies, and fill or free exactly one opening at a start.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.targets.models import TrackKind
from centre.web.rows import add_rows
from centre.web.statements import Slot, Update, kept_update
from recruitment.hooks.outbox import tell
from recruitment.moves import conditions, people, tallies
from recruitment.moves.overtaken import StagesChanged, anew, is_done, still_so
from recruitment.moves.planned import Known, Planned
from recruitment.moves.starts import start_all, start_or_unstart
from recruitment.moves.steps import Ask, IllegalMove, Step, decide, standing, stands_since
from recruitment.moves.stored import read_histories
from recruitment.pipeline.kinds import SUCCEEDED, Status
from recruitment.pipeline.models import Application, Stage, StageTransition

__all__ = ["Ask", "IllegalMove", "Known", "MovedMeanwhile", "lacking", "record", "take"]


class MovedMeanwhile(IllegalMove):
    """Somebody was faster. `last` is the step they took."""

    def __init__(self, application: Application, last: StageTransition | None):
        self.application, self.last = application, last
        here = last.to_stage if last else application.stage
        who = last.actor if last and last.actor else _("somebody else")
        at = timezone.localtime(last.recorded_at) if last else timezone.localtime()
        super().__init__(
            _("This application is now in %(stage)s (%(status)s), moved by %(who)s at %(time)s.")
            % {
                "stage": here,
                "status": Status(last.to_status).label if last else "",
                "who": who,
                "time": f"{at:%H:%M}",
            }
        )


def take(
    application: Application | Iterable[Application],
    ask: Ask,
    *,
    actor: User | None,
    expected: int | None = None,
    known: Known | None = None,
    then: Callable[[list[StageTransition]], None] | None = None,
) -> list[StageTransition]:
    """Do `ask` to one application or to each of several, all or none; the transitions written.

    Those it would not change are left out. `expected` is the version the asker saw and `known`
    what a page has read (one application only); `then` is done with what was written, in the same
    transaction. Raises IllegalMove with a sentence, or MovedMeanwhile, nothing written.
    """
    many = [application] if isinstance(application, Application) else list(application)
    try:
        return _take(many, ask, actor=actor, expected=expected, known=known, then=then)
    except MovedMeanwhile:
        if known is None:
            raise
        # Somebody stepped since the page read: perhaps this same wish, sent twice. Look again.
        many[0].refresh_from_db()
    except StagesChanged:
        ask = anew(ask)
    return _take(many, ask, actor=actor, expected=expected, then=then)


def lacking(
    application: Application, history: Sequence[Step], stages: Iterable[Stage]
) -> dict[int, str]:
    """{stage: why a move there would be refused}, for a form to say before anybody presses. As
    many statements for all the stages as for one."""
    now, planned, found = timezone.now(), [], {}
    for stage in stages:
        ask = Ask("move", stage=stage)
        try:
            step = decide(history, ask, success=success_status(application), now=now)
        except IllegalMove as refusal:
            found[stage.pk] = str(refusal)
            continue
        if step is not None:
            planned.append(Planned(application, ask, list(history), step))
    for plan, words in conditions.lacking(planned) if planned else ():
        found.setdefault(plan.step.stage.pk, words)
    return found


@transaction.atomic
def _take(
    many: Sequence[Application],
    ask: Ask,
    *,
    actor: User | None,
    expected: int | None,
    known: Known | None = None,
    then: Callable[[list[StageTransition]], None] | None = None,
) -> list[StageTransition]:
    now = timezone.now()
    if len(many) > 1:
        _hold(many)
    if known is None:
        histories = read_histories([one.pk for one in many])
    else:
        histories = {many[0].pk: list(known.history)}
    planned: list[Planned] = []
    for one in many:
        _counts(one)
        history = histories.get(one.pk, [])
        if expected is not None and len(history) != expected:
            # The same wish twice (a double click) finds itself done; any other was overtaken.
            if len(history) == expected + 1 and is_done(history, ask):
                continue
            raise MovedMeanwhile(one, _last(one))
        step = decide(history, ask, success=success_status(one), now=now)
        if step is not None:
            planned.append(Planned(one, ask, history, step))
    if not planned:
        return []
    conditions.insist(planned)
    _compare_and_set(planned)
    written = _write_transitions(planned, actor=actor)
    tallies.keep(planned, known=known)
    whose = people.hold([plan.application for plan in planned])
    for plan in planned:
        start_or_unstart(plan, now=now)
    people.keep_current(whose, still_so(planned[0].step, known))
    for plan in planned:
        _tell(plan)
    conditions.follow(planned, written)
    tell([plan.application for plan in planned], written)
    if then is not None:
        then(written)
    return written


def record(
    items: Sequence[tuple[Application, Sequence[Ask]]],
    *,
    actor: User | None,
    known: Known | None = None,
    as_it_happened: bool = False,
    from_list: bool = False,
) -> list[Application]:
    """Add new applications with the history they bring; the first ask of each is `enter`.

    An application needs candidate, position and intake; centre, track, stage and status follow.
    A candidate not saved yet is saved with it.
    Asks carry their `effective_at` and, for a start, their opening. `known` is what a page has
    read (one application only). `as_it_happened` dates the record of each step on its event, for
    invented histories only: whoever hears of the past today records it today. What a stage asks
    for it asks of a step that happens now as well; `from_list` says that a list of where people
    stand is written down, of which that holds for starts alone. Raises IllegalMove.
    """
    new = [one.candidate for one, _asks in items if one.candidate._state.adding]
    try:
        return _record(
            items, actor=actor, known=known, as_it_happened=as_it_happened, from_list=from_list
        )
    except StagesChanged:
        for row in [*new, *(application for application, _asks in items)]:
            row.pk, row._state.adding = None, True
        items = [(application, [anew(ask) for ask in asks]) for application, asks in items]
        return _record(
            items, actor=actor, known=None, as_it_happened=as_it_happened, from_list=from_list
        )


@transaction.atomic
def _record(
    items: Sequence[tuple[Application, Sequence[Ask]]],
    *,
    actor: User | None,
    known: Known | None,
    as_it_happened: bool,
    from_list: bool,
) -> list[Application]:
    now = timezone.now()
    plans: list[list[Planned]] = []
    for application, asks in items:
        application.centre = application.position.centre
        application.track = application.position.track
        _belongs_together(application)
        history: list[Step] = []
        rows: list[Planned] = []
        for ask in asks:
            step = decide(history, ask, success=success_status(application), now=now)
            if step is not None:
                if as_it_happened:
                    step = replace(step, recorded_at=step.effective_at)
                rows.append(Planned(application, ask, list(history), step))
                history.append(step)
        set_state(application, history)
        plans.append(rows)
    # With no history of its own behind it, an invented one is not asked.
    happening = [] if as_it_happened else _happening(plans, from_list=from_list)
    if happening:
        conditions.insist(happening)
    new = people.save_new([one for one, _asks in items])
    # Without signals: the history is the log of an application's beginning.
    add_rows([application for application, _asks in items])
    flat = [plan for rows in plans for plan in rows]
    _write_transitions(flat, actor=actor)
    tallies.keep([rows[-1] for rows in plans], new=True, known=known)
    added = [application for application, _asks in items]
    whose = people.hold(added, but=new)
    starts = [plan for plan in flat if plan.step.status in SUCCEEDED]
    start_all(starts, now=None if as_it_happened else now)
    people.keep_current(whose, still_so(flat[0].step, known) if flat else None)
    return added


def _happening(plans: Sequence[Sequence[Planned]], *, from_list: bool) -> list[Planned]:
    """The steps that are not of the past: today's, and starts to come; of a list starts alone."""
    found = []
    for plan in (plan for rows in plans for plan in rows):
        step, centre = plan.step, plan.application.centre
        day = step.starts_on or centre.day_of(step.effective_at)
        starts = step.status in SUCCEEDED
        if day >= centre.today() and (starts or not from_list):
            found.append(replace(plan, ask=replace(plan.ask, backfill=False)))
    return found


def _counts(application: Application) -> None:
    if application.set_aside:
        raise IllegalMove(
            _(
                "This application of %(name)s was set aside as a duplicate. Work on the other one, "
                "or undo the merge."
            )
            % {"name": application.candidate}
        )


def _belongs_together(application: Application) -> None:
    if application.candidate.centre_id != application.centre_id:
        raise IllegalMove(_("Person and position belong to different centres."))
    if application.intake.track_id != application.track.pk:
        raise IllegalMove(
            _("%(intake)s is not an intake of the track of %(position)s.")
            % {"intake": application.intake, "position": application.position}
        )


def success_status(application: Application) -> str:
    postdoc = application.track.kind == TrackKind.POSTDOC
    return Status.APPOINTED if postdoc else Status.ENROLLED


def _last(application: Application) -> StageTransition | None:
    rows = application.transitions.select_related("to_stage", "actor", "application")
    return rows.order_by("-sequence").first()


def _hold(many: Sequence[Application]) -> None:
    """Of two lots moved at once the second waits, in whatever order each of them came."""
    if connection.features.has_select_for_update:
        rows = Application.objects.select_for_update(no_key=True)
        list(rows.filter(pk__in=[one.pk for one in many]).order_by("pk").values_list("pk"))


def _compare_and_set(planned: Sequence[Planned]) -> None:
    """One conditional UPDATE a resulting state: who finds another version has been overtaken."""
    groups: dict[tuple, list[Planned]] = {}
    for plan in planned:
        reason = plan.reason_after
        since = stands_since([*plan.before, plan.step])
        key = (plan.step.stage.pk, plan.step.status, reason and reason.pk, since)
        groups.setdefault(key, []).append(plan)
    for (stage, status, reason, since), plans in groups.items():
        given = {"stage": stage, "status": status, "reason": reason, "since": since}
        if len(plans) == 1:
            given |= {"version": len(plans[0].before), "pk": plans[0].application.pk}
            step = kept_update("step", lambda: _set({Slot("version"): [Slot("pk")]}))
        else:
            # By version, not one by one: SQLite refuses a thousand alternatives in one condition.
            seen: dict[int, list[int]] = {}
            for plan in plans:
                seen.setdefault(len(plan.before), []).append(plan.application.pk)
            step = _set(seen)
        done = step.run(**given)
        if done != len(plans):
            # Not the version tells, for theirs may be what ours would be: their step is in the
            # history, ours is not written yet.
            lost = next(
                plan.application
                for plan in plans
                if len(plans) == 1
                or plan.application.transitions.filter(sequence__gt=len(plan.before)).exists()
            )
            raise MovedMeanwhile(lost, _last(lost))


def _set(seen: Mapping) -> Update:
    """The next state for the applications of `seen`, {version: ids}, that are still so."""
    unmoved = Q()
    for version, keys in seen.items():
        unmoved |= Q(version=version, pk__in=keys)
    return Update(
        Application.objects.filter(unmoved),
        stage_id=Slot("stage"),
        status=Slot("status"),
        reason_id=Slot("reason"),
        entered_stage_at=Slot("since"),
        version=F("version") + 1,
    )


def _tell(plan: Planned) -> None:
    """What is stored now, in the object at hand; not before all of it is done."""
    application, reason = plan.application, plan.reason_after
    application.stage, application.status = plan.step.stage, plan.step.status
    application.reason_id = reason.pk if reason else None
    application.entered_stage_at = stands_since([*plan.before, plan.step])
    application.version = len(plan.before) + 1


def set_state(application: Application, history: Sequence[Step]) -> None:
    """The state a whole history leaves an application in; not saved."""
    last = standing(history)[-1]
    application.stage, application.status = last.stage, last.status
    application.reason = last.reason if last.status not in (Status.ACTIVE, *SUCCEEDED) else None
    application.version = len(history)
    application.entered_stage_at = stands_since(history)


def _write_transitions(planned, *, actor) -> list[StageTransition]:
    rows = []
    for plan in planned:
        before, step = plan.before[-1] if plan.before else None, plan.step
        rows.append(
            StageTransition(
                application_id=plan.application.pk,
                sequence=step.sequence,
                kind=step.kind,
                from_stage_id=before.stage.pk if before else None,
                to_stage_id=step.stage.pk,
                from_status=before.status if before else "",
                to_status=step.status,
                effective_at=step.effective_at,
                recorded_at=step.recorded_at,
                actor_id=actor.pk if actor else None,
                reason_id=step.reason.pk if step.reason else None,
                note=step.note,
                starts_on=step.starts_on,
                annuls_after=step.annuls_after,
            )
        )
    add_rows(rows)
    return rows
