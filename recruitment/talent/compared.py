"""Two periods side by side: the same lines, two counts each."""

from collections.abc import Sequence
from dataclasses import dataclass

from recruitment.talent.journeys import ORDER, is_place, label_of
from recruitment.talent.panel import Panel


@dataclass(frozen=True)
class Cell:
    people: int
    share: float | None  # None: the period has nobody
    href: str


@dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]

    @property
    def change(self) -> str:
        """Percentage points from the first period to the second, as shown: +3, 0, −2, or –."""
        first, second = self.cells
        if first.share is None or second.share is None:
            return "–"
        points = round(second.share * 100) - round(first.share * 100)
        return f"{points:+d}".replace("-", "−") if points else "0"


def compared(panels: Sequence[Panel]) -> list[tuple[str, list[Row]]]:
    """(heading, rows) of each column, for two panels of one group."""
    return [(heading, _rows(panels, i)) for i, (_name, heading) in enumerate(panels[0].columns)]


def _rows(panels: Sequence[Panel], column: int) -> list[Row]:
    people: dict[str, int] = {}
    for panel in panels:
        for node in panel.flow.columns[column]:
            people[node.key] = people.get(node.key, 0) + node.people
    keys = sorted(
        people, key=lambda key: (ORDER.index("" if is_place(key) else key), -people[key], key)
    )
    return [Row(label_of(key), [_cell(panel, column, key) for panel in panels]) for key in keys]


def _cell(panel: Panel, column: int, key: str) -> Cell:
    people, href = panel.count(column, key)
    total = panel.flow.total
    return Cell(people, people / total if total else None, href)
