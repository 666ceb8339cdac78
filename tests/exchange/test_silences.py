"""A list brings who may not be written to, since when and why, and brings it back."""

from datetime import date

import pytest
from django.http import QueryDict

from recruitment.candidates.models import Candidate, Note
from recruitment.exchange.columns import guess
from recruitment.exchange.silences import read_silence
from recruitment.exchange.values import BadValue
from recruitment.exports.listed import Asked
from recruitment.exports.people import candidates
from tests.exchange.sheets import HEADINGS, row, run, run_json, write_csv
from tests.factories import make_candidate

HEADING = "May not be written to"
ASKED, DAY = "2026-11-20: asked us not to write", date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "read"),
    [(ASKED, (DAY, "asked us not to write")), ("20 Nov 2026：by phone: no", (DAY, "by phone: no")),
     ("-", None), ("", None)],
)  # fmt: skip
def test_day_and_reason_are_read(typed, read):
    assert read_silence(typed) == read


@pytest.mark.parametrize("typed", ["yes", "2026-11-20", "2026-11-20: ", ": asked", "soon: asked"])
def test_what_says_no_day_or_no_reason_is_told_how_to_write_it(typed):
    with pytest.raises(BadValue):
        read_silence(typed)


def test_the_column_is_known_by_the_heading_it_leaves_with():
    assert guess(HEADING) == "silent"


def who():
    rows = Candidate.objects.order_by("full_name")
    return list(rows.values_list("full_name", "no_contact_on", "no_contact_reason"))


def listed(centre, manager):
    found = candidates(QueryDict("cols=email&cols=silent&sort=name"), Asked(manager, centre))
    heads = [one.label for one in found.columns]
    return heads, [dict(zip(heads, one, strict=True)) for one in found.read()]


@pytest.mark.django_db
def test_an_exported_list_imported_and_exported_again_is_the_same(tmp_path, centre, manager):
    silent = {"no_contact_on": DAY, "no_contact_reason": "asked: not to write"}
    make_candidate(centre, full_name="Ada Ng", email="ada@example.org", **silent)
    make_candidate(centre, full_name="Bo Li", email="bo@example.org")
    before, (heads, lines) = who(), listed(centre, manager)
    Candidate.objects.all().delete()

    run(write_csv(tmp_path, lines, headings=heads), centre)

    assert (who(), listed(centre, manager)) == (before, (heads, lines))


@pytest.mark.django_db
def test_it_is_noted_of_somebody_who_is_here_and_never_overwritten(tmp_path, centre):
    make_candidate(centre, full_name="Ada Ng", email="ada@example.org")
    own = {"no_contact_on": DAY, "no_contact_reason": "left"}
    make_candidate(centre, full_name="Bo Li", email="bo@example.org", **own)
    rows = [
        {**row(name, email=email), HEADING: ASKED}
        for name, email in (("Ada Ng", "ada@example.org"), ("Bo Li", "bo@example.org"))
    ]

    _report, error = run_json(write_csv(tmp_path, rows, headings=[*HEADINGS, HEADING]), centre)

    assert error == ""
    assert who() == [("Ada Ng", DAY, "asked us not to write"), ("Bo Li", DAY, "left")]
    assert f"May not be written to since: {ASKED}" in Note.objects.get().text
