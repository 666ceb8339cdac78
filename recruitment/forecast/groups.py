"""Open applications in groups: how many, which chances, and at which intake they would start."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from recruitment.forecast.calendar import MONTH
from recruitment.forecast.draws import pace_spread, short_lead_rate
from recruitment.forecast.inputs import Inputs, Live, Slot
from recruitment.forecast.pace import Path, StagePace, accepted_by, path_through, stage_pace
from recruitment.forecast.rates import Floats

# Chances of applications whose waits tell about the same are drawn together.
_TOLD_STEP = 0.5  # in powers of two
# How long the way may take as a whole: so many cases, alike in number, stand for all.
PACES = 8
_DEVIATIONS = np.array([NormalDist().inv_cdf((i + 0.5) / PACES) for i in range(PACES)])


@dataclass(frozen=True)
class Timing:
    """When those who come through do so. Both count people as shares of those who come through.

    `starts` is 2 x paces x slots, together at most 1 along the slots: first of those who keep to
    the lead time, then of those let in with less. `known` (days x slots, the days being those of
    the slots and the goal's) holds of each, on the average, the part that has accepted by then.
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
        self.short = short_lead_rate(inputs)
        # {(stage, age): cumulative shares accepted by week}: the same for every intake.
        self.ahead: dict[tuple[int, int], Floats] = {}
        spread_by = pace_spread(inputs.stages[: len(timed)], self.paces[: len(timed)])
        self.stretch = np.exp(_DEVIATIONS * spread_by)[:, None]  # of all waits, paces x 1

    def lead(self, local: bool) -> float:
        """Days between acceptance and the start."""
        if self.inputs.rolling:
            return 0.0
        settings = self.inputs.assumptions
        return MONTH * (settings.local_lead_months if local else settings.non_local_lead_months)

    def timing(
        self, cumulative: Floats, *, wanted: int | None, local: bool, after: float | Floats = 0.0
    ) -> Timing:
        """At which slot those start who come through, given `cumulative` shares accepted by week.

        The earliest intake, from the `wanted` one on, whose first day lies the lead time behind
        the acceptance (domain 9.3); `after` is the day, from as-of, at which `cumulative` begins,
        or months x 1 x 1 such days, which put a dimension of months into the answer.
        Who is let in with less than the lead makes the intake they wanted.
        """
        days = self.starts - after
        in_time = accepted_by(cumulative, (days - self.lead(local)) / self.stretch)
        let_in = in_time
        if wanted is not None:
            in_time[..., :wanted] = 0.0
            let_in = in_time.copy()
            let_in[..., wanted] = accepted_by(cumulative, days[..., wanted] / self.stretch[:, 0])
            let_in = np.maximum.accumulate(let_in, axis=-1)
        by = np.stack([in_time, let_in])
        starts = by.copy()
        starts[..., 1:] -= by[..., :-1]
        return Timing(starts, self.known(by, cumulative, after))

    def known(self, by: Floats, cumulative: Floats, after: float | Floats) -> Floats:
        """Days x slots, see Timing; zeros where nobody asks."""
        if not self.counts_accepted:
            return np.zeros((*by.shape[1:-2], len(self.days), len(self.slots)))
        accepted = accepted_by(cumulative, (self.days - after) / self.stretch).mean(axis=-2)
        usual = self.usual(by)
        known = np.minimum(usual[..., None, :], accepted[..., :, None])
        return np.diff(known, axis=-1, prepend=0.0)

    def usual(self, starts: Floats) -> Floats:
        """2 x ... x paces x slots on the average: ... x slots."""
        keep, let_in = starts.mean(axis=-2)
        return keep + self.short.mean * (let_in - keep)

    def told(self, live: Live) -> float:
        """See StagePace.told_by; who has accepted waits for an intake, which tells nothing."""
        if self.inputs.stages[live.stage].accepted and not self.inputs.rolling:
            return 1.0
        return self.paces[live.stage].told_by(live.age)

    def of_live(self, live: Live) -> Timing:
        place = self.places.get(live.slot) if live.slot else None
        if self.inputs.stages[live.stage].accepted and not self.inputs.rolling:
            # Accepted for an intake; where it has passed or is unknown, for the next.
            slots = np.zeros(len(self.slots))
            slots[place or 0 : (place or 0) + 1] = 1.0
            starts = np.broadcast_to(slots, (2, PACES, len(slots)))
            return Timing(starts, np.tile(slots, (len(self.days), 1)))
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
        likely = int(clock.usual(timing.starts).argmax()) if clock.slots else 0
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


@dataclass(frozen=True)
class Ways:
    """What is drawn of each run's timing: which of the paces, and who is let in late (a share)."""

    pace: NDArray[np.int64]
    late: Floats

    @classmethod
    def draw(cls, rng: np.random.Generator, clock: Clock, runs: int) -> "Ways":
        # Nothing else orders the runs, so that paces may follow one another.
        return cls(np.arange(runs) * PACES // max(runs, 1), clock.short.draw(rng, runs))

    def of(self, starts: Floats) -> Floats:
        """Shares of each run: ... x 2 x paces x slots become runs x ... x slots."""
        keep, let_in = (np.moveaxis(starts[..., i, :, :], -2, 0)[self.pace] for i in (0, 1))
        late = self.late.reshape(-1, *[1] * (keep.ndim - 1))
        return keep + late * (let_in - keep)


_CELLS = 4096
_AT_ONCE = 400_000  # people dealt together: bounds the memory, whatever the centre's size
_MANY = 8.0  # people of a group in a run, from which on whole counts are quicker to split


def spread(
    rng: np.random.Generator,
    groups: Sequence[Group],
    through: NDArray[np.int64],
    slots: int,
    ways: Ways,
) -> NDArray[np.int64]:
    """`through` (runs x groups people who come through) dealt to slots: runs x slots.

    Each person's slot is drawn by its group's shares, in steps of 1/4096; who fits no slot of
    the list is in none. Small groups are dealt one by one, large ones split slot by slot.
    """
    many = through.mean(axis=0) > _MANY
    dealt = np.zeros((len(through), slots), dtype=np.int64)
    for place in np.flatnonzero(many).tolist():
        _split(rng, ways.of(groups[place].timing.starts), through[:, place], dealt)
    few = np.flatnonzero(~many).tolist()
    if few:
        table = np.stack([_cells(groups[place].timing.starts) for place in few])
        blocks = int(through[:, few].sum()) // _AT_ONCE + 1
        for part in np.array_split(np.arange(len(through)), blocks):
            here = Ways(ways.pace[part], ways.late[part])
            dealt[part] += _deal(rng, table, through[part][:, few], slots, here)
    return dealt


def _split(
    rng: np.random.Generator, shares: Floats, through: NDArray[np.int64], dealt: NDArray[np.int64]
) -> None:
    """Add to `dealt` how many of each run's `through` fall to each slot: a multinomial."""
    left, rest = through, np.ones(len(through))
    for slot in np.flatnonzero(shares.max(axis=0) > 1 / _CELLS):
        here = rng.binomial(left, np.clip(shares[:, slot] / rest, 0.0, 1.0))
        dealt[:, slot] += here
        left, rest = left - here, np.maximum(rest - shares[:, slot], 1e-12)


def _deal(
    rng: np.random.Generator,
    table: NDArray[np.int16],
    through: NDArray[np.int64],
    slots: int,
    ways: Ways,
) -> NDArray[np.int64]:
    runs, count = through.shape
    which = np.repeat(np.arange(runs * count), through.ravel())
    run, group = np.divmod(which, count)
    late = (rng.random(len(which)) < ways.late[run]).astype(np.int64)
    slot = table[group, late, ways.pace[run], rng.integers(0, _CELLS, len(which))]
    dealt = np.bincount(run * (slots + 1) + slot, minlength=runs * (slots + 1))
    return dealt.reshape(runs, slots + 1)[:, :slots]


def _cells(shares: Floats) -> NDArray[np.int16]:
    """2 x paces x cells: which slot each cell stands for; the number of slots stands for none."""
    *outer, slots = shares.shape
    edges = np.rint(np.cumsum(shares, axis=-1) * _CELLS).astype(np.int64).reshape(-1, slots)
    ends = np.concatenate([edges, np.full((len(edges), 1), _CELLS)], axis=1)
    counts = np.diff(np.minimum(ends, _CELLS), axis=1, prepend=0)
    names = np.tile(np.arange(slots + 1, dtype=np.int16), len(edges))
    return np.repeat(names, counts.ravel()).reshape(*outer, _CELLS)
