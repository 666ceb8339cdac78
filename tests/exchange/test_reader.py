"""Files into rows of text: separators, encodings, workbooks, and files that mean harm."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.exchange.reader import UnreadableFile, read_bytes, read_file, tidy


def rows_of(data, name="sheet.csv"):
    return [cells for _number, cells in read_bytes(data, name).tabs[0].rows]


def workbook(*tabs):
    """The bytes of an XLSX with these (title, rows) tabs."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in tabs:
        tab = book.create_sheet(title)
        for cells in rows:
            tab.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=12)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_writes_is_what_the_reader_reads(rows, separator, line_end):
    rows = [["Name", "E-mail", "Remarks"], *rows]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)

    read = rows_of(out.getvalue().encode("utf-8-sig"))

    assert read == [[tidy(cell) for cell in cells] for cells in rows]


def test_quotes_line_breaks_and_separators_stay_within_their_cell():
    data = b'Name,Remarks\r\nAda,"Said ""yes, indeed""\r\nand left"\r\n'

    assert rows_of(data) == [["Name", "Remarks"], ["Ada", 'Said "yes, indeed"\nand left']]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    tab = read_bytes(b'Name\n"two\nlines"\n\nAda\n', "sheet.csv").tabs[0]

    assert [(number, cells) for number, cells in tab.rows if cells] == [
        (1, ["Name"]),
        (2, ["two\nlines"]),
        (4, ["Ada"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_mark(encoding):
    text = "Name\tCountry\tRemarks\nZoë Müller\t法國\tfine\n"

    assert rows_of(text.encode(encoding))[1] == ["Zoë Müller", "法國", "fine"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("big5", "姓名,國籍,備註\n王小明,法國,優秀\n"),
        ("gb18030", "姓名,国籍,备注\n王小明,法国,优秀\n"),
        ("cp949", "이름,국적,비고\n홍길동,프랑스,좋음\n"),
        ("cp1252", "Name;Nationality;Remarks\nZoë Müller;Österreich;“très bien”\n"),
    ],
)
def test_the_encodings_of_offices_are_told_apart_on_short_sheets(encoding, text):
    separator = ";" if ";" in text else ","
    expected = [line.split(separator) for line in text.splitlines()]

    assert rows_of(text.encode(encoding)) == expected


def test_our_own_guard_before_a_formula_is_taken_off_and_nothing_else():
    cells = ["'=1+1", "'+852", "'@x", "'-", "'quoted'", "=1+1", "''=2"]

    assert [tidy(cell) for cell in cells] == [
        "=1+1", "+852", "@x", "-", "'quoted'", "=1+1", "''=2",
    ]  # fmt: skip


def test_control_characters_are_dropped():
    assert rows_of(b"Name,Remarks\nA\x00da,b\x07ell\x1b\n")[1] == ["Ada", "bell"]


def test_a_workbook_gives_text_days_and_whole_numbers():
    data = workbook(
        ("First", [["Name", "Day", "Score", "Half", "Yes"]]),
        ("Second", [["Ada", datetime(2015, 2, 6), 164.0, 3.5, True], [], ["Bo", date(2016, 1, 2)]]),  # noqa: DTZ001
    )

    sheet = read_bytes(data, "book.xlsx")

    assert [tab.title for tab in sheet.tabs] == ["First", "Second"]
    assert sheet.tabs[1].rows == [
        (1, ["Ada", "2015-02-06", "164", "3.5", "TRUE"]),
        (2, []),
        (3, ["Bo", "2016-01-02"]),
    ]


def test_formulas_are_read_as_the_value_last_seen_and_never_run():
    sheet = read_bytes(workbook(("A", [["Name", "=1+1", "x"]])), "book.xlsx")

    assert sheet.tabs[0].rows == [(1, ["Name", "", "x"])]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
        (b"PK\x03\x04 torn", "damaged"),
        (workbook(("A", [["x"]]))[:-200], "damaged"),
        (b"\xff\xfeN\x00a", "damaged at byte"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(data, says):
    with pytest.raises(UnreadableFile, match=says):
        read_bytes(data, "book.xlsx")


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(UnreadableFile, match="cannot be opened: No such file"):
        read_file(tmp_path / "nothing.csv")


def _box(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def test_a_box_that_unpacks_to_a_hundred_times_its_size_is_refused_unopened():
    data = _box(xl__workbook="<workbook/>", xl__sharedStrings="0" * (30 * 1024 * 1024))

    with pytest.raises(UnreadableFile, match="unpacks to 30 MB"):
        read_bytes(data, "bomb.xlsx")


def test_a_workbook_with_entities_is_refused():
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><workbook>&a;</workbook>'

    with pytest.raises(UnreadableFile, match="damaged"):
        read_bytes(_box(xl__workbook=laughs), "laughs.xlsx")


def test_another_office_format_is_named():
    with pytest.raises(UnreadableFile, match=r"not an \.xlsx workbook"):
        read_bytes(_box(content="<x/>"), "sheet.ods")


def test_too_many_rows_are_refused():
    with pytest.raises(UnreadableFile, match="more than 50000 rows"):
        rows_of(b"Name\n" * 50_001)
