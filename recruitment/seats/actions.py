"""Verbs on openings and intakes. Filling and freeing a seat is the gate's, with the start."""

from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from centre.web.refusal import Refused
from recruitment.positions.models import Intake, Opening, Position


@transaction.atomic
def add_openings(
    position: Position, intake: Intake, *, seats: int, token: UUID, starts_on=None
) -> int:
    """Add that many seats; 0 if the form with this token was sent before.

    The token is remembered in the shared cache by an insert that only one of two requests wins.
    """
    if not cache.add(f"openings:{token}", True, timeout=24 * 3600):
        return 0
    Opening.objects.bulk_create(
        Opening(centre_id=intake.centre_id, position=position, intake=intake, starts_on=starts_on)
        for _seat in range(seats)
    )
    return seats


def close_opening(opening: Opening) -> None:
    """Take a free seat off; a filled one is freed only by taking its start back."""
    _turn(opening, Opening.Status.OPEN, Opening.Status.CLOSED)


def reopen_opening(opening: Opening) -> None:
    _turn(opening, Opening.Status.CLOSED, Opening.Status.OPEN)


def _turn(opening: Opening, before: str, after: str) -> None:
    # Conditional, so that a start filling the seat at this moment is not written over.
    if Opening.objects.filter(pk=opening.pk, status=before).update(status=after):
        opening.status = after
        return
    opening.refresh_from_db()
    if opening.filled_by:
        raise Refused(
            _("This seat is filled by %(name)s. Only taking back their start frees it.")
            % {"name": opening.filled_by.candidate}
        )
