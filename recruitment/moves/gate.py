"""The one gate: every stage or status of an application changes here and nowhere else.

Board, page, bulk, admin, import and shell all end in `take` (applications that exist) or `record`
(new ones, with the history they bring). Both are atomic, ask the rules in `steps`, write exactly
one transition a step, keep the tallies, and fill or free exactly one opening at a start.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.targets.models import TrackKind
from recruitment.candidates.models import Candidate
from recruitment.enrolment.models import Enrolment, Researcher
from recruitment.moves import tallies
from recruitment.moves.steps import Ask, IllegalMove, Step, decide, stands_since
from recruitment.pipeline.kinds import SUCCEEDED, Status, StepKind
from recruitment.pipeline.models import Application, Stage, StageTransition
from recruitment.positions.models import Opening

__all__ = ["Ask", "IllegalMove", "Known", "MovedMeanwhile", "record", "take"]


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


@dataclass(frozen=True)
class Known:
    """What a page has read of one application already, so the gate need not read it again.

    The history may be old by the time of the step: the version is still compared. `stages` are
    all of the pipeline in order, None if the page did not need them.
    """

    history: Sequence[Step]
    stages: Sequence[Stage] | None = None


@dataclass
class _Planned:
    application: Application
    ask: Ask
    before: list[Step]
    step: Step


def take(
    application: Application | Iterable[Application],
    ask: Ask,
    *,
    actor: User | None,
    expected: int | None = None,
    known: Known | None = None,
) -> list[StageTransition]:
    """Do `ask` to one application or to each of several, all or none; the transitions written.

    Those it would not change are left out. `expected` is the version the asker saw and `known`
    what a page has read (one application only). Raises IllegalMove with a sentence, or
    MovedMeanwhile, nothing written.
    """
    many = [application] if isinstance(application, Application) else list(application)
    if known is not None:
        try:
            return _take(many, ask, actor=actor, expected=expected, known=known)
        except MovedMeanwhile:
            # Somebody stepped since the page read: perhaps this same wish, sent twice. Look again.
            many[0].refresh_from_db()
    return _take(many, ask, actor=actor, expected=expected)


@transaction.atomic
def _take(
    many: Sequence[Application],
    ask: Ask,
    *,
    actor: User | None,
    expected: int | None,
    known: Known | None = None,
) -> list[StageTransition]:
    now = timezone.now()
    if known is None:
        histories = read_histories([one.pk for one in many])
    else:
        histories = {many[0].pk: list(known.history)}
    planned: list[_Planned] = []
    for one in many:
        history = histories.get(one.pk, [])
        if expected is not None and len(history) != expected:
            # The same wish twice (a double click) finds itself done; any other was overtaken.
            if len(history) == expected + 1 and _is_done(history[-1], ask):
                continue
            raise MovedMeanwhile(one, _last(one))
        step = decide(history, ask, success=success_status(one), now=now)
        if step is not None:
            planned.append(_Planned(one, ask, history, step))
    if not planned:
        return []
    _compare_and_set(planned)
    written = _write_transitions(planned, actor=actor, now=now)
    _keep_tallies(planned, known=known)
    for plan in planned:
        _start_or_unstart(plan)
    _keep_current([plan.application for plan in planned])
    return written


@transaction.atomic
def record(
    items: Sequence[tuple[Application, Sequence[Ask]]],
    *,
    actor: User | None,
    known: Known | None = None,
    as_it_happened: bool = False,
) -> list[Application]:
    """Add new applications with the history they bring; the first ask of each is `enter`.

    An application needs candidate, position and intake; centre, track, stage and status follow.
    Asks carry their `effective_at` and, for a start, their opening. `known` is what a page has
    read (one application only). `as_it_happened` dates the record of each step on its event, for
    invented histories only: whoever hears of the past today records it today. Raises IllegalMove.
    """
    now = timezone.now()
    plans: list[list[_Planned]] = []
    for application, asks in items:
        application.centre_id = application.position.centre_id
        application.track = application.position.track
        _belongs_together(application)
        history: list[Step] = []
        rows: list[_Planned] = []
        for ask in asks:
            step = decide(history, ask, success=success_status(application), now=now)
            if step is not None:
                rows.append(_Planned(application, ask, list(history), step))
                history.append(step)
        _set_state(application, history)
        plans.append(rows)
    # bulk_create sends no signals: the history is the log of an application's beginning.
    Application.objects.bulk_create([application for application, _asks in items], batch_size=500)
    flat = [plan for rows in plans for plan in rows]
    _write_transitions(flat, actor=actor, now=None if as_it_happened else now)
    _keep_tallies([rows[-1] for rows in plans], new=True, known=known)
    _start_all([plan for plan in flat if plan.step.status in SUCCEEDED])
    _keep_current([application for application, _asks in items])
    return [application for application, _asks in items]


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
    )


def _is_done(last: Step, ask: Ask) -> bool:
    """Whether the step that came between is the very one asked for."""
    if ask.verb in ("undo", "correct"):
        same = last.kind == StepKind.CORRECTION
    elif ask.verb == "move":
        same = last.kind in (StepKind.ADVANCE, StepKind.RETURN)
    else:
        same = last.kind == ask.verb
    return (
        same
        and (ask.stage is None or last.stage.pk == ask.stage.pk)
        and (ask.reason is None or (last.reason is not None and last.reason.pk == ask.reason.pk))
    )


def _last(application: Application) -> StageTransition | None:
    rows = application.transitions.select_related("to_stage", "actor", "application")
    return rows.order_by("-sequence").first()


def _reason_after(plan: _Planned):
    """The reason that stands after the step: an ended application has one, others none."""
    step = plan.step
    if step.status in (Status.ACTIVE, *SUCCEEDED):
        return None
    if step.reason:
        return step.reason
    # A correction back to an ended state brings back the reason of that end.
    earlier = [one for one in plan.before if one.sequence <= (step.annuls_after or 0)]
    return next((one.reason for one in reversed(earlier) if one.reason), None)


def _compare_and_set(planned: Sequence[_Planned]) -> None:
    """One conditional UPDATE a resulting state: who finds another version has been overtaken."""
    groups: dict[tuple, list[_Planned]] = {}
    for plan in planned:
        reason = _reason_after(plan)
        since = stands_since([*plan.before, plan.step])
        key = (plan.step.stage.pk, plan.step.status, reason and reason.pk, since)
        groups.setdefault(key, []).append(plan)
    for (stage, status, reason, since), plans in groups.items():
        # By version, not one by one: SQLite refuses a thousand alternatives in one condition.
        seen: dict[int, list[int]] = {}
        for plan in plans:
            seen.setdefault(len(plan.before), []).append(plan.application.pk)
        unmoved = Q()
        for version, keys in seen.items():
            unmoved |= Q(version=version, pk__in=keys)
        done = Application.objects.filter(unmoved).update(
            stage_id=stage,
            status=status,
            reason_id=reason,
            entered_stage_at=since,
            version=F("version") + 1,
        )
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
        for plan in plans:
            application = plan.application
            application.stage, application.status = plan.step.stage, status
            application.reason_id, application.entered_stage_at = reason, since
            application.version = len(plan.before) + 1


def _set_state(application: Application, history: Sequence[Step]) -> None:
    """The state a whole history leaves a new application in."""
    last = history[-1]
    application.stage, application.status = last.stage, last.status
    application.reason = last.reason if last.status not in (Status.ACTIVE, *SUCCEEDED) else None
    application.version = len(history)
    application.entered_stage_at = stands_since(history)


def _write_transitions(planned, *, actor, now) -> list[StageTransition]:
    rows = []
    for plan in planned:
        before, step = plan.before[-1] if plan.before else None, plan.step
        rows.append(
            StageTransition(
                application_id=plan.application.pk,
                sequence=step.sequence,
                kind=step.kind,
                from_stage=before.stage if before else None,
                to_stage=step.stage,
                from_status=before.status if before else "",
                to_status=step.status,
                effective_at=step.effective_at,
                recorded_at=now or step.effective_at,
                actor=actor,
                reason=step.reason,
                note=step.note,
                starts_on=step.starts_on,
                annuls_after=step.annuls_after,
            )
        )
    return StageTransition.objects.bulk_create(rows, batch_size=500)


def _keep_tallies(
    planned: Sequence[_Planned], *, new: bool = False, known: Known | None = None
) -> None:
    """Add what these steps change; `new` plans carry the whole history of a new application."""
    stages, zones = _pipelines_of(planned, known)
    change: Counter[tallies.Cell] = Counter()
    for plan in planned:
        pipeline = plan.step.stage.pipeline_id
        args = stages[pipeline], zones[pipeline]
        for cell, n in tallies.contribution([*plan.before, plan.step], *args).items():
            change[cell] += n
        if not new:
            for cell, n in tallies.contribution(plan.before, *args).items():
                change[cell] -= n
    tallies.add(change)


def _pipelines_of(planned: Sequence[_Planned], known: Known | None):
    """({pipeline id: its stages in order}, {pipeline id: zone}), in one query at most."""
    stages: dict[int, list[Stage]] = {plan.step.stage.pipeline_id: [] for plan in planned}
    if known is not None:
        ((pipeline, _none),) = stages.items()
        zones = {pipeline: planned[0].application.centre.zone}
        if planned[0].step.kind in (StepKind.CLOSE, StepKind.REOPEN):
            # What was reached does not change, and only that looks at the other stages.
            return stages, zones
        if known.stages is not None:
            return {pipeline: list(known.stages)}, zones
    zones = {}
    query = Stage.objects.filter(pipeline__in=stages).select_related("centre", "pipeline")
    for stage in query.order_by("position"):
        stages[stage.pipeline_id].append(stage)
        zones[stage.pipeline_id] = stage.centre.zone
    for plan in planned:
        entered = plan.step.stage
        if stages[entered.pipeline_id][0].pipeline.track_id != plan.application.track_id:
            raise IllegalMove(
                _("%(stage)s is not a stage of this application's pipeline.") % {"stage": entered}
            )
    return stages, zones


def _start_or_unstart(plan: _Planned) -> None:
    """The effects of a success, or of taking one back: opening, researcher, enrolment."""
    was = plan.before[-1].status in SUCCEEDED if plan.before else False
    becomes = plan.step.status in SUCCEEDED
    if becomes and not was:
        _start(plan)
    elif was and not becomes:
        _unstart(plan.application)


def _start(plan: _Planned) -> None:
    application = plan.application
    opening = plan.ask.opening or (
        Opening.objects.free().for_application(application).order_by("pk").first()
    )
    if opening is None:
        raise IllegalMove(
            _("No seat is free for %(position)s, %(intake)s. Add an opening first.")
            % {"position": application.position, "intake": application.intake}
        )
    taken = Opening.objects.free().for_application(application).filter(pk=opening.pk)
    if not taken.update(status=Opening.Status.FILLED, filled_by=application):
        raise IllegalMove(_("That seat was filled or closed meanwhile. Choose another."))
    researcher, _made = Researcher.objects.get_or_create(
        candidate_id=application.candidate_id, defaults={"centre_id": application.centre_id}
    )
    _enrolment(plan, researcher).save(force_insert=True)


def _enrolment(plan: _Planned, researcher: Researcher) -> Enrolment:
    application = plan.application
    day_of = application.position.centre.day_of
    starts = [
        one.starts_on or day_of(one.effective_at)
        for one in [*plan.before, plan.step]
        if one.status in SUCCEEDED
    ]
    return Enrolment(
        researcher=researcher,
        application=application,
        track=application.track,
        started_on=starts[-1],
        first_started_on=min(starts),
    )


def _start_all(plans: Sequence[_Planned]) -> None:
    """What `_start` does, for the many starts of a list: the same, in few statements.

    One by one where it is one, or where a seat is still to be found.
    """
    seated = [plan for plan in plans if plan.ask.opening is not None]
    if len(seated) < 2:
        seated, single = [], list(plans)
    else:
        single = [plan for plan in plans if plan.ask.opening is None]
    for plan in single:
        _start_or_unstart(plan)
    if not seated:
        return
    for start in range(0, len(seated), 100):
        _fill(seated[start : start + 100])
    people = {plan.application.candidate_id: plan.application.centre_id for plan in seated}
    researchers = {one.candidate_id: one for one in Researcher.objects.filter(candidate__in=people)}
    made = Researcher.objects.bulk_create(
        Researcher(candidate_id=person, centre_id=centre)
        for person, centre in people.items()
        if person not in researchers
    )
    researchers |= {one.candidate_id: one for one in made}
    Enrolment.objects.bulk_create(
        _enrolment(plan, researchers[plan.application.candidate_id]) for plan in seated
    )


def _fill(plans: Sequence[_Planned]) -> None:
    """Fill the seats asked for, each by its application; all of them must be free and fit."""
    fits, fillers = Q(pk__in=[]), []
    for plan in plans:
        application = plan.application
        seat = Q(
            pk=plan.ask.opening.pk,
            position=application.position_id,
            intake=application.intake_id,
        )
        fits |= seat
        fillers.append(When(seat, then=application.pk))
    taken = Opening.objects.free().filter(fits)
    if taken.update(status=Opening.Status.FILLED, filled_by=Case(*fillers)) != len(plans):
        raise IllegalMove(_("That seat was filled or closed meanwhile. Choose another."))


def _unstart(application: Application) -> None:
    enrolment = Enrolment.objects.select_related("researcher").get(application=application)
    if enrolment.left_on:
        raise IllegalMove(
            _("This person left on %(day)s. Take that back first.") % {"day": enrolment.left_on}
        )
    Opening.objects.filter(filled_by=application).update(status=Opening.Status.OPEN, filled_by=None)
    researcher = enrolment.researcher
    enrolment.delete()
    if not researcher.enrolments.exists():
        researcher.delete()


def _keep_current(applications: Sequence[Application]) -> None:
    """Point each person at the application their row shows: open before started before ended,
    then the newest. One statement, however many people."""
    rank = Case(When(status=Status.ACTIVE, then=0), When(status__in=SUCCEEDED, then=1), default=2)
    best = Application.objects.filter(candidate=OuterRef("pk")).order_by(
        rank, "-entered_stage_at", "-pk"
    )
    touched = {application.candidate_id for application in applications}
    if connection.features.has_select_for_update:
        # Of two moves of one person at once, the second looks after the first is done.
        list(Candidate.objects.select_for_update().filter(pk__in=touched).order_by("pk"))
    Candidate.objects.filter(pk__in=touched).update(
        current=Subquery(best.values("pk")[:1]), updated_at=timezone.now()
    )
