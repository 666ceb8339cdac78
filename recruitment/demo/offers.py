"""Offers of the invented centre, of every state: where each leads to stands somebody already.

Written as rows: through the verbs each would write e-mails, and move people who stand right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid5

from django.utils import timezone

from centre.accounts.models import Role, User
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.targets.models import TrackKind
from recruitment.demo.generate import TOKENS
from recruitment.offers import actions, approvals, promises
from recruitment.offers.kinds import EventKind, Gate, Pay, Progress, State
from recruitment.offers.models import Condition, FundingPart, Offer, OfferEvent
from recruitment.pipeline.kinds import Party, StageKind, Status
from recruitment.pipeline.models import Application

_E = EventKind
_EACH = timedelta(days=2)
_SENT = (_E.WRITTEN, _E.SUBMITTED, _E.APPROVED, _E.SENT)


@dataclass(frozen=True)
class Sample:
    """So many offers of a state, to people who stand there, days before today."""

    state: State
    many: int
    stages: tuple[StageKind, ...]
    events: tuple[EventKind, ...]
    days_ago: int
    days_left: int
    status: Status = Status.ACTIVE


_SAMPLES = [
    Sample(State.DRAFT, 1, (StageKind.DECISION, StageKind.OFFER_APPROVAL), _SENT[:1], 2, 14),
    Sample(State.IN_APPROVAL, 2, (StageKind.DECISION, StageKind.OFFER_APPROVAL), _SENT[:2], 3, 14),
    Sample(State.APPROVED, 1, (StageKind.DECISION, StageKind.OFFER_APPROVAL), _SENT[:3], 4, 12),
    Sample(State.SENT, 2, (StageKind.OFFER,), _SENT, 6, 8),
    Sample(State.SENT, 1, (StageKind.OFFER,), _SENT, 12, 2),
    Sample(State.LAPSED, 1, (StageKind.DECISION,), (*_SENT, _E.LAPSED), 30, -10),
    Sample(State.RESCINDED, 1, (StageKind.DECISION,), (*_SENT, _E.RESCINDED), 20, -2),
    Sample(State.ACCEPTED, 3, (StageKind.PRE_START,), (*_SENT, _E.ACCEPTED), 25, -8),
    Sample(
        State.DECLINED, 1, (StageKind.OFFER,), (*_SENT, _E.DECLINED), 60, -40, Status.WITHDRAWN
    ),
    Sample(
        State.MELTED, 1, (StageKind.PRE_START,), (*_SENT, _E.ACCEPTED, _E.MELTED), 90, -70,
        Status.WITHDRAWN,
    ),
]  # fmt: skip


def offer_some(centre: Centre, *, on: date) -> None:
    """Each to somebody who has none yet; as many as there are people for."""
    staff = {
        role: User.objects.filter(memberships__centre=centre, memberships__role=role).first()
        for role in (Role.MANAGER, Role.DIRECTOR)
    }
    supervisor = Supervisor.objects.filter(centre=centre, retired_on=None).first()
    if supervisor is None:
        return
    chain, used = approvals.draw_up(centre), 0
    for sample in _SAMPLES:
        for one in _people(centre, sample):
            used += 1
            offer = _offer(one, sample, supervisor, chain, on=on, nth=used)
            _told(offer, sample, staff)
            if sample.state == State.ACCEPTED:
                _conditions(offer, on, nth=used)
            promises.keep(offer)
    if manager := staff[Role.MANAGER]:
        _change_one(centre, by=manager)


def _change_one(centre: Centre, *, by: User) -> None:
    """One that waited for approval is paid more: its first version is superseded."""
    rows = Offer.objects.filter(application__centre=centre, state=State.IN_APPROVAL)
    one = rows.select_related("application").order_by("pk").last()
    if one is None:
        return
    parts = list(one.parts.all())
    one.amount += 500
    parts[0].amount += 500
    newer = actions.edit(one, parts, by=by)
    Offer.objects.filter(pk=newer.pk).update(token=uuid5(TOKENS, f"newer {one.token}"))


def _people(centre: Centre, sample: Sample) -> list[Application]:
    rows = Application.objects.filter(
        centre=centre, stage__kind__in=sample.stages, status=sample.status, offers=None
    )
    if sample.state == State.DECLINED:
        rows = rows.filter(reason__party=Party.CANDIDATE)
    rows = rows.select_related("track", "intake", "centre", "reason", "supervisor")
    return list(rows.order_by("-entered_stage_at", "pk")[: sample.many])


def _offer(
    one: Application,
    sample: Sample,
    supervisor: Supervisor,
    chain: Sequence[dict],
    *,
    on: date,
    nth: int,
) -> Offer:
    doctoral = one.track.kind == TrackKind.DOCTORAL
    amount, months = (18_890, 48) if doctoral else (31_500, 24)
    at = _moment(one, on - timedelta(days=sample.days_ago))
    answered = sample.events[-1] in (_E.ACCEPTED, _E.DECLINED, _E.MELTED)
    offer = Offer.objects.create(
        application=one,
        number=1,
        state=sample.state,
        pay=Pay.STIPEND if doctoral else Pay.SALARY,
        amount=amount,
        currency="HKD",
        months=months,
        starts_on=max(one.intake.starts_on or on, on) + timedelta(days=30),
        supervisor=one.supervisor or supervisor,
        expires_on=on + timedelta(days=sample.days_left),
        expires_zone=one.centre.time_zone,
        round=1 if len(sample.events) > 1 else 0,
        chain=list(chain) if len(sample.events) > 1 else [],
        sent_at=at if _E.SENT in sample.events else None,
        answered_at=at + _EACH if answered else None,
        reason=one.reason if sample.state == State.DECLINED else None,
        token=uuid5(TOKENS, f"offer {one.centre.slug} {nth}"),
        created_at=at - 3 * _EACH,
    )
    ours = amount - 4_470 if doctoral and nth % 2 else amount
    FundingPart.objects.create(offer=offer, source="sponsor", amount=ours)
    if ours < amount:
        FundingPart.objects.create(
            offer=offer, source="university", text="Top-up (invented)", amount=amount - ours
        )
    return offer


def _moment(one: Application, day: date) -> datetime:
    return min(datetime.combine(day, time(11), tzinfo=one.centre.zone), timezone.now())


def _told(offer: Offer, sample: Sample, staff: dict) -> None:
    """What happened to it, two days apart, the sending on the day it was sent; it lapses at the
    end of its time."""
    manager, director = staff[Role.MANAGER], staff[Role.DIRECTOR]
    by = {_E.APPROVED: director, _E.LAPSED: None, _E.ACCEPTED: None, _E.DECLINED: None}
    begun = offer.created_at
    OfferEvent.objects.bulk_create(
        OfferEvent(
            offer=offer,
            kind=kind,
            by=by.get(kind, manager),
            at=offer.expires_at if kind == _E.LAPSED else begun + n * _EACH,
            round=offer.round if n else 0,
            group=0 if kind == _E.APPROVED else None,
        )
        for n, kind in enumerate(sample.events)
    )
    if manager:
        offer.writers.add(manager)


def _conditions(offer: Offer, on: date, *, nth: int) -> None:
    for kind, state in (("degree", Progress.MET), ("visa", Progress.UNDER_WAY)):
        Condition.objects.create(
            offer=offer,
            kind=kind,
            gate=Gate.FINAL if kind == "degree" else Gate.FIRST_DAY,
            state=state,
            due_on=on + timedelta(days=20 + nth),
            begun_on=on - timedelta(days=12),
            settled_on=on - timedelta(days=3) if state == Progress.MET else None,
            token=uuid5(TOKENS, f"condition {kind} {offer.token}"),
        )
