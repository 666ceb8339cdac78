"""A copy without who made it: what is read stays, what the file tells beside it goes."""

import base64
import io
import re
import struct
import zipfile
import zlib
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from recruitment.candidates.names import words
from recruitment.demo.paper import pdf
from recruitment.documents import texts
from recruitment.documents.reading import of_docx, of_pdf
from recruitment.documents.types import DOCX, PDF, NotKept
from recruitment.documents.unsigned import unsigned
from tests.documents.files import JPEG, TYPES, WORD, png, relations

# A picture whose camera wrote a name into it.
SIGNED_JPEG = JPEG[:2] + b"\xff\xfe\x00\x08Canary" + JPEG[2:]
OVERRIDE = '<Override PartName="/word/{}.xml" ContentType="application/xml"/>'


def part(content):
    return f"<w:part {WORD}>{content}</w:part>"


def word_file(document="", leads=(), **more):
    """A Word file with its properties, as one is written by somebody called Canary."""
    parts = {
        "[Content_Types].xml": TYPES.replace(
            "</Types>", "".join(map(OVERRIDE.format, ("comments", "header1"))) + "</Types>"
        ),
        "_rels/.rels": relations(
            ("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml")
        ),
        "docProps/app.xml": "<Properties><Manager>Canary</Manager></Properties>",
        "docProps/core.xml": "<core><creator>Canary</creator></core>",
        "word/document.xml": part(f"<w:p><w:t>The aim</w:t></w:p>{document}"),
        "word/_rels/document.xml.rels": relations(*leads),
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = b"Canary"
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def signed():
    """With a comment, a change, a link, a template and a picture, all of which name somebody."""
    return word_file(
        '<w:ins w:id="1" w:author="Ada Canary" w:initials=\'Canary\'><w:t>kept</w:t></w:ins>'
        '<w:commentRangeStart w:id="0"/><w:commentReference w:id="0"/><!-- Canary -->',
        [
            ("comments", "comments.xml"), ("hyperlink", "mailto:canary@example.org"),
            ("header", "header1.xml"), ("settings", "settings.xml"), ("image", "media/a.jpg"),
            ("image", "/word/media/b.png"), ("customXml", "../customXml/item1.xml"),
        ],
        **{
            "word/comments.xml": part('<w:comment w:author="Canary"/>'),
            "word/header1.xml": part("<w:p><w:t>Page</w:t></w:p>"),
            "word/settings.xml": part(
                '<w:attachedTemplate r:id="x"/><w:docVars><w:docVar w:val="Canary"/></w:docVars>'
            ).replace("r:id", "id"),
            "word/_rels/settings.xml.rels": relations(("attachedTemplate", "file:///Canary.dotx")),
            "word/media/a.jpg": SIGNED_JPEG,
            "word/media/b.png": png(),
            "customXml/item1.xml": "<author>Canary</author>",
        },
    )  # fmt: skip


def test_of_a_word_file_goes_out_what_is_read_and_no_word_of_who_wrote_it():
    copy = unsigned(signed(), DOCX)

    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        told = [one.date_time[0] for one in archive.infolist()]
    assert [name for name, content in parts.items() if b"anary" in content] == []
    assert (b"anary" in copy, set(told)) == (False, {1980})
    assert sorted(parts) == [
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels",
        "word/_rels/settings.xml.rels", "word/document.xml", "word/header1.xml",
        "word/media/a.jpg", "word/media/b.png", "word/settings.xml",
    ]  # fmt: skip
    leads = parts["word/_rels/document.xml.rels"].decode()
    assert re.findall('Target="(.*?)"', leads) == [
        "about:blank", "header1.xml", "settings.xml", "media/a.jpg", "/word/media/b.png",
    ]  # fmt: skip
    assert b"word/comments" not in parts["[Content_Types].xml"]
    assert of_docx(copy) == of_docx(signed())
    assert {"The aim", "kept", "Page"} <= set(of_docx(copy)[0].split("\n"))


@pytest.mark.parametrize(
    "content",
    [
        "<w:p><w:delText>Canary</w:delText></w:p>",
        "<w:instrText>AUTHOR Canary</w:instrText>",
        '<docPr name="Picture 1" descr="A photo of Canary"/>',
        '<w:bookmarkStart w:name="Canary"/>',
    ],
)
def test_what_a_word_file_says_out_of_sight_is_looked_through_too(content):
    text, whole, beside = of_docx(word_file(content))

    assert ("Canary" in text, whole, "canary" in words(beside)) == (False, True, True)


SAID = [
    ("<w:p><w:t>Canary</w:t><w:ptab/><w:t>Proposal</w:t></w:p>", ""),
    ("<w:p><w:t>Canary</w:t><w:cr/><w:t>Proposal</w:t></w:p>", ""),
    ("<w:p><w:t>Canary</w:t><w:noBreakHyphen/><w:t>Jones</w:t></w:p>", ""),
    ("<w:p><w:t>Can</w:t><w:softHyphen/><w:t>ary</w:t></w:p>", ""),
    ("<w:p><w:t>Can</w:t><w:del><w:delText>n</w:delText></w:del><w:t>ary</w:t></w:p>", ""),
    ("<w:p><w:t>Can</w:t><w:delText>ary</w:delText><w:ins><w:t>onry</w:t></w:ins></w:p>", ""),
    ('<w:p><w:t>Can</w:t><w:bookmarkStart w:name="_GoBack"/><w:t>ary</w:t></w:p>', ""),
    ("<w:p><w:t>Can</w:t><w:instrText>PAGE</w:instrText><w:t>ary</w:t></w:p>", ""),
    ("<w:p><w:t>Can</w:t><w:r><w:p><w:t>Box</w:t></w:p></w:r><w:t>ary</w:t></w:p>", ""),
    ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>My</w:t></w:r><w:t>Canary</w:t></w:p>", ""),
    ("<w:p><w:t>Can\u00ad\u200bary</w:t></w:p>", ""),
    ('<w:p><w:sym w:char="0043"/><w:t>anary</w:t></w:p>', ""),
    ('<textpath string="ADA CANARY"/>', ""),
    ('<imagedata title="Ada Canary"/>', ""),
    ('<w:textInput><w:default w:val="Ada Canary"/></w:textInput>', ""),
    ("", '<w:lvl><w:lvlText w:val="Ada Canary %1."/></w:lvl>'),
    ("", '<w:style><w:name w:val="Heading of Ada Canary"/></w:style>'),
]


@pytest.mark.parametrize(("pages", "numbering"), SAID)
def test_however_a_word_file_shows_a_name_it_is_found_in_it(pages, numbering):
    more = {"word/numbering.xml": part(numbering)}
    text, whole, beside = of_docx(word_file(pages, [("numbering", "numbering.xml")], **more))

    found = texts.words_of(text, beside)

    assert whole
    assert {"canary", "=canary"} & set(found)


def test_what_a_font_or_a_language_is_called_names_nobody():
    fonts = '<w:rFonts w:eastAsia="Yu Mincho" w:ascii="Times New Roman"/><w:lang w:bidi="ar-SA"/>'

    _text, _whole, beside = of_docx(word_file(fonts))

    assert not {"yu", "roman", "sa"} & set(words(beside))


def test_the_head_of_a_page_and_a_footnote_are_looked_through():
    notes = {f"word/{name}.xml": part(f"<w:t>{name}</w:t>") for name in ("header2", "footnotes")}
    leads = [("header", "header2.xml"), ("footnotes", "footnotes.xml")]

    text, whole, _beside = of_docx(word_file("", leads, **notes))

    assert whole
    assert {"header2", "footnotes"} <= set(text.split("\n"))


@pytest.mark.parametrize(
    "file",
    [
        word_file("", [("chart", "charts/chart1.xml")], **{"word/charts/chart1.xml": "<c/>"}),
        word_file("", [("image", "media/a.emf")], **{"word/media/a.emf": b"\x01\0\0\0"}),
        word_file("", [("image", "http://example.org/who.png")]),
        word_file("<w:t>"),
        word_file(**{"word/document.xml": part("<w:t>Aim</w:t>").encode("utf-16")}),
        word_file(**{"word/document.xml": f'<x:d {WORD.replace(":w", ":x")}><x:t>A</x:t></x:d>'}),
    ],
    ids=["a chart", "a drawing", "a picture elsewhere", "damaged", "other letters", "other names"],
)  # fmt: skip
def test_of_a_word_file_that_holds_more_there_is_no_copy(file):
    with pytest.raises((NotKept, ElementTree.ParseError, zipfile.BadZipFile)):
        unsigned(file, DOCX)


def test_a_word_file_without_a_copy_is_still_found_by_its_words():
    file = word_file("", [("chart", "charts/chart1.xml")], **{"word/charts/chart1.xml": "<c/>"})

    assert of_docx(file)[:2] == ("The aim", False)


def test_what_a_picture_in_a_pdf_tells_of_itself_is_left_out():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Marks"))))
    about = DecodedStreamObject()
    about.set_data(b"<creator>Canary</creator>")
    picture = StreamObject()
    picture._data = SIGNED_JPEG
    picture[NameObject("/Filter")] = NameObject("/DCTDecode")
    picture[NameObject("/Metadata")] = writer._add_object(about)
    drawing = DecodedStreamObject()
    drawing[NameObject("/Resources")] = drawings(writer._add_object(picture))
    writer.pages[0]["/Resources"].update(drawings(writer._add_object(drawing)))
    writer.add_annotation(0, Text(rect=(0, 0, 9, 9), text="Canary, see here"))
    out = io.BytesIO()
    writer.write(out)

    copy = unsigned(out.getvalue(), PDF)

    assert (b"anary" in out.getvalue(), b"anary" in copy) == (True, False)
    assert of_pdf(copy)[0] == "Marks"
    (inside,) = PdfReader(io.BytesIO(copy)).pages[0]["/Resources"]["/XObject"].values()
    (shown,) = inside.get_object()["/Resources"]["/XObject"].values()
    assert shown.get_object()._data == JPEG


def drawings(one):
    return DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/X"): one})})


def with_a_picture(data, packed, where):
    """A PDF of a page with that picture: on it, or laid over a picture, or by a state."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Marks"))))
    picture = StreamObject()
    picture._data = data
    picture[NameObject("/Filter")] = writer._add_object(ArrayObject(map(NameObject, packed)))
    lead = writer._add_object(picture)
    resources = writer.pages[0]["/Resources"]
    if where == "/XObject":
        resources.update(drawings(lead))
    elif where == "/SMask":
        shown = DecodedStreamObject()
        shown[NameObject(where)] = lead
        resources.update(drawings(writer._add_object(shown)))
    else:
        mask = DictionaryObject({NameObject("/SMask"): DictionaryObject({NameObject("/G"): lead})})
        resources[NameObject(where)] = DictionaryObject({NameObject("/S"): mask})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("pack", "packed", "where"),
    [
        (bytes, ["/DCTDecode"], "/XObject"),
        (zlib.compress, ["/FlateDecode", "/DCTDecode"], "/XObject"),
        (base64.a85encode, ["/ASCII85Decode", "/DCTDecode"], "/SMask"),
        (bytes, ["/DCTDecode"], "/ExtGState"),
    ],
)
def test_however_a_photograph_is_packed_into_a_pdf_its_camera_is_silent(pack, packed, where):
    end = b"~>" if pack is base64.a85encode else b""

    copy = unsigned(with_a_picture(pack(SIGNED_JPEG) + end, packed, where), PDF)

    assert (JPEG in copy, pack(SIGNED_JPEG) in copy, b"anary" in copy) == (True, False, False)


def test_of_a_pdf_with_a_picture_nobody_can_strip_there_is_no_copy():
    with pytest.raises(NotKept):
        unsigned(with_a_picture(b"Canary", ["/JPXDecode"], "/XObject"), PDF)


def table_font():
    texts = "Chan Tai".encode("utf-16-be")
    names = struct.pack(">HHH", 0, 1, 18) + struct.pack(">6H", 3, 1, 0x409, 1, len(texts), 0)
    table = names + texts
    return b"\0\1\0\0" + struct.pack(">4H4s3L", 1, 16, 0, 0, b"name", 0, 28, len(table)) + table


def index(*entries):
    places = [1]
    for one in entries:
        places.append(places[-1] + len(one))
    return struct.pack(">HB", len(entries), 1) + bytes(places) + b"".join(entries)


COMPACT_FONT = (
    b"\1\0\4\1"
    + index(b"ChanTai")
    + index(struct.pack(">BhB", 28, 391, 1) + struct.pack(">BhB", 28, 392, 15))
    + index(b"By Chan Tai", b"glyph1")
    + index()[:2]
)
WRITTEN_FONT = (
    b"%!PS-AdobeFont-1.0: ChanTai 1\n% by Chan Tai\n/FontName /ChanTai def\n"
    b"/Notice (Chan Tai) readonly def currentfile eexec\n\x9d\x01"
)


def with_a_font(program, key):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Marks"))))
    stream = DecodedStreamObject()
    stream.set_data(program)
    font = writer.pages[0]["/Resources"]["/Font"]["/F1"].get_object()
    font[NameObject("/BaseFont")] = NameObject("/ABCDEF+ChanTai")
    if key:
        font[NameObject("/FontDescriptor")] = DictionaryObject(
            {
                NameObject("/FontName"): NameObject("/ABCDEF+ChanTai"),
                NameObject("/FontFamily"): TextStringObject("Chan Tai"),
                NameObject(key): writer._add_object(stream),
            }
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("program", "key"),
    [
        (table_font(), "/FontFile2"), (COMPACT_FONT, "/FontFile3"), (WRITTEN_FONT, "/FontFile"),
        (b"", ""),
    ],
    ids=["of tables", "compact", "written out", "not within"],
)  # fmt: skip
def test_a_font_named_after_its_author_goes_out_under_a_number(program, key):
    copy = PdfReader(io.BytesIO(unsigned(with_a_font(program, key), PDF)))

    font = copy.pages[0]["/Resources"]["/Font"]["/F1"].get_object()
    described = font["/FontDescriptor"].get_object() if key else {}
    sent = described[key].get_object().get_data() if key else b""
    assert "Chan" not in f"{font} {described}"
    assert (len(sent), b"Chan" in sent.replace(b"\0", b"")) == (len(program), False)
    assert (b"glyph1" in sent) == (b"glyph1" in program)  # what a letter is called by
    assert copy.pages[0].extract_text() == "Marks"


def test_a_font_everybody_has_keeps_the_name_it_is_found_by():
    copy = PdfReader(io.BytesIO(unsigned(pdf("Marks"), PDF)))

    assert copy.pages[0]["/Resources"]["/Font"]["/F1"]["/BaseFont"] == "/Helvetica"


def test_of_a_pdf_with_a_font_nobody_here_can_read_there_is_no_copy():
    with pytest.raises(NotKept):
        unsigned(with_a_font(b"Chan", "/FontFile2"), PDF)
