"""Moves that promise somebody money: what they would commit beyond the pledge, said, never barred.

Read for these moves alone; every other costs nothing.
"""

from datetime import date

from centre.accounts.middleware import allowed
from recruitment.funding.beyond import Beyond, beyond_pledge
from recruitment.pipeline.kinds import StageKind
from recruitment.pipeline.models import Application, Stage

PROMISING = (StageKind.OFFER_APPROVAL, StageKind.OFFER)


def read_beyond(
    request, application: Application, stage: Stage | None, *, starts: date | None = None
) -> Beyond | None:
    """What a move to `stage` commits beyond the pledge, for those who may know; one statement.

    `starts`: the first day, of a move to the start.
    """
    if stage is None or not (stage.kind in PROMISING or starts):
        return None
    if not allowed(request, "view_ledger"):
        return None
    centre = application.centre
    return beyond_pledge(
        centre,
        application.track.kind,
        on=centre.today(),
        intake=application.intake.starts_on,
        starts=starts,
    )
