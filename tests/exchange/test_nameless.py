"""Lists whose lines name nobody: anonymous results, a register of numbers."""

from importlib import import_module

import pytest
from django.apps import apps

from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from recruitment.candidates.names import name_key
from recruitment.exchange.columns import assign
from recruitment.exchange.vocabulary import season_of
from recruitment.imports.models import Import
from recruitment.pipeline.models import Application
from tests.exchange.sheets import run, run_json, write_csv
from tests.factories import make_candidate
from tests.imports.pages import match, mend, sheet, upload
from tests.imports.pages import run as press

HEADINGS = ["Degree", "Result", "Decision date", "Comment"]


def line(degree="PhD (F25)", result="Accepted", day="5 Mar 2025", comment="Hooray"):
    return dict(zip(HEADINGS, (degree, result, day, comment), strict=True))


@pytest.mark.parametrize(
    ("degree", "season"),
    [("PhD (F18)", "Fall 2018"), ("Masters (S19)", "Spring 2019"), ("PhD（autumn 2020）",
     "Autumn 2020"), ("PhD (?)", ""), ("PhD", ""), ("PhD (full-time)", "")],
)  # fmt: skip
def test_a_degree_may_name_its_season(degree, season):
    assert season_of(degree) == season


def test_headings_may_say_whose_they_are():
    heads = ["University", "Advisor ID", "Student Degree", "Student Start Year",
             "Student Home Country", "Student Previous Universities"]  # fmt: skip

    assert assign(heads, {}) == {
        1: "supervisor", 2: "degree", 3: "intake", 4: "nationality", 5: "universities",
    }  # fmt: skip


def test_numbers_in_names_tell_them_apart_before_anybody_is_compared():
    assert name_key("Applicant 12 (list)") != name_key("Applicant 21 (list)")
    assert name_key("Wei Wang 0001") == name_key("WANG Wei 0001")


@pytest.mark.django_db
def test_keys_of_numbered_names_are_made_anew(centre):
    person = make_candidate(centre, full_name="Wei Wang 0021")
    EducationRecord.objects.create(candidate=person, institution="Old College")
    person.save()
    wanted = set(person.search_keys.values_list("kind", "key"))
    CandidateKey.objects.filter(candidate=person, kind="n").update(key="0012aegiwnw")
    other = set(make_candidate(centre, full_name="Li Zihan").search_keys.values_list("pk", "key"))

    module = import_module("recruitment.migrations.0028_keys_of_numbered_names")
    module.make_keys_anew(apps, None)

    assert set(person.search_keys.values_list("kind", "key")) == wanted
    assert other <= set(CandidateKey.objects.values_list("pk", "key"))


@pytest.mark.django_db
def test_lines_without_a_name_are_refused_unless_somebody_says_they_are_people(tmp_path, centre):
    path = write_csv(tmp_path, [line(), line(result="Rejected")], headings=HEADINGS)

    _out, refused = run(path, centre)
    told, failed = run_json(path, centre, nameless=True, create_missing=True)
    again, _failed = run_json(path, centre, nameless=True)

    assert "no line of headings with a name column" in refused
    assert failed == ""
    people = [one.full_name for one in Candidate.objects.order_by("pk")]
    assert people == ["Applicant 2 (sheet)", "Applicant 3 (sheet)"]
    assert [(one.intake.name, one.status) for one in Application.objects.order_by("pk")] == [
        ("Fall 2025", "active"),
        ("Fall 2025", "rejected"),
    ]
    assert (Candidate.objects.count(), Application.objects.count()) == (2, 2)
    assert told["people"] == 2
    assert again["people"] == 0


@pytest.mark.django_db
def test_rows_that_name_no_result_get_the_one_said(tmp_path, centre):
    headings = ["Name", "Degree", "Start year", "Result"]
    lines = [("Ada Ng", "PhD", "1997", ""), ("Bo Li", "PhD", "1997", "Rejected")]
    rows = [dict(zip(headings, one, strict=True)) for one in lines]
    path = write_csv(tmp_path, rows, headings=headings)

    _out, failed = run(path, centre, result="Enrolled", create_missing=True)

    assert failed == ""
    assert list(Application.objects.order_by("pk").values_list("status", flat=True)) == [
        "enrolled", "rejected",
    ]  # fmt: skip
    assert Application.objects.earliest("pk").enrolment.started_on.year == 1997


@pytest.mark.django_db
def test_through_the_pages_it_is_one_answer_for_all_such_rows(as_manager, centre):
    rows = [{"Name": "Ada Ng", **line()}, {"Name": "", **line()}, {"Name": "", **line()}]
    source = upload(as_manager, sheet(rows, headings=["Name", *HEADINGS], name="fair.csv"))
    match(as_manager, source)
    source.refresh_from_db()
    [repair] = [one for one in source.found["repairs"] if one["field"] == "full_name"]
    # One name written for both would make one person of two.
    assert (repair["name"], repair["may_write"]) == ("Applicant 3 (fair)", False)

    mend(as_manager, source, "", value="+")

    source.refresh_from_db()
    assert {one["kind"] for one in source.found["repairs"]} == {"intake"}
    # The season stood within the degree, and is answered about like a cell.
    mend(as_manager, source, "Fall 2025", value="September 2025")
    press(as_manager, source)
    assert sorted(one.full_name for one in Candidate.objects.all()) == [
        "Ada Ng", "Applicant 3 (fair)", "Applicant 4 (fair)",
    ]  # fmt: skip
    assert {one.intake.name for one in Application.objects.all()} == {"September 2025"}


@pytest.mark.django_db
def test_a_file_without_a_column_of_names_goes_through_once_somebody_ticks_the_box(
    as_manager, centre
):
    source = upload(as_manager, sheet([line()], headings=HEADINGS, name="fair.csv"))

    refused = match(as_manager, source)
    done = match(as_manager, source, is_nameless="on", result="Enrolled")

    assert "Say which column holds the name" in refused.text
    assert done.status_code == 302
    page = as_manager.get(f"/imports/{source.pk}/rows/").text
    assert "Applicant 2 (fair)" in page
    assert Import.objects.get().decided.result == "Enrolled"


@pytest.mark.django_db
def test_a_name_too_long_in_two_columns_is_asked_and_answered(as_manager, centre):
    long = "Nguyen " * 30
    headings = ["Given name", "Family name", "E-mail"]
    rows = [dict(zip(headings, [long, "Li", "li@example.org"], strict=True))]
    source = upload(as_manager, sheet(rows, headings=headings))
    match(as_manager, source)
    source.refresh_from_db()

    [repair] = source.found["repairs"]
    assert (repair["field"], repair["may_write"]) == ("full_name", True)
    mend(as_manager, source, repair["value"], text="Nguyen Li")
    press(as_manager, source)

    assert Candidate.objects.get().full_name == "Nguyen Li"
