"""What was known at the end of a day: progress and funnel from the append-only records alone.

The fast figures come from rows and tallies that hold what we know now. Here the same figures are
worked out from steps, enrolment facts and deferrals recorded by the end of a day, so that a figure
published on that day comes out again, whatever was entered or corrected since. It reads every step
of the track once: the cost follows the history, the number of statements does not. Target, plan,
intakes, names and limits of stages come from the audit log (centre.remembered).

Not remembered are the order of stages, seats, supervisors' places, and what an application says of
its area, source and supervisor: they are today's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from centre.organisation.models import Centre
from recruitment.dashboard.lengths import median_days
from recruitment.dashboard.stages import StageFigures, year_before
from recruitment.enrolment.facts import EnrolmentFact
from recruitment.enrolment.stays import Stay
from recruitment.moves.steps import Step, standing
from recruitment.moves.tallies import Cell, contribution
from recruitment.pipeline.kinds import SUCCEEDED, StageKind, Status
from recruitment.pipeline.models import Deferral, Stage, StageTally, StageTransition
from recruitment.pipeline.remembered import known_stages
from recruitment.pipeline.tallied import EXITS
from recruitment.positions.models import Track

M = StageTally.Measure
CHUNK = 2000


def moment_of(centre: Centre, known: date | datetime) -> datetime:
    """The first moment whose records are not known any more: `known`, or the end of that day."""
    return known if isinstance(known, datetime) else centre.end_of(known)


def known_stays(centre: Centre, known: date | datetime) -> list[Stay]:
    """All enrolments of the centre as recorded by `known`, in one query."""
    facts = EnrolmentFact.objects.known(moment_of(centre, known))
    rows = facts.filter(application__centre=centre).order_by("started_on", "pk")
    return [
        Stay(*row)
        for row in rows.values_list(
            "application__candidate",
            "application__track",
            "intake",
            "started_on",
            "left_on",
            "application",
        )
    ]


@dataclass
class Past:
    """What the steps of a track tell of `on` as known then."""

    cells: Counter[Cell] = field(default_factory=Counter)
    accepted: dict[int, int] = field(default_factory=dict)  # candidate: application


def known_figures(
    track: Track, on: date, known: date | datetime
) -> tuple[list[StageFigures], dict[int, int]]:
    """(every stage of `track` in order, {candidate: intake} of those accepted), at the end of `on`
    as recorded by `known`. Six queries."""
    moment = moment_of(track.centre, known)
    rows = Stage.objects.filter(pipeline__track=track).order_by("position", "pk")
    stages = known_stages(list(rows), moment)
    facts = EnrolmentFact.objects.known(moment).filter(application__track=track)
    began = dict(facts.values_list("application", "started_on"))
    past, intakes = Past(), {}
    for application, candidate, intake, history in _histories(track, stages, moment):
        past.cells.update(contribution(history, stages, track.centre.zone))
        if _is_accepted(history, track.centre.end_of(on), began.get(application), on):
            past.accepted[candidate] = application
            intakes[application] = intake
    before = _intakes_before(past.accepted.values(), moment)
    accepted = {who: before.get(one, intakes[one]) for who, one in past.accepted.items()}
    return [_figures(stage, past.cells, on) for stage in stages], accepted


def _histories(
    track: Track, stages: list[Stage], moment: datetime
) -> Iterator[tuple[int, int, int, list[Step]]]:
    """(application, candidate, intake as it is now, steps recorded before `moment`), in one query
    that is read as it comes."""
    by_pk = {stage.pk: stage for stage in stages}
    rows = StageTransition.objects.filter(
        application__track=track, recorded_at__lt=moment
    ).order_by("application", "sequence")
    values = rows.values_list(
        "application", "application__candidate", "application__intake",
        "sequence", "kind", "to_stage", "to_status", "effective_at", "annuls_after",
    )  # fmt: skip
    for (one, candidate, intake), group in groupby(values.iterator(CHUNK), lambda row: row[:3]):
        history: list[Step] = []
        for _one, _candidate, _intake, number, kind, stage, status, at, annuls in group:
            if number != len(history) + 1:
                break  # clocks that disagree: what follows a step not known yet is not known
            history.append(Step(number, kind, by_pk[stage], status, at, annuls))
        if history:
            yield one, candidate, intake, history


def _is_accepted(history: list[Step], end: datetime, began: date | None, on: date) -> bool:
    """Said yes and not yet started at the end of `on`, as `Application.objects.accepted` has it."""
    stood = [step for step in standing(history) if step.effective_at < end]
    if not stood or (began is not None and began <= on):
        return False
    last = stood[-1]
    waits = last.stage.kind == StageKind.PRE_START and last.status == Status.ACTIVE
    return waits or last.status in SUCCEEDED


def _intakes_before(applications, moment: datetime) -> dict[int, int]:
    """{application: the intake it was for} of those deferred since `moment`, in one query."""
    found: dict[int, int] = {}
    rows = Deferral.objects.filter(application__in=list(applications), recorded_at__gte=moment)
    for application, intake in rows.order_by("pk").values_list("application", "from_intake"):
        found.setdefault(application, intake)
    return found


def _figures(stage: Stage, cells: Mapping[Cell, int], on: date) -> StageFigures:
    """What `stage_figures` answers for this stage, from cells instead of stored tallies."""
    counts: Counter[str] = Counter()
    ended: Counter[int] = Counter()
    going: Counter[int] = Counter()
    for (pk, measure, day, days), n in cells.items():
        if pk != stage.pk:
            continue
        if measure in (M.ENTERED, M.ADVANCED, M.CLOSED) and day <= on:
            counts[measure] += n
        elif measure in EXITS and year_before(on) < day <= on:
            ended[days] += n
        elif measure in EXITS and day > on and days >= (day - on).days:
            going[days - (day - on).days] += n  # it was open then, and has ended since
        elif measure == M.OPEN and day <= on:
            going[(on - day).days] += n
    limit = stage.limit_days
    return StageFigures(
        stage=stage,
        entered=counts[M.ENTERED],
        advanced=counts[M.ADVANCED],
        closed=counts[M.CLOSED],
        waiting=sum(going.values()),
        n=sum(ended.values()) + sum(going.values()),
        median_days=median_days(ended, going),
        over_limit=0 if limit is None else sum(n for days, n in going.items() if days > limit),
    )
