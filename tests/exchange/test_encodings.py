"""In which encoding a text is: known where it can be known, asked where it cannot."""

import pytest

from recruitment.exchange.encodings import KNOWN, Doubtful, encoding_of, named, samples
from recruitment.exchange.reader import UnknownEncoding, UnreadableFile, read_bytes
from tests.exchange.sheets import run

HANGUL = "김민준 이서연 박도윤 최지우 정하은 강시우 조수아 윤지호 장예은 임건우 한소율 오준서 " * 2
HAN = "陳大文 李小明 黃志強 張偉 何詠詩 林家欣 梁國輝 吳雅達 " * 2
TEXTS = {
    # Headings tell.
    "big5": "姓名,國籍,備註\n王小明,法國,優秀\n",
    "gb18030": "姓名,国籍,备注\n王小明,法国,优秀\n",
    "cp949": "이름,국적,비고\n홍길동,프랑스,좋음\n",
    # Single letters tell.
    "cp1252": "Name;Nationality;Remarks\nZoë Müller;Österreich;“très bien”\n",
    # Everyday characters tell.
    "big5 ": f"Name\n{HAN}\n",
    "cp949 ": f"Name\n{HANGUL}\n",
    "shift_jis": "Name,Place\n山田太郎,ひらがなとカタカナの大学です\n",
    "big5hkscs": "姓名,國籍\n王小明㗎,法國\n",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_encodings_of_offices_are_told_apart_on_short_sheets(encoding):
    text = TEXTS[encoding]

    assert named(encoding_of(text.encode(encoding.strip()))) == encoding.strip()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_mark(encoding):
    text = "Name\tCountry\tRemarks\nZoë Müller\t法國\tfine\n"

    rows = read_bytes(text.encode(encoding), "sheet.txt").tabs[0].rows

    assert rows[1] == (2, ["Zoë Müller", "法國", "fine"])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Name,Country\n홍길동,프랑스\n", "cp949"),
        ("Name,Country\n王小明,法国\n", "gb18030"),
        ("Name,Country\nMichał Łoś,Polska\n", "cp1250"),
        ("Name,Country\nИван Петров,Россия\n", "cp1251"),
    ],
)
def test_what_cannot_be_known_is_shown_in_every_way_it_reads_and_never_guessed(text, encoding):
    with pytest.raises(Doubtful) as doubt:
        encoding_of(text.encode(encoding))

    assert doubt.value.samples[encoding] == text.splitlines()[1]
    assert set(doubt.value.samples) <= set(KNOWN)


def test_an_answer_decides():
    text = "Name,Country\n홍길동,프랑스\n"

    sheet = read_bytes(text.encode("cp949"), "sheet.csv", "cp949")

    assert sheet.tabs[0].rows[1] == (2, ["홍길동", "프랑스"])


def test_text_that_is_not_in_the_encoding_it_must_be_is_refused_with_the_place():
    with pytest.raises(UnreadableFile, match="says it is UTF-16 but is damaged at byte 4"):
        read_bytes(b"\xff\xfeN\x00a", "sheet.txt")
    with pytest.raises(UnreadableFile, match="says it is UTF-8 but is damaged at byte"):
        read_bytes(("Name\n" + HANGUL).encode()[:-4] + b"\xff\n", "sheet.csv")


def test_plain_and_marked_texts_leave_nothing_to_ask():
    assert samples(b"Name\nAda\n") == {}
    assert samples("Name\n王".encode("utf-8-sig")) == {}
    assert samples("Name\n王".encode())["utf-8"] == "王"


def test_the_question_is_a_sentence_with_the_ways_to_answer():
    with pytest.raises(UnknownEncoding, match=r"^sheet\.csv: it cannot be known"):
        read_bytes("Name\nИван Петров\n".encode("cp1251"), "sheet.csv")


@pytest.mark.django_db
def test_the_command_names_the_ways_to_read_a_text_and_takes_one(tmp_path, centre):
    path = tmp_path / "sheet.csv"
    path.write_bytes("Name\nИван Петров\n".encode("cp1251"))

    _out, error = run(path, centre)
    out, none = run(path, centre, encoding="cp1251", dry_run=True)

    assert "  --encoding cp1251: Иван Петров" in error.splitlines()
    assert (none, "Would add 1 people" in out) == ("", True)
