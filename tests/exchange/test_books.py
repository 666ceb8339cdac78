"""Workbooks of every age into rows of text, and what they hide."""

from datetime import date, datetime

import openpyxl

from recruitment.exchange.columns import find_table
from recruitment.exchange.reader import read_bytes
from tests.exchange.books import ods, raw_workbook, saved, workbook, xls


def rows_of(data, name="book.xlsx"):
    return read_bytes(data, name).tabs[0].rows


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


def test_days_are_the_same_in_either_epoch():
    cells = '<row r="1"><c r="A1" s="1"><v>{}</v></c></row>'
    styles = {
        "xl/styles.xml": '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        'main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    }
    older = raw_workbook(
        cells.format(42041 - 1462), about='<workbookPr date1904="1"/>', parts=styles
    )

    assert rows_of(raw_workbook(cells.format(42041), parts=styles)) == [(1, ["2015-02-06"])]
    assert rows_of(older) == [(1, ["2015-02-06"])]
    assert rows_of(xls([["Ada", 42041.0]]), "a.xls") == [(1, ["Ada", "2015-02-06"])]
    assert rows_of(xls([["Ada", 42041.0 - 1462]], epoch=1904)) == [(1, ["Ada", "2015-02-06"])]


def test_an_old_workbook_is_read_whatever_its_name_says():
    assert rows_of(xls([["Name", 1.5], ["王小明"]]), "list.csv")[1] == (2, ["王小明"])


def test_where_hidden_columns_cannot_be_told_that_is_said():
    blind = "it cannot be told which columns are hidden"

    assert [blind in note for note in read_bytes(xls([["Name"], ["Ada"]]), "a.xls").notes] == [True]
    assert read_bytes(workbook(("A", [["Name"], ["Ada"]])), "a.xlsx").notes == []


def test_an_open_document_is_read_with_its_days():
    cells = "<table:table-row><table:table-cell office:value-type='string'><text:p>Ada</text:p>"
    cells += "</table:table-cell><table:table-cell office:value-type='date' "
    cells += "office:date-value='2015-02-06'/></table:table-row>"
    rest = "<table:table-row table:number-rows-repeated='1048575'><table:table-cell "
    rest += "table:number-columns-repeated='16384'/></table:table-row>"

    assert rows_of(ods(cells + rest)) == [(1, ["Ada", "2015-02-06"])]


def test_hidden_tabs_and_columns_are_named():
    book = openpyxl.Workbook()
    book.active.append(["Name", "GPA", "Email"])
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("old").sheet_state = "hidden"

    seen, old = read_bytes(saved(book), "book.xlsx").tabs

    assert (seen.hidden, seen.hidden_columns, old.hidden) == (False, {1}, True)


def test_hidden_columns_of_an_open_document_are_named():
    columns = "<table:table-column table:number-columns-repeated='2'/>"
    columns += "<table:table-column table:visibility='collapse'/>"
    columns += "<table:table-column table:number-columns-repeated='16381'/>"
    cells = "<table:table-row><table:table-cell office:value-type='string'><text:p>Name</text:p>"

    (tab,) = read_bytes(ods(f"{columns}{cells}</table:table-cell></table:table-row>"), "a.ods").tabs

    assert tab.hidden_columns == {2}


def test_a_hidden_column_is_left_out_unless_somebody_chooses_it():
    rows = [(1, ["Name", "Email", "Secret"]), (2, ["Ada", "a@example.org", "x"])]

    left = find_table("", rows, {}, hidden={1, 2})
    chosen = find_table("", rows, {"email": "email", "secret": "note"}, hidden={1, 2})

    assert (left.headings, left.unread) == ({"full_name": "Name"}, [])
    assert left.hidden == ["Email", "Secret"]
    assert chosen.lines[0].cells == {
        "full_name": "Ada", "email": "a@example.org", "remarks": "Secret: x",
    }  # fmt: skip
