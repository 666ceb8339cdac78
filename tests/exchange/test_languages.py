"""The language a candidate is written to in comes with a list, and leaves with one."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from recruitment.candidates.models import Candidate, Note
from recruitment.exchange.columns import guess
from recruitment.exchange.languages import read_language
from recruitment.exchange.values import BadValue
from recruitment.exports.listed import Asked
from recruitment.exports.people import candidates
from tests.exchange.sheets import HEADINGS, row, run, run_json, write_csv
from tests.factories import make_candidate

HEADING = "Language of e-mails"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("English", "en"), ("EN", "en"), ("繁體中文", "zh-hant"),
        ("Traditional Chinese", "zh-hant"),
        ("简体中文", "zh-hans"), ("zh-CN", "zh-hans"), ("Chinese (Simplified)", "zh-hans"),
        ("-", ""), ("N/A", ""),
    ],
)  # fmt: skip
def test_a_language_is_read_in_the_ways_people_write_it(typed, code):
    assert read_language(typed) == code


@pytest.mark.parametrize("typed", ["Chinese", "Deutsch"])
def test_a_language_nobody_is_written_to_in_is_told_with_those_there_are(typed):
    with pytest.raises(BadValue, match="Write one of: English, 繁體中文, 简体中文"):
        read_language(typed)


def test_a_column_of_the_languages_one_speaks_is_not_taken_for_it():
    assert [guess(HEADING), guess("Preferred language"), guess("Language")] == [
        "language", "language", None,
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_list_brings_it_fills_it_where_nobody_said_and_overwrites_nobody(tmp_path, centre):
    make_candidate(centre, full_name="Bo Li", email="bo@example.org")
    make_candidate(centre, full_name="Cy Wu", email="cy@example.org", language="en")
    languages = {"ada": "简体中文", "bo": "Traditional Chinese", "cy": "zh-hans"}
    names = {"ada": "Ada Ng", "bo": "Bo Li", "cy": "Cy Wu"}
    rows = [
        {**row(names[one], email=f"{one}@example.org"), HEADING: languages[one]} for one in names
    ]

    _report, error = run_json(write_csv(tmp_path, rows, headings=[*HEADINGS, HEADING]), centre)

    assert error == ""
    assert dict(Candidate.objects.values_list("full_name", "language")) == {
        "Ada Ng": "zh-hans", "Bo Li": "zh-hant", "Cy Wu": "en",
    }  # fmt: skip
    assert "Language of e-mails and letters: 简体中文" in Note.objects.get().text


@pytest.mark.django_db
def test_an_exported_list_brings_the_languages_back(tmp_path, centre, manager):
    for name, code in (("Ada Ng", "zh-hant"), ("Bo Li", "")):
        make_candidate(centre, full_name=name, email=f"{name[:2]}@example.org", language=code)
    asked = Asked(manager, centre)

    listed = candidates(QueryDict("cols=email&cols=language"), asked)
    heads, cells = [one.label for one in listed.columns], [list(one) for one in listed.read()]

    lines = [dict(zip(heads, one, strict=True)) for one in cells]
    assert {one["Candidate"]: one[HEADING] for one in lines} == {"Ada Ng": "繁體中文", "Bo Li": ""}
    Candidate.objects.all().delete()
    run(write_csv(tmp_path, lines, headings=heads), centre)
    assert dict(Candidate.objects.values_list("full_name", "language")) == {
        "Ada Ng": "zh-hant", "Bo Li": "",
    }  # fmt: skip
    assert Candidate.objects.count() == 2


@pytest.mark.django_db
def test_the_list_shows_it_as_a_column(as_manager, centre):
    make_candidate(centre, language="zh-hant")

    page = as_manager.get(reverse("recruitment:candidates"), {"cols": "language"}).text

    assert "繁體中文</td>" in page
