"""All that a part of a Word file says, joined in every way in which a name may stand there.

What is shown of it, a paragraph a line, is what people are found by. Beside it stands whatever may
tell who wrote it: what was struck out, the text before a change and with it, the letters on both
sides of a tab or a break as one word, each piece alone, what fields are made of, and the value of
every attribute, for that may be a watermark, a numbering or a style. No Django: this runs in the
process that reads.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

_SHOWN, _ADDED, _STRUCK, _CODE, _BREAK = range(5)
_BREAKS = {
    "tab": "\n",
    "ptab": "\n",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}
# Text in these is not on the page, or stands above it, as how a character is read.
_APART = ("del", "moveFrom", "rt")
# Of which change or paragraph, or a measure: no text, and too many to keep.
_MARK = re.compile(r"rsid\w*|paraId|textId")
_MEASURE = re.compile(r"-?\d{1,7}(?:\.\d+)?(?:pt|in|%)?")
_MAY_BE_NUMBER = {"val", "name", "descr", "title", "alt", "string", "displayText", "value"}
# Word's own lists, fonts and languages: on no page, and called as people are (Sun, Yu, Roman, Sa).
_NOBODYS = {
    "lsdException", "font", "altName", "rFonts", "latin", "ea", "cs", "buFont", "lang",
    "themeFontLang",
}  # fmt: skip
_PRIVATE = 0xF000  # where symbols stand, each above its letter


def said_by(xml: bytes) -> tuple[list[str], list[str]]:
    """The lines it shows, and those beside them."""
    shown: list[str] = []
    beside: dict[str, None] = {}
    paragraphs: list[list[tuple[int, str]]] = [[]]  # one within another, as in a box of text
    within: Counter[str] = Counter()
    hidden = False
    events = ElementTree.iterparse(io.BytesIO(xml), ("start", "end"))  # noqa: S314  no entities, bounded
    for event, element in events:
        name = element.tag.rpartition("}")[2]
        if event == "start":
            within[name] += 1
            beside.update(dict.fromkeys(_values(name, element)))
            if name == "p":
                paragraphs.append([])
            continue
        within[name] -= 1
        apart = hidden or any(within[each] for each in _APART)
        paragraphs[-1] += _pieces(name, element, apart, bool(within["ins"] or within["moveTo"]))
        if name == "p":
            _close(paragraphs.pop(), shown, beside)
        hidden = name != "r" and (hidden or (name == "vanish" and within["r"] > 0))
        element.clear()  # each part is let go of once it is read
    _close(paragraphs.pop(), shown, beside)
    beside["".join(shown)] = None  # a paragraph may be struck out between two
    return shown, list(beside)


def _pieces(name: str, element, apart: bool, added: bool) -> Iterator[tuple[int, str]]:
    text = element.text or ""
    if name in _BREAKS:
        yield _BREAK, _BREAKS[name]
    elif name == "sym":
        yield _STRUCK if apart else _SHOWN, _symbol(element)
    elif name == "t":
        yield _STRUCK if apart else _ADDED if added else _SHOWN, text
    elif name == "delText":
        yield _STRUCK, text
    elif text.strip():
        yield _CODE, text


def _symbol(element) -> str:
    codes = [value for key, value in element.attrib.items() if key.endswith("}char")]
    try:
        code = int(codes[0], 16)
    except (IndexError, ValueError):
        return ""
    return chr(code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 256 else code & 0xFFFF)


def _close(pieces: list[tuple[int, str]], shown: list[str], beside: dict[str, None]) -> None:
    if not pieces:
        return
    shown.append(_joined(pieces, _SHOWN, _ADDED, _BREAK))
    lines = [text for _kind, text in pieces]
    for kinds in (
        (_SHOWN, _ADDED), (_SHOWN, _STRUCK), (_SHOWN, _STRUCK, _BREAK), (_STRUCK,), (_CODE,),
        (_SHOWN, _ADDED, _STRUCK, _CODE),
    ):  # fmt: skip
        lines.append(_joined(pieces, *kinds))
    beside.update(dict.fromkeys(lines))


def _joined(pieces: list[tuple[int, str]], *kinds: int) -> str:
    return "".join(text for kind, text in pieces if kind in kinds)


def _values(name: str, element) -> Iterator[str]:
    if name in _NOBODYS:
        return
    for key, value in element.attrib.items():
        key = key.rpartition("}")[2]
        measure = key not in _MAY_BE_NUMBER and _MEASURE.fullmatch(value)
        if not measure and not _MARK.fullmatch(key):
            yield value
