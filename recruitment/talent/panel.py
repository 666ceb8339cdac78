"""A flow ready to show: its drawing, its bars and tables, its sentences, and where figures lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.accounts.models import User
from centre.organisation.models import Centre
from recruitment.positions.models import Track
from recruitment.talent import journeys as stops
from recruitment.talent.address import Figure
from recruitment.talent.flow import Flow, Journeys, Node, flow_of
from recruitment.talent.journeys import COLUMNS, COLUMNS_OF, DEFINITIONS, Group, label_of
from recruitment.talent.references import SMALL_SAMPLE
from recruitment.talent.sankey import CSS, HALF, WIDE, sankey
from recruitment.talent.selectors import Wanted, read_journeys


@dataclass(frozen=True)
class Line:
    """A node as a line of a list or table: `share` of all people, from 0.0 to 1.0."""

    label: str
    people: int
    share: float
    css: str
    href: str

    @property
    def width(self) -> str:
        """Of its bar, in percent, for an SVG attribute."""
        return f"{self.share * 100:.2f}"


@dataclass(frozen=True)
class Crossing:
    """The links between two neighbouring columns, as a table."""

    heading: str
    next_heading: str
    targets: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[int, str]]]]  # source, (people, address) a target


@dataclass(frozen=True)
class Panel:
    """One flow with everything shown of it."""

    wanted: Wanted
    flow: Flow
    track: Track | None  # None: all of them
    is_today: bool

    @property
    def columns(self) -> Sequence[tuple[str, str]]:
        """(name, heading) of each column."""
        return [(name, str(COLUMNS[name])) for name in COLUMNS_OF[self.wanted.group]]

    @property
    def lists(self) -> list[tuple[str, list[Line]]]:
        """(heading, lines) of each column."""
        return [
            (heading, [self._line(name, node) for node in nodes])
            for (name, heading), nodes in zip(self.columns, self.flow.columns, strict=True)
        ]

    def _line(self, column: str, node: Node) -> Line:
        return Line(
            label=label_of(node.key),
            people=node.people,
            share=node.people / self.flow.total,
            css=CSS.get(node.key, ""),
            href=self._href({column: node.keys}),
        )

    def count(self, column: int, key: str) -> tuple[int, str]:
        """(people, address of their list) of a node; nobody leads nowhere."""
        node = self.flow.by_key.get((column, key))
        return (node.people, self._href({self.columns[column][0]: node.keys})) if node else (0, "")

    @property
    def crossings(self) -> list[Crossing]:
        return [self._crossing(i) for i in range(self.flow.width - 1)]

    def _crossing(self, i: int) -> Crossing:
        sources, targets = self.flow.columns[i], self.flow.columns[i + 1]
        people = {
            (one.source, one.target): one.people for one in self.flow.links if one.column == i
        }
        (name, heading), (next_name, next_heading) = self.columns[i : i + 2]
        rows = []
        for source in sources:
            cells = []
            for target in targets:
                n = people.get((source.key, target.key), 0)
                href = self._href({name: source.keys, next_name: target.keys}) if n else ""
                cells.append((n, href))
            rows.append((label_of(source.key), cells))
        return Crossing(heading, next_heading, [label_of(one.key) for one in targets], rows)

    @property
    def everybody(self) -> str:
        return self._href({})

    def _href(self, keys) -> str:
        """The list of exactly the people counted."""
        wanted = self.wanted
        track = self.track.code if self.track else ""
        query = {"flow": str(Figure(wanted.group, track, wanted.period, keys))}
        if not self.is_today:
            query["on"] = wanted.on.isoformat()
        return f"{reverse('recruitment:candidates')}?{urlencode(query)}"

    @property
    def drawing(self) -> SafeString:
        return self._drawn(WIDE)

    @property
    def half_drawing(self) -> SafeString:
        """For two side by side."""
        return self._drawn(HALF)

    def _drawn(self, sheet) -> SafeString:
        label = f"{self.finding} {_('The same figures are in the table below the drawing.')}"
        heads = [heading for _name, heading in self.columns]
        return sankey(self.flow, heads, label=label, sheet=sheet)

    @property
    def definition(self) -> str:
        return str(DEFINITIONS[self.wanted.group])

    @property
    def finding(self) -> str:
        """What the drawing says, in a sentence or two."""
        return " ".join(one for one in (self._largest("latest"), self._staying()) if one)

    @property
    def people(self) -> str:
        return people_of(self.wanted.group, self.flow.total)

    def _largest(self, column: str) -> str:
        nodes = self.flow.columns[COLUMNS_OF[self.wanted.group].index(column)]
        named = next((one for one in nodes if stops.is_place(one.key)), None)
        if named is None:
            return _("No one place gave the latest degree to five or more of %(people)s.") % {
                "people": self.people
            }
        return _("%(place)s gave the latest degree to %(n)s of %(people)s.") % {
            "place": label_of(named.key),
            "n": f"{named.people:,}",
            "people": self.people,
        }

    def _staying(self) -> str:
        width = self.flow.width - 1
        still = self.flow.by_key.get((width, stops.STILL_HERE))
        joined = self.flow.by_key.get((width, stops.JOINED))
        if still:
            return ngettext("%(n)s is still here.", "%(n)s are still here.", still.people) % {
                "n": f"{still.people:,}"
            }
        if joined:
            return ngettext(
                "%(n)s started or accepted.", "%(n)s started or accepted.", joined.people
            ) % {"n": f"{joined.people:,}"}
        return ""

    @property
    def unknown(self) -> list[tuple[str, int, float]]:
        """(heading, people, share) of what is not known, for columns that have it."""
        found = []
        for i, (_name, heading) in enumerate(self.columns):
            if people := self.flow.unknown(i):
                found.append((heading, people, people / self.flow.total))
        return found

    @property
    def is_small(self) -> bool:
        return self.flow.total < SMALL_SAMPLE


def people_of(group: Group, n: int) -> str:
    """112 applicants; 1 person with an offer."""
    words = {
        Group.APPLICANTS: ngettext("%(n)s applicant", "%(n)s applicants", n),
        Group.OFFERS: ngettext("%(n)s person with an offer", "%(n)s people with an offer", n),
        Group.RESEARCHERS: ngettext("%(n)s researcher", "%(n)s researchers", n),
        Group.ALUMNI: ngettext("%(n)s alumna or alumnus", "%(n)s alumni", n),
    }
    return words[group] % {"n": f"{n:,}"}


def read_panels(
    user: User, centre: Centre, asked: Iterable[Wanted], *, track: Track | None
) -> list[Panel]:
    """A panel for each of `asked`, comparable with each other. One query each."""
    asked = list(asked)
    return panels_of(
        [(wanted, read_journeys(user, centre, wanted)) for wanted in asked],
        track=track,
        today=centre.today(),
    )


def panels_of(read: Sequence[tuple[Wanted, Journeys]], *, track, today) -> list[Panel]:
    found = []
    for i, (wanted, own) in enumerate(read):
        others = [journeys for n, (_wanted, journeys) in enumerate(read) if n != i]
        flow = flow_of(own, width=len(COLUMNS_OF[wanted.group]), beside=others)
        found.append(Panel(wanted, flow, track, wanted.on == today))
    return found
