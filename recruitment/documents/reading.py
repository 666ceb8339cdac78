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
from recruitment.documents.saying import said_by
from recruitment.documents.types import DOCX, PDF, NotKept, insist_on_size

SECONDS = 20
MEMORY = 400 << 20
MOST_PAGES = 100
MOST_TEXT = 400_000  # characters
MOST_BESIDE = 6 * MOST_TEXT
MOST_XML = 40 << 20
UNSIGNED = "unsigned"  # asked for before the kind: the copy, not the words


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
    text, whole, beside = {PDF: of_pdf, DOCX: of_docx}[kind](data)
    whole = whole and len(text) <= MOST_TEXT and len(beside) <= MOST_BESIDE
    told = {
        "text": text[:MOST_TEXT], "whole": whole, "beside": beside[:MOST_BESIDE],
        "copied": kind != PDF or has_copy(data),
    }  # fmt: skip
    sys.stdout.write(json.dumps(told))


def of_pdf(data: bytes) -> tuple[str, bool, str]:
    """Its text, whether that is of every page (one may be a picture), and nothing beside."""
    from pypdf import PdfReader  # here: kinds without it start faster

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return "", False, ""
    found: list[str] = []
    length = 0
    whole = len(reader.pages) <= MOST_PAGES and not reader.is_encrypted  # of which is no copy
    for page in reader.pages[:MOST_PAGES]:
        found.append(page.extract_text())
        length += len(found[-1])
        whole = whole and (bool(found[-1].strip()) or not _shows_something(page))
        if length > MOST_TEXT:
            break
    return "\n".join(found), whole, ""


def has_copy(pdf: bytes) -> bool:
    """Whether there is one without who made it: it is promised only where it can be made."""
    try:
        unsigned.unsigned(pdf, PDF)
    except Exception:  # whatever a damaged or hostile file makes the library raise
        return False
    return True


def _shows_something(page) -> bool:
    """False of an empty page."""
    resources = page.get("/Resources")
    return resources is not None and "/XObject" in resources.get_object()


def of_docx(data: bytes) -> tuple[str, bool, str]:
    """Its text, whether there is a copy without who made it, and all that copy says beside; of what
    has no copy, the text of its pages alone."""
    try:
        parts, whole = unsigned.parts_of(data), True
    except (NotKept, KeyError, ElementTree.ParseError):
        parts, whole = {unsigned.PAGES: _document_of(data)}, False
    shown: list[str] = []
    beside = list(parts)
    for name, content in parts.items():
        if unsigned.is_picture(name):
            continue
        lines, more = said_by(content)
        (shown if unsigned.is_text(name) else beside).extend(lines)
        beside += more
    return "\n".join(shown), whole, "\n".join(beside)


def _document_of(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        insist_on_size(archive)
        with archive.open(unsigned.PAGES) as opened:
            xml = opened.read(MOST_XML + 1)
    if len(xml) > MOST_XML or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise NotKept("bomb")
    return xml


if __name__ == "__main__":
    main(*sys.argv[1:])
