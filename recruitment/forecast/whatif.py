"""What if? Each question is a change of the inputs; nothing is saved."""

from dataclasses import dataclass, replace
from datetime import date

from recruitment.forecast.inputs import Inputs, Pool, Slot, Stage

OFFER = "offer"  # kind of the stage that ends in yes or no


@dataclass(frozen=True)
class WhatIf:
    """One scenario; the defaults change nothing.

    `applications` is relative (0.10 = ten per cent more of those to come), `acceptance` absolute
    (0.05 = five points more of the offers accepted), `seats` are added to each intake ahead, or
    year of a rolling track, that somebody bounded, and so is `capacity`; `extra` is one more
    intake, `by` another date.
    """

    applications: float = 0.0
    acceptance: float = 0.0
    extra: Slot | None = None
    seats: int = 0
    by: date | None = None


def what_if(inputs: Inputs, scenario: WhatIf) -> Inputs:
    """The inputs as they would be."""
    arrivals = inputs.arrivals
    slots = tuple(_more_places(slot, scenario.seats) for slot in inputs.slots)
    return replace(
        inputs,
        goal=_goal(inputs, scenario.by),
        stages=tuple(_more_accept(stage, scenario.acceptance) for stage in inputs.stages),
        arrivals=replace(arrivals, factor=arrivals.factor * max(1 + scenario.applications, 0.0)),
        slots=(*slots, scenario.extra) if scenario.extra else slots,
        pool=_wider(inputs.pool, scenario.seats),
    )


def _goal(inputs: Inputs, by: date | None):
    return replace(inputs.goal, by=by) if inputs.goal and by else inputs.goal


def _more_accept(stage: Stage, points: float) -> Stage:
    return replace(stage, shift=stage.shift + points) if stage.kind == OFFER else stage


def _wider(pool: Pool, more: int) -> Pool:
    return replace(
        pool,
        free=_more(pool.free, more),
        each=_more(pool.each, more),
        capacity=_more(pool.capacity, more),
    )


def _more(places: int | None, more: int) -> int | None:
    return None if places is None else max(places + more, 0)


def _more_places(slot: Slot, more: int) -> Slot:
    """Seats and supervisors alike: a seat without a supervisor is none."""
    return replace(
        slot,
        seats=_more(slot.seats, more),
        capacity=_more(slot.capacity, more),
    )
