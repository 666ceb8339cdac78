"""What a reader can work out about hidden numbers: whole numbers tied together by sums.

Pure arithmetic. An entry stands in at most two sums, as a cell of a table does (its row and its
column) or a step of a funnel (who passed one step reached the next). Seen as a graph, sums are
nodes and entries are edges; a hidden entry can have another value exactly where a closed walk
over hidden edges changes it by one and leaves every sum right: the residual cycle of network
flows (Ahuja, Magnanti and Orlin, Network Flows, 1993). The answer is exact, not a bound.
"""

import heapq
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

Key = Hashable
# Where a walk stands: a sum, and whether it is one too high or too low. The end that belongs to
# no sum is None; there nothing has to be right.
Place = tuple[int | None, int]


@dataclass(frozen=True)
class Sum:
    """`total` is what `parts` add up to."""

    total: Key
    parts: Sequence[Key]


@dataclass(frozen=True)
class Step:
    """One entry changed by one, and where the walk stands after it."""

    entry: Key
    by: int
    then: Place


class Ties:
    """Entries and the sums they stand in, each with the sign it has there."""

    def __init__(self, sums: Sequence[Sum]):
        self.of: dict[Key, list[tuple[int, int]]] = {}
        self.in_sum: list[list[Key]] = []
        for number, one in enumerate(sums):
            self.in_sum.append([one.total, *one.parts])
            for sign, entries in ((1, [one.total]), (-1, one.parts)):
                for entry in entries:
                    self.of.setdefault(entry, []).append((number, sign))
        if crowded := [entry for entry, ends in self.of.items() if len(ends) > 2]:
            raise ValueError(f"{crowded[0]!r} stands in more than two sums.")
        # A free end: raising or lowering it puts nothing else wrong.
        self.loose = [entry for entry, ends in self.of.items() if len(ends) == 1]

    def ends(self, entry: Key) -> tuple[tuple[int | None, int], tuple[int | None, int]]:
        first, second = [*self.of.get(entry, ()), (None, 0), (None, 0)][:2]
        return first, second

    def steps(self, place: Place) -> Iterator[Step]:
        """Changes by one that put right what is wrong at `place`, and where they go wrong next."""
        node, off = place
        for entry in self.loose if node is None else self.in_sum[node]:
            first, second = self.ends(entry)
            (_here, sign), (there, other) = (first, second) if first[0] == node else (second, first)
            for by in (1, -1) if node is None else (-off * sign,):
                yield Step(entry, by, (there, other * by))


def way_round(
    entry: Key,
    by: int,
    ties: Ties,
    costs: Mapping[tuple[Key, int], int],
) -> tuple[int, list[Key]] | None:
    """(cost, entries changed) of the cheapest way to change `entry` by `by`; None without one.

    `costs`: {(entry, +1 or -1): what that change costs}; a change that is not in it is ruled out.
    """
    if (entry, by) not in costs:
        return None
    (start, sign), (goal, other) = ties.ends(entry)
    aim: Place = (goal, -other * by)
    if start is None:
        return costs[entry, by], [entry]
    order = count()  # ties broken by age, as entries need not be comparable
    heap: list[tuple[int, int, Place, dict[Key, int]]] = [
        (costs[entry, by], next(order), (start, sign * by), {entry: by})
    ]
    seen = set()
    while heap:
        cost, _age, place, changed = heapq.heappop(heap)
        if place == aim:
            return cost, list(changed)
        if place in seen:
            continue
        seen.add(place)
        for step in ties.steps(place):
            price = costs.get((step.entry, step.by))
            if price is not None and step.entry not in changed:
                path = {**changed, step.entry: step.by}
                heapq.heappush(heap, (cost + price, next(order), step.then, path))
    return None
