"""The tabs of a workbook (XLSX, XLSB, XLS, ODS) as rows of text. No Django: see plain.py.

calamine never runs a formula, follows a link or expands an entity. What it would unpack is
measured first; what it unpacks nevertheless, the limits of the process stop.
"""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from html import unescape
from posixpath import join, normpath
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from recruitment.exchange.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_TABS,
    MAX_TITLE,
    Measure,
    Unreadable,
    tidy,
)

MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_PARTS = 2000
_SMALL = 10 * 1024 * 1024  # below this no ratio is dangerous
_BOOKS = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Records of Excel 97: the beginning of a workbook, its password, the first sheet, the end.
_BIFF8 = bytes.fromhex("0908100000060500")
_FILE_PASS, _BOUND_SHEET, _END = 0x2F, 0x85, 0x0A
_NO_TABLE = (SheetTypeEnum.ChartSheet, SheetTypeEnum.Vba, SheetTypeEnum.MacroSheet)
_CHUNK = 1024 * 1024


def read(data: bytes) -> dict:
    """{tabs, formulas, links, blind}. Raises Unreadable."""
    marks: dict = {}
    if data.startswith(b"PK"):
        marks = _unpacked_safely(data)
    elif _ENCRYPTED in data or _has_file_pass(data):
        raise Unreadable("password")
    try:
        tabs = _tabs(CalamineWorkbook.from_filelike(io.BytesIO(data)), marks.pop("hidden", {}))
    except PasswordError as error:
        raise Unreadable("password") from error
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # the library raises whatever the parts of a broken file raise
        raise Unreadable("damaged") from error
    return {"tabs": tabs, "blind": not _tells_hidden_columns(data), **marks}


def _tells_hidden_columns(data: bytes) -> bool:
    """Of the binary kinds, XLS and XLSB, nobody here reads which columns are hidden."""
    if not data.startswith(b"PK"):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return "xl/workbook.bin" not in box.NameToInfo


def _has_file_pass(data: bytes) -> bool:
    """Whether an XLS says, before its first sheet, that the rest is encrypted."""
    at = data.find(_BIFF8)
    while 0 <= at < len(data) - 4:
        number, length = struct.unpack_from("<HH", data, at)
        if number in (_FILE_PASS, _BOUND_SHEET, _END):
            return number == _FILE_PASS
        at += 4 + length
    return False


def _tabs(book: CalamineWorkbook, hidden: dict[str, list[int]]) -> list[dict]:
    tabs: list[dict] = []
    measure = Measure()
    if len(book.sheets_metadata) > MAX_TABS:
        raise Unreadable("tabs", most=MAX_TABS)
    for about in book.sheets_metadata:
        if about.typ in _NO_TABLE:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise Unreadable("much")
        rows: list[list[str]] = []
        for number, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            cells = [_text(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                rows.extend([] for _gap in range(number - 1 - len(rows)))
                rows.append(measure.row(number, cells))
        measure.rows += len(rows)
        tab: dict = {"title": tidy(about.name)[:MAX_TITLE], "rows": rows}
        if any(tab["title"] == other["title"] for other in tabs):
            raise Unreadable("damaged")  # no program lets two sheets have one name
        if about.visible != SheetVisibleEnum.Visible:
            tab["hidden"] = True
        elif hidden.get(about.name):
            tab["hidden_columns"] = hidden[about.name]
        tabs.append(tab)
    return tabs


def _text(value) -> str:
    """What the cell shows, near enough: days as YYYY-MM-DD, whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return (value.date() if value.time() == time(0) else value).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _unpacked_safely(data: bytes) -> dict:
    """{hidden, formulas, links} of a zipped workbook; Unreadable before anything large is
    unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            parts = box.infolist()
            unpacked = sum(part.file_size for part in parts)
            too_dense = unpacked > _SMALL and unpacked > MAX_RATIO * len(data)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or too_dense:
                raise Unreadable("unpacks", size=unpacked >> 20)
            names = set(box.namelist())
            if not names & _BOOKS:
                raise Unreadable("no-book")
            if any(part.flag_bits & 1 for part in parts):
                raise Unreadable("password")
            for part in parts:
                # No spreadsheet program writes entities; whoever does means harm.
                with box.open(part) as opened:
                    begins = opened.read(4096)
                if b"<!ENTITY" in begins:
                    raise Unreadable("damaged")
                if part.filename == "META-INF/manifest.xml" and b"encryption-data" in begins:
                    raise Unreadable("password")
            if "content.xml" in names:
                return {"hidden": _hidden_in_open_document(box)}
            return _marks(box, names) if "xl/workbook.xml" in names else {}
    except (
        zipfile.BadZipFile, ElementTree.ParseError, RuntimeError, NotImplementedError, OSError,
        EOFError, KeyError, ValueError,
    ) as error:  # fmt: skip
        raise Unreadable("damaged") from error


def _marks(box: zipfile.ZipFile, names: set[str]) -> dict:
    """Which columns are hidden, by the name of their tab; how many cells hold formulas; whether
    the workbook names other files."""
    where = {
        one.get("Id"): one.get("Target", "")
        for one in ElementTree.fromstring(box.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    }
    hidden, formulas = {}, 0
    for one in ElementTree.fromstring(box.read("xl/workbook.xml")).iter():  # noqa: S314
        if not one.tag.endswith("}sheet"):
            continue
        of = next((value for name, value in one.items() if name.endswith("}id")), None)
        part = normpath(join("/xl", where.get(of, ""))).lstrip("/")
        if part in names:
            with box.open(part) as opened:
                columns, count = _columns_and_formulas(opened)
            hidden[one.get("name", "")] = columns
            formulas += count
    links = any(name.startswith("xl/externalLinks/") for name in names)
    return {"hidden": hidden, "formulas": formulas, "links": links}


def _hidden_in_open_document(box: zipfile.ZipFile) -> dict[str, list[int]]:
    """The hidden columns of an ODS by the name of their table: told before its rows."""
    hidden: dict[str, list[int]] = {}
    at, columns = 0, hidden.setdefault("", [])
    with box.open("content.xml") as opened:
        for tag in _tags(opened, rb"<table:table(?:-column)?\s[^>]*>"):
            said = dict(re.findall(r"""table:([\w-]+)=["']([^"']*)["']""", tag))
            if not tag.startswith("<table:table-column"):
                at, columns = 0, hidden.setdefault(unescape(said.get("name", "")), [])
                continue
            many = int(said.get("number-columns-repeated", 1))
            if said.get("visibility", "visible") != "visible":
                columns += range(at, min(at + many, MAX_COLUMNS))
            at += many
    return hidden


def _tags(opened, pattern: bytes) -> Iterator[str]:
    """The tags of that kind, read a piece at a time."""
    rest = b""
    while piece := opened.read(_CHUNK):
        piece = rest + piece
        cut = max(piece.rfind(b"<"), 0)
        rest = piece[cut:]
        for tag in re.findall(pattern, piece[:cut]):
            yield tag.decode(errors="replace")


def _columns_and_formulas(opened) -> tuple[list[int], int]:
    """Read through a sheet a piece at a time: columns stand before the cells."""
    piece = opened.read(_CHUNK)
    hidden: list[int] = []
    for tag in re.findall(rb"<(?:\w+:)?col\b[^>]*>", piece.partition(b"sheetData")[0]):
        named = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        if named.get(b"hidden") in (b"1", b"true"):
            first, last = int(named[b"min"]), int(named[b"max"])
            hidden += range(first - 1, min(last, MAX_COLUMNS))
    formulas = 0
    while piece:
        formulas += len(re.findall(rb"<(?:\w+:)?f[ >]", piece))
        piece = opened.read(_CHUNK)
    return hidden, formulas
