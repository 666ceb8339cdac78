"""What the end of an application, or an answer, takes from its offer, and how it is given back: the
state it had, its private links, and the e-mail that had not gone out yet."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from centre.accounts.models import User
from centre.links.models import PrivateLink
from recruitment.messages.models import Message
from recruitment.messages.models import State as Sending
from recruitment.offers import approvals, mail
from recruitment.offers.kinds import EventKind, State
from recruitment.offers.models import Offer, OfferEvent

# The state each of these left an offer in; the others changed none.
_STATES = {
    EventKind.WRITTEN: State.DRAFT,
    EventKind.SUBMITTED: State.IN_APPROVAL,
    EventKind.APPROVED: State.IN_APPROVAL,
    EventKind.RETURNED: State.DRAFT,
    EventKind.SENT: State.SENT,
    EventKind.ACCEPTED: State.ACCEPTED,
    EventKind.DECLINED: State.DECLINED,
    EventKind.RESCINDED: State.RESCINDED,
    EventKind.MELTED: State.MELTED,
}


def state_before(offer: Offer, events: Sequence[OfferEvent]) -> State:
    """The state `offer` had before the last of `events` that changed it and stands."""
    standing: list[OfferEvent] = []
    for event in events:
        if event.kind == EventKind.REVIVED:
            del standing[-1:]
        elif event.kind in _STATES:
            standing.append(event)
    del standing[-1:]
    last = EventKind(standing[-1].kind) if standing else EventKind.WRITTEN
    if last == EventKind.APPROVED and approvals.current(approvals.turns(offer, standing)) is None:
        return State.APPROVED
    return _STATES[last]


def take_back(offer: Offer, *, by: User | None, at: datetime) -> None:
    """Its links open nothing and its e-mail is not sent, unless it is `put_back`."""
    PrivateLink.objects.of(mail.PURPOSE, offer).revoke(at)
    keep_back(offer, by=by, at=at)


def keep_back(offer: Offer, *, by: User | None, at: datetime) -> None:
    """Its e-mail is not sent, unless it is `put_back`; its links open what they opened."""
    states = (Sending.HELD, Sending.WAITING, Sending.FAILED)
    unsent = list(_emails(offer).filter(state__in=states))
    mail.withdraw(offer, by=by)
    # Nothing withdrawn is tried again, so the moment tells what was withdrawn now from what
    # somebody had withdrawn before.
    for was_held in (False, True):
        some = [one.pk for one in unsent if (one.state == Sending.HELD) == was_held]
        taken = Message.objects.filter(pk__in=some, state=Sending.WITHDRAWN)
        taken.update(next_try_at=_mark(at, was_held))


def put_back(offer: Offer, *, at: datetime) -> None:
    """Give back what `take_back` or `keep_back` took `at` that moment, and nothing else.

    The e-mail is written anew: of one that was withdrawn the link may be forgotten. A reminder is
    given anew as well, when it is due.
    """
    PrivateLink.objects.of(mail.PURPOSE, offer).restore(at)
    marks = [_mark(at, False), _mark(at, True)]
    rows = _emails(offer).filter(state=Sending.WITHDRAWN, next_try_at__in=marks)
    taken = list(rows.select_related("by"))
    for one in taken:
        # The log keeps it, under another name: its own is that of the one that goes.
        Message.objects.filter(pk=one.pk).update(cause=f"{one.cause}:withdrawn:{one.pk}")
    if any(one.kind == mail.REMINDER.slug for one in taken):
        Offer.objects.filter(pk=offer.pk).update(reminded_at=None)
    offers = [one for one in taken if one.kind == mail.KIND.slug]
    if offers and offer.state == State.SENT:
        held = offers[-1].next_try_at == marks[1]
        mail.tell_candidate(offer, by=offers[-1].by, held=held)
    deferrals = [one for one in taken if one.kind == mail.DEFERRED.slug]
    if deferrals and offer.state == State.ACCEPTED:
        held = deferrals[-1].next_try_at == marks[1]
        mail.tell_deferred(offer, by=deferrals[-1].by, held=held)


def _mark(at: datetime, was_held: bool) -> datetime:
    """What was held when it was taken is held again: it bears the instant after."""
    return at + timedelta(microseconds=1) if was_held else at


def _emails(offer: Offer):
    kinds = (mail.KIND.slug, mail.REMINDER.slug, mail.DEFERRED.slug)
    rows = Message.objects.filter(application=offer.application_id, kind__in=kinds)
    return rows.order_by("pk")
