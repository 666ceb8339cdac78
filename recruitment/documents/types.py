"""What a file is, told by its bytes alone: its name and what a browser says of it are claims.

Nothing is unpacked here but one small part of a DOCX, to a limit; what a file says inside is read
by a process of its own (reading.py). No Django, so that that process may import this.
"""

import io
import re
import struct
import zipfile

PDF, DOCX, PNG, JPEG = "pdf", "docx", "png", "jpeg"
MIME = {
    PDF: "application/pdf",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PNG: "image/png",
    JPEG: "image/jpeg",
}
SUFFIXES = {
    PDF: ("pdf",), DOCX: ("docx",), PNG: ("png",), JPEG: ("jpg", "jpeg", "jpe", "jfif"),
}  # fmt: skip
# A name that ends in one of these says what the file is, or would have it opened as that.
_OTHER_SUFFIXES = """
    doc docm dot dotm rtf odt xls xlsx xlsm xlsb ppt pptx pptm pps csv txt zip rar 7z gz tar gif
    webp heic bmp tif tiff svg htm html xhtml xml mht eml msg js mjs vbs hta ps1 bat cmd com exe
    dll scr msi jar apk app dmg iso lnk url sh py php swf
"""
TELLING = {*_OTHER_SUFFIXES.split(), *(one for some in SUFFIXES.values() for one in some)}
MOST_PARTS = 5_000  # of a DOCX; a thesis of many pictures has some hundreds
MOST_UNPACKED = 200 << 20
MOST_TIMES = 200  # as large unpacked as packed
SMALL = 16 << 20  # however much smaller it is packed
MOST_PIXELS = 100_000_000
_MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|script|svg|iframe|\?php)", re.I)
_OTHERS = (
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"), (b"#!", "program"),
    (b"\xd0\xcf\x11\xe0", "old_office"), (b"{\\rtf", "rtf"), (b"GIF8", "picture"),
    (b"RIFF", "picture"), (b"II*\0", "picture"), (b"MM\0*", "picture"), (b"BM", "picture"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"),
)  # fmt: skip


class NotKept(Exception):
    """Why a file is refused: a word that files.py has a sentence for, and what it names."""

    def __init__(self, why: str, **named):
        super().__init__(why)
        self.why, self.named = why, named


def kind_of(data: bytes) -> str:
    """PDF, DOCX, PNG or JPEG. Raises NotKept for all else, and for what is two things at once."""
    if not data.strip():
        raise NotKept("empty")
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(data)
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(b"PK\x03\x04"):
        return _docx(data)
    if _MARKUP.search(data[:4096]) or data.lstrip().startswith(b"<"):
        raise NotKept("page")
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise NotKept("picture")
    raise NotKept(next((word for head, word in _OTHERS if data.startswith(head)), "unknown"))


def _pdf(data: bytes) -> str:
    end = data.rfind(b"%%EOF")
    if end < 0 or end < len(data) - 65_536:
        raise NotKept("cut")
    if _MARKUP.search(data[:1024]) or _MARKUP.search(data[end:]) or _ends_as_zip(data):
        raise NotKept("two")
    return PDF


def _png(data: bytes) -> str:
    if data[12:16] != b"IHDR" or len(data) < 33:
        raise NotKept("cut")
    width, height = struct.unpack(">II", data[16:24])
    if not 0 < width * height <= MOST_PIXELS:
        raise NotKept("pixels")
    at = 8
    for _chunk in range(100_000):
        if at + 12 > len(data):
            raise NotKept("cut")
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, at = data[at + 4 : at + 8], at + 12 + length
        if name == b"IEND":
            if data[at:].strip(b"\0\r\n "):
                raise NotKept("two")
            return PNG
    raise NotKept("cut")


def _jpeg(data: bytes) -> str:
    end = data.rfind(b"\xff\xd9")
    if end < 0:
        raise NotKept("cut")
    # Telephones write more behind the picture; a page or an archive there is no part of one.
    if _MARKUP.search(data[:1024]) or _MARKUP.search(data[end:]) or _ends_as_zip(data):
        raise NotKept("two")
    return JPEG


def _ends_as_zip(data: bytes) -> bool:
    """True if a program that unpacks archives would take it for one: it reads from the end."""
    return _zip_end(data) is not None


def _zip_end(data: bytes) -> int | None:
    """Where the last record of an archive begins, if one ends with the file."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    while at >= 0:
        if at + 22 <= len(data):
            (comment,) = struct.unpack("<H", data[at + 20 : at + 22])
            if at + 22 + comment == len(data):
                return at
        at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557), at)
    return None


def _docx(data: bytes) -> str:
    end = _zip_end(data)
    if end is None:
        raise NotKept("cut")
    parts, size, start = struct.unpack("<HII", data[end + 10 : end + 20])
    if start + size != end:
        raise NotKept("two")  # something stands before or between
    if parts > MOST_PARTS:  # counted before anything is read into objects
        raise NotKept("bomb")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _is_document(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError,
            RuntimeError, EOFError, KeyError, zipfile.zlib.error) as problem:  # type: ignore[attr-defined]  # fmt: skip
        raise NotKept("cut") from problem


def _is_document(archive: zipfile.ZipFile) -> str:
    insist_on_size(archive)
    names = {one.filename for one in archive.infolist()}
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise NotKept("office" if "[Content_Types].xml" in names else "archive")
    with archive.open("[Content_Types].xml") as opened:
        types = opened.read(1 << 20).lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise NotKept("macros")
    if any(name.lower().endswith((".bin", ".ocx", ".exe")) for name in names if _active(name)):
        raise NotKept("macros")
    return DOCX


def _active(name: str) -> bool:
    folder = name.lower()
    return "vba" in folder or "activex" in folder or "/embeddings/" in folder


def insist_on_size(archive: zipfile.ZipFile) -> None:
    """By what the archive says of itself; whoever unpacks counts again."""
    entries = archive.infolist()
    whole = sum(one.file_size for one in entries)
    packed = sum(one.compress_size for one in entries)
    if whole > MOST_UNPACKED or (whole > SMALL and whole > packed * MOST_TIMES):
        raise NotKept("bomb")
