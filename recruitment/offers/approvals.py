"""The approval chain: ordered groups, so many of each. Nobody approves their own offer, nor what
they wrote.

A chain is drawn up when an offer is sent for approval and kept with it; a later change of the
settings is for later offers. What an offer says cannot change within a round: an edit makes a new
version, which begins anew.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.accounts.models import Role, User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from recruitment.offers.kinds import EventKind, State
from recruitment.offers.models import ApprovalGroup, Offer, OfferEvent


@dataclass(frozen=True)
class Turn:
    """One group of the chain and what it has said so far."""

    number: int
    name: str
    needed: int
    members: frozenset[int]
    given: Sequence[OfferEvent] = field(default_factory=tuple)

    @property
    def is_done(self) -> bool:
        return len(self.given) >= self.needed

    @property
    def missing(self) -> int:
        return max(self.needed - len(self.given), 0)


def draw_up(centre: Centre) -> list[dict]:
    """The chain of a centre as it stands: its groups, or one director where none is set."""
    groups = ApprovalGroup.objects.filter(centre=centre, retired_on=None)
    chain = [
        {
            "name": group.name,
            "needed": group.needed,
            "members": sorted(one.pk for one in group.members.all()),
        }
        for group in groups.prefetch_related("members")
    ]
    if chain:
        return chain
    directors = User.objects.filter(
        memberships__centre=centre, memberships__role=Role.DIRECTOR, is_active=True
    )
    return [
        {
            "name": str(Role.DIRECTOR.label),
            "needed": 1,
            "members": sorted(directors.order_by().distinct().values_list("pk", flat=True)),
        }
    ]


def turns(offer: Offer, events: Sequence[OfferEvent]) -> list[Turn]:
    """The groups in order, with the approvals of this round."""
    given = [one for one in events if one.kind == EventKind.APPROVED and one.round == offer.round]
    return [
        Turn(
            number,
            group["name"],
            group["needed"],
            frozenset(group["members"]),
            [one for one in given if one.group == number],
        )
        for number, group in enumerate(offer.chain)
    ]


def current(found: Sequence[Turn]) -> Turn | None:
    """The group whose turn it is; None once all have approved."""
    return next((turn for turn in found if not turn.is_done), None)


def why_not(
    offer: Offer,
    turn: Turn | None,
    user: User,
    *,
    writers: Collection[int],
    emails: Collection[str],
) -> str:
    """Why `user` may not approve now, in a sentence; "" if they may. `emails`: the candidate's."""
    if offer.state != State.IN_APPROVAL or turn is None:
        return _("This offer is not waiting for an approval.")
    if user.pk in writers:
        return _("You wrote this offer, so someone else must approve it.")
    if user.email.lower() in emails:
        return _("This offer is to you, so someone else must approve it.")
    if any(one.by_id == user.pk for one in turn.given):
        return _("You have approved this offer already.")
    if user.pk not in turn.members or not may(user, "approve_offer", offer.application.centre_id):
        return _("It is the turn of “%(group)s”, and you are not in that group.") % {
            "group": turn.name
        }
    return ""


def dead_ends(chain: Sequence[dict], writers: Collection[int]) -> list[str]:
    """Groups that can never approve: too few people in them who did not write the offer."""
    words = []
    for group in chain:
        able = len(set(group["members"]) - set(writers))
        if able < group["needed"]:
            words.append(
                ngettext(
                    "“%(group)s” needs %(needed)d approval, and %(able)d of its people may give it "
                    "for this offer.",
                    "“%(group)s” needs %(needed)d approvals, and %(able)d of its people may give "
                    "them for this offer.",
                    group["needed"],
                )
                % {"group": group["name"], "needed": group["needed"], "able": able}
            )
    return words
