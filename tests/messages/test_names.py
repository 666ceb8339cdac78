"""What an e-mail calls people in the language of whoever reads it."""

import pytest

from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate
from recruitment.messages.texts import names_in


@pytest.mark.parametrize(
    ("language", "own_script", "called"),
    [
        ("zh-hant", "何欣怡", "何欣怡"),
        ("zh-hant", "박하은", "Ada Ng"),  # who reads Chinese need not read Korean
        ("zh-hans", "", "Ada Ng"),
        ("en", "何欣怡", "Ada Ng"),
    ],
)
def test_whoever_reads_chinese_reads_a_name_in_han_and_else_the_latin_one(
    language, own_script, called
):
    one = Candidate(full_name="Ada Ng", native_name=own_script)

    names = names_in(language, one, Centre(name="Centre"))

    assert (names["full_name"], names["centre"]) == (called, "Centre")
