"""From a file to rows of text: CSV in any separator and encoding, a workbook, a JSON Resume.

Nothing here knows what a column means. What cannot be read raises UnreadableFile with a sentence.
The file is opened by a process of its own (child.py); here is what is known about it before, and
what is said of it afterwards.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recruitment.exchange import child, encodings, kinds
from recruitment.exchange.limits import Unreadable

MAX_BYTES = 20 * 1024 * 1024
_AS_CSV = gettext_lazy("Open it in a spreadsheet program and save it as .xlsx, or as CSV.")
_WHY = {
    "empty": gettext_lazy("%(name)s is empty."),
    "password": gettext_lazy(
        "%(name)s has a password. Open it in a spreadsheet program and save it without one."
    ),
    "damaged": gettext_lazy(
        "%(name)s is damaged or protected. Open it in a spreadsheet program and save it again as "
        ".xlsx, or as CSV."
    ),
    "unpacks": gettext_lazy("%(name)s unpacks to %(size)d MB. Save the table alone, or as CSV."),
    "no-book": gettext_lazy(
        "%(name)s is not a workbook but some other packed file. Save the table as .xlsx or as CSV."
    ),
    "rows": gettext_lazy("%(name)s has more than %(most)d rows. Split it."),
    "columns": gettext_lazy("%(name)s has more than %(most)d columns. Save the table alone."),
    "tabs": gettext_lazy("%(name)s has more than %(most)d sheets. Save those with people alone."),
    "cell": gettext_lazy(
        "%(name)s has a cell of more than %(most)d characters in row %(row)d. Shorten it."
    ),
    "much": gettext_lazy("%(name)s holds more than can be read at once. Split it."),
    "long": gettext_lazy(
        "%(name)s takes longer than %(seconds)d seconds to open. Save the table alone, or as CSV."
    ),
    "csv": gettext_lazy("%(name)s cannot be read as CSV near line %(line)d: %(error)s."),
    "json": gettext_lazy("%(name)s is not JSON: %(error)s. Save or export it again."),
    "no-resume": gettext_lazy(
        "%(name)s is JSON, but no JSON Resume: it has no “basics”. Save the list as CSV."
    ),
    "coded": gettext_lazy(
        "%(name)s says it is %(encoding)s but is damaged at byte %(at)d. Save it again."
    ),
}
_OTHER = {
    "pdf": gettext_lazy("%(name)s is a PDF, not a table. Ask for the list it was printed from."),
    "picture": gettext_lazy("%(name)s is a picture, not a table."),
    "packed": gettext_lazy("%(name)s is a packed file. Unpack it and choose the list within."),
    "document": gettext_lazy("%(name)s is a text document. Copy its table into a spreadsheet."),
    "page": gettext_lazy("%(name)s is a web page. %(as_csv)s"),
    "xml": gettext_lazy("%(name)s is XML. %(as_csv)s"),
    "binary": gettext_lazy("%(name)s is no file of text and no workbook. %(as_csv)s"),
}


class UnreadableFile(Exception):
    """A file that cannot be read; the message is a sentence."""


class UnknownEncoding(UnreadableFile):
    """Text in an encoding that cannot be known; `samples` of what it says in each that fits."""

    def __init__(self, text: str, samples: dict[str, str]):
        super().__init__(text)
        self.samples = samples


@dataclass
class Tab:
    """Rows of text with the numbers a spreadsheet shows beside them. `title` is "" for CSV."""

    title: str
    rows: list[tuple[int, list[str]]]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()


@dataclass
class Sheet:
    """A file as read: its tabs, and what is to be said of it."""

    name: str
    tabs: list[Tab] = field(default_factory=list)
    encoding: str = ""  # of a text
    notes: list[str] = field(default_factory=list)


def lettered(sheet: Sheet) -> Sheet:
    """`sheet` with the letters of the columns as headings, for a file that has none."""
    tabs = []
    for tab in sheet.tabs:
        width = max((len(cells) for _number, cells in tab.rows), default=0)
        tabs.append(replace(tab, rows=[(0, [_letter(i) for i in range(width)]), *tab.rows]))
    return replace(sheet, tabs=tabs)


def _letter(index: int) -> str:
    """A, B, …, Z, AA: as spreadsheets name their columns."""
    before = _letter(index // 26 - 1) if index >= 26 else ""
    return before + chr(ord("A") + index % 26)


def read_file(path: str | Path, encoding: str = "") -> Sheet:
    """Read a file from the disk. Raises UnreadableFile."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                _("%(name)s has %(size)d MB. At most %(most)d MB can be read: split it.")
                % {"name": path.name, "size": size >> 20, "most": MAX_BYTES >> 20}
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            _("%(name)s cannot be opened: %(why)s.") % {"name": path, "why": error.strerror}
        ) from error
    return read_bytes(data, path.name, encoding)


def read_bytes(data: bytes, name: str, encoding: str = "") -> Sheet:
    """Read what was uploaded or opened; `encoding`: what somebody said it is written in."""
    try:
        if not data.strip():
            raise Unreadable("empty")
        kind = kinds.kind_of(data, name)
        found = "" if kind == kinds.BOOK else encodings.encoding_of(data, encoding)
        answer = child.opened(data, kind, found)
    except encodings.Doubtful as doubt:
        raise UnknownEncoding(
            _("%(name)s: it cannot be known in which encoding the text is. Save it as “CSV UTF-8”, "
              "or say which it is.") % {"name": name},
            doubt.samples,
        ) from doubt  # fmt: skip
    except Unreadable as no:
        sentence = _OTHER[no.named["what"]] if no.why == "other" else _WHY[no.why]
        told = {"name": name, "as_csv": _AS_CSV, **no.named}
        raise UnreadableFile(str(sentence) % told) from no
    tabs = [
        Tab(
            tab["title"],
            list(enumerate(tab["rows"], start=1)),
            tab.get("hidden", False),
            frozenset(tab.get("hidden_columns", ())),
        )
        for tab in answer["tabs"]
    ]
    return Sheet(name, tabs, found, _notes(answer))


def _notes(answer: dict) -> list[str]:
    notes = []
    if formulas := answer.get("formulas", 0):
        text = ngettext(
            "%(n)d cell holds a formula: it is read as the value it showed last.",
            "%(n)d cells hold formulas: they are read as the values they showed last.",
            formulas,
        )
        notes.append(text % {"n": formulas})
    if answer.get("links"):
        notes.append(_("The workbook names other files. They are not opened."))
    if answer.get("blind"):
        notes.append(
            _("In a file of this kind it cannot be told which columns are hidden. Look whether one "
              "is not meant to be read, or save it as .xlsx.")
        )  # fmt: skip
    return notes
