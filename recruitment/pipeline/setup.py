"""Starting a centre: its agreement, target, plan, tracks, pipelines, reasons, sources, intakes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction

from centre.money.defaults import add_default_rates
from centre.organisation.models import Centre
from centre.targets.models import Agreement, PlannedIntake, Target, TrackKind
from centre.targets.plan import even_plan
from recruitment.pipeline.defaults import INTAKES, REASONS, SOURCES, STAGES, TOLD_WITH, TRACKS
from recruitment.pipeline.kinds import LETTERS_READ, StageKind
from recruitment.pipeline.models import DispositionReason, Pipeline, Stage
from recruitment.positions.models import Intake, Position, Source, Track

# What capabilities above give a new centre, told when the app starts (recruitment/apps.py).
_equipment: list[Callable[[Centre], None]] = []


def add_equipment(equipment: Callable[[Centre], None]) -> None:
    if equipment not in _equipment:
        _equipment.append(equipment)


# Where a new centre asks for an offer.
OFFERED_ONLY = (StageKind.OFFER, StageKind.PRE_START, StageKind.STARTED)


@transaction.atomic
def start_centre(
    centre: Centre,
    *,
    starts_on: date,
    ends_on: date,
    doctoral_target: int | None,
    needs_offers: bool = False,
    title: str = "Framework agreement",
) -> Centre:
    """Save `centre` and give it all a real, empty centre needs to log its first candidate.

    `needs_offers`: nobody is appointed, nor said to have an offer, past the offers themselves.
    """
    centre.save()
    agreement = Agreement.objects.create(
        centre=centre, title=title, starts_on=starts_on, ends_on=ends_on
    )
    equip(centre, needs_offers=needs_offers)
    add_default_rates(centre)
    doctoral = centre.tracks.get(kind=TrackKind.DOCTORAL)
    days = add_intakes(doctoral, starts_on=starts_on, ends_on=ends_on)
    target = Target.objects.create(
        agreement=agreement, kind=TrackKind.DOCTORAL, headcount=doctoral_target, by=ends_on
    )
    Target.objects.create(agreement=agreement, kind=TrackKind.POSTDOC, headcount=None, by=ends_on)
    septembers = [day for day in days if day.month == 9] or days
    PlannedIntake.objects.bulk_create(
        PlannedIntake(target=target, on=day, starts=starts)
        for day, starts in even_plan(doctoral_target or 0, septembers)
    )
    return centre


def equip(centre: Centre, *, needs_offers: bool = False) -> None:
    """Default tracks with their pipelines, reasons, sources, and a rolling intake for postdocs."""
    for order, (kind, code, name, title) in enumerate(TRACKS):
        track = Track.objects.create(centre=centre, kind=kind, code=code, name=name, position=order)
        add_pipeline(track, needs_offers=needs_offers)
        Position.objects.create(centre=centre, track=track, title=title)
        if kind == TrackKind.POSTDOC:
            Intake.objects.create(centre=centre, track=track, name="Rolling")
    Source.objects.bulk_create(Source(centre=centre, name=name) for name in SOURCES)
    DispositionReason.objects.bulk_create(
        DispositionReason(centre=centre, party=party, code=code, name=name, position=order)
        for party, reasons in REASONS.items()
        for order, (code, name) in enumerate(reasons)
    )
    for more in _equipment:
        more(centre)


def add_pipeline(track: Track, *, needs_offers: bool = False) -> Pipeline:
    pipeline = Pipeline.objects.create(centre_id=track.centre_id, track=track)
    Stage.objects.bulk_create(
        Stage(
            centre_id=track.centre_id,
            pipeline=pipeline,
            name=name,
            kind=kind,
            position=position,
            prior_pass_rate=rate,
            prior_days=days,
            limit_days=limit,
            opens_letters=kind in LETTERS_READ,
            needs_offer=needs_offers and kind in OFFERED_ONLY,
            told_with=TOLD_WITH.get(kind, ""),
        )
        for position, (name, kind, rate, days, limit) in enumerate(STAGES[track.kind])
    )
    return pipeline


def add_intakes(track: Track, *, starts_on: date, ends_on: date) -> list[date]:
    """January, May and September intakes of those years, with deadlines three months ahead."""
    days = []
    for year in range(starts_on.year, ends_on.year + 1):
        for name, month, day in INTAKES:
            start = date(year, month, day)
            if starts_on <= start <= ends_on:
                closes = start - timedelta(days=92)
                deadline = datetime(
                    closes.year, closes.month, closes.day, 23, 59, tzinfo=track.centre.zone
                )
                Intake.objects.create(
                    centre=track.centre,
                    track=track,
                    name=f"{name} {year}",
                    starts_on=start,
                    deadline=deadline,
                    deadline_zone=track.centre.time_zone,
                )
                days.append(start)
    return days
