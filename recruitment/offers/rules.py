"""What offers ask of a step, and what a step does to an offer. The gate asks; see moves.conditions.

A stage asks for an offer where staff say so (Stage.needs_offer): up to the approval for one that
names who pays, for “Offer out” one that was approved and sent, after it an acceptance, and for the
start that nothing it depends on is still open. Steps of the past, from a list, are not asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from recruitment.moves.planned import Planned
from recruitment.moves.steps import IllegalMove
from recruitment.offers import mail, promises
from recruitment.offers.kinds import LIVE, SETTLED, EventKind, State
from recruitment.offers.models import Condition, FundingPart, Offer, OfferEvent
from recruitment.pipeline.kinds import (
    BEYOND_COMMITTEE,
    ENDED,
    Party,
    StageKind,
    Status,
    StepKind,
)
from recruitment.pipeline.models import StageTransition

# Before these nobody has an offer, so that a step there costs nothing.
OFFERING = (StageKind.DECISION, *BEYOND_COMMITTEE)


def offer_stands(planned: Sequence[Planned]) -> None:
    """Refuse a step into a stage that asks for an offer which is not there yet. One statement, and
    another only to say what is missing."""
    asked = [plan for plan in planned if _asks(plan)]
    if not asked:
        return
    parts = FundingPart.objects.filter(offer=OuterRef("pk"))
    missing = Condition.objects.filter(offer=OuterRef("pk")).exclude(state__in=SETTLED)
    rows = Offer.objects.filter(
        application__in=[plan.application.pk for plan in asked], state__in=LIVE
    ).annotate(is_funded=Exists(parts), is_held_up=Exists(missing))
    offers = {row.application_id: Standing(row, row.is_funded, row.is_held_up) for row in rows}
    for plan in asked:
        if words := _lacks(plan, offers.get(plan.application.pk)):
            raise IllegalMove(words)


@dataclass(frozen=True)
class Standing:
    """The offer that counts, as far as a step looks at it."""

    offer: Offer
    is_funded: bool
    is_held_up: bool


def _asks(plan: Planned) -> bool:
    step = plan.step
    if not step.stage.needs_offer or plan.ask.backfill or step.status in ENDED:
        return False
    if step.kind == StepKind.REOPEN:
        return False
    # Going back to where it stood before takes nothing that was not had.
    stood = step.kind == StepKind.CORRECTION and any(
        one.stage.pk == step.stage.pk for one in plan.before
    )
    return not stood


def _lacks(plan: Planned, found: Standing | None) -> str:
    """What the step still needs, in a sentence; "" if nothing."""
    stage = plan.step.stage
    words = {"stage": str(stage), "name": str(plan.application.candidate), "state": ""}
    if found is None:
        return _("%(stage)s needs an offer, and %(name)s has none yet. Make it first.") % words
    if not found.is_funded:
        return _("%(stage)s needs a funding source: the offer names nobody who pays.") % words
    state = found.offer.state
    words["state"] = str(found.offer.get_state_display())
    if stage.kind == StageKind.OFFER and state not in (State.SENT, State.ACCEPTED):
        text = _(
            "%(stage)s needs an approved offer, and this one is “%(state)s”. Sending it moves "
            "%(name)s there."
        )
        return text % words
    if stage.kind not in (StageKind.PRE_START, StageKind.STARTED):
        return ""
    if state != State.ACCEPTED:
        return _("%(stage)s needs an accepted offer, and this one is “%(state)s”.") % words
    if stage.kind == StageKind.STARTED and found.is_held_up:
        return _held_up(found.offer, words)
    return ""


def _held_up(offer: Offer, words: dict[str, str]) -> str:
    rows = Condition.objects.filter(offer=offer).exclude(state__in=SETTLED)
    words["what"] = ", ".join(str(one) for one in rows)
    return _("%(name)s cannot start yet. Still open: %(what)s.") % words


def keep_in_step(planned: Sequence[Planned], written: Sequence[StageTransition]) -> None:
    """An application that ends takes its offer along: declined or rescinded, or, once accepted,
    never started. One that is reopened gets its acceptance back."""
    ended = [(plan, row) for plan, row in zip(planned, written, strict=True) if _ends(plan)]
    for plan, row in ended:
        _end(plan, row)
    back = [plan for plan in planned if _comes_back(plan)]
    for plan in back:
        _revive(plan)


def _had_offer(plan: Planned) -> bool:
    return any(one.stage.kind in OFFERING for one in plan.before)


def _ends(plan: Planned) -> bool:
    return plan.step.kind == StepKind.CLOSE and _had_offer(plan)


def _comes_back(plan: Planned) -> bool:
    was = plan.before[-1].status if plan.before else Status.ACTIVE
    return was in ENDED and plan.step.status == Status.ACTIVE and _had_offer(plan)


def _end(plan: Planned, row: StageTransition) -> None:
    rows = Offer.objects.select_related("application")
    offer = rows.filter(application=plan.application.pk, state__in=LIVE).first()
    if offer is None:
        return
    reason = plan.step.reason
    declines = offer.state == State.SENT and reason is not None and reason.party == Party.CANDIDATE
    if offer.state == State.ACCEPTED:
        to, kind = State.MELTED, EventKind.MELTED
    elif declines:
        to, kind = State.DECLINED, EventKind.DECLINED
    else:
        to, kind = State.RESCINDED, EventKind.RESCINDED
    _set(offer, to, kind, row, reason=reason if declines else None)


def _revive(plan: Planned) -> None:
    rows = Offer.objects.select_related("application").filter(application=plan.application.pk)
    last = rows.order_by("-number").first()
    if last is not None and last.state == State.MELTED:
        _set(last, State.ACCEPTED, EventKind.REVIVED, None)


def _set(offer: Offer, to: str, kind: str, row: StageTransition | None, **fields) -> None:
    rows = Offer.objects.filter(pk=offer.pk, revision=offer.revision)
    if not rows.update(state=to, revision=F("revision") + 1, **fields):
        raise IllegalMove(_("Somebody changed the offer meanwhile. Try again."))
    offer.state = State(to)
    promises.keep(offer)
    if to not in (State.ACCEPTED, State.DECLINED):
        mail.take_back(offer, by=row.actor if row else None)
    OfferEvent.objects.create(
        offer=offer, kind=kind, by_id=row.actor_id if row else None, round=offer.round
    )
