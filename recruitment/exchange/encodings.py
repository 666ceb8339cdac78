"""In which encoding the bytes of a text file are, whoever wrote it.

The order is explicit, because statistics alone mistake short Chinese and Korean sheets: a mark
at the beginning, UTF-16 by its zero bytes, UTF-8 if it is valid; then the encoding in which the
sheet's headings can be read; then single high bytes as Western; then the encoding whose everyday
characters these are, if no other comes near. What is left is asked, never guessed.
"""

import codecs
import math
import re

from django.utils.translation import gettext_lazy as _

from recruitment.exchange.columns import guess
from recruitment.exchange.limits import Unreadable

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# What may be asked for, by the names people see in their programs.
KNOWN = {
    "gb18030": _("Simplified Chinese (GB18030, GBK)"),
    "big5": _("Traditional Chinese (Big5)"),
    "big5hkscs": _("Traditional Chinese with Hong Kong characters (Big5-HKSCS)"),
    "cp949": _("Korean (CP949)"),
    "shift_jis": _("Japanese (Shift JIS)"),
    "cp1252": _("Western European (Windows-1252)"),
    "cp1250": _("Central European (Windows-1250)"),
    "cp1251": _("Cyrillic (Windows-1251)"),
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
}
# Python's names for what Windows writes where those differ from the standards'.
_CODEC = {"big5": "cp950", "shift_jis": "cp932"}
# The first bytes of everyday characters, how many such characters there are, and the least
# second byte: GB 2312 level 1, Big5 level 1, Hangul, kana and JIS level 1.
_EVERYDAY = {
    "gb18030": (range(0xB0, 0xD8), 0xA1, 3755),
    "big5": (range(0xA4, 0xC7), 0x40, 5401),
    "big5hkscs": (range(0xA4, 0xC7), 0x40, 5401),
    "cp949": (range(0xB0, 0xC9), 0xA1, 2350),
    "shift_jis": ((0x82, 0x83, *range(0x88, 0x98)), 0x40, 3134),
}
_OTHERS = 15_000  # characters that are not everyday ones
_SURE = 12.0  # natural logarithm of how much likelier the first must be than the second
_TELLING = 60  # characters, of which a third or so are not ASCII
_NEVER = -math.inf
_SAMPLE = 60_000
_ISOLATED = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH = re.compile(rb"[\x80-\xff]")


class Doubtful(Exception):
    """Several encodings fit; `samples` says how the text begins in each: {encoding: text}."""

    def __init__(self, samples: dict[str, str]):
        super().__init__()
        self.samples = samples


def encoding_of(data: bytes, said: str = "") -> str:
    """Python's name of the encoding; `said` is what somebody answered.

    Raises Doubtful, or Unreadable where the bytes are not in the encoding they must be.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _sure(data, encoding)
    if said:
        return _sure(data, _CODEC.get(said, said))
    if wide := _wide(data):
        return _sure(data, wide)
    if _fits(data, "utf-8"):
        return "utf-8"
    _refuse_damaged(data)
    fitting = _fitting(data)
    if found := _by_headings(fitting):
        return _CODEC.get(found, found)
    if _is_western(data, fitting.get("cp1252")):
        return "cp1252"
    if found := _by_characters(fitting):
        return _CODEC.get(found, found)
    raise Doubtful(samples(data))


def samples(data: bytes) -> dict[str, str]:
    """How the text begins in each encoding it fits: {encoding: text}. Empty if there is no doubt:
    it says what it is in, or is no text, or is plain Latin."""
    marked = data.startswith((*(mark for mark, _name in _MARKS), b"PK", b"\xd0\xcf"))
    if marked or _wide(data) or data.isascii():
        return {}
    found = {name: _sample(text) for name, text in _fitting(data).items()}
    return {"utf-8": _sample(data.decode()), **found} if _fits(data, "utf-8") else found


def named(codec: str) -> str:
    """The name in KNOWN of what encoding_of found."""
    return next((name for name, other in _CODEC.items() if other == codec), codec)


def _fitting(data: bytes) -> dict[str, str]:
    found = {name: text for name in KNOWN if (text := _text(data, name)) is not None}
    if "big5" in found:
        found.pop("big5hkscs", None)  # the same text, with characters it does not need
    return found


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _text(data: bytes, name: str) -> str | None:
    """How the file begins in that encoding, if all of it fits."""
    codec = _CODEC.get(name, name)
    if name.startswith("utf") or not _fits(data, codec):
        return None
    return data.decode(codec)[:_SAMPLE]


def _sure(data: bytes, encoding: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        label = encoding.removesuffix("-sig").upper()
        raise Unreadable("coded", encoding=label, at=error.start) from error
    return encoding


def _refuse_damaged(data: bytes) -> None:
    """UTF-8 but for a few bytes is UTF-8 that was cut or spoilt, and nothing else."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text[:_SAMPLE] if not char.isascii()) - bad
    if good > 20 * bad:
        _sure(data, "utf-8")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is zero."""
    sample = data[:2000]
    if len(sample) < 8:
        return None
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _by_headings(fitting: dict[str, str]) -> str | None:
    """The encoding in which most headings in another script are known ones, if one has most."""
    known: dict[str, int] = {}
    for encoding, text in fitting.items():
        cells = re.split(r'[,;\t|\r\n"]', text[:3000])
        known[encoding] = sum(1 for cell in cells if not cell.isascii() and guess(cell))
    # Those of one family say the same: the narrower stands first.
    best = max(known, key=known.__getitem__, default=None)
    return best if best and known[best] else None


def _is_western(data: bytes, text: str | None) -> bool:
    """High bytes that stand alone, and are letters where letters stand before them."""
    high = len(_HIGH.findall(data))
    if text is None or len(_ISOLATED.findall(data)) < 0.8 * high:
        return False
    within = re.findall(r"(?<=[a-z])[^\x00-\x7f]", text)
    odd = sum(1 for char in within if not (char.isalpha() or char in "’‘”“–—…ºª®™"))
    return odd <= len(within) // 20


def _by_characters(fitting: dict[str, str]) -> str | None:
    """The encoding in which the text is likeliest, if it is so by far."""
    likely = {name: _likelihood(text, name) for name, text in fitting.items() if name in _EVERYDAY}
    if {"cp949", "gb18030"} <= set(likely):
        # Hangul has the place of two thirds of the Chinese characters, so a longer text of nothing
        # else is Korean. Whatever reads as both otherwise, somebody must look at.
        is_korean = likely["cp949"] != _NEVER and len(fitting["cp949"]) > _TELLING
        either = max(likely.pop("cp949"), likely.pop("gb18030"))
        likely["cp949" if is_korean else ""] = either
    best = sorted(((value, name) for name, value in likely.items()), reverse=True)
    best += [(_NEVER, "")] * 2
    is_sure = best[0][0] != _NEVER and best[0][0] - best[1][0] >= _SURE
    return best[0][1] or None if is_sure else None


def _likelihood(text: str, name: str) -> float:
    """The natural logarithm of how likely these characters are in a text of that encoding."""
    leads, least, everyday = _EVERYDAY[name]
    total, usual, count = 0.0, 0, 0
    for char in text:
        if char.isascii() or not char.isalpha():
            continue
        code = char.encode(_CODEC.get(name, name))
        is_usual = len(code) == 2 and code[0] in leads and code[1] >= least
        total += math.log(0.98 / everyday if is_usual else 0.02 / _OTHERS)
        count += 1
        usual += is_usual
    # Most of any text is everyday characters: else it is in none of these.
    return total if count and usual > 0.78 * count else _NEVER


def _sample(text: str) -> str:
    """The first line that shows what there is to tell."""
    line = next((one for one in text.splitlines() if not one.isascii()), "")
    at = next((i for i, char in enumerate(line) if not char.isascii()), 0)
    return line[max(at - 20, 0) : at + 60]
