"""The headings of a file, what each seems to be, and a few of the values below it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from recruitment.exchange import columns
from recruitment.exchange.columns import IGNORE, KEEP
from recruitment.exchange.reader import Sheet, Tab

SAMPLES = 3
_DEEP = 200  # lines looked through for samples
LABELS = {
    "full_name": _("Name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "native_name": _("Name in own script"),
    "preferred_name": _("Preferred name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "orcid": _("ORCID iD"),
    "home_pages": _("Home pages"),
    "nationality": _("Nationality (country/region)"),
    "current_place": _("Current place"),
    "language": _("Language of e-mails and letters"),
    "silent": _("May not be written to, with day and reason"),
    "degree": _("Track (PhD, Postdoc, …)"),
    "position": _("Position"),
    "intake": _("Intake"),
    "result": _("Result or stage"),
    "result_date": _("Date of the result"),
    "supervisor": _("Supervisor"),
    "area": _("Research area"),
    "source": _("Source"),
    "next_step": _("Next step"),
    "next_step_on": _("Next step due"),
    "universities": _("Universities"),
    "remarks": _("Remarks, kept as a note"),
}


@dataclass
class Heading:
    """One heading, wherever it stands."""

    text: str
    field: str  # ours, KEEP or IGNORE
    is_guess: bool
    is_hidden: bool = False  # wherever it stands, and nobody decided yet
    samples: list[str] = dataclasses.field(default_factory=list)
    tabs: list[str] = dataclasses.field(default_factory=list)

    @property
    def key(self) -> str:
        return columns.folded(self.text)


def headings(sheet: Sheet, decided: Mapping[str, str]) -> list[Heading]:
    """Every heading of the tabs, each once, in order; `decided`: {heading folded: field}."""
    found: dict[str, Heading] = {}
    for tab in sheet.tabs:
        table = columns.find_table(tab.title, tab.rows, decided, tab.hidden_columns)
        at = table.at if table else _fullest(tab)
        if at is None:
            continue
        heads = tab.rows[at][1]
        fields = columns.assign(heads, decided, tab.hidden_columns)
        for index, text in enumerate(heads):
            if not text.strip():
                continue
            key = columns.folded(text)
            hidden = index in tab.hidden_columns and key not in decided
            unread = hidden or columns.is_derived(text)
            if key not in found or (found[key].is_hidden and not hidden):
                said = decided.get(key, "")
                # What nobody knows is kept, so that nothing is lost; but what the file hides, and
                # what a list exported here tells of itself.
                unknown = said if said in (IGNORE, KEEP) else IGNORE if unread else KEEP
                name = fields.get(index) or unknown
                found[key] = Heading(" ".join(text.split()), name, key not in decided, hidden)
            heading = found[key]
            heading.tabs.append(tab.title)
            _sample(heading, tab, at, index)
    return list(found.values())


def _fullest(tab: Tab) -> int | None:
    """Where headings nobody knows may stand: the fullest of the first lines."""
    filled = [sum(1 for cell in cells if cell) for _n, cells in tab.rows[: columns.SCAN]]
    return filled.index(max(filled)) if filled and max(filled) > 1 else None


def _sample(heading: Heading, tab: Tab, at: int, index: int) -> None:
    for _number, cells in tab.rows[at + 1 : at + _DEEP]:
        if len(heading.samples) >= SAMPLES:
            return
        text = " ".join(cells[index].split())[:60] if index < len(cells) else ""
        if text and text not in heading.samples:
            heading.samples.append(text)
