"""The approval chain: ordered groups, so many of each. Nobody approves their own offer, nor what
they wrote, nor for two groups, nor of whom they would supervise or are tied to.

A chain is drawn up when an offer is sent for approval and kept with it; a later change of the
settings is for later offers. What an offer says cannot change within a round: an edit makes a new
version, which begins anew.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.accounts.models import Role, User
from centre.accounts.policy import may
from centre.organisation.models import Centre
from centre.people.models import Supervisor
from recruitment.assessment.models import PanelMember
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
    found: Sequence[Turn],
    user: User,
    *,
    writers: Collection[int],
    emails: Collection[str],
    tied: Mapping[int, str],
) -> str:
    """Why `user` may not approve now, in a sentence; "" if they may. `found`: the turns of this
    round; `emails`: the candidate's; `tied`: whoever is not impartial, and why (`tied_to`)."""
    turn = current(found)
    if offer.state != State.IN_APPROVAL or turn is None:
        return _("This offer is not waiting for an approval.")
    if user.pk in writers:
        return _("You wrote this offer, so someone else must approve it.")
    if user.email.lower() in emails:
        return _("This offer is to you, so someone else must approve it.")
    if user.pk in tied:
        return tied[user.pk]
    given = {one.by_id for each in found for one in each.given}
    if user.pk in given:
        return _("You have approved this offer already.")
    if user.pk not in turn.members or not may(user, "approve_offer", offer.application.centre_id):
        return _("It is the turn of “%(group)s”, and you are not in that group.") % {
            "group": turn.name
        }
    # Whoever says yes here says none later: are there enough for the rest?
    spent = {*writers, *tied, *given, user.pk}
    rest = [(each.missing - (each is turn), each.members - spent) for each in found]
    if (short := _unfilled(rest)) is not None:
        return _("Your approval is needed for “%(group)s”, so someone else must give this one.") % {
            "group": found[short].name
        }
    return ""


def refusal(
    offer: Offer,
    user: User,
    events: Sequence[OfferEvent],
    *,
    tied: Mapping[int, str] | None = None,
) -> str:
    """Why `user` may not approve it now; "" if they may. `tied`: as `tied_to` has it, where that
    was read for many offers at once."""
    return why_not(
        offer,
        turns(offer, events),
        user,
        writers={one.pk for one in offer.writers.all()},
        emails=set(offer.application.candidate.emails),
        tied=tied_to(offer) if tied is None else tied,
    )


def _unfilled(places: Sequence[tuple[int, Collection[int]]]) -> int | None:
    """The first of these, each so many of these people, that stays short if nobody is used twice;
    None if all can be filled. Whoever is in two of them goes where it helps (augmenting paths)."""
    seated: dict[int, int] = {}

    def seat(place: int, asked: set[int]) -> bool:
        for person in places[place][1]:
            if person in asked:
                continue
            asked.add(person)
            if person not in seated or seat(seated[person], asked):
                seated[person] = place
                return True
        return False

    for place, (needed, _people) in enumerate(places):
        for _n in range(needed):
            if not seat(place, set()):
                return place
    return None


def tied_to(offer: Offer) -> dict[int, str]:
    """{whoever is not impartial about this offer: why they do not approve it}. One statement."""
    return ties_of([offer])[offer.pk]


def ties_of(offers: Sequence[Offer]) -> dict[int, dict[int, str]]:
    """{offer: {whoever is not impartial about it: why they do not approve it}}. One statement."""
    people = {one.application.candidate_id for one in offers}
    declared = PanelMember.objects.filter(
        conflict=PanelMember.Conflict.DECLARED, interview__application__candidate__in=people
    )
    named = {one.pk: _named(one) for one in offers}
    supervise = Supervisor.objects.filter(
        pk__in={pk for some in named.values() for pk in some}
    ).exclude(user=None)
    rows = list(
        declared.order_by()
        .values_list("user", "interview__application__candidate", Value(True))
        .union(supervise.order_by().values_list("user", "pk", Value(False)))
    )
    words = {
        True: _("You declared a conflict of interest, so someone else must approve this offer."),
        False: _("You would supervise them, so someone else must approve this offer."),
    }
    return {
        one.pk: {
            user: words[bool(conflict)]
            for user, whose, conflict in rows
            if (whose == one.application.candidate_id if conflict else whose in named[one.pk])
        }
        for one in offers
    }


def _named(offer: Offer) -> set[int]:
    """The supervisors it names, and the application's."""
    named = (offer.supervisor_id, offer.co_supervisor_id, offer.application.supervisor_id)
    return {one for one in named if one}


def dead_ends(chain: Sequence[dict], barred: Collection[int]) -> list[str]:
    """Groups that can never approve: too few people in them beside those who are `barred`, as
    writers and tied ones are, or too few beside those whom the groups before need."""
    words = []
    for group in chain:
        able = len(set(group["members"]) - set(barred))
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
    places = [(group["needed"], set(group["members"]) - set(barred)) for group in chain]
    short = None if words else _unfilled(places)
    if short is not None:
        text = _(
            "Nobody approves for two groups, and “%(group)s” has too few people beside those the "
            "others need."
        )
        words.append(text % {"group": chain[short]["name"]})
    return words
