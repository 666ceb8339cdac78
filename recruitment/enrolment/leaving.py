"""Which reasons for leaving are whose: a registration ends in other ways than a contract.

A reason is known by its code; those a centre adds itself, and all others of ours, fit everybody.
"""

from centre.targets.models import TrackKind
from recruitment.pipeline.defaults import (
    CONTRACT_ENDED,
    DEREGISTERED,
    FAILED_CONFIRMATION,
    GRADUATED,
    RESIGNED,
)

OF_A_REGISTRATION = (FAILED_CONFIRMATION, DEREGISTERED, GRADUATED)
OF_A_CONTRACT = (CONTRACT_ENDED, RESIGNED)


def foreign_to(kind: str) -> tuple[str, ...]:
    """The codes nobody leaves by who is on a track of that kind."""
    return OF_A_CONTRACT if kind == TrackKind.DOCTORAL else OF_A_REGISTRATION
