"""Who holds a seat: the one sum behind every page that says how many are free."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recruitment.pipeline.kinds import StageKind, Status
from recruitment.pipeline.models import Application

OFFERED = (StageKind.OFFER_APPROVAL, StageKind.OFFER)
BEFORE_SEAT = (*OFFERED, StageKind.PRE_START)


@dataclass(frozen=True)
class Held:
    """Seats by who has them. A seat is an opening that is not closed; whoever is `offered` or has
    `accepted` a place holds one that is still open."""

    open: int
    taken: int
    offered: int
    accepted: int

    @property
    def seats(self) -> int:
        return self.open + self.taken

    @property
    def free(self) -> int:
        return free_of(self.open, self.offered + self.accepted)

    @property
    def over(self) -> int:
        """How many more have an offer than there are seats for them."""
        return max(self.offered + self.accepted - self.open, 0)

    def finding(self) -> str:
        """All of them in words."""
        return _("%(taken)d taken, %(accepted)d accepted, %(offered)d offered, %(free)d free") % {
            "taken": self.taken,
            "accepted": self.accepted,
            "offered": self.offered,
            "free": self.free,
        }


def free_of(vacant: int, promised: int) -> int:
    """Open seats that nobody was offered."""
    return max(vacant - promised, 0)


def holders():
    """Applications that hold a seat not taken yet."""
    return Application.objects.filter(status=Status.ACTIVE, stage__kind__in=BEFORE_SEAT).order_by()
