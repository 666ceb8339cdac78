"""A centre full of plausible, invented history, through the same gate as everybody's.

The number of starts follows the plan and its seats, not the number of candidates: a centre with
more applicants is choosier, not larger.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from centre.accounts.models import User
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.targets.models import TrackKind
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.demo.people import FIELDS, PLACES, UNIVERSITIES, person
from recruitment.moves.gate import Ask, record
from recruitment.pipeline.kinds import Party, StageKind
from recruitment.pipeline.models import Application, DispositionReason, Stage, StageTransition
from recruitment.positions.models import Intake, Opening, Position, Track

CHUNK = 1000
# How the open applications spread over the stages, as they do in a healthy pipeline.
WAITING = {
    StageKind.APPLIED: 8,
    StageKind.SCREEN: 7,
    StageKind.REVIEW: 7,
    StageKind.INTERVIEW: 6,
    StageKind.REFERENCES: 3,
    StageKind.DECISION: 4,
    StageKind.OFFER_APPROVAL: 1,
    StageKind.OFFER: 3,
}
NEXT_STEPS = {
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
NOTES = [
    "Thesis on low-light capture fits the joint project. Ask about the evaluation.",
    "Strong talk; the reading group would like to meet them again.",
    "Wants to start in September rather than January.",
    "Has a paper under review; check the outcome before the committee meets.",
]


@dataclass
class Scene:
    """What the generator draws from: one track of one centre."""

    centre: Centre
    track: Track
    stages: list[Stage]
    positions: list[Position]
    intakes: list[Intake]
    supervisors: list[Supervisor]
    staff: list[User]
    reasons: dict[str, list[DispositionReason]]
    sources: list
    random: Random
    on: date

    def moment(self, day: date) -> datetime:
        clock = time(9 + self.random.randrange(9), self.random.randrange(60))
        return min(datetime.combine(day, clock, tzinfo=self.centre.zone), self.latest)

    @property
    def latest(self) -> datetime:
        """No event comes after the last day's evening, nor after this moment."""
        evening = datetime.combine(self.on, time(18, 30), tzinfo=self.centre.zone)
        return min(evening, timezone.now())


@transaction.atomic
def fill(centre: Centre, *, candidates: int, seed: int, on: date) -> None:
    """Give `centre` that many candidates with histories up to the end of `on`."""
    random = Random(seed)  # noqa: S311  invented data, nothing to guess
    doctoral = _scene(centre, TrackKind.DOCTORAL, random, on)
    postdoc = _scene(centre, TrackKind.POSTDOC, random, on)
    people = _Crowd(centre, random, seed)
    starts = _doctoral_starts(doctoral)
    postdocs = _postdoc_starts(postdoc)
    plans = [*starts, *postdocs]
    while len(plans) < candidates:
        scene = doctoral if random.random() < 0.82 else postdoc
        plans.append(_applicant(scene))
    plans = plans[:candidates]
    for start in range(0, len(plans), CHUNK):
        part = plans[start : start + CHUNK]
        _write(part, people.take(len(part)), random, on)
    _some_leave(doctoral, postdoc)


def _scene(centre: Centre, kind: str, random: Random, on: date) -> Scene:
    track = centre.tracks.get(kind=kind)
    reasons: dict[str, list[DispositionReason]] = {}
    for reason in centre.reasons.all():
        reasons.setdefault(reason.party, []).append(reason)
    return Scene(
        centre=centre,
        track=track,
        stages=list(track.pipeline.stages.order_by("position")),
        positions=list(track.positions.prefetch_related("areas", "supervisors")),
        intakes=list(track.intakes.all()),
        supervisors=list(centre.supervisors.prefetch_related("areas")),
        staff=list(User.objects.filter(memberships__centre=centre, memberships__role="manager")),
        reasons=reasons,
        sources=list(centre.sources.all()),
        random=random,
        on=on,
    )


@dataclass
class Plan:
    """One application to be written: where, and its history."""

    scene: Scene
    position: Position
    intake: Intake
    supervisor: Supervisor | None
    asks: list[Ask]
    next_step: str = ""
    next_step_on: date | None = None


def _stage(scene: Scene, kind: str) -> Stage:
    return next(stage for stage in scene.stages if stage.kind == kind)


def _open_path(scene: Scene) -> list[Stage]:
    """The stages an applicant passes, from Applied to the last before the start."""
    return [s for s in scene.stages if s.kind not in (StageKind.LEAD, StageKind.STARTED)]


def _doctoral_starts(scene: Scene) -> list[Plan]:
    """Starts as planned up to `on`, and two accepted for the intake after it."""
    target = scene.centre.agreements.first().targets.get(kind=TrackKind.DOCTORAL)
    plans = []
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


def _postdoc_starts(scene: Scene) -> list[Plan]:
    """A postdoc every seven months, each in a seat of the rolling intake, and two seats free."""
    first = scene.centre.agreements.first().starts_on + timedelta(days=150)
    plans, day = [], first
    for _seat in range(5):
        opening = Opening.objects.create(
            centre=scene.centre, position=scene.positions[0], intake=scene.intakes[0]
        )
        if day <= scene.on and len(plans) < 3:
            plans.append(_starter(scene, scene.positions[0], scene.intakes[0], day, opening))
        day += timedelta(days=210)
    return plans


def _supervisor(scene: Scene, position: Position) -> Supervisor | None:
    listed = list(position.supervisors.all()) or scene.supervisors
    return scene.random.choice(listed) if listed else None


def _walk(scene: Scene, stages: list[Stage], *, first: date, last: date) -> list[Ask]:
    """Entry and moves through `stages`, spread over the days from `first` to `last`."""
    span = max((last - first).days, 0)
    cuts = sorted(scene.random.randrange(span + 1) for _ in stages[1:])
    days = [first, *(first + timedelta(days=cut) for cut in cuts)]
    moments = sorted(scene.moment(day) for day in days)
    return [
        Ask("enter" if i == 0 else "move", stage=stage, effective_at=at)
        for i, (stage, at) in enumerate(zip(stages, moments, strict=True))
    ]


def _starter(scene, position, intake, day: date, opening: Opening) -> Plan:
    path = _open_path(scene)
    asks = _walk(
        scene,
        path,
        first=day - timedelta(days=scene.random.randrange(200, 280)),
        last=day - timedelta(days=30),
    )
    at = datetime.combine(day, time(9), tzinfo=scene.centre.zone)
    asks.append(
        Ask(
            "move",
            stage=_stage(scene, StageKind.STARTED),
            effective_at=at,
            starts_on=day,
            opening=opening,
        )
    )
    return Plan(scene, position, intake, _supervisor(scene, position), asks)


def _accepted(scene, position, intake) -> Plan:
    """Accepted and waiting for the visa; the first day is still to come."""
    path = _open_path(scene)
    asks = _walk(
        scene, path, first=scene.on - timedelta(days=150), last=scene.on - timedelta(days=28)
    )
    return Plan(
        scene,
        position,
        intake,
        _supervisor(scene, position),
        asks,
        "Student visa",
        scene.on + timedelta(days=21),
    )


def _applicant(scene: Scene) -> Plan:
    """Somebody who applied to an intake between the first and the one after next."""
    random, on = scene.random, scene.on
    dated = [intake for intake in scene.intakes if intake.starts_on]
    upto = [i for i in dated if i.starts_on <= on + timedelta(days=330)] or dated[:1]
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
    path = _open_path(scene)
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
    asks = _walk(scene, stages, first=min(applied, last), last=last)
    asks[-1] = Ask(
        asks[-1].verb,
        stage=stage,
        effective_at=max(
            scene.moment(last), asks[-2].effective_at if len(asks) > 1 else scene.moment(last)
        ),
    )
    early = reach < 2 and random.random() < 0.5
    supervisor = None if early else _supervisor(scene, position)
    step = "" if random.random() < 0.1 else random.choice(NEXT_STEPS[stage.kind])
    if supervisor is None:
        step = "Assign a supervisor"
    due = scene.on + timedelta(days=random.randrange(-4, 20)) if step else None
    return Plan(scene, position, intake, supervisor, asks, step, due)


def _ended_one(scene: Scene, position, intake, applied: date, until: date) -> Plan:
    random = scene.random
    path = _open_path(scene)
    reach = _reach(scene, path, most=len(path) - 2)
    last = max(applied, until - timedelta(days=random.randrange(1, 40)))
    asks = _walk(scene, path[: reach + 1], first=applied, last=last)
    kind = path[reach].kind
    withdrew = random.random() < (0.8 if kind == StageKind.OFFER else 0.15)
    party = Party.CANDIDATE if withdrew else Party.CENTRE
    closed = min(
        asks[-1].effective_at + timedelta(days=random.randrange(1, 25), minutes=5),
        scene.latest,
    )
    asks.append(
        Ask(
            "close",
            reason=random.choice(scene.reasons[party]),
            effective_at=max(closed, asks[-1].effective_at),
        )
    )
    return Plan(scene, position, intake, _supervisor(scene, position), asks)


class _Crowd:
    """Candidates to be, each with an address of their own."""

    def __init__(self, centre: Centre, random: Random, seed: int):
        self.centre, self.random, self.n, self.seed = centre, random, 0, seed

    def take(self, count: int) -> list[Candidate]:
        return [self._one() for _ in range(count)]

    def _one(self) -> Candidate:
        self.n += 1
        random, who = self.random, person(self.random)
        local = who.full_name.lower().encode("ascii", "ignore").decode().replace(" ", ".")
        return Candidate(
            centre=self.centre,
            full_name=who.full_name,
            native_name=who.native_name,
            email=f"{local}.{self.n}@example.org",
            phone=f"+852 5550 {self.n % 10000:04d}" if random.random() < 0.4 else "",
            nationality=who.nationality if random.random() < 0.95 else "",
            current_place=random.choice(PLACES),
            token=UUID(int=random.getrandbits(128)),
        )


def _write(plans: list[Plan], people: list[Candidate], random: Random, on: date) -> None:
    Candidate.objects.bulk_create([one.tidy() for one in people], batch_size=500)
    schools = [_degree(one, random, on) for one in people]
    EducationRecord.objects.bulk_create(schools, batch_size=500)
    CandidateKey.add_new(people, {one.candidate_id: [one.institution] for one in schools})
    items = []
    for plan, who in zip(plans, people, strict=True):
        areas = list(plan.position.areas.all()) or (
            list(plan.supervisor.areas.all()) if plan.supervisor else []
        )
        application = Application(
            candidate=who,
            position=plan.position,
            intake=plan.intake,
            supervisor=plan.supervisor,
            area=areas[0] if areas else None,
            source=random.choice(plan.scene.sources),
            owner=random.choice(plan.scene.staff) if plan.scene.staff else None,
            next_step=plan.next_step,
            next_step_on=plan.next_step_on,
        )
        items.append((application, plan.asks))
    staff = plans[0].scene.staff
    record(items, actor=staff[0] if staff else None, as_it_happened=True)
    _date(people)
    noted = [who for who in people if random.random() < 0.3]
    author = plans[0].scene.staff[0] if plans[0].scene.staff else None
    Note.objects.bulk_create(
        Note(
            candidate=who,
            author=author,
            text=random.choice(NOTES),
            token=UUID(int=random.getrandbits(128)),
        )
        for who in noted
    )


def _date(people: list[Candidate]) -> None:
    """People were added with their first step and touched with their last."""
    steps = StageTransition.objects.filter(application__candidate=OuterRef("pk"))
    Candidate.objects.filter(pk__in=[one.pk for one in people]).update(
        created_at=Subquery(steps.order_by("effective_at").values("effective_at")[:1]),
        updated_at=Subquery(steps.order_by("-effective_at").values("effective_at")[:1]),
    )
    own = StageTransition.objects.filter(application=OuterRef("pk"), sequence=1)
    Application.objects.filter(candidate__in=people).update(
        created_at=Subquery(own.values("effective_at")[:1])
    )


def _degree(who: Candidate, random: Random, on: date) -> EducationRecord:
    home = [one for one in UNIVERSITIES if one[1] == who.nationality]
    name, country = random.choice(home if home and random.random() < 0.7 else UNIVERSITIES)
    ended = on.year - random.randrange(0, 4)
    level = random.choice(["master", "master", "bachelor", "mphil"])
    return EducationRecord(
        candidate=who,
        level=level,
        institution=name,
        country=country,
        field=random.choice(FIELDS),
        started=ended - 2,
        ended=ended,
    )


def _some_leave(*scenes: Scene) -> None:
    """One starter in ten of the first year leaves some months later."""
    for scene in scenes:
        reason = scene.reasons[Party.RESEARCHER][4]
        enrolments = scene.track.enrolments.order_by("started_on", "pk")
        for enrolment in enrolments[4::10]:
            gone = enrolment.started_on + timedelta(days=170)
            if gone <= scene.on:
                enrolment.left_on, enrolment.leaving_reason = gone, reason
                enrolment.save()
