"""Every list that can be exported, by its name in addresses, and the right to its page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict

from recruitment.exports import (
    interviews,
    money,
    offers,
    people,
    placements,
    places,
    starts,
    waiting,
)
from recruitment.exports.listed import Asked, Listed


@dataclass(frozen=True)
class List:
    page: str  # the action of the policy that opens its page
    read: Callable[[QueryDict, Asked], Listed]


LISTS = {
    "candidates": List("view_candidates", people.candidates),
    "researchers": List("view_researchers", starts.researchers),
    "intakes": List("view_openings", places.intakes),
    "seats": List("view_openings", places.seats),
    "openings": List("view_openings", places.openings),
    "offers": List("view_offers", offers.offers),
    "interviews": List("view_interviews", interviews.interviews),
    "placements": List("view_researchers", placements.placements),
    "tasks": List("view_candidates", waiting.tasks),
    "emails": List("settle_emails", waiting.emails),
    "ledger": List("view_ledger", money.ledger),
    "awards": List("view_ledger", money.awards),
}
