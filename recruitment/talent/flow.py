"""Flows between the stops of journeys: counts in, nodes and links out. Pure arithmetic.

At every node as many people arrive as go on, and each column holds everybody: those still here
and those nothing is known of are nodes like any other. Places of fewer than five people are one
node, Elsewhere, also for readers who may open the records: a drawing of single people says nothing
about a flow. Elsewhere itself and Not known may be fewer than five there, as such a reader meets
each person anyway. For readers of aggregates that would tell too much: see `published`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from centre.disclosure.suppression import FEWEST
from recruitment.talent.journeys import ELSEWHERE, ORDER, REST, UNKNOWN, is_place

Journeys = Mapping[tuple[str, ...], int]  # {the stops, one a column: people, 1 or more}
MOST = 7  # places named in a column; more would be too thin to follow


@dataclass(frozen=True)
class Node:
    """A stop of a column. `keys` are the stops it holds: several if small places were joined."""

    column: int
    key: str
    people: int
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """People who went from a node of `column` to one of the next."""

    column: int
    source: str
    target: str
    people: int


@dataclass(frozen=True)
class Flow:
    """Nodes column by column, each from top to bottom; links between neighbouring columns."""

    width: int
    total: int
    nodes: Sequence[Node]
    links: Sequence[Link]

    @cached_property
    def columns(self) -> list[list[Node]]:
        return [[one for one in self.nodes if one.column == i] for i in range(self.width)]

    @cached_property
    def by_key(self) -> dict[tuple[int, str], Node]:
        return {(one.column, one.key): one for one in self.nodes}

    def unknown(self, column: int) -> int:
        found = self.by_key.get((column, UNKNOWN))
        return found.people if found else 0


def flow_of(journeys: Journeys, *, width: int, beside: Iterable[Journeys] = (), most=MOST) -> Flow:
    """The flow of `journeys`, each of `width` stops; `beside`: others drawn next to it.

    A place has a name in all of these drawings or in none, so that they can be compared.
    """
    drawn = [journeys, *beside]
    folds = [_folded(drawn, column, most) for column in range(width)]
    return draw(journeys, width=width, folds=folds)


def draw(journeys: Journeys, *, width: int, folds: Sequence[Mapping[str, str]]) -> Flow:
    """The flow of `journeys` with the stops of each column renamed by `folds`."""
    nodes: list[Counter[str]] = [Counter() for _column in range(width)]
    held: dict[tuple[int, str], set[str]] = {}
    links: Counter[tuple[int, str, str]] = Counter()
    for stops, people in journeys.items():
        named = [folds[i].get(stop, stop) for i, stop in enumerate(stops)]
        for i, stop in enumerate(stops):
            nodes[i][named[i]] += people
            held.setdefault((i, named[i]), set()).add(stop)
        for i, pair in enumerate(pairwise(named)):
            links[i, *pair] += people
    ranks = [_ranks(counts) for counts in nodes]
    return Flow(
        width=width,
        total=sum(journeys.values()),
        nodes=[
            Node(i, key, counts[key], tuple(sorted(held[i, key])))
            for i, counts in enumerate(nodes)
            for key in ranks[i]
        ],
        links=[
            Link(i, source, target, links[i, source, target])
            for i in range(width - 1)
            for source, target in _pairs(ranks[i], ranks[i + 1])
            if links[i, source, target]
        ],
    )


def _pairs(sources: Iterable[str], targets: Iterable[str]) -> Iterator[tuple[str, str]]:
    targets = list(targets)
    return ((source, target) for source in sources for target in targets)


def counts_at(journeys: Journeys, column: int) -> Counter[str]:
    """{stop: people} of one column."""
    counts: Counter[str] = Counter()
    for stops, people in journeys.items():
        counts[stops[column]] += people
    return counts


def _folded(drawn: Sequence[Journeys], column: int, most: int) -> dict[str, str]:
    """{place: Elsewhere} for those of `column` that get no name of their own."""
    counts = [counts_at(journeys, column) for journeys in drawn]
    together: Counter[str] = sum(counts, Counter())
    # Nobody is no small group; one to four would be.
    large = [
        place
        for place in together
        if is_place(place) and all(one[place] >= FEWEST or not one[place] for one in counts)
    ]
    named = sorted(large, key=lambda place: (-together[place], place))[:most]
    return {key: ELSEWHERE for key in together if is_place(key) and key not in named}


def _ranks(counts: Counter[str]) -> list[str]:
    """The keys of a column from top to bottom."""

    def rank(key: str):
        return ORDER.index("" if is_place(key) else key), -counts[key], key

    return sorted(counts, key=rank)


def published(journeys: Journeys, *, width: int, most=MOST) -> Flow | None:
    """The flow for readers of aggregates: no node, link or difference of fewer than five people.

    At most `most` places of a column have names: fewer and larger ones keep more of the links.
    Each column joins its smallest stops until all hold five; Not known joins Elsewhere if either
    is smaller. Where a link between two columns would still be smaller, none of these two columns
    are given. None for fewer than five people. Not safe to ask for again with other people:
    publish it once, frozen (centre.disclosure.suppression).
    """
    if sum(journeys.values()) < FEWEST:
        return None
    folds = [_joined(journeys, column, most) for column in range(width)]
    found = draw(journeys, width=width, folds=folds)
    small = {one.column for one in found.links if one.people < FEWEST}
    links = [one for one in found.links if one.column not in small]
    return Flow(width, found.total, found.nodes, links)


def _joined(journeys: Journeys, column: int, most: int) -> dict[str, str]:
    fold = _folded([journeys], column, most)
    counts: Counter[str] = Counter()
    for key, people in counts_at(journeys, column).items():
        counts[fold.get(key, key)] += people
    rest = {key for key in (ELSEWHERE, UNKNOWN) if 0 < counts[key] < FEWEST}
    if rest:
        rest = {key for key in (ELSEWHERE, UNKNOWN) if counts[key]}
    rest |= {key for key, people in counts.items() if 0 < people < FEWEST}
    while rest and sum(counts[key] for key in rest) < FEWEST:
        rest.add(min((key for key in counts if key not in rest), key=lambda key: counts[key]))
    joined = dict.fromkeys(rest, REST) if len(rest) > 1 else {}
    return {key: joined.get(fold.get(key, key), fold.get(key, key)) for key in [*fold, *joined]}
