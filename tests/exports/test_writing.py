"""Lists as files: no formula, nothing lost on the way back, no more memory for more rows."""

import io
import tracemalloc
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from recruitment.exchange.reader import read_bytes
from recruitment.exports.listed import DAY, MOMENT, TEXT, WHOLE, Column, Listed
from recruitment.exports.writing import csv_parts, write_xlsx
from recruitment.reports.exports import csv_text

ODD = [
    "=1+1", "+44 20", "-7", "@SUM(A1)", "＝1+1", "＠x", "=HYPERLINK(\"x\")", "=cmd|' /C calc'!A0",
    "'=1+1", "''=1", "'quoted'", "#N/A", "#REF!", "1=1", "=", "O'Brien", "'", "O,Brien;\"x\"",
    "two\nlines", "張偉", "🎓 Zoë", "0012", "TRUE", "3/4", "{=1}",
]  # fmt: skip


NAME = Column("Name")


def listed(rows, *columns):
    return Listed("People", "", columns, len(rows), 0, lambda: iter(rows), "/")


def book_of(one):
    out = io.BytesIO()
    write_xlsx(one, out, lambda _rows: None)
    return out.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_looks_like_a_formula_is_text_and_comes_back_as_it_was(form):
    one = listed([["x", text] for text in ODD], NAME, Column("Place"))

    data = b"".join(csv_parts(one)) if form == "csv" else book_of(one)

    read = read_bytes(data, f"list.{form}").tabs[0].rows
    assert [cells[1] for _number, cells in read[1:]] == ODD


def test_no_cell_of_a_workbook_is_a_formula_or_an_error():
    book = load_workbook(io.BytesIO(book_of(listed([[text] for text in ODD], NAME))))

    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} == {"s"}


def test_a_character_xml_has_no_place_for_does_not_spoil_the_workbook():
    names = ["Li\ufffe", "\uffffLi", "Li\x0b", "=Li\uffff"]

    book = load_workbook(io.BytesIO(book_of(listed([[text] for text in names], NAME))))

    read = [cell.value for cell in book.worksheets[0]["A"][1:]]
    assert read == ["Li", "Li", "Li", "=Li"]


def test_no_line_of_a_csv_begins_a_formula_and_chinese_opens_right():
    data = csv_text([["姓名"], *([text] for text in ODD)])

    assert data.startswith("\ufeff姓名".encode())
    first = {line.lstrip('"')[:1] for line in data.decode("utf-8-sig").split("\r\n")}
    assert not first & set("=+-@＝＠\t")


def test_days_moments_and_numbers_are_typed():
    columns = [Column("n", WHOLE), Column("on", DAY), Column("at", MOMENT), Column("t", TEXT)]
    at = datetime(2026, 11, 5, 9, 4)  # noqa: DTZ001
    one = listed([[-5, date(2026, 11, 5), at, None]], *columns)

    _head, row = load_workbook(io.BytesIO(book_of(one))).worksheets[0].iter_rows()

    assert [(cell.value, cell.number_format) for cell in row] == [
        (-5, "General"),
        (datetime(2026, 11, 5), "yyyy-mm-dd"),  # noqa: DTZ001
        (at, "yyyy-mm-dd hh:mm"),
        (None, "General"),
    ]
    assert b"".join(csv_parts(one)).split(b"\r\n")[1] == b"-5,2026-11-05,2026-11-05 09:04,"


def many(n):
    return Listed(
        "People", "", [Column("Name"), Column("n", WHOLE)], n, n,
        lambda: (["Somebody of some name " * 3, i] for i in range(n)), "/",
    )  # fmt: skip


def peak(write):
    tracemalloc.start()
    write()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_a_hundred_thousand_rows_take_no_more_memory_than_a_thousand():
    def drain(n):
        return lambda: sum(map(len, csv_parts(many(n))))

    drain(10)()

    assert peak(drain(100_000)) < peak(drain(1_000)) + 200_000


def test_a_workbook_of_more_rows_takes_no_more_memory(tmp_path):
    def write(n):
        with open(tmp_path / "book", "wb") as out:
            write_xlsx(many(n), out, lambda _rows: None)

    write(10)

    assert peak(lambda: write(4_000)) < peak(lambda: write(1_000)) + 500_000
