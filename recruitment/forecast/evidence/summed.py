"""What happened, from tallies: what is known now, at a bounded cost.

The database adds up; what comes out is a few rows a stage, intake and day, however many applied.
"""

from collections import Counter
from datetime import date

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Concat

from recruitment.enrolment.models import Enrolment
from recruitment.forecast.evidence.days import DayIn
from recruitment.forecast.evidence.residence import local_region
from recruitment.forecast.evidence.seen import (
    AGES,
    Acceptance,
    Deferred,
    Records,
    Seen,
    Standing,
    before,
)
from recruitment.moves.arrivals import DAY, MONTH
from recruitment.pipeline.kinds import StageKind, Status
from recruitment.pipeline.models import Application, Deferral, StageTally, StageTransition
from recruitment.pipeline.tallied import StageRecord, read_counts, read_records
from recruitment.positions.models import Track


def read_seen(track: Track, on: date) -> Seen:
    """As known now, at the end of `on`. Six queries; five for a past day.

    Of a past day nobody knows which intake the open applications were for: applications keep
    only their present one. They stand there without.
    """
    records = read_records(track, on, since=date.min)
    sinces = {years: before(on, years) for years in AGES}
    counts = read_counts(track, on, sinces=[*dict.fromkeys(sinces.values())])
    arrived, late = _entries(track, on)
    return Seen(
        records=records,
        lately={
            years: {stage: StageRecord(stage) for stage in records} | counts[since]
            for years, since in sinces.items()
        },
        live=_live(track, on) if on >= track.centre.today() else _open(records),
        arrived=arrived,
        late=late,
        accepted=_accepted(track, on),
        deferred=_deferred(track, on),
    )


def _open(records: Records) -> Counter[Standing]:
    return Counter(
        {
            (stage, day, None, False): n
            for stage, record in records.items()
            for day, n in record.open.items()
        }
    )


def _live(track: Track, on: date) -> Counter[Standing]:
    """Each person once, where they have come furthest; nobody who is in post already."""
    open_ones = Application.objects.filter(track=track, status=Status.ACTIVE)
    # Track and status plus nothing: else SQLite walks all that is open for each person.
    same = Application.objects.alias(
        of=ExpressionWrapper(F("track_id") + 0, output_field=BigIntegerField()),
        state=Concat("status", Value("")),
        place=ExpressionWrapper(F("stage__position") + 0, output_field=IntegerField()),
    ).filter(candidate=OuterRef("candidate"), of=track.pk, state=Status.ACTIVE)
    further = same.filter(
        Q(place__gt=OuterRef("stage__position"))
        | Q(place=OuterRef("stage__position"), pk__gt=OuterRef("pk"))
    )
    here = Enrolment.objects.in_post(on).filter(track=track).values("application__candidate")
    rows = (
        open_ones.filter(~Exists(further))
        .exclude(candidate__in=here)
        .annotate(
            day=DayIn("entered_stage_at", track.centre.zone, on),
            local=_local(track, "candidate"),
        )
        .order_by()
        .values_list("stage", "day", "intake", "local")
        .annotate(n=Count("pk"))
    )
    return Counter({tuple(standing): n for *standing, n in rows})


def _local(track: Track, candidate: str) -> Case:
    ours = {f"{candidate}__nationality": local_region(track.centre)}
    return Case(When(**ours, then=Value(True)), default=Value(False), output_field=BooleanField())


def _entries(track: Track, on: date) -> tuple[Counter[tuple[int, date]], Counter[tuple[int, int]]]:
    """(arrivals, late entries) of who came in beyond the leads: whole months from the tallies of
    months, the last one from those of its days. One query."""
    month = on.replace(day=1)
    rows = (
        StageTally.objects.filter(stage__pipeline__track=track, measure=StageTally.Measure.CAME)
        .filter(Q(span=MONTH, day__lt=month) | Q(span=DAY, day__range=(month, on)))
        .annotate(month=Case(When(span=MONTH, then=F("day")), default=Value(month)))
        .order_by()
        .values_list("intake", "stage", "month", "days")
        .annotate(all=Sum("n"))
        .filter(all__gt=0)
    )
    arrived: Counter[tuple[int, date]] = Counter()
    late: Counter[tuple[int, int]] = Counter()
    for intake, stage, first, days, n in rows:
        arrived[intake, first] += n
        if days:
            late[stage, days] += n
    return arrived, late


def _steps(track: Track, on: date):
    """Steps that still count and had happened."""
    return StageTransition.objects.standing().filter(
        application__track=track, effective_at__lt=track.centre.end_of(on)
    )


def _accepted(track: Track, on: date) -> list[Acceptance]:
    """Everybody who ever said yes: as many rows as people. One query."""
    rows = (
        _steps(track, on)
        .filter(to_stage__pipeline__track=track, to_stage__kind=StageKind.PRE_START)
        .annotate(local=_local(track, "application__candidate"))
        .order_by()
        .values_list("application__candidate", "application__intake", "local")
        .annotate(day=Min(DayIn("effective_at", track.centre.zone, on)))
    )
    return sorted(
        (Acceptance(person, intake, day, local) for person, intake, local, day in rows),
        key=lambda one: (one.on, one.person),
    )


def _deferred(track: Track, on: date) -> list[Deferred]:
    """Every deferral recorded by then: as many rows as deferrals. One query."""
    rows = Deferral.objects.filter(
        application__track=track, recorded_at__lt=track.centre.end_of(on)
    ).annotate(day=DayIn("recorded_at", track.centre.zone, on))
    where = "application__candidate", "application__intake", "day", "from_intake", "to_intake"
    return sorted(Deferred(*row) for row in rows.order_by().values_list(*where))
