"""The fonts of a PDF without what they are called: a font may be named after who made it.

A font within the file needs no name to be shown, so those that carry it go out under a number; of
one that is not within it, a reader finds another by its name, so the common ones keep theirs. No
Django: this runs in the process that reads.
"""

import re
import struct
from itertools import pairwise

from recruitment.documents.types import NotKept

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
# Families that come with systems and programs; a name that begins otherwise is not one of these.
_COMMON = re.compile(
    r"/(?:Helvetica|Times|Courier|Arial|Symbol|ZapfDingbats|Calibri|Cambria|Candara|Consolas|Georgia"
    r"|Verdana|Tahoma|Trebuchet|Garamond|Palatino|Wingdings|MS-?(?:Gothic|Mincho|P|UI)|Malgun|Batang"
    r"|Gulim|Dotum|SimSun|NSimSun|SimHei|KaiTi|FangSong|DengXian|MicrosoftYaHei|MingLiU|PMingLiU"
    r"|DFKai|STSong|STKaiti|STHeiti|STFangsong|PingFang|HeiseiMin|HeiseiKakuGo|KozMin|KozGo|MSung"
    r"|MHei|HYSMyeongJo|HYGoThic|Adobe)[A-Za-z0-9,\-+ ]{0,30}"
)
_TYPE1_NAMES = re.compile(
    rb"/(?:FontName\s*/[^\s/(){}\[\]<>]+|(?:FullName|FamilyName|Notice|Copyright)\s*\([^)]*\))"
)
_REMARK = re.compile(rb"%[^\r\n]*")
_NAME_OPERATORS = {0, 1, 2, 3, 4, (12, 0), (12, 21), (12, 22), (12, 38)}
_STANDARD_STRINGS = 391


def nameless(font, number: int) -> None:
    """Take its name out of a font of a page's resources. Raises NotKept where that cannot be."""
    for one in (font, *(each.get_object() for each in font.get("/DescendantFonts", ()))):
        described = one.get("/FontDescriptor")
        described = described.get_object() if described is not None else {}
        programs = [described[name].get_object() for name in _PROGRAMS if name in described]
        for program in programs:
            _silence(program)
        for holder in (font, one, described):
            _rename(holder, number, is_within=bool(programs))


def _rename(holder, number: int, *, is_within: bool) -> None:
    from pypdf.generic import NameObject  # here: kinds without it start faster

    for key in ("/BaseFont", "/FontName", "/Name"):
        if key in holder and (is_within or not _COMMON.fullmatch(str(holder[key]))):
            holder[NameObject(key)] = NameObject(f"/F{number}")
    if "/FontFamily" in holder:
        del holder["/FontFamily"]


def _silence(program) -> None:
    data = program.get_data()
    try:
        silent = _silent(data)
    except (struct.error, IndexError, ValueError) as odd:
        raise NotKept("unclean") from odd
    if silent != data:
        program.set_data(silent)


def _silent(data: bytes) -> bytes:
    """The same program, as long as before, its names blotted out."""
    if data[:4] in (b"\x00\x01\x00\x00", b"true", b"OTTO"):
        return _of_tables(bytearray(data))
    if data[:2] == b"%!" or data[:1] == b"\x80":
        clear, eexec, rest = data.partition(b"eexec")
        return _TYPE1_NAMES.sub(_blotted, _REMARK.sub(_blotted, clear, count=0)) + eexec + rest
    if data[:1] == b"\x01":
        return bytes(_of_cff(bytearray(data), 0))
    raise ValueError("no font we know")


def _blotted(found: re.Match[bytes]) -> bytes:
    """As long, and read as the same kind of thing."""
    text = found[0]
    if text.startswith(b"%"):
        return text[:2] + b" " * (len(text) - 2) if text.startswith(b"%!") else b" " * len(text)
    mark = b"(" if b"(" in text else text[-1:]
    if mark == b"(":
        head = text[: text.index(b"(") + 1]
        return head + b" " * (len(text) - len(head) - 1) + b")"
    at = text.rindex(b"/") + 1
    return text[:at] + b"F" * (len(text) - at)


def _of_tables(data: bytearray) -> bytes:
    (count,) = struct.unpack_from(">H", data, 4)
    for n in range(count):
        tag, _sum, at, length = struct.unpack_from(">4sLLL", data, 12 + 16 * n)
        if at + length > len(data):
            raise ValueError("a table beyond the end")
        if tag == b"name" and length >= 6:
            (texts,) = struct.unpack_from(">H", data, at + 4)
            if texts < length:
                data[at + texts : at + length] = bytes(length - texts)
        elif tag in (b"meta", b"DSIG"):
            data[at : at + length] = bytes(length)
        elif tag == b"CFF ":
            _of_cff(data, at)
    return bytes(data)


def _of_cff(data: bytearray, start: int) -> bytearray:
    """Its own name, and the strings its head calls version, notice, names and copyright."""
    names, at = _index(data, start + data[start + 2])
    heads, at = _index(data, at)
    strings, _end = _index(data, at)
    blot = [*names]
    for begin, end in heads:
        for operator, operands in _operators(bytes(data[begin:end])):
            if operator in _NAME_OPERATORS:
                blot += [strings[n - _STANDARD_STRINGS] for n in operands
                         if 0 <= n - _STANDARD_STRINGS < len(strings)]  # fmt: skip
    for begin, end in blot:
        data[begin:end] = b"F" * (end - begin)
    return data


def _index(data: bytearray, at: int) -> tuple[list[tuple[int, int]], int]:
    """(from, to) of each entry, and where what follows begins."""
    (count,) = struct.unpack_from(">H", data, at)
    if not count:
        return [], at + 2
    size = data[at + 2]
    places = [
        int.from_bytes(data[at + 3 + n * size : at + 3 + (n + 1) * size], "big")
        for n in range(count + 1)
    ]
    base = at + 2 + (count + 1) * size
    if places != sorted(places) or base + places[-1] > len(data):
        raise ValueError("an index beyond the end")
    spans = [(base + one, base + next_) for one, next_ in pairwise(places)]
    return spans, base + places[-1]


def _operators(head: bytes):
    """(operator, the whole numbers before it) of a head."""
    operands: list[int] = []
    at = 0
    while at < len(head):
        first = head[at]
        at += 1
        if first <= 21:
            operator: int | tuple[int, int] = first
            if first == 12:
                operator, at = (12, head[at]), at + 1
            yield operator, operands
            operands = []
        elif first == 28:
            operands.append(int.from_bytes(head[at : at + 2], "big", signed=True))
            at += 2
        elif first == 29:
            operands.append(int.from_bytes(head[at : at + 4], "big", signed=True))
            at += 4
        elif first == 30:  # a fraction: four bits a figure, up to a mark
            while head[at] & 0xF != 0xF:
                at += 1
            at += 1
        elif first <= 246:
            operands.append(first - 139)
        elif first <= 250:
            operands.append((first - 247) * 256 + head[at] + 108)
            at += 1
        else:
            operands.append(-(first - 251) * 256 - head[at] - 108)
            at += 1
