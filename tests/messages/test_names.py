"""What an e-mail calls people and jobs in the language of whoever reads it."""

import pytest

from centre.organisation.models import Centre
from recruitment.candidates.models import Candidate
from recruitment.messages.kinds import written
from recruitment.messages.texts import fill, names_in, values_for
from tests.factories import make_application


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


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_a_job_that_begins_at_any_time_is_named_without_an_intake(centre, language):
    one = make_application(centre, track="postdoc")
    values = values_for(one.candidate, one, centre=centre, by=None, language=language)
    said = {kind.slug: fill("\n".join(kind.texts[language]), values) for kind in written()}

    assert one.intake.starts_on is None
    assert len(said) > 10
    assert [slug for slug, text in said.items() if str(one.intake) in text] == []
