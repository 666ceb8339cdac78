"""What a file is, its bytes say; what it is called, we say. No database."""

import pytest

from recruitment.demo.paper import pdf
from recruitment.documents import names
from recruitment.documents.types import NotKept, kind_of
from tests.documents.files import JPEG, docx, png, zipped


@pytest.mark.parametrize(
    ("kind", "data"), [("pdf", pdf("x")), ("docx", docx()), ("png", png()), ("jpeg", JPEG)]
)
def test_pdf_word_and_pictures_are_kept(kind, data):
    assert kind_of(data) == kind


REFUSED = {
    "empty": [b"", b" \r\n"],
    "page": [b"<html><script>alert(1)</script>", b'<?xml version="1.0"?><svg onload="x()"/>',
             b"\xef\xbb\xbf<!DOCTYPE html>", b"hello <script>alert(1)</script>"],
    "two": [pdf("x").replace(b"%PDF-1.4\n", b"%PDF-1.4\n%<html><script>alert(1)</script>\n"),
            pdf("x") + b"<script>alert(1)</script>", pdf("x") + zipped({"a": "b"}),
            png() + b"<html>", JPEG + zipped({"a": "b"}), JPEG + b"<svg onload=x()>"],
    "cut": [pdf("x")[:-10], png()[:-5], JPEG[:-2], docx()[:-30], docx()[:60] + b"PK\x05\x06"],
    "program": [b"MZ\x90\0", b"\x7fELF\x02", b"#!/bin/sh\n"],
    "old_office": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512],
    "macros": [docx(**{"word/vbaProject__bin": "x"}),
               docx(**{"word/embeddings/oleObject1__bin": "x"})],
    "office": [zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"})],
    "archive": [zipped({"a.txt": "x"}), b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"],
    "bomb": [docx("x" * (40 << 20))],
    "picture": [b"GIF89a", b"\0\0\0\x18ftypheic"],
    "pixels": [png().replace(b"\0\0\0\x02\0\0\0\x02", b"\0\0\xff\xff\0\0\xff\xff")],
    "unknown": [b"only words\n", b"\x00" * 40 + b"x"],
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSED)
def test_everything_else_is_refused_for_its_own_reason(why):
    for data in REFUSED[why]:
        with pytest.raises(NotKept) as refused:
            kind_of(data)
        assert refused.value.why == why, data[:60]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("cv.pdf", "cv.pdf"),
        ("CV.PDF", "CV.pdf"),
        ("cv.final.v2.pdf", "cv.final.v2.pdf"),
        ("cv.final v2", "cv.final v2.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\cv.pdf", "cv.pdf"),
        ("cv\u202efdp.pdf", "cvfdp.pdf"),
        ("cv\r\nSet-Cookie: a=b.pdf", "cv Set-Cookie_ a=b.pdf"),
        ("李梓涵 簡歷.pdf", "李梓涵 簡歷.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
    ],
)
def test_a_name_says_what_the_file_is_and_leads_nowhere(given, kept):
    assert names.tidy(given, "pdf") == kept


def test_a_name_of_400_characters_keeps_both_its_ends():
    name = names.tidy(f"{'涵' * 200}{'x' * 196}.pdf", "pdf")

    assert (len(name), name[0], name[-5:]) == (150, "涵", "x.pdf")


@pytest.mark.parametrize("name", ["cv.exe", "cv.pdf.html", "cv.docx", "photo.PNG"])
def test_a_name_that_lies_about_the_kind_is_refused(name):
    with pytest.raises(NotKept, match="misnamed"):
        names.tidy(name, "pdf")
