"""Open applications in groups: how many, which chances, and at which intake they would start."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from recruitment.forecast.calendar import MONTH
from recruitment.forecast.draws import short_lead_share
from recruitment.forecast.inputs import Inputs, Live, Slot
from recruitment.forecast.pace import Path, StagePace, accepted_by, path_through, stage_pace
from recruitment.forecast.rates import Floats

# Chances of applications whose waits tell about the same are drawn together.
_TOLD_STEP = 0.5  # in powers of two


@dataclass(frozen=True)
class Timing:
    """When those who come through do so. Both count people as shares of those who come through.

    `starts` has one number a slot, together at most 1. `known` (days x slots, the days being
    those of the slots and the goal's) holds of each the part that has accepted by that day.
    """

    starts: Floats
    known: Floats


@dataclass(frozen=True)
class Group:
    """`n` applications in `stage` that likely start at the same slot."""

    stage: int
    told: float  # odds of ending against going on, over those at the entry to the stage
    n: int
    firm: bool  # accepted: they hold a seat
    timing: Timing


class Clock:
    """From acceptance to intake: pace of the stages, lead times, and the slots in reach."""

    def __init__(self, inputs: Inputs, slots: Sequence[Slot], by: date):
        self.inputs, self.slots = inputs, slots
        days = [(day - inputs.as_of).days for day in [*(slot.starts_on for slot in slots), by]]
        self.days = np.array(days, dtype=np.float64)  # from as-of; the goal's day is the last
        self.starts = self.days[:-1]
        # Who has accepted and not started matters to one definition of the goal alone.
        self.counts_accepted = bool(inputs.goal and inputs.goal.counts == "accepted")
        self.places = {slot.key: place for place, slot in enumerate(slots)}
        strength = inputs.assumptions.strength
        # Pre-arrival is over when the intake comes; only a rolling start waits for it alone.
        timed = [one for one in inputs.stages if inputs.rolling or not one.accepted]
        self.paces: list[StagePace] = [stage_pace(stage, strength) for stage in inputs.stages]
        self.path: Path = path_through(self.paces[: len(timed)])
        self.short = short_lead_share(inputs)
        # {(stage, age): cumulative shares accepted by week}: the same for every intake.
        self.ahead: dict[tuple[int, int], Floats] = {}

    def lead(self, local: bool) -> float:
        """Days between acceptance and the start."""
        if self.inputs.rolling:
            return 0.0
        settings = self.inputs.assumptions
        return MONTH * (settings.local_lead_months if local else settings.non_local_lead_months)

    def timing(
        self, cumulative: Floats, *, wanted: int | None, local: bool, after: float = 0.0
    ) -> Timing:
        """At which slot those start who come through, given `cumulative` shares accepted by week.

        The earliest intake, from the `wanted` one on, whose first day lies the lead time behind
        the acceptance (domain 9.3); `after` is the day, from as-of, at which `cumulative` begins.
        Some make the intake they wanted with less than the lead, as often as evidence says.
        """
        by = accepted_by(cumulative, self.starts - self.lead(local) - after)
        if wanted is not None:
            by[:wanted] = 0.0
            if self.short:
                late = float(accepted_by(cumulative, self.starts[wanted : wanted + 1] - after)[0])
                by[wanted] += self.short * (late - by[wanted])
            by = np.maximum.accumulate(by)
        return Timing(np.diff(by, prepend=0.0), self.known(by, cumulative, after))

    def known(self, by: Floats, cumulative: Floats, after: float) -> Floats:
        """Days x slots, see Timing; zeros where nobody asks."""
        if not self.counts_accepted:
            return np.zeros((len(self.days), len(self.slots)))
        accepted = accepted_by(cumulative, self.days - after)
        return np.diff(np.minimum(by[None, :], accepted[:, None]), axis=1, prepend=0.0)

    def told(self, live: Live) -> float:
        """See StagePace.told_by; who has accepted waits for an intake, which tells nothing."""
        if self.inputs.stages[live.stage].accepted and not self.inputs.rolling:
            return 1.0
        return self.paces[live.stage].told_by(live.age)

    def of_live(self, live: Live) -> Timing:
        place = self.places.get(live.slot) if live.slot else None
        if self.inputs.stages[live.stage].accepted and not self.inputs.rolling:
            # Accepted for an intake; where it has passed or is unknown, for the next.
            starts = np.zeros(len(self.slots))
            starts[place or 0 : (place or 0) + 1] = 1.0
            return Timing(starts, np.tile(starts, (len(self.days), 1)))
        here = live.stage, live.age
        if here not in self.ahead:
            self.ahead[here] = self.path.from_stage(*here)
        return self.timing(self.ahead[here], wanted=place, local=live.local)


Row = tuple[Live, float, Timing]


def merged(live: Sequence[Live]) -> list[Live]:
    """Groups that stand alike in one row, in a fixed order whatever order they came in."""
    sizes: Counter[Live] = Counter()
    for one in live:
        sizes[replace(one, n=0)] += one.n
    rows = [replace(one, n=n) for one, n in sizes.items() if n > 0]
    return sorted(rows, key=lambda one: (one.stage, one.age, one.slot or "", one.local))


def live_groups(inputs: Inputs, clock: Clock) -> list[Group]:
    """The live applications, those that differ little drawn together."""
    together: dict[tuple[int, int, int], list[Row]] = defaultdict(list)
    for live in merged(inputs.live):
        told = clock.told(live)
        timing = clock.of_live(live)
        likely = int(timing.starts.argmax()) if clock.slots else 0
        step = round(float(np.log2(told)) / _TOLD_STEP)
        together[live.stage, step, likely].append((live, told, timing))
    return [_group(inputs, rows) for _key, rows in sorted(together.items(), key=lambda kv: kv[0])]


def _group(inputs: Inputs, rows: Sequence[Row]) -> Group:
    sizes = [live.n for live, _told, _timing in rows]
    stage = rows[0][0].stage
    return Group(
        stage=stage,
        told=float(np.average([told for _live, told, _timing in rows], weights=sizes)),
        n=sum(sizes),
        firm=inputs.stages[stage].accepted,
        timing=Timing(
            np.average([timing.starts for _live, _told, timing in rows], axis=0, weights=sizes),
            np.average([timing.known for _live, _told, timing in rows], axis=0, weights=sizes),
        ),
    )


def chances(groups: Sequence[Group], passes: Floats) -> Floats:
    """P(comes through all stages), runs x groups, given each run's pass rates."""
    beyond = np.cumprod(passes[:, ::-1], axis=1)[:, ::-1]
    beyond = np.concatenate([beyond, np.ones((len(passes), 1))], axis=1)
    stage = np.array([group.stage for group in groups], dtype=np.int64)
    told = np.array([group.told for group in groups])
    here = passes[:, stage]
    # Bayes: who waits longer than those who go on usually do has worse odds.
    return here / np.maximum(here + (1 - here) * told, 1e-12) * beyond[:, stage + 1]


_CELLS = 4096
_AT_ONCE = 400_000  # people dealt together: bounds the memory, whatever the centre's size
_MANY = 8.0  # people of a group in a run, from which on whole counts are quicker to split


def spread(
    rng: np.random.Generator, groups: Sequence[Group], through: NDArray[np.int64], slots: int
) -> NDArray[np.int64]:
    """`through` (runs x groups people who come through) dealt to slots: runs x slots.

    Each person's slot is drawn by its group's shares, in steps of 1/4096; who fits no slot of
    the list is in none. Small groups are dealt one by one, large ones split slot by slot.
    """
    many = through.mean(axis=0) > _MANY
    dealt = np.zeros((len(through), slots), dtype=np.int64)
    for place in np.flatnonzero(many).tolist():
        _split(rng, groups[place].timing.starts, through[:, place], dealt)
    few = np.flatnonzero(~many).tolist()
    if few:
        table = np.stack([_cells(groups[place].timing.starts) for place in few])
        blocks = int(through[:, few].sum()) // _AT_ONCE + 1
        parts = np.array_split(through[:, few], blocks)
        dealt += np.concatenate([_deal(rng, table, part, slots) for part in parts])
    return dealt


def _split(
    rng: np.random.Generator, shares: Floats, through: NDArray[np.int64], dealt: NDArray[np.int64]
) -> None:
    """Add to `dealt` how many of each run's `through` fall to each slot: a multinomial."""
    left, rest = through, 1.0
    for slot in np.flatnonzero(shares > 1 / _CELLS):
        here = rng.binomial(left, min(shares[slot] / rest, 1.0))
        dealt[:, slot] += here
        left, rest = left - here, max(rest - shares[slot], 1e-12)


def _deal(
    rng: np.random.Generator, table: NDArray[np.int64], through: NDArray[np.int64], slots: int
) -> NDArray[np.int64]:
    runs, count = through.shape
    which = np.repeat(np.arange(runs * count), through.ravel())
    run, group = np.divmod(which, count)
    slot = table[group, rng.integers(0, _CELLS, len(which))]
    dealt = np.bincount(run * (slots + 1) + slot, minlength=runs * (slots + 1))
    return dealt.reshape(runs, slots + 1)[:, :slots]


def _cells(shares: Floats) -> NDArray[np.int64]:
    """Which slot each of the cells stands for; the number of slots stands for none."""
    edges = np.rint(np.cumsum(shares) * _CELLS)
    return np.searchsorted(edges, np.arange(_CELLS), side="right").astype(np.int64)
