"""Text files into rows of text: separators, quotes, line ends."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.exchange import textfile
from recruitment.exchange.limits import tidy
from recruitment.exchange.reader import UnreadableFile, read_bytes, read_file


def rows_of(data, name="sheet.csv"):
    return [cells for _number, cells in read_bytes(data, name).tabs[0].rows]


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

    read = textfile.read(out.getvalue())

    assert read == [[tidy(cell) for cell in cells] for cells in rows]


def test_quotes_line_breaks_and_separators_stay_within_their_cell():
    data = b'Name,Remarks\r\nAda,"Said ""yes, indeed""\r\nand left"\r\n'

    assert rows_of(data) == [["Name", "Remarks"], ["Ada", 'Said "yes, indeed"\r\nand left']]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them():
    tab = read_bytes(b'Name\n"two\nlines"\n\nAda\n', "sheet.csv").tabs[0]

    assert [(number, cells) for number, cells in tab.rows if cells] == [
        (1, ["Name"]),
        (2, ["two\nlines"]),
        (4, ["Ada"]),
    ]


def test_our_own_guard_before_a_formula_is_taken_off_once_and_nothing_else():
    cells = ["'=1+1", "'+852", "'@x", "'-", "'quoted'", "=1+1", "''=2"]

    assert [tidy(cell) for cell in cells] == [
        "=1+1", "+852", "@x", "-", "'quoted'", "=1+1", "'=2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"sep=;\nName;Country\nAda;x,y\n", [[], ["Name", "Country"], ["Ada", "x,y"]]),
        (b"Name|Country\rAda|x\r", [["Name", "Country"], ["Ada", "x"]]),
        (b'Name,At\nAda,"{""type"": ""Point""}"\n', [["Name", "At"], ["Ada", '{"type": "Point"}']]),
        (b'a,b\r\n1,"ha \r\n""ha"" \r\nha"\r\n', [["a", "b"], ["1", 'ha \r\n"ha" \r\nha']]),
        (b'a\n"x\ry"\n', [["a"], ["x\ny"]]),
        (b'a,b,c\n1,"",""\n', [["a", "b", "c"], ["1", "", ""]]),
    ],
)
def test_separators_and_line_ends_are_recognised(data, rows):
    assert rows_of(data) == rows


def test_control_characters_are_dropped():
    assert rows_of(b"Name,Remarks\nA\x00da,b\x07ell\x1b\n")[1] == ["Ada", "bell"]


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(UnreadableFile, match="cannot be opened: No such file"):
        read_file(tmp_path / "nothing.csv")
