"""A picture without what the camera wrote into it: where it was taken, when, with which device.

The picture itself is not touched, only the parts around it are left out, so that it costs no
quality and nothing is unpacked. PDF and Word files stay as they came: a certificate is checked by
a signature over every byte of its file.
"""

import re
import struct

from recruitment.documents.types import JPEG, PNG, NotKept

# What a picture looks like rests on these, beside the parts whose name begins with a capital.
_PNG_LOOKS = {
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT",
    b"cICP", b"mDCV", b"cLLI",
}  # fmt: skip
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_EXIF = b"Exif\0\0"
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_TURNED = 0x0112  # the tag that says how the camera was held


def bare(data: bytes, kind: str) -> bytes:
    """`data` without what it tells beside the picture. Raises NotKept if its parts do not add up.

    Of what a camera wrote one thing stays: how it was held, without which the picture would lie on
    its side.
    """
    try:
        if kind == JPEG:
            return b"".join(_jpeg_parts(data))
        return b"".join(_png_parts(data)) if kind == PNG else data
    except (IndexError, struct.error) as problem:
        raise NotKept("cut") from problem


def _jpeg_parts(data: bytes):
    yield data[:2]
    at = 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise NotKept("cut")
        marker, start = data[at + 1], at
        if marker == 0xFF:  # filling
            at += 1
            continue
        at += 2
        if marker == _EOI:  # what a telephone wrote behind it is another picture, or a film
            yield b"\xff\xd9"
            return
        if marker in (0x00, _SOI, *_ALONE):
            continue
        (length,) = struct.unpack(">H", data[at : at + 2])
        at += length
        if length < 2 or at > len(data):
            raise NotKept("cut")
        yield _kept_segment(marker, data[start:at])
        if marker == _SOS:
            end = _AFTER_SCAN.search(data, at)
            if end is None:
                raise NotKept("cut")
            yield data[at : end.start()]
            at = end.start()


def _kept_segment(marker: int, segment: bytes) -> bytes:
    said = segment[4:]
    if marker == _APP1 and said.startswith(_EXIF):
        return _turned_only(said[len(_EXIF) :])
    if marker == _APP2:
        return segment if said.startswith(b"ICC_PROFILE\0") else b""
    if marker in (_APP0, _APP14):  # how its colours are to be read
        return segment
    return b"" if _APP0 < marker <= _APP15 or marker == _COMMENT else segment


def _turned_only(exif: bytes) -> bytes:
    """An EXIF part that says how the camera was held and nothing else; none if it was upright."""
    way = _way_up(exif)
    if not 2 <= way <= 8:
        return b""
    said = _EXIF + b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _TURNED, 3, 1, way, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(said) + 2) + said


def _way_up(exif: bytes) -> int:
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None or len(exif) < 8:
        return 0
    (at,) = struct.unpack(f"{order}I", exif[4:8])
    if at + 2 > len(exif):
        return 0
    (entries,) = struct.unpack(f"{order}H", exif[at : at + 2])
    for number in range(entries):
        entry = exif[at + 2 + 12 * number : at + 14 + 12 * number]
        if len(entry) < 12:
            return 0
        if struct.unpack(f"{order}H", entry[:2])[0] == _TURNED:
            return struct.unpack(f"{order}H", entry[8:10])[0]
    return 0


def _png_parts(data: bytes):
    yield data[:8]
    at = 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data):
            raise NotKept("cut")
        if name[:1].isupper() or name in _PNG_LOOKS:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end
    raise NotKept("cut")
