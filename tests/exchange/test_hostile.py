"""Files that mean harm, or are broken: opened elsewhere, and refused in a sentence."""

import struct
import subprocess
import sys
import time

import pytest

from recruitment.exchange import child, limits
from recruitment.exchange.reader import UnreadableFile, read_bytes
from tests.exchange.books import box, encrypted, ods, raw_workbook, workbook, xls

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
INLINE = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)
LAUGHS = ENTITIES + "]><workbook>&a9;</workbook>"
BOMB = {"xl/workbook.xml": "<workbook/>", "xl/sharedStrings.xml": "0" * (30 << 20)}
FULL = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
FULL += 'table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p>'
FULL += "</table:table-cell></table:table-row>"


def far(cell: str) -> bytes:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    last = f'<c r="{cell}"><v>1</v></c>'
    if row == "1":
        return raw_workbook(f'<row r="1"><c r="A1"><v>1</v></c>{last}</row>')
    return raw_workbook(f'{ONE}<row r="{row}">{last}</row>')


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (lambda: box(BOMB), "unpacks to 30 MB"),
        (lambda: box(BOMB).replace(struct.pack("<I", 30 << 20), b"\0\4\0\0"), "damaged"),
        (lambda: box({"xl/workbook.xml": LAUGHS}), "damaged"),
        # Where nobody looks for them: behind a comment, in the names of the sheets.
        (lambda: raw_workbook("", about=f"<!--{'x' * 5000}-->{LAUGHS}"), "damaged"),
        (lambda: far("XFD1048576"), "more than can be read at once"),
        (lambda: far("XFD1"), "more than 500 columns"),
        (lambda: far("A60000"), "more than 50000 rows"),
        (lambda: ods(FULL), "damaged or protected|more than can be read"),
        (lambda: workbook(*((f"Tab {n}", []) for n in range(101))), "more than 100 sheets"),
        (
            lambda: raw_workbook(INLINE.format("x" * 140_000)),
            "more than 131072 characters in row 1",
        ),
        (encrypted, "has a password"),
        (lambda: xls([["Name"]], password=True), "has a password"),
        (lambda: ods("", {"META-INF/manifest.xml": "<encryption-data/>"}), "has a password"),
        (lambda: workbook(("A", [["x"]]))[:-200], "damaged"),
        (lambda: b"PK\x03\x04 torn", "damaged"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "damaged"),
        (lambda: box({"word/document.xml": "<x/>"}), "some other packed file"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_in_a_sentence(data, says):
    refused(data(), "list.xlsx", says)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "list.csv", "is a picture"),
        (b"%PDF-1.7\n", "list.xlsx", "is a PDF"),
        (b"\xef\xbb\xbf\n<HTML><table>", "list.xls", "is a web page"),
        (b"MZ" + bytes(range(256)) * 20, "list.csv", "no file of text"),
        (b"," * 10_000_000, "list.csv", "more than 500 columns|takes longer"),
        (b'"' * 10_000_000, "list.csv", "cannot be read as CSV near line 1"),
        (b"Name\n" * 50_001, "list.csv", "more than 50000 rows"),
        (b"[" * 5_000_000, "me.json", "more than can be read at once"),
        (b'{"basics": {"name": "Ada', "me.json", "is not JSON"),
        (b'{"name": "settings"}', "me.json", "no JSON Resume"),
        (b" \r\n ", "list.csv", "is empty"),
    ],
)
def test_a_text_that_is_no_list_is_refused_in_a_sentence(data, name, says):
    refused(data, name, says)


def refused(data, name, says):
    began = time.monotonic()

    with pytest.raises(UnreadableFile, match=f"^{name}.*{says}"):
        read_bytes(data, name)

    assert time.monotonic() - began < limits.SECONDS


def test_names_of_sheets_are_cut_to_what_a_row_can_keep():
    (tab,) = read_bytes(ods("", title="T" * 300), "list.ods").tabs

    assert tab.title == "T" * 100


def test_what_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(child, "SECONDS", 0.001)

    refused(b"Name\nAda\n", "list.csv", "takes longer than 0 seconds to open")


def test_what_takes_too_much_memory_is_ended():
    with pytest.raises(limits.Unreadable, match="much"):
        child.opened(b"x" * (200 << 20), "text", "utf-16-le")


def test_the_process_that_opens_files_knows_nothing_of_ours():
    """It starts in an instant, and whoever takes it over finds no database and no key."""
    code = "import sys; from recruitment.exchange import plain; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    ours = {name for name in loaded if name.startswith(("centre", "recruitment.", "django"))}
    assert ours == {
        "recruitment.exchange",
        *(f"recruitment.exchange.{name}"
          for name in ("limits", "plain", "resume", "textfile", "workbook")),
    }  # fmt: skip


def test_formulas_are_read_as_the_value_last_seen_and_that_is_said():
    cells = '<row r="1"><c r="A1"><f>cmd|x!A1</f><v>42</v></c><c r="B1"><f>1+1</f></c></row>'
    parts = {"xl/externalLinks/externalLink1.xml": "<x/>"}

    sheet = read_bytes(raw_workbook(cells, parts=parts), "book.xlsx")

    assert sheet.tabs[0].rows == [(1, ["42"])]
    assert sheet.notes == [
        "2 cells hold formulas: they are read as the values they showed last.",
        "The workbook names other files. They are not opened.",
    ]
