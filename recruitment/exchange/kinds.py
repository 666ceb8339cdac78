"""What a file is, by its first bytes: names of files are often wrong."""

from recruitment.exchange.limits import Unreadable

BOOK, TEXT, JSON = "book", "text", "json"
_BOOKS = (b"PK", b"\xd0\xcf\x11\xe0")  # zipped (XLSX, ODS), and the older container (XLS)
_OTHERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"Rar!", "packed"),
    (b"{\\rtf", "document"),
    (b"<!doctype html", "page"),
    (b"<html", "page"),
    (b"<?xml", "xml"),
)
# What text never holds; a byte order mark says that zeros are half of a character.
_BINARY = frozenset(range(32)) - set(b"\t\n\r\f\x0b\x1a\x1b\0\x07\x08")
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes, name: str) -> str:
    """BOOK, TEXT or JSON. Raises Unreadable for what holds no table."""
    if data.startswith(_BOOKS):
        return BOOK
    begins = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, what in _OTHERS:
        if begins[: len(mark)].lower() == mark.lower():
            raise Unreadable("other", what=what)
    binary = sum(byte in _BINARY for byte in begins)
    if binary > len(begins) // 50 and not begins.startswith(_MARKS):
        raise Unreadable("other", what="binary")
    is_json = name.lower().endswith(".json") or begins[:1] == b"{"
    return JSON if is_json else TEXT
