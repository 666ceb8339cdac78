"""What offers ask of a step, and what a step does to an offer. The gate asks; see moves.conditions.

A stage asks for an offer where staff say so (Stage.needs_offer): up to the approval for one that
names who pays, for “Offer out” one that was approved and sent, after it an acceptance, and for the
start an acceptance. What an accepted offer depends on holds a start up whatever the stage asks
for. Steps of the past, from a list, are not asked.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.utils.translation import gettext as _

from centre.web.jobs import start
from recruitment.moves.planned import Planned
from recruitment.moves.steps import IllegalMove
from recruitment.offers import granting, promises, withdrawn
from recruitment.offers.kinds import LIVE, PROMISED, SETTLED, EventKind, State
from recruitment.offers.lapsing import retreat
from recruitment.offers.models import (
    Condition,
    FundingPart,
    Offer,
    OfferEvent,
    open_conditions,
)
from recruitment.offers.over import is_over
from recruitment.offers.words import in_words
from recruitment.pipeline.kinds import (
    BEYOND_COMMITTEE,
    ENDED,
    SUCCEEDED,
    Party,
    StageKind,
    Status,
    StepKind,
)
from recruitment.pipeline.models import Application, StageTransition

# Before these nobody has an offer, so that a step there costs nothing.
OFFERING = (StageKind.DECISION, *BEYOND_COMMITTEE)
# What the end of an application makes of its offer.
BY_A_STEP = (State.MELTED, State.DECLINED, State.RESCINDED)


def offer_allows(planned: Sequence[Planned]) -> Iterator[tuple[Planned, str]]:
    """A stage that asks for an offer is come to with one alone, and behind an acceptance nothing
    goes back but the correction of one that the office entered. One statement; and of corrections
    to a stage of offers another: nobody is offered or accepted again by one."""
    yield from _refused([plan for plan in planned if _asks(plan) or _goes_back(plan)])
    yield from _come_to_nothing([plan for plan in planned if _comes_again(plan)])


def offer_allows_shown(planned: Sequence[Planned]) -> Iterator[tuple[Planned, str]]:
    """The same, and of a start what holds it up whatever its stage asks for (`_start`)."""
    return _refused(
        [plan for plan in planned if _asks(plan) or _goes_back(plan) or plan.step.stage.is_start]
    )


def _comes_again(plan: Planned) -> bool:
    step = plan.step
    return (
        step.kind == StepKind.CORRECTION
        and step.stage.kind in BEYOND_COMMITTEE
        and bool(plan.before)
        and plan.before[-1].status == step.status == Status.ACTIVE
        and plan.before[-1].stage.kind not in BEYOND_COMMITTEE
    )


def _come_to_nothing(planned: Sequence[Planned]) -> Iterator[tuple[Planned, str]]:
    if not planned:
        return
    those = Application.objects.filter(pk__in=[plan.application.pk for plan in planned])
    over = set(those.filter(is_over()).values_list("pk", flat=True))
    for plan in planned:
        if plan.application.pk in over:
            words = _(
                "The offer to %(name)s came to nothing, so they do not go back to %(stage)s. Make "
                "another offer."
            )
            names = {"name": plan.application.candidate, "stage": plan.step.stage}
            yield plan, words % names


def _refused(asked: Sequence[Planned]) -> Iterator[tuple[Planned, str]]:
    offers = _standings({plan.application.pk for plan in asked}) if asked else {}
    for plan in asked:
        found = offers.get(plan.application.pk)
        words = _lacks(plan, found) if _asks(plan) else ""
        words = words or (_holds_back(plan, found) if found else "")
        if words:
            yield plan, words


@dataclass
class Standing:
    """The offer that counts, as far as a step looks at it."""

    state: State
    is_funded: bool
    own_hand: bool  # the candidate accepted it on their own page
    comes_later: bool  # it was deferred since it was accepted
    starts_on: date
    depends_on: list[Condition] = field(default_factory=list)  # but what holds for good

    def still_open(self, first_day: date | None) -> list[str]:
        return in_words(open_conditions(self.depends_on, on=first_day or self.starts_on))


def _standings(applications: Collection[int]) -> dict[int, Standing]:
    parts = FundingPart.objects.filter(offer=OuterRef("pk"))
    said = OfferEvent.objects.filter(offer=OuterRef("pk"), kind=EventKind.ACCEPTED).order_by("-pk")
    own = Case(When(by=None, then=True), default=False, output_field=BooleanField())
    since = OfferEvent.objects.filter(
        offer=OuterRef("pk"), kind__in=(EventKind.ACCEPTED, EventKind.DEFERRED)
    )
    for_good = Q(conditions__state__in=SETTLED, conditions__valid_until=None)
    depends = FilteredRelation("conditions", condition=~for_good)
    rows = (
        Offer.objects.filter(application__in=applications, state__in=LIVE)
        .annotate(
            is_funded=Exists(parts),
            own=Subquery(said.annotate(own=own).values("own")[:1]),
            since=Subquery(since.order_by("-pk").values("kind")[:1]),
            open=depends,
        )
        .order_by("pk", "open__gate", "open__due_on", "open__pk")
        .values_list(
            *("application", "state", "is_funded", "own", "since", "starts_on"),
            *(f"open__{name}" for name in _OF_CONDITION),
        )
    )
    found: dict[int, Standing] = {}
    for pk, state, is_funded, own_hand, last, day, kind, *rest in rows:
        later = last == EventKind.DEFERRED
        one = found.setdefault(pk, Standing(State(state), is_funded, bool(own_hand), later, day))
        if kind is not None:
            values = zip(_OF_CONDITION, (kind, *rest), strict=True)
            one.depends_on.append(Condition(**dict(values)))
    return found


_OF_CONDITION = ("kind", "text", "gate", "state", "valid_until")


def _asks(plan: Planned) -> bool:
    return plan.step.stage.needs_offer and _is_news(plan)


def _is_news(plan: Planned) -> bool:
    """Whether the step goes ahead now: neither of the past, nor an end, nor a way back."""
    step = plan.step
    if plan.ask.backfill or step.status in ENDED:
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
    state = found.state
    words["state"] = str(state.label)
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
    return ""


def _holds_back(plan: Planned, found: Standing) -> str:
    """Why the step does not go though there is an offer; "" if it does."""
    name = str(plan.application.candidate)
    if found.state != State.ACCEPTED:
        return ""
    if found.own_hand and _goes_back(plan):
        return _(
            "%(name)s accepted the offer on their own page, so this step is not taken "
            "back. Rescind the offer first, or close the application."
        ) % {"name": name}
    # A letter says the new first day, and that the acceptance stands.
    if found.comes_later and _goes_back(plan):
        return _(
            "The offer to %(name)s was deferred since they accepted it, so this step is not taken "
            "back. Rescind the offer first, or close the application."
        ) % {"name": name}
    # Else a card dragged too far would have the offer out again, to be reminded of and to lapse.
    if _goes_back(plan) and plan.step.kind != StepKind.CORRECTION:
        return _(
            "%(name)s has accepted the offer, so they are not moved back. If that was entered by "
            "mistake, correct the step; else rescind the offer, or close the application."
        ) % {"name": name}
    if plan.step.stage.is_start and _is_news(plan):
        still_open = found.still_open(plan.step.starts_on)
        return _cannot_start(name, still_open) if still_open else ""
    return ""


def _cannot_start(name: str, still_open: Sequence[str]) -> str:
    return _(
        "%(name)s cannot start yet. Still open: %(what)s. Say on the page of the offer "
        "that it is met or waived."
    ) % {"name": name, "what": ", ".join(still_open)}


def tied_by_offer(application: Application) -> str:
    """Why whom an offer was approved for, or is being approved for, keeps their intake."""
    states = Offer.objects.filter(application=application, state__in=PROMISED)
    state = states.values_list("state", flat=True).first()
    if state is None:
        return ""
    words = {"name": application.candidate, "state": State(state).label}
    if state == State.ACCEPTED:
        text = _(
            "%(name)s has accepted an offer for this intake. Use “Defer” on the page of the offer: "
            "the first day and the money go along."
        )
        return text % words
    text = _(
        "An offer to %(name)s for this intake is “%(state)s”. Rescind it first: another intake "
        "wants an offer of its own, with its own approval."
    )
    return text % words


def agreed_first_day(application: Application) -> date | None:
    """Of an accepted offer."""
    rows = Offer.objects.filter(application=application, state=State.ACCEPTED)
    return rows.values_list("starts_on", flat=True).first()


def _goes_back(plan: Planned) -> bool:
    """From where an acceptance leads to, to before it."""
    return (
        plan.ask.verb != "void"
        and bool(plan.before)
        and plan.before[-1].stage.kind == StageKind.PRE_START
        and plan.before[-1].status == plan.step.status == Status.ACTIVE
        and plan.step.stage.kind not in (StageKind.PRE_START, StageKind.STARTED)
    )


def keep_in_step(planned: Sequence[Planned], written: Sequence[StageTransition]) -> None:
    """A start is paid as the accepted offer says. An application that ends takes its offer along:
    declined or rescinded, or, once accepted, never started. Taking that end back gives the offer
    back as it was. An acceptance entered by mistake goes with its step, and the offer is out again.
    """
    todo = [
        (follow, plan, row)
        for plan, row in zip(planned, written, strict=True)
        if (follow := _follows(plan))
    ]
    if not todo:
        return
    offers = _last_of([plan.application.pk for _follow, plan, _row in todo])
    for follow, plan, row in todo:
        if (offer := offers.get(plan.application.pk)) is not None:
            follow(offer, plan, row)


def _follows(plan: Planned) -> Callable[[Offer, Planned, StageTransition], None] | None:
    """What the step does to an offer, if there can be one."""
    # One that never was an application of its own is closed next, and its offer with it.
    if plan.ask.verb == "void" or all(one.stage.kind not in OFFERING for one in plan.before):
        return None
    was, now = plan.before[-1].status, plan.step.status
    if was == Status.ACTIVE and now in ENDED:
        return _end
    if was == Status.ACTIVE and now in SUCCEEDED:
        return _start
    if was in ENDED and now == Status.ACTIVE:
        return _revive
    return _unanswer if _goes_back(plan) else None


def _last_of(applications: Sequence[int]) -> dict[int, Offer]:
    """The last version of each, which alone may count, held until the end of the transaction."""
    rows = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("application")
    found = rows.filter(application__in=applications).order_by("pk")
    return {one.application_id: one for one in sorted(found, key=lambda one: one.number)}


def _start(offer: Offer, plan: Planned, row: StageTransition) -> None:
    """Here, where the offer is read anyway, what it depends on holds the start up: a condition of
    its own would read it once more at every start."""
    if offer.state != State.ACCEPTED:
        return
    day = plan.step.starts_on or plan.application.centre.day_of(plan.step.effective_at)
    if _is_news(plan):
        _insist_settled(offer, on=day)
    granting.grant(offer, from_day=day)


def _insist_settled(offer: Offer, *, on: date) -> None:
    if still_open := in_words(open_conditions(offer.conditions.all(), on=on)):
        raise IllegalMove(_cannot_start(str(offer.application.candidate), still_open))


def _end(offer: Offer, plan: Planned, row: StageTransition) -> None:
    if offer.state not in LIVE:
        return
    reason = plan.reason_after
    declines = offer.state == State.SENT and reason is not None and reason.party == Party.CANDIDATE
    if offer.state == State.ACCEPTED:
        to, kind = State.MELTED, EventKind.MELTED
    elif declines:
        to, kind = State.DECLINED, EventKind.DECLINED
    else:
        to, kind = State.RESCINDED, EventKind.RESCINDED
    # At the instant of the step: this is how one knows later what ended by it.
    _set(offer, to, kind, row, reason=reason if declines else None)
    withdrawn.keep_back(offer, by=row.actor, at=row.recorded_at)


def _revive(offer: Offer, plan: Planned, row: StageTransition) -> None:
    """As it was before the step that closed the application, if it ended by that step. A no of the
    candidate is taken back as a slip alone; what would be out past its day has lapsed, which
    nobody is told: they knew it as ended."""
    if offer.state == State.DECLINED and plan.step.kind != StepKind.CORRECTION:
        return
    events = list(offer.events.all())
    ended_at = plan.before[-1].recorded_at
    by_it = offer.state == State.MELTED or (bool(events) and events[-1].at == ended_at)
    if offer.state not in BY_A_STEP or not by_it:
        return
    to = withdrawn.state_before(offer, events)
    if to == State.SENT and offer.expires_at <= row.recorded_at:
        _set(offer, State.LAPSED, EventKind.LAPSED, row, reason=None, answered_at=None)
        start(retreat, application=offer.application_id)
        return
    answered_at = offer.answered_at if to == State.ACCEPTED else None
    _set(offer, to, EventKind.REVIVED, row, reason=None, answered_at=answered_at)
    if ended_at is not None:
        meant = plan.step.kind != StepKind.CORRECTION
        withdrawn.put_back(offer, at=ended_at, meant=meant)


def _unanswer(offer: Offer, plan: Planned, row: StageTransition) -> None:
    if offer.state == State.ACCEPTED:
        note = _("The acceptance was taken back: the offer is out again.")
        said = offer.events.filter(kind=EventKind.ACCEPTED).last()
        _set(offer, State.SENT, EventKind.REVIVED, row, note=note, answered_at=None)
        if said is not None:
            withdrawn.put_back(offer, at=said.at)


def _set(
    offer: Offer, to: str, kind: str, row: StageTransition, *, note: str = "", **fields
) -> None:
    rows = Offer.objects.filter(pk=offer.pk, revision=offer.revision)
    if not rows.update(state=to, revision=F("revision") + 1, **fields):
        raise IllegalMove(_("Somebody changed the offer meanwhile. Try again."))
    offer.state = State(to)
    promises.keep(offer)
    OfferEvent.objects.create(
        offer=offer,
        kind=kind,
        by_id=row.actor_id,
        round=offer.round,
        at=row.recorded_at,
        note=note,
    )
