"""A centre full of plausible, invented history, through the same gate as everybody's.

The number of starts follows the plan and its seats, not the number of candidates: a centre with
more applicants is choosier, not larger.
"""

from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max, Min, OuterRef, Subquery

from centre.organisation.models import Centre
from centre.targets.models import TrackKind
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord, Note
from recruitment.candidates.names import fold
from recruitment.demo.after import add_careers
from recruitment.demo.careers import degrees, destination
from recruitment.demo.histories import applicant, doctoral_starts, postdoc_starts
from recruitment.demo.people import PLACES, person
from recruitment.demo.scene import Plan, Scene, scene_of
from recruitment.moves.gate import record
from recruitment.pipeline.kinds import Party
from recruitment.pipeline.models import Application, StageTransition

CHUNK = 1000
TOKENS = UUID("0b5a6b00-0000-4000-8000-000000000025")
NOTES = [
    "Thesis on low-light capture fits the joint project. Ask about the evaluation.",
    "Strong talk; the reading group would like to meet them again.",
    "Wants to start in September rather than January.",
    "Has a paper under review; check the outcome before the committee meets.",
]


@transaction.atomic
def fill(centre: Centre, *, candidates: int, seed: int, on: date) -> None:
    """Give `centre` that many candidates with histories up to the end of `on`."""
    random = Random(seed)  # noqa: S311  invented data, nothing to guess
    doctoral = scene_of(centre, TrackKind.DOCTORAL, random, on)
    postdoc = scene_of(centre, TrackKind.POSTDOC, random, on)
    # People have a chance of their own: who starts is the same in a small demo and in a large one.
    people = _Crowd(centre, Random(f"people {seed}"), seed)  # noqa: S311
    starts = doctoral_starts(doctoral)
    postdocs = postdoc_starts(postdoc)
    plans = [*starts, *postdocs]
    while len(plans) < candidates:
        scene = doctoral if random.random() < 0.82 else postdoc
        plans.append(applicant(scene))
    plans = plans[:candidates]
    for start in range(0, len(plans), CHUNK):
        part = plans[start : start + CHUNK]
        _write(part, people.take(len(part)), random, on)
    _some_leave(doctoral, postdoc)
    add_careers(centre, on)


class _Crowd:
    """Candidates to be, each with an address of their own."""

    def __init__(self, centre: Centre, random: Random, seed: int):
        self.centre, self.random, self.n, self.seed = centre, random, 0, seed

    def take(self, count: int) -> list[Candidate]:
        return [self._one() for _ in range(count)]

    def _one(self) -> Candidate:
        self.n += 1
        random, who = self.random, person(self.random)
        local = fold(who.full_name).encode("ascii", "ignore").decode().replace(" ", ".")
        return Candidate(
            centre=self.centre,
            full_name=who.full_name,
            native_name=who.native_name,
            email=f"{local}.{self.n}@example.org",
            phone=f"+852 5550 {self.n % 10000:04d}" if random.random() < 0.4 else "",
            nationality=who.nationality if random.random() < 0.95 else "",
            current_place=random.choice(PLACES),
            token=uuid5(TOKENS, f"{self.centre.slug} {self.seed} {self.n}"),
        )


def _write(plans: list[Plan], people: list[Candidate], random: Random, on: date) -> None:
    Candidate.objects.bulk_create([one.tidy() for one in people], batch_size=500)
    schools = {one.pk: degrees(one, on) for one in people}
    EducationRecord.objects.bulk_create(
        [record for records in schools.values() for record in records], batch_size=500
    )
    CandidateKey.add_new(
        people, {pk: [one.institution for one in records] for pk, records in schools.items()}
    )
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
    # Not "the first by day": without statistics PostgreSQL then reads the days of everybody.
    own = steps.order_by().values("application__candidate")
    Candidate.objects.filter(pk__in=[one.pk for one in people]).update(
        created_at=Subquery(own.annotate(day=Min("effective_at")).values("day")),
        updated_at=Subquery(own.annotate(day=Max("effective_at")).values("day")),
    )
    begin = StageTransition.objects.filter(application=OuterRef("pk"), sequence=1)
    Application.objects.filter(candidate__in=people).update(
        created_at=Subquery(begin.values("effective_at")[:1])
    )


def _some_leave(*scenes: Scene) -> None:
    """One starter in ten of the first year leaves some months later."""
    for scene in scenes:
        reason = scene.reasons[Party.RESEARCHER][4]
        enrolments = scene.track.enrolments.order_by("started_on", "pk")
        for nth, enrolment in enumerate(enrolments[4::10]):
            gone = enrolment.started_on + timedelta(days=170)
            if gone <= scene.on:
                enrolment.left_on, enrolment.leaving_reason = gone, reason
                enrolment.save(recorded_at=scene.moment(gone))
                destination(enrolment, nth, scene.on)
