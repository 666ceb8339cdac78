"""Progress of a track as of the end of a day: reads only. No clock and no request; a day in,
dataclasses out. Page, command and settings take their figures from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, Q
from django.utils import formats

from centre.organisation.models import Centre
from centre.targets.models import Target, TrackKind
from centre.targets.plan import planned_by, staircase
from centre.targets.promises import Promise, read_promises
from centre.web.statements import Slot, kept
from recruitment.dashboard.known import known_figures, known_stays, moment_of
from recruitment.dashboard.stages import StageFigures, stage_figures
from recruitment.enrolment import stays as people
from recruitment.enrolment.stays import Curve, Stay, read_stays
from recruitment.pipeline.models import Application
from recruitment.pipeline.remembered import known_intakes
from recruitment.positions.models import Opening, Track
from recruitment.seats.held import OFFERED, Held
from recruitment.talent.flow import Journeys
from recruitment.talent.journeys import Group
from recruitment.talent.selectors import Wanted, read_journeys


@dataclass(frozen=True)
class IntakeSeats:
    """An intake and its seats as they stand now; openings keep no history."""

    pk: int
    name: str
    starts_on: date | None
    retired: bool
    seats: int  # open or filled
    taken: int


@dataclass(frozen=True)
class IntakeProgress:
    """One line of the plan against what came of it. `intake` is None for a step without one."""

    intake: IntakeSeats | None
    name: str
    planned: int
    started: int  # people of this cohort, also if they left since
    accepted: int


@dataclass(frozen=True)
class Progress:
    """Where a track stands against its target at the end of `on`. All counts are people."""

    track: Track
    on: date
    promise: Promise | None
    in_post: int
    started: int
    left: int
    accepted: int
    counted: int  # those the target's definition counts
    plan: int | None  # people the plan expects by `on`; None without a plan
    by_intake: Sequence[IntakeProgress]
    curve: Curve  # at each change: people in post, or started if that is what counts
    staircase: Curve  # corners of the plan, cumulative

    @property
    def headcount(self) -> int | None:
        return self.promise.headcount if self.promise else None

    @property
    def counts(self) -> str:
        return self.promise.counts if self.promise else Target.Counts.IN_POST

    @property
    def gap(self) -> int | None:
        """People missing to the plan; below 0 when ahead of it."""
        return None if self.plan is None else self.plan - self.counted


def read_tracks(centre: Centre) -> dict[Track, list[IntakeSeats]]:
    """{track: its intakes with seats} in order, in one query."""
    found: dict[Track, list[IntakeSeats]] = {}
    for row in kept("tracks", _tracks).objects(centre=centre.pk):
        intakes = found.setdefault(row, [])
        if row.intake is not None:
            intakes.append(
                IntakeSeats(
                    row.intake,
                    row.intake_name,
                    row.intake_day,
                    row.intake_retired is not None,
                    row.seats,
                    row.taken,
                )
            )
    return found


def _tracks():
    open_or_filled = ~Q(intakes__openings__status=Opening.Status.CLOSED)
    filled = Q(intakes__openings__status=Opening.Status.FILLED)
    return (
        Track.objects.filter(centre=Slot("centre"))
        .annotate(
            intake=F("intakes"),
            intake_name=F("intakes__name"),
            intake_day=F("intakes__starts_on"),
            intake_retired=F("intakes__retired_on"),
            seats=Count("intakes__openings", filter=open_or_filled),
            taken=Count("intakes__openings", filter=filled),
        )
        .order_by("position", "name", F("intake_day").asc(nulls_last=True), "intake")
    )


def _as_known(intakes: Sequence[IntakeSeats], track: Track, moment: datetime) -> list[IntakeSeats]:
    """Those there were, with the names and days of then; their seats are today's."""
    then = known_intakes(track, moment)
    found = [
        replace(
            one,
            name=then[one.pk]["name"],
            starts_on=then[one.pk]["starts_on"],
            retired=then[one.pk]["retired_on"] is not None,
        )
        for one in intakes
        if one.pk in then
    ]
    return sorted(found, key=lambda one: (one.starts_on or date.max, one.pk))


def read_accepted(track: Track, on: date) -> dict[int, int]:
    """{candidate: intake} of those accepted on `track` and not yet started, in one query."""

    def rows():
        found = Application.objects.accepted(track, on=on).order_by("pk")
        return found.values_list("candidate", "intake")

    if on != track.centre.today():
        return dict(rows())
    return dict(kept(("accepted", track.pk, on), rows).rows())


def assess(
    track: Track,
    on: date,
    *,
    promise: Promise | None,
    stays: Sequence[Stay],
    accepted: Mapping[int, int],
    intakes: Sequence[IntakeSeats],
) -> Progress:
    """Progress from rows already read: arithmetic only, so a what-if passes another promise."""
    stays = [stay for stay in stays if stay.track == track.pk]
    here, ever = people.in_post(stays, on), people.started(stays, on)
    # Who is in post and accepted once more is one head, who is here.
    accepted = {who: intake for who, intake in accepted.items() if who not in here}
    plan = promise.plan if promise else ()
    counts = promise.counts if promise else Target.Counts.IN_POST
    counted = {
        Target.Counts.IN_POST: here,
        Target.Counts.ENROLLED: ever,
        Target.Counts.ACCEPTED: here | accepted.keys(),
    }[Target.Counts(counts)]
    return Progress(
        track=track,
        on=on,
        promise=promise,
        in_post=len(here),
        started=len(ever),
        left=len(people.left(stays, on)),
        accepted=len(accepted),
        counted=len(counted),
        plan=planned_by(on, plan) if plan else None,
        by_intake=_by_intake(on, plan, stays, accepted, intakes),
        curve=people.curve(stays, on, leavers=counts == Target.Counts.ENROLLED),
        staircase=staircase(plan, starts_on=promise.starts_on, ends_on=promise.ends_on)
        if promise and plan
        else [],
    )


def _by_intake(on, plan, stays, accepted, intakes) -> list[IntakeProgress]:
    """Every intake with a plan, a start or somebody to come; then steps without an intake."""
    planned = dict(plan)
    people = [
        (
            intake,
            {s.person for s in stays if s.intake == intake.pk and s.started_on <= on},
            sum(where == intake.pk for where in accepted.values()),
        )
        for intake in intakes
    ]
    # Two intakes on one day: the step of the plan belongs to the one that brings people.
    people.sort(key=lambda one: -(len(one[1]) + one[2]))
    lines: list[tuple[date, IntakeProgress]] = []
    for intake, came, to_come in people:
        expected = planned.pop(intake.starts_on, 0)
        if expected or came or to_come:
            line = IntakeProgress(intake, intake.name, expected, len(came), to_come)
            lines.append((intake.starts_on or date.max, line))
    for day, expected in planned.items():
        name = formats.date_format(day, "F Y")
        lines.append((day, IntakeProgress(None, name, expected, 0, 0)))
    return [line for _day, line in sorted(lines, key=lambda one: (one[0], one[1].name))]


def progress(
    centre: Centre,
    track: Track,
    on: date,
    *,
    tracks: Mapping[Track, Sequence[IntakeSeats]] | None = None,
) -> Progress:
    """Where `track` stands at the end of `on`. Three queries, and one unless `tracks` are read."""
    tracks = read_tracks(centre) if tracks is None else tracks
    track.centre = centre
    return assess(
        track,
        on,
        promise=read_promises(centre).get(track.kind),
        stays=read_stays(centre),
        accepted=read_accepted(track, on),
        intakes=tracks.get(track, ()),
    )


@dataclass(frozen=True)
class Dashboard:
    """Everything the page and the command show of one track."""

    centre: Centre
    track: Track
    on: date
    progress: Progress
    others: Sequence[Progress]  # doctoral or postdoctoral, whichever is not shown
    stages: Sequence[StageFigures]
    intakes: Sequence[IntakeSeats]
    known: date | datetime | None = None  # nothing recorded after that day is in it
    # Of the researchers, as known now: where people studied keeps no history. None with `known`.
    talent: Journeys | None = None
    # Of `next_intake`, as they stand now, whatever the day: they keep no history. None without any.
    next_seats: Held | None = None

    @property
    def over_limit(self) -> int:
        return sum(one.over_limit for one in self.stages)

    @property
    def next_intake(self) -> IntakeSeats | None:
        return next_of(self.intakes, self.progress)


def next_of(intakes: Sequence[IntakeSeats], progress: Progress) -> IntakeSeats | None:
    """The first intake after that day that has seats or a plan; else any after it, or rolling."""
    live = [one for one in intakes if not one.retired]
    planned = {line.intake for line in progress.by_intake if line.planned}
    ahead = [one for one in live if one.starts_on and one.starts_on > progress.on]
    rolling = [one for one in live if one.starts_on is None]
    expecting = [one for one in ahead if one.seats or one in planned]
    return next(iter([*expecting, *ahead, *rolling]), None)


def read_dashboard(
    centre: Centre,
    tracks: Mapping[Track, Sequence[IntakeSeats]],
    track: Track,
    on: date,
    known: date | datetime | None = None,
) -> Dashboard:
    """The figures of `track` at the end of `on`. Five queries beside `read_tracks`.

    With `known`, as they were known at the end of that day or at that moment, target, plan and
    intakes too: fifteen queries, and one of them reads every step of the track.
    """
    track.centre = centre
    intakes = tracks[track]
    stages = None
    if known is None:
        promises = read_promises(centre)
        stays, accepted = read_stays(centre), read_accepted(track, on)
    else:
        moment = moment_of(centre, known)
        promises = read_promises(centre, moment)
        intakes = _as_known(intakes, track, moment)
        stays = known_stays(centre, known)
        stages, accepted = known_figures(track, on, known)
    here = assess(
        track,
        on,
        promise=promises.get(track.kind),
        stays=stays,
        accepted=accepted,
        intakes=intakes,
    )
    following = next_of(intakes, here)
    if stages is None:
        stages = stage_figures(track, on, intake=following.pk if following else 0)
    return Dashboard(
        centre=centre,
        track=track,
        on=on,
        progress=here,
        others=[
            assess(
                other, on, promise=promises.get(other.kind), stays=stays, accepted={}, intakes=()
            )
            for other in tracks
            if other != track and other.kind != TrackKind.OTHER
        ],
        stages=stages,
        intakes=intakes,
        known=known,
        talent=read_journeys(None, centre, Wanted(Group.RESEARCHERS, (track,), on))
        if known is None
        else None,
        next_seats=_held(following, stages),
    )


def _held(intake: IntakeSeats | None, stages: Sequence[StageFigures]) -> Held | None:
    """Who has its seats."""
    if intake is None or not intake.seats:
        return None
    offered = sum(one.promised for one in stages if one.stage.kind in OFFERED)
    return Held(
        open=intake.seats - intake.taken,
        taken=intake.taken,
        offered=offered,
        accepted=sum(one.promised for one in stages) - offered,
    )
