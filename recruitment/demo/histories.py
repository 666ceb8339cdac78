"""Invented histories: those who started, those who accepted, the open and the ended ones."""

from datetime import date, datetime, time, timedelta

from centre.targets.models import TrackKind
from recruitment.demo.scene import Plan, Scene, moment_of, open_path, stage_of, supervisor_for, walk
from recruitment.moves.gate import Ask
from recruitment.pipeline.kinds import Party, StageKind
from recruitment.pipeline.models import Stage
from recruitment.positions.models import Opening

# How the open applications spread over the stages, as they do in a healthy pipeline.
WAITING: dict[str, int] = {
    StageKind.APPLIED: 8,
    StageKind.SCREEN: 7,
    StageKind.REVIEW: 7,
    StageKind.INTERVIEW: 6,
    StageKind.REFERENCES: 3,
    StageKind.DECISION: 4,
    StageKind.OFFER_APPROVAL: 1,
    StageKind.OFFER: 3,
}
NEXT_STEPS: dict[str, list[str]] = {
    StageKind.LEAD: ["Send the call", "Arrange a first talk"],
    StageKind.APPLIED: ["Eligibility check", "1 reference missing", "Check transcripts"],
    StageKind.SCREEN: ["Supervisor review", "English test pending", "1 reference missing"],
    StageKind.REVIEW: ["Supervisor’s word", "Read the proposal"],
    StageKind.INTERVIEW: ["Set an interview date", "2 of 3 scorecards in"],
    StageKind.REFERENCES: ["Chase the second reference"],
    StageKind.DECISION: ["Panel decision", "Funding source"],
    StageKind.OFFER_APPROVAL: ["Director’s approval"],
    StageKind.OFFER: ["Reply due", "Send the offer letter"],
    StageKind.PRE_START: ["Student visa", "Degree certificate"],
}


def doctoral_starts(scene: Scene) -> list[Plan]:
    """Starts as planned up to `on`, and two accepted for the intake after it."""
    target = scene.centre.agreements.get().targets.get(kind=TrackKind.DOCTORAL)
    plans: list[Plan] = []
    by_day = {intake.starts_on: intake for intake in scene.intakes}
    upcoming = 0
    for step in target.plan.all():
        intake = by_day[step.on]
        for seat in range(step.starts):
            position = scene.positions[seat % len(scene.positions)]
            opening = Opening.objects.create(
                centre=scene.centre, position=position, intake=intake, starts_on=step.on
            )
            if step.on <= scene.on:
                plans.append(_starter(scene, position, intake, step.on, opening))
            elif upcoming < 2 and step.on <= scene.on + timedelta(days=400):
                upcoming += 1
                plans.append(_accepted(scene, position, intake))
    return plans


def postdoc_starts(scene: Scene) -> list[Plan]:
    """A postdoc every seven months, each in a seat of the rolling intake, and two seats free."""
    first = scene.centre.agreements.get().starts_on + timedelta(days=150)
    plans: list[Plan] = []
    day = first
    for _seat in range(5):
        opening = Opening.objects.create(
            centre=scene.centre, position=scene.positions[0], intake=scene.intakes[0]
        )
        if day <= scene.on and len(plans) < 3:
            plans.append(_starter(scene, scene.positions[0], scene.intakes[0], day, opening))
        day += timedelta(days=210)
    return plans


def _starter(scene, position, intake, day: date, opening: Opening) -> Plan:
    path = open_path(scene)
    asks = walk(
        scene,
        path,
        first=day - timedelta(days=scene.random.randrange(200, 280)),
        last=day - timedelta(days=30),
    )
    at = datetime.combine(day, time(9), tzinfo=scene.centre.zone)
    asks.append(
        Ask(
            "move",
            stage=stage_of(scene, StageKind.STARTED),
            effective_at=at,
            starts_on=day,
            opening=opening,
        )
    )
    return Plan(scene, position, intake, supervisor_for(scene, position), asks)


def _accepted(scene, position, intake) -> Plan:
    """Accepted and waiting for the visa; the first day is still to come."""
    path = open_path(scene)
    asks = walk(
        scene, path, first=scene.on - timedelta(days=150), last=scene.on - timedelta(days=28)
    )
    return Plan(
        scene,
        position,
        intake,
        supervisor_for(scene, position),
        asks,
        "Student visa",
        scene.on + timedelta(days=21),
    )


def applicant(scene: Scene) -> Plan:
    """Somebody who applied to an intake between the first and the one after next."""
    random, on = scene.random, scene.on
    dated = [intake for intake in scene.intakes if intake.starts_on]
    upto = [i for i in dated if i.starts_on and i.starts_on <= on + timedelta(days=330)] or dated[
        :1
    ]
    intake = random.choice(upto) if upto else scene.intakes[0]
    start = intake.starts_on or on + timedelta(days=random.randrange(-500, 140))
    position = random.choice(scene.positions)
    applied = start - timedelta(days=random.randrange(150, 300))
    applied = min(applied, on - timedelta(days=random.randrange(0, 30)))
    if start > on + timedelta(days=40):
        return _open_one(scene, position, intake, applied)
    return _ended_one(scene, position, intake, applied, min(start, on))


def _reach(scene: Scene, path: list[Stage], *, most: int) -> int:
    """How many stages of `path` somebody passes, by the prior rates; `most` caps it."""
    passed = 0
    while passed < most and scene.random.random() < float(path[passed].prior_pass_rate or 0.8):
        passed += 1
    return passed


def _open_one(scene: Scene, position, intake, applied: date) -> Plan:
    random = scene.random
    path = open_path(scene)
    if random.random() < 0.12:
        leads = [stage for stage in scene.stages if stage.kind == StageKind.LEAD]
        reach, stages = 0, leads[: random.randrange(1, len(leads) + 1)]
    else:
        weights = [WAITING[stage.kind] for stage in path[:-1]]
        reach = random.choices(range(len(weights)), weights)[0]
        stages = path[: reach + 1]
    stage = stages[-1]
    limit = stage.limit_days or 30
    # Most stand within their limit, about one in seven beyond it.
    age = (
        random.randrange(limit + 1, limit * 2)
        if random.random() < 0.14
        else random.randrange(max(limit * 3 // 4, 1))
    )
    last = scene.on - timedelta(days=age)
    asks = walk(scene, stages, first=min(applied, last), last=last)
    asks[-1] = Ask(
        asks[-1].verb,
        stage=stage,
        effective_at=max(
            scene.moment(last), moment_of(asks[-2]) if len(asks) > 1 else scene.moment(last)
        ),
    )
    early = reach < 2 and random.random() < 0.5
    supervisor = None if early else supervisor_for(scene, position)
    step = "" if random.random() < 0.1 else random.choice(NEXT_STEPS[stage.kind])
    if supervisor is None:
        step = "Assign a supervisor"
    due = scene.on + timedelta(days=random.randrange(-4, 20)) if step else None
    return Plan(scene, position, intake, supervisor, asks, step, due)


def _ended_one(scene: Scene, position, intake, applied: date, until: date) -> Plan:
    random = scene.random
    path = open_path(scene)
    reach = _reach(scene, path, most=len(path) - 2)
    last = max(applied, until - timedelta(days=random.randrange(1, 40)))
    asks = walk(scene, path[: reach + 1], first=applied, last=last)
    kind = path[reach].kind
    withdrew = random.random() < (0.8 if kind == StageKind.OFFER else 0.15)
    party = Party.CANDIDATE if withdrew else Party.CENTRE
    closed = min(
        moment_of(asks[-1]) + timedelta(days=random.randrange(1, 25), minutes=5),
        scene.latest,
    )
    asks.append(
        Ask(
            "close",
            reason=random.choice(scene.reasons[party]),
            effective_at=max(closed, moment_of(asks[-1])),
        )
    )
    return Plan(scene, position, intake, supervisor_for(scene, position), asks)
