"""What a document says, read in a process of its own (`python -m` this module, with its kind).

The bytes come in on standard input, the words go out as JSON; or a copy without who made it does
(unsigned.py). The process holds no secret, no
database and no Django; it may use some seconds and 400 MiB, and whatever happens to it, the
document stays: it is only not found by its words.
"""

import io
import json
import logging
import resource
import sys
import zipfile
from xml.etree import ElementTree

from recruitment.documents import unsigned
from recruitment.documents.types import DOCX, PDF, NotKept, insist_on_size

SECONDS = 20
MEMORY = 400 << 20
MOST_PAGES = 100
MOST_TEXT = 400_000  # characters
MOST_XML = 40 << 20
UNSIGNED = "unsigned"  # asked for before the kind: the copy, not the words
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What names something without standing there: a picture, a field, a bookmark, a form's box.
_NAMED = {
    "docPr": ("name", "descr", "title"), "cNvPr": ("name", "descr", "title"),
    "shape": ("alt", "title"), "fldSimple": (f"{_WORD}instr",), "alias": (f"{_WORD}val",),
    "tag": (f"{_WORD}val",), "bookmarkStart": (f"{_WORD}name",), "hyperlink": (f"{_WORD}tooltip",),
}  # fmt: skip
# What stands on its pages, what was struck out there, and what its fields are made of.
_TEXT = {"t", "delText", "instrText"}


def main(*asked: str) -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    logging.disable(logging.CRITICAL)  # pypdf tells of every oddity, and quotes the file
    *wanted, kind = asked
    data = sys.stdin.buffer.read()
    if wanted == [UNSIGNED]:
        sys.stdout.buffer.write(unsigned.unsigned(data, kind))
        return
    text, whole = {PDF: of_pdf, DOCX: of_docx}[kind](data)
    whole = whole and len(text) <= MOST_TEXT
    sys.stdout.write(json.dumps({"text": text[:MOST_TEXT], "whole": whole}))


def of_pdf(data: bytes) -> tuple[str, bool]:
    """Its text, and whether that is of every page: a page may be a picture."""
    from pypdf import PdfReader  # here: kinds without it start faster

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return "", False
    found: list[str] = []
    length = 0
    whole = len(reader.pages) <= MOST_PAGES and not reader.is_encrypted  # of which is no copy
    for page in reader.pages[:MOST_PAGES]:
        found.append(page.extract_text())
        length += len(found[-1])
        whole = whole and (bool(found[-1].strip()) or not _shows_something(page))
        if length > MOST_TEXT:
            break
    return "\n".join(found), whole


def _shows_something(page) -> bool:
    """False of an empty page."""
    resources = page.get("/Resources")
    return resources is not None and "/XObject" in resources.get_object()


def of_docx(data: bytes) -> tuple[str, bool]:
    """Its text, and whether that is all a copy without who made it shows; of what has no copy, the
    text of its pages alone."""
    try:
        parts, whole = unsigned.texts_of(data), True
    except (NotKept, KeyError, ElementTree.ParseError):
        parts, whole = [_document_of(data)], False
    return "\n".join(map(_text_of, parts)), whole


def _document_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        insist_on_size(archive)
        with archive.open("word/document.xml") as opened:
            xml = opened.read(MOST_XML + 1)
    if len(xml) > MOST_XML or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise NotKept("bomb")
    return xml


def _text_of(xml: bytes) -> str:
    found: list[str] = []
    # Each part is let go of once it is read.
    for _event, element in ElementTree.iterparse(io.BytesIO(xml)):  # noqa: S314  no entities, bounded
        name = element.tag.rpartition("}")[2]
        if name in _TEXT:
            found.append(element.text or "")
        elif name in _NAMED:
            found += ["\n", *(element.attrib.get(key, "") + "\n" for key in _NAMED[name])]
        if element.tag in (f"{_WORD}p", f"{_WORD}tab", f"{_WORD}br"):
            found.append("\n")
            element.clear()
    return "".join(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
