"""Verbs of an offer. Each is all or nothing, and of two people at once one is told.

What is sent, answered, rescinded or lapsed moves the application, through the gate; nothing else
here does.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from centre.accounts.models import User
from centre.web.refusal import Refused
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.offers import approvals, mail, promises, withdrawn
from recruitment.offers.holding import hold
from recruitment.offers.kinds import EDITABLE, LIVE, EventKind, State
from recruitment.offers.letter import keep_as_sent
from recruitment.offers.models import Condition, FundingPart, Offer, OfferEvent
from recruitment.pipeline.kinds import BEYOND_COMMITTEE, StageKind, Status
from recruitment.pipeline.models import Application, DispositionReason, Stage, StageTransition

OF_TERMS = (
    "pay", "amount", "currency", "months", "starts_on", "supervisor", "co_supervisor",
    "expires_on", "expires_time", "expires_zone", "language", "paragraph",
)  # fmt: skip
_OF_CONDITION = (
    "kind", "text", "gate", "due_on", "state", "begun_on", "settled_on", "valid_until", "reference",
)  # fmt: skip


def tell(offer: Offer, kind: str, *, by: User | None, note: str = "", **more) -> OfferEvent:
    """Write down what happened."""
    return OfferEvent.objects.create(
        offer=offer, kind=kind, by=by, note=note, round=offer.round, **more
    )


def turn(offer: Offer, to: str, *, come_from: Iterable[str], **fields) -> None:
    """Set the state if it is still what the asker saw; Refused, with what it is now, if not."""
    unchanged = Offer.objects.filter(
        pk=offer.pk, revision=offer.revision, state__in=list(come_from)
    )
    if not unchanged.update(state=to, revision=F("revision") + 1, **fields):
        now = Offer.objects.get(pk=offer.pk)
        raise Refused(
            _("This offer is “%(state)s” by now. Reload the page.")
            % {"state": now.get_state_display()}
        )
    offer.state, offer.revision = to, offer.revision + 1
    for name, value in fields.items():
        setattr(offer, name, value)


# ---- writing ----


@transaction.atomic
def write(offer: Offer, parts: Sequence[FundingPart], *, by: User) -> Offer:
    """Store a new offer of an application that has none that counts."""
    application = Application.objects.select_for_update(no_key=True).get(pk=offer.application_id)
    same = Offer.objects.filter(token=offer.token).first()
    if same is not None:
        return same
    _insist_open(application)
    if Offer.objects.live().filter(application=application).exists():
        raise Refused(_("This application has an offer already. Edit that one."))
    _number(offer)
    offer.save()
    _store_parts(offer, parts)
    offer.writers.add(by)
    tell(offer, EventKind.WRITTEN, by=by)
    return offer


@transaction.atomic
def edit(offer: Offer, parts: Sequence[FundingPart], *, by: User) -> Offer:
    """Store the edited terms: in the draft itself, else as the next version, which must be approved
    anew. What was sent can be answered no more once its terms are being changed."""
    if offer.is_unasked:
        turn(offer, State.DRAFT, come_from=[State.DRAFT])
        offer.save(update_fields=[*OF_TERMS])
        offer.parts.all().delete()
        _store_parts(offer, parts)
        offer.writers.add(by)
        tell(offer, EventKind.EDITED, by=by)
        return offer
    older = Offer.objects.select_related("application__candidate", "application__centre").get(
        pk=offer.pk
    )
    older.revision = offer.revision
    turn(older, State.SUPERSEDED, come_from=EDITABLE)
    tell(older, EventKind.SUPERSEDED, by=by)
    promises.keep(older)
    # Its link still opens: the page says that the offer is being changed.
    mail.withdraw(older, by=by, why=_("The offer was changed before this was sent."))
    newer = Offer(application_id=older.application_id)
    for name in OF_TERMS:
        setattr(newer, name, getattr(offer, name))
    _number(newer)
    newer.save()
    _store_parts(newer, parts)
    newer.writers.set([*older.writers.all(), by])
    Condition.objects.bulk_create(
        Condition(offer=newer, **{name: getattr(one, name) for name in _OF_CONDITION})
        for one in older.conditions.all()
    )
    tell(newer, EventKind.WRITTEN, by=by)
    return newer


def _number(offer: Offer) -> None:
    rows = Offer.objects.filter(application=offer.application_id)
    offer.number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _store_parts(offer: Offer, parts: Sequence[FundingPart]) -> None:
    FundingPart.objects.bulk_create(
        FundingPart(offer=offer, source=one.source, text=one.text, amount=one.amount)
        for one in parts
    )


# ---- approval ----


@transaction.atomic
def submit(offer: Offer, *, by: User, note: str = "") -> None:
    """Send a draft for approval: the chain of the centre as it stands now."""
    _insist_open(offer.application)
    if not offer.parts.exists():
        raise Refused(_("Name who pays first: the offer has no funding source."))
    if offer.expires_at <= timezone.now():
        raise Refused(_("The day to answer by has passed. Edit the offer first."))
    chain = approvals.draw_up(offer.application.centre)
    stuck = approvals.dead_ends(chain, _writers(offer) | set(approvals.tied_to(offer)))
    if stuck:
        raise Refused(" ".join([*stuck, _("Set the groups under Settings, Approval of offers.")]))
    turn(offer, State.IN_APPROVAL, come_from=[State.DRAFT], chain=chain, round=offer.round + 1)
    tell(offer, EventKind.SUBMITTED, by=by, note=note)


def _writers(offer: Offer) -> set[int]:
    return set(offer.writers.order_by().values_list("pk", flat=True))


@transaction.atomic
def approve(offer: Offer, *, by: User, note: str = "") -> None:
    """Say yes for the group whose turn it is; the last yes makes the offer approved."""
    events = list(offer.events.all())
    if reason := approvals.refusal(offer, by, events):
        raise Refused(reason)
    found = approvals.turns(offer, events)
    now = approvals.current(found)
    assert now is not None  # why_not has seen to it
    given = tell(offer, EventKind.APPROVED, by=by, note=note, group=now.number)
    done = approvals.current(approvals.turns(offer, [*events, given])) is None
    turn(offer, State.APPROVED if done else State.IN_APPROVAL, come_from=[State.IN_APPROVAL])


@transaction.atomic
def send_back(offer: Offer, *, by: User, note: str) -> None:
    """An approver says not like this; the offer is a draft again."""
    if reason := approvals.refusal(offer, by, list(offer.events.all())):
        raise Refused(reason)
    turn(offer, State.DRAFT, come_from=[State.IN_APPROVAL])
    tell(offer, EventKind.RETURNED, by=by, note=note)


def recommend(offer: Offer, *, by: User, note: str = "") -> None:
    """A supervisor's word on an offer, which decides nothing."""
    tell(offer, EventKind.RECOMMENDED, by=by, note=note)


# ---- out, and the answer ----


@transaction.atomic
def send(offer: Offer, *, by: User, note: str = "", told: bool = True) -> None:
    """Send the approved offer; the application goes to the stage of offers that are out. Unless
    `told`, its e-mail is held until somebody releases it."""
    now = timezone.now()
    _insist_open(offer.application)
    if offer.expires_at <= now:
        raise Refused(_("The day to answer by has passed. Edit the offer first."))
    turn(offer, State.SENT, come_from=[State.APPROVED], sent_at=now)
    tell(offer, EventKind.SENT, by=by, note=note)
    promises.keep(offer)
    mail.unsay_ends(offer, by=by)
    mail.tell_candidate(offer, by=by, held=not told)
    keep_as_sent(offer)
    _advance(offer.application, StageKind.OFFER, by=by)


@transaction.atomic
def accept(offer: Offer, *, by: User | None, note: str = "", at: datetime | None = None) -> bool:
    """The candidate's yes; False if it was given already. `by` is whoever entered it for them."""
    if offer.state == State.ACCEPTED:
        return False
    at = at or timezone.now()
    if by is None and offer.is_overdue(at):
        raise Refused(_("The time to answer this offer has passed."))
    _insist_open(offer.application)
    turn(offer, State.ACCEPTED, come_from=[State.SENT], answered_at=at)
    said = tell(offer, EventKind.ACCEPTED, by=by, note=note)
    withdrawn.keep_back(offer, by=by, at=said.at)
    promises.keep(offer)
    words = "" if by else _("The candidate accepted the offer on their own page.")
    _advance(offer.application, StageKind.PRE_START, by=by, note=words)
    return True


@transaction.atomic
def decline(offer: Offer, *, by: User | None, reason: DispositionReason, note: str = "") -> bool:
    """The candidate's no, which closes the application; False if it was given already.

    One that somebody entered here is told of at the instant of the step that closed the
    application: so taking that step back takes it back as well (rules._revive). What the candidate
    said with their own hand is no slip of the office.
    """
    if offer.state == State.DECLINED:
        return False
    turn(offer, State.DECLINED, come_from=[State.SENT], answered_at=timezone.now(), reason=reason)
    promises.keep(offer)
    steps: Sequence[StageTransition] = ()
    if offer.application.status == Status.ACTIVE:
        words = "" if by else _("The candidate declined the offer on their own page.")
        ask = Ask("close", reason=reason, note=f"{words} {note}".strip())
        steps = _through_the_gate(offer.application, ask, by=by)
    more = {"at": steps[-1].recorded_at} if by is not None and steps else {}
    said = tell(offer, EventKind.DECLINED, by=by, note=note, **more)
    withdrawn.keep_back(offer, by=by, at=said.at)
    return True


@transaction.atomic
def rescind(offer: Offer, *, by: User, note: str, told: bool = False) -> None:
    """The centre takes the offer back, and the application goes back to before the offers: nobody
    counts it as offered or accepted any more. A candidate who knew of the offer, or of a version
    before it, is `told` now, or once somebody releases the e-mail."""
    was_accepted = offer.state == State.ACCEPTED
    if was_accepted:
        _insist_open(offer.application)
    known = was_accepted or any(map(mail.was_told, mail.versions_known(offer)))
    turn(offer, State.RESCINDED, come_from=LIVE)
    tell(offer, EventKind.RESCINDED, by=by, note=note)
    promises.keep(offer)
    # Its link still opens: the page says that the offer was withdrawn.
    mail.withdraw(offer, by=by, why=_("The offer was rescinded before this was sent."))
    if known:
        mail.tell_rescinded(offer, by=by, held=not told)
    step_back(offer.application, by=by, note=_("The offer was rescinded."))


@transaction.atomic
def lapse(offer: Offer, now: datetime) -> bool:
    """Nobody answered in time. The application goes back to before the offers; My tasks tells
    somebody to look at it."""
    overdue = Offer.objects.filter(pk=offer.pk, state=State.SENT, expires_at__lt=now)
    hold(overdue)
    if not overdue.update(state=State.LAPSED, revision=F("revision") + 1):
        return False
    offer.state = State.LAPSED
    tell(offer, EventKind.LAPSED, by=None)
    promises.keep(offer)
    mail.tell_lapsed(offer)
    step_back(offer.application, by=None, note=_("The offer lapsed without an answer."))
    return True


def _insist_open(application: Application) -> None:
    if application.status != Status.ACTIVE:
        raise Refused(_("This application is not open any more, so its offer stays as it is."))


def _advance(application: Application, kind: str, *, by: User | None, note: str = "") -> None:
    """To the first stage of that kind, unless it is there or beyond, or the pipeline has none."""
    stages = Stage.objects.in_use().filter(pipeline__track=application.track_id, kind=kind)
    stage = stages.order_by("position").first()
    if stage is None or stage.position <= application.stage.position:
        return
    _through_the_gate(application, Ask("move", stage=stage, note=note), by=by)


def step_back(application: Application, *, by: User | None, note: str) -> None:
    """Out of the stages of offers, to the last before them that asks for none. If the pipeline has
    none, or another rule keeps the application where it is, it stays."""
    if application.status != Status.ACTIVE or application.stage.kind not in BEYOND_COMMITTEE:
        return
    stages = Stage.objects.in_use().filter(
        pipeline__track=application.track_id,
        position__lt=application.stage.position,
        needs_offer=False,
    )
    stage = stages.exclude(kind__in=BEYOND_COMMITTEE).order_by("position").last()
    if stage is not None:
        with suppress(Refused):
            _through_the_gate(application, Ask("move", stage=stage, note=note), by=by)


def _through_the_gate(
    application: Application, ask: Ask, *, by: User | None
) -> list[StageTransition]:
    try:
        return take(application, ask, actor=by)
    except IllegalMove as refusal:
        raise Refused(str(refusal)) from refusal
