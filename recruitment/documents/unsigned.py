"""A copy of a document without who made it, for readers who are not to know whose it is.

Of a PDF the pages are written anew: no author, title or date, nothing attached or noted, no
metadata of what lies within a page. Of a Word file only the parts are taken over that make up its
text and its looks, and in them who changed, noted or linked something is left out; what holds
more, as a chart with its workbook, has no copy. Names in what is read are looked for elsewhere, in
the words of this copy (reading.py, nameless.py). No Django: this runs in the process that reads.
"""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

from recruitment.documents import fonts
from recruitment.documents.bare import bare
from recruitment.documents.types import DOCX, JPEG, PDF, PNG, NotKept, insist_on_size, kind_of

MOST_PART = 40 << 20
PAGES = "word/document.xml"
_PICTURES = "word/media/"
# By which name a part calls Word's own elements; they are found below by “w”, which all write.
_WORD = re.compile(
    rb"""xmlns(?::([\w.-]+))?\s*=\s*["']http://schemas\.openxmlformats\.org/wordprocessingml/2006/main"""
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_RELATIONS = f"{_PACKAGE}relationships"
# What makes up the text and the looks.
_TEXTS = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
_LOOKS = re.compile(
    r"word/(?:styles|stylesWithEffects|numbering|settings|webSettings|fontTable|theme/theme\d+)\.xml"
)
# What is left out: relations of a kind whose name ends so.
_LEFT_OUT = (
    "/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people",
    "/customXml", "/glossaryDocument", "/attachedTemplate", "/printerSettings", "/documenttasks",
    "/intelligence", "/intelligence2",
    "/mailMergeSource", "/mailMergeHeaderSource", "/keyMapCustomizations", "/font",
)  # fmt: skip
_NOWHERE = "about:blank"
_AUTHOR = re.compile(rb"""(\bw:(?:author|initials)\s*=\s*)(?:"[^"]*"|'[^']*')""")
_ALONE = re.compile(
    rb"<w:(?:commentRangeStart|commentRangeEnd|commentReference|attachedTemplate"
    rb"|embed(?:Regular|Bold|Italic|BoldItalic))\b[^>]*/>"
)
_WHOLE = re.compile(rb"<w:(docVars|mailMerge|rsids)\b[^>]*>.*?</w:\1>", re.S)
_REMARK = re.compile(rb"<!--.*?-->", re.S)
# Of a part of a PDF: who made it, files within it, articles it is of, what it starts.
_BESIDE = (
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
    "/AF",
    "/B",
    "/AA",
    "/Usage",
    "/Thumb",
    "/Alternates",
)
_NEVER = (b"<!DOCTYPE", b"<!ENTITY")


def unsigned(data: bytes, kind: str) -> bytes:
    """The copy. Raises NotKept, or what its library raises, where there is none."""
    return {PDF: _pdf, DOCX: _docx}[kind](data)


def _pdf(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter  # here: kinds without it start faster

    writer = PdfWriter()
    seen: set[int] = set()
    # Pages alone are taken over: no metadata of the document, no file within it, no outline; and
    # of each page what it leads to once it is stripped, for all of that is written.
    for page in PdfReader(io.BytesIO(data)).pages:
        page.pop("/Annots", None)
        _strip(page, seen)
        writer.add_page(page)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _strip(part, seen: set[int]) -> None:
    """What a page, or a drawing or picture on it, says of itself beside how it looks."""
    if id(part) in seen or not hasattr(part, "items"):
        return
    seen.add(id(part))
    for name in _BESIDE:
        part.pop(name, None)
    if hasattr(part, "_data"):
        _strip_picture(part)
    for name in ("/SMask", "/Mask", "/G"):  # how a picture is laid over others: by a picture
        if name in part:
            _strip(part[name], seen)
    resources = part.get("/Resources")
    resources = {} if resources is None else resources.get_object()
    for one in resources["/Font"].values() if "/Font" in resources else ():
        font = one.get_object()
        if id(font) not in seen:
            seen.add(id(font))
            fonts.nameless(font, len(seen))
            _strip(font, seen)  # what its letters are drawn with
    for kind in ("/XObject", "/Properties", "/Pattern", "/ExtGState"):
        for one in resources[kind].values() if kind in resources else ():
            _strip(one.get_object(), seen)


def _strip_picture(part) -> None:
    """Of a photograph what its camera wrote, however it is packed again. Raises NotKept for kinds
    nobody here can read."""
    from pypdf.filters import decode_stream_data
    from pypdf.generic import ArrayObject, NameObject, StreamObject

    packed = _listed(part, "/Filter")
    if "/JPXDecode" in packed or "/DCTDecode" in packed[:-1]:
        raise NotKept("unclean")
    if packed[-1:] != ["/DCTDecode"]:
        return
    outer, settings = packed[:-1], _listed(part, "/DecodeParms")
    if outer:
        wrapped = StreamObject()
        wrapped._data = part._data
        wrapped[NameObject("/Filter")] = ArrayObject(outer)
        if len(settings) == len(packed):
            wrapped[NameObject("/DecodeParms")] = ArrayObject(settings[:-1])
        part._data = decode_stream_data(wrapped)
        part[NameObject("/Filter")] = packed[-1]
        part.pop("/DecodeParms", None)
        if len(settings) == len(packed):
            part[NameObject("/DecodeParms")] = settings[-1]
    part._data = bare(part._data, JPEG)


def _listed(part, name: str) -> list:
    """What stands there once or in a list, wherever it is kept."""
    value = part.get(name)
    value = [] if value is None else value.get_object()
    return [one.get_object() for one in value] if isinstance(value, list) else [value]


def _docx(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in parts_of(data).items():
            copy.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_text(name: str) -> bool:
    return _TEXTS.fullmatch(name) is not None


def is_picture(name: str) -> bool:
    return name.startswith(_PICTURES)


def parts_of(docx: bytes) -> dict[str, bytes]:
    """The parts of its copy, by name. Raises as `unsigned` does."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        insist_on_size(archive)
        return _parts(archive)


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The parts of the copy, by name, beginning with what Word reads first."""
    found: dict[str, bytes] = {}
    waiting = [PAGES]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = _part(name, _read(archive, name))
        relations = _relations_name(name)
        if relations in archive.namelist():
            found[relations], further = _relations(_read(archive, relations), name)
            waiting += further
    root = _root(_read(archive, "_rels/.rels"))
    types = _types(_read(archive, "[Content_Types].xml"), found)
    return {"[Content_Types].xml": types, "_rels/.rels": root, **found}


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as opened:
        data = opened.read(MOST_PART + 1)
    if len(data) > MOST_PART or any(mark in data for mark in _NEVER):
        raise NotKept("bomb")
    return data


def _part(name: str, data: bytes) -> bytes:
    if is_picture(name):
        kind = kind_of(data)  # whatever its name ends in
        if kind not in (PNG, JPEG):
            raise NotKept("unclean")
        return bare(data, kind)
    if not (_TEXTS.fullmatch(name) or _LOOKS.fullmatch(name)):
        raise NotKept("unclean")
    called = _WORD.findall(data)
    if b"\0" in data or set(called) - {b"w"} or (_TEXTS.fullmatch(name) and not called):
        raise NotKept("unclean")
    for left_out in (_REMARK, _ALONE, _WHOLE):
        data = left_out.sub(b"", data)
    data = _AUTHOR.sub(rb'\1"0"', data)
    ElementTree.fromstring(data)  # noqa: S314  no entities, bounded; still well formed, in UTF-8
    return data


def _relations_name(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _relations(data: bytes, source: str) -> tuple[bytes, list[str]]:
    """Where a part leads, without what is left out; and the parts that are to come, too."""
    tree = ElementTree.fromstring(data)  # noqa: S314  no entities, bounded
    further = []
    for one in list(tree):
        kind, target = one.get("Type", ""), one.get("Target", "")
        if kind.endswith(_LEFT_OUT):
            tree.remove(one)
        elif one.get("TargetMode") == "External":
            if not kind.endswith("/hyperlink"):
                raise NotKept("unclean")
            one.set("Target", _NOWHERE)
        else:
            further.append(posixpath.normpath(posixpath.join(posixpath.dirname(source), target)))
    return _written(tree, _RELATIONS), [name.lstrip("/") for name in further]


def _root(data: bytes) -> bytes:
    tree = ElementTree.fromstring(data)  # noqa: S314  no entities, bounded
    for one in list(tree):
        if not one.get("Type", "").endswith("/officeDocument"):
            tree.remove(one)
    return _written(tree, _RELATIONS)


def _types(data: bytes, parts: dict[str, bytes]) -> bytes:
    tree = ElementTree.fromstring(data)  # noqa: S314  no entities, bounded
    for one in list(tree):
        if one.tag.endswith("}Override") and one.get("PartName", "").lstrip("/") not in parts:
            tree.remove(one)
    return _written(tree, f"{_PACKAGE}content-types")


def _written(tree: ElementTree.Element, namespace: str) -> bytes:
    ElementTree.register_namespace("", namespace)
    return ElementTree.tostring(tree, encoding="UTF-8", xml_declaration=True)
