"""From the bytes of a text file to its text, whoever wrote it and in whatever encoding.

The order is explicit, because statistics alone mistake short Chinese and Korean sheets: a mark
at the beginning, UTF-16 by its zero bytes, UTF-8 if it is valid; then the encoding in which the
sheet's headings can be read; then single high bytes as Western; only then the guess of a library.
"""

import codecs
import re

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from recruitment.exchange.columns import guess

_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_REGIONAL = ["cp950", "gb18030", "cp949", "big5hkscs", "shift_jis"]
_ISOLATED = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_HIGH = re.compile(rb"[\x80-\xff]")


class UnknownEncoding(Exception):
    """No encoding fits; the message is a sentence."""


def decode(data: bytes) -> str:
    """The text of a file. Raises UnknownEncoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    if (wide := _wide(data)) is not None:
        return _strict(data, wide)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if (text := _by_headings(data)) is not None:
        return text
    high = len(_HIGH.findall(data))
    if len(_ISOLATED.findall(data)) >= 0.8 * high:
        return data.decode("cp1252", errors="replace")
    best = from_bytes(data, cp_isolation=[*_REGIONAL, "cp1252"]).best()
    if best is None:
        raise UnknownEncoding(
            _("The text is in an unknown encoding. Save it as “CSV UTF-8” and try again.")
        )
    return str(best)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding(
            _("The file says it is %(encoding)s but is damaged at byte %(at)d. Save it again.")
            % {"encoding": encoding.removesuffix("-sig").upper(), "at": error.start}
        ) from error


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


def _by_headings(data: bytes) -> str | None:
    """The text in the encoding in which most headings in another script are known ones."""
    best, most = None, 0
    for encoding in _REGIONAL:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        cells = re.split(r'[,;\t|\r\n"]', text[:3000])
        known = sum(1 for cell in cells if not cell.isascii() and guess(cell))
        if known > most:
            best, most = text, known
    return best
