"""What must be true of the whole database, checked from the histories up.

`violations()` derives everything a second time and yields a line a fault, naming the row. It reads
one snapshot, in chunks: memory follows the number of days and stages, not that of applications.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from types import SimpleNamespace

from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    QuerySet,
    Sum,
    Value,
    prefetch_related_objects,
)

from centre.web.snapshot import snapshot
from centre.web.statements import Slot, Statement, kept
from recruitment.candidates.models import Candidate, CandidateKey
from recruitment.moves import arrivals, tallies
from recruitment.moves.relations import CHUNK, broken_relations
from recruitment.moves.steps import standing
from recruitment.moves.stored import as_step
from recruitment.pipeline.kinds import ENDED, SUCCEEDED, StageKind, Status, StepKind
from recruitment.pipeline.models import (
    Application,
    DispositionReason,
    Pipeline,
    Stage,
    StageTally,
    StageTransition,
)

M = StageTally.Measure


def violations() -> Iterator[str]:
    """A line for every fault in the database; nothing if all is well."""
    with snapshot():
        yield from broken_relations()
        yield from broken_histories()
        yield from broken_counts()
        yield from broken_keys()


def broken_histories() -> Iterator[str]:
    for pipeline in _in_use().objects():
        yield from _of_pipeline(pipeline, _stages().objects(pipeline=pipeline.pk))


def broken_counts() -> Iterator[str]:
    for pipeline in _in_use().objects():
        yield from _counted_twice(_stages().objects(pipeline=pipeline.pk))


@cache
def _in_use() -> Statement:
    """Pipelines with anything to compare: an application or a tally."""
    theirs = Application.objects.filter(track=OuterRef("track"))
    tallied = StageTally.objects.filter(stage__pipeline=OuterRef("pk"))
    at_one = Application.objects.filter(stage__pipeline=OuterRef("pk"))
    used = Pipeline.objects.filter(Exists(theirs) | Exists(tallied) | Exists(at_one))
    return Statement(used.select_related("centre").order_by("pk"))


@cache
def _stages() -> Statement:
    return Statement(Stage.objects.filter(pipeline=Slot("pipeline")).order_by("position"))


def _next(rows: QuerySet) -> Statement:
    """The CHUNK rows that follow `last`, in order of their keys."""
    return Statement(rows.filter(pk__gt=Slot("last")).order_by("pk")[:CHUNK])


@cache
def _applications() -> Statement:
    return _next(Application.objects.filter(track=Slot("track")))


@cache
def _people() -> Statement:
    return _next(Candidate.objects.all())


def _chunks(rows: Statement, **given) -> Iterator[list]:
    """All the rows, CHUNK at a time, whatever the driver buffers."""
    last, is_more = 0, True
    while is_more and (part := rows.objects(last=last, **given)):
        yield part
        last, is_more = part[-1].pk, len(part) == CHUNK


def _of_pipeline(pipeline: Pipeline, stages: list[Stage]) -> Iterator[str]:
    """Each application of a pipeline against its history, then the tallies against all of them."""
    by_pk = {stage.pk: stage for stage in stages}
    reasons = {one.pk: one for one in DispositionReason.objects.filter(centre=pipeline.centre_id)}
    expected: Counter[tallies.Cell] = Counter()
    came: Counter[arrivals.Cell] = Counter()
    for part in _chunks(_applications(), track=pipeline.track_id):
        rows = StageTransition.objects.filter(application__in=[one.pk for one in part])
        in_order = rows.order_by("application", "sequence").iterator(CHUNK)
        steps = {pk: list(group) for pk, group in groupby(in_order, lambda row: row.application_id)}
        histories, intakes = [], []
        for application in part:
            history = steps.get(application.pk, [])
            faults = list(_of_history(application, history, by_pk))
            yield from (f"recruitment.Application {application.pk}: {fault}" for fault in faults)
            if history and all(row.to_stage_id in by_pk for row in history):
                for row in history:
                    row.to_stage = by_pk[row.to_stage_id]
                    row.reason = reasons.get(row.reason_id or 0)
                histories.append([as_step(row) for row in history])
                intakes.append(application.intake_id)
                yield from (
                    f"recruitment.Application {application.pk}: {fault}"
                    for fault in _of_state(application, histories[-1])
                )
        zone = pipeline.centre.zone
        expected.update(tallies.total(histories, stages, zone))
        came.update(arrivals.total(zip(intakes, histories, strict=True), zone))
    yield from _of_tallies(stages, {**tallies.blocks(expected), **arrivals.blocks(came)})


def _of_history(application, history, stages) -> Iterator[str]:
    """The steps follow one another without a gap, and the version counts them."""
    if not history:
        yield "has no history"
        return
    numbers = [row.sequence for row in history]
    if numbers != list(range(1, len(history) + 1)):
        yield f"its steps are numbered {numbers}, not from 1 without a gap"
    if application.version != len(history):
        yield f"its version is {application.version}, and it has {len(history)} steps"
    before = (None, "")
    for row in history:
        if (row.from_stage_id, row.from_status) != before:
            yield f"step {row.sequence} does not start where the step before ended"
        if (row.kind == StepKind.ENTRY) != (row.sequence == 1):
            yield f"step {row.sequence} is “{row.kind}”: the first step, and it alone, enters"
        if row.to_stage_id not in stages:
            yield f"step {row.sequence} leads to a stage of another pipeline"
        before = (row.to_stage_id, row.to_status)


def _of_state(application, history) -> Iterator[str]:
    """Stage, status, reason and day are those of the last step that stands."""
    kept = standing(history)
    last, since = kept[-1], kept[-1]
    for before, step in zip([None, *kept], kept, strict=False):
        if (
            before is None
            or before.stage.pk != step.stage.pk
            or (step.status == Status.ACTIVE != before.status)
        ):
            since = step
    reason = last.reason.pk if last.reason and last.status in ENDED else None
    for name, stored, derived in [
        ("stage", application.stage_id, last.stage.pk),
        ("status", application.status, last.status),
        ("reason", application.reason_id, reason),
        ("entered_stage_at", application.entered_stage_at, since.effective_at),
    ]:
        if stored != derived:
            yield f"its {name} is {stored}; its history says {derived}"


def _of_tallies(stages: Iterable[Stage], expected: dict[tallies.Block, int]) -> Iterator[str]:
    for row in StageTally.objects.filter(stage__in=stages).iterator(CHUNK):
        key = row.stage_id, row.measure, row.span, row.day, row.days, row.intake_id or 0
        derived = expected.pop(key, 0)
        if row.n != derived:
            yield f"recruitment.StageTally {row.pk}: {row} is stored; histories give {derived}"
    for (stage, measure, span, day, days, intake), n in expected.items():
        if n:
            where = f" for intake {intake}" if intake else ""
            yield (
                f"recruitment.Stage {stage}: histories give {n} {measure} on {day}{where} "
                f"({days} days, in blocks of {span}); no tally is stored"
            )


def _counted_twice(stages: list[Stage]) -> Iterator[str]:
    """The sums of the tallies against the lists their figures open."""
    sums = {
        (stage, measure): n
        for stage, measure, n in StageTally.objects.filter(stage__in=stages, span=1)
        .values_list("stage", "measure")
        .annotate(n=Sum("n"))
    }
    everyone = Application.objects.order_by()
    stands: Counter[tuple[int, str]] = Counter()
    for stage, status, n in (
        everyone.filter(stage__in=stages).values_list("stage", "status").annotate(n=Count("pk"))
    ):
        stands[stage, M.OPEN if status == Status.ACTIVE else M.CLOSED] += n * (
            status not in SUCCEEDED
        )
    steps = StageTransition.objects.filter(to_stage__in=stages)
    furthest = steps.aggregate(Max("to_stage__position"))["to_stage__position__max"] or 0
    for stage in stages:
        # Nobody ever came to stages beyond: there is no list to count.
        came = stage.position <= furthest
        for measure, listed in [
            (M.ENTERED, _listed("reached", stage) if came else 0),
            (M.ADVANCED, _listed("passed", stage) if came else 0),
            (M.CLOSED, stands[stage.pk, M.CLOSED]),
            (M.OPEN, stands[stage.pk, M.OPEN]),
        ]:
            tallied = sums.get((stage.pk, measure), 0)
            if tallied != listed:
                yield (
                    f"recruitment.Stage {stage.pk}: {tallied} {measure} by the tallies, "
                    f"{listed} by the list"
                )


def _listed(which: str, stage: Stage) -> int:
    """How many the list of those who `reached` or `passed` a stage holds; compiled once, as there
    are many stages and the lists differ in two numbers only."""

    def build():
        anyone = SimpleNamespace(
            position=Slot("position"), pipeline_id=Slot("pipeline"), kind=stage.kind
        )
        listed = getattr(Application.objects.order_by(), which)(anyone)
        return listed.values(all=Value(1)).annotate(n=Count("pk")).values_list("n")

    is_lead = stage.kind == StageKind.LEAD
    rows = kept((which, is_lead), build).rows(position=stage.position, pipeline=stage.pipeline_id)
    return sum(n for (n,) in rows)


def broken_keys() -> Iterator[str]:
    """People are found by what they are called now: no key missing, none left over."""
    for part in _chunks(_people()):
        prefetch_related_objects(part, "education")
        stored: dict[int, set] = {one.pk: set() for one in part}
        for row in CandidateKey.objects.filter(candidate__in=list(stored)).iterator(CHUNK):
            stored[row.candidate_id].add((str(row.kind), row.key))
        for person in part:
            schools = [record.institution for record in person.education.all()]
            wanted = {(str(kind), key) for kind, key in person.keys(*schools)}
            for what, keys in [
                ("lacks the key", wanted - stored[person.pk]),
                ("has a key too many,", stored[person.pk] - wanted),
            ]:
                for kind, _key in sorted(keys):
                    # The key itself is personal data; its kind is enough to find it.
                    yield f"recruitment.Candidate {person.pk}: {what} of kind “{kind}”"
