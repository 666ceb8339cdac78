"""What the end of an application, or an answer, takes from its offer, and how it is given back: the
state it had, and the e-mail that had not gone out yet. Its private links open throughout: their
page says how the offer stands."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from centre.accounts.models import User
from recruitment.messages import outbox
from recruitment.messages.models import Message
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


def keep_back(offer: Offer, *, by: User | None, at: datetime) -> None:
    """Its e-mail is not sent, unless it is `put_back`."""
    why = _("The application ended before this was sent.")
    if offer.state in (State.ACCEPTED, State.DECLINED):
        why = _("The candidate answered before this was sent.")
    mail.withdraw(offer, by=by, why=why, until_undone=at)


def put_back(offer: Offer, *, at: datetime, meant: bool = False) -> None:
    """Give back what `keep_back` took `at` that moment, and nothing else. If the end was `meant`,
    and is not undone as a slip, it waits for somebody to release it.

    The e-mail is written anew: of one that was withdrawn the link may be forgotten. A reminder is
    given anew as well, when it is due.
    """
    taken = outbox.taken_back({offer.application_id: at}, _EMAILS)
    for one, _held in taken:
        # The log keeps it, under another name: its own is that of the one that goes.
        Message.objects.filter(pk=one.pk).update(cause=f"{one.cause}:withdrawn:{one.pk}")
    # The last of its kind is what was to be said.
    last = {one.kind: (one.by, held) for one, held in taken}
    if mail.REMINDER.slug in last:
        Offer.objects.filter(pk=offer.pk).update(reminded_at=None)
    if mail.KIND.slug in last and offer.state == State.SENT:
        by, held = last[mail.KIND.slug]
        mail.tell_candidate(offer, by=by, held=held or meant)
    if mail.DEFERRED.slug in last and offer.state == State.ACCEPTED:
        by, held = last[mail.DEFERRED.slug]
        mail.tell_deferred(offer, by=by, held=held or meant)


_EMAILS = Q(kind__in=(mail.KIND.slug, mail.REMINDER.slug, mail.DEFERRED.slug))
