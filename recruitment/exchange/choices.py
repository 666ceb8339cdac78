"""What somebody decided about a file beyond its text: asked once, kept with the import."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# (tab, row): where a line stands.
Where = tuple[str, int]
ANYONE_NEW = 0


@dataclass(frozen=True)
class Choices:
    """How a file is to be read. Empty: as it reads by itself."""

    encoding: str = ""  # of a text whose encoding cannot be known: one of encodings.KNOWN
    is_headless: bool = False  # the first line is a person: columns go by their letters
    columns: Mapping[str, str] = field(default_factory=dict)  # as columns.read_map returns
    tabs: frozenset[str] | None = None  # None: all that are not hidden
    intake: str = ""  # of the lines whose sheet names none
    result: str = ""  # of the lines that name none
    # Lines that name nobody are people all the same, called by their number (rows.numbered).
    is_nameless: bool = False
    order: str = ""  # of the days nobody could tell: dates.DAY_FIRST or MONTH_FIRST
    # (field, cell as written): what to read instead, "" for an empty cell
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    left_out: frozenset[Where] = frozenset()
    # Who a line is about: the id of somebody we have, or ANYONE_NEW.
    people: Mapping[Where, int] = field(default_factory=dict)
    joined: Mapping[Where, Where] = field(default_factory=dict)  # the same person as that line
    make: frozenset[tuple[str, str]] = frozenset()  # (kind, name) of what the centre lacks

    @classmethod
    def from_data(cls, data: Mapping) -> "Choices":
        """From what `as_data` gave, whatever of it is there."""
        tabs = data.get("tabs")
        return cls(
            encoding=data.get("encoding", ""),
            is_headless=data.get("is_headless", False),
            columns=data.get("columns", {}),
            tabs=None if tabs is None else frozenset(tabs),
            intake=data.get("intake", ""),
            result=data.get("result", ""),
            is_nameless=data.get("is_nameless", False),
            order=data.get("order", ""),
            answers={(name, text): read for name, text, read in data.get("answers", ())},
            left_out=frozenset((tab, row) for tab, row in data.get("left_out", ())),
            people={(tab, row): person for tab, row, person in data.get("people", ())},
            joined={(tab, row): (to, at) for tab, row, to, at in data.get("joined", ())},
            make=frozenset((kind, name) for kind, name in data.get("make", ())),
        )

    def as_data(self) -> dict:
        """As JSON keeps it."""
        return {
            "encoding": self.encoding,
            "is_headless": self.is_headless,
            "columns": dict(self.columns),
            "tabs": None if self.tabs is None else sorted(self.tabs),
            "intake": self.intake,
            "result": self.result,
            "is_nameless": self.is_nameless,
            "order": self.order,
            "answers": [[name, text, read] for (name, text), read in self.answers.items()],
            "left_out": sorted(map(list, self.left_out)),
            "people": [[*where, person] for where, person in self.people.items()],
            "joined": [[*where, *to] for where, to in self.joined.items()],
            "make": sorted(map(list, self.make)),
        }
