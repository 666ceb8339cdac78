"""What a document says, read in a process of its own (`python -m` this module, with its kind).

The bytes come in on standard input, the words go out as JSON; of a PDF also the whole, written anew
without who made it (nameless.py). The process holds no secret, no
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

from recruitment.documents.types import DOCX, PDF, NotKept, insist_on_size

SECONDS = 20
MEMORY = 400 << 20
MOST_PAGES = 100
MOST_TEXT = 400_000  # characters
MOST_XML = 40 << 20
NAMELESS = "nameless"  # asked for in place of a kind
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def main(kind: str) -> None:
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    logging.disable(logging.CRITICAL)  # pypdf tells of every oddity, and quotes the file
    if kind == NAMELESS:
        sys.stdout.buffer.write(without_maker(sys.stdin.buffer.read()))
        return
    text, whole = {PDF: of_pdf, DOCX: of_docx}[kind](sys.stdin.buffer.read())
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
    whole = len(reader.pages) <= MOST_PAGES
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


def without_maker(data: bytes) -> bytes:
    """The pages of a PDF without author, title and dates, and without what is attached or noted."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(data)).pages:
        writer.add_page(page)
    # Pages alone were taken over: no metadata of the document, no file within it, no outline.
    writer.remove_annotations(None)
    for page in writer.pages:
        for name in ("/Metadata", "/PieceInfo", "/LastModified"):
            page.pop(name, None)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def of_docx(data: bytes) -> tuple[str, bool]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        insist_on_size(archive)
        with archive.open("word/document.xml") as opened:
            xml = opened.read(MOST_XML + 1)
    if len(xml) > MOST_XML or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise NotKept("bomb")
    found: list[str] = []
    # Each part is let go of once it is read.
    for _event, element in ElementTree.iterparse(io.BytesIO(xml)):  # noqa: S314  no entities, bounded
        if element.tag == f"{_WORD}t":
            found.append(element.text or "")
        elif element.tag in (f"{_WORD}p", f"{_WORD}tab", f"{_WORD}br"):
            found.append("\n")
            element.clear()
    return "".join(found), True


if __name__ == "__main__":
    main(*sys.argv[1:])
