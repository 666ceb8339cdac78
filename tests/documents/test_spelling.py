"""A name is found however its letters are parted, and not where they only happen to meet."""

import pytest

from recruitment.documents.spelling import is_spelled
from recruitment.documents.texts import BESIDE, words_of

CALLED = ["ada", "canary", "li"]


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("C a n a r y  A d a", True), ("C-a-n-a-r-y", True), ("c.a.n.a.r.y", True),
        ("C\na\nn\na\nr\ny", True), ("C\u200ba\u200bn\u200bary", True), ("Cana-ry", True),
        ("Cana-\nry", True), ("Can\u2011a\u2011ry", True), ("C anary", True), ("L i", True),
        ("Marks: B A A C, f (x)", False), ("L I S T", False), ("Can any of us", False),
    ],
)  # fmt: skip
def test_a_latin_name_is_found_letter_by_letter(said, is_told):
    words = f" {' '.join(words_of(f'The aim of {said}'))} ".replace(f" {BESIDE}", " ")

    whole = any(f" {part} " in words for part in CALLED)
    assert (whole or is_spelled(words, CALLED)) == is_told


@pytest.mark.parametrize("said", ["吳 雅 達", "吳·雅·達", "計劃吳雅\n達的"])
def test_a_chinese_name_is_found_across_blanks_and_lines(said):
    assert any(word.removeprefix(BESIDE).startswith("吴雅达") for word in words_of(said))


def test_a_name_is_found_among_many_letters():
    said = "The aim: " + " ".join("x" * 90 + "canary" + "y" * 90)
    words = f" {' '.join(words_of(said))} ".replace(f" {BESIDE}", " ")

    assert is_spelled(words, CALLED)
