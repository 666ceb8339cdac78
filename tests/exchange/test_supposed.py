"""What an import supposed it says, row by row; and who imported stands in the history."""

import pytest
from auditlog.models import LogEntry

from recruitment.candidates.models import Candidate, Note
from recruitment.pipeline.models import Application
from tests.exchange.sheets import everything, row, run, run_json, write_csv
from tests.factories import make_candidate, make_centre, make_user

pytestmark = pytest.mark.django_db

BY_NAME = "taken for somebody who is here by name and nationality alone"
ANOTHER = "taken for another person"


def warnings(tmp_path, centre, rows, **options):
    return run_json(write_csv(tmp_path, rows), centre, **options)[0]["warnings"]


def test_rows_without_a_date_are_named(tmp_path, centre):
    rows = [
        row("NG, Ada", email="ada@example.org", result="Interview", date=""),
        row("ROE, Jo", email="jo@example.org", result="Interview", date="14/03/2025"),
        row("LI, Bo", email="bo@example.org", result="Interview", date=""),
    ]

    assert warnings(tmp_path, centre, rows) == [
        "Row 2, Row 4: no date is given: the start of the intake stands in, or today."
    ]


def test_somebody_recognised_by_name_alone_is_said(tmp_path, centre):
    make_candidate(centre, full_name="Ada Ng", email="", nationality="FR")
    rows = [row("NG, Ada", email="", nationality="France", date="14/03/2025")]

    told = warnings(tmp_path, centre, rows)

    assert Candidate.objects.count() == 1
    assert len(told) == 1
    assert told[0].startswith(f"Row 2: {BY_NAME}")


def test_a_namesake_taken_for_another_person_is_said(tmp_path, centre):
    make_candidate(centre, full_name="Ada Ng", email="", nationality="DE")
    rows = [row("NG, Ada", email="", nationality="France", date="14/03/2025")]

    told = warnings(tmp_path, centre, rows)

    assert Candidate.objects.count() == 2
    assert len(told) == 1
    assert told[0].startswith("Row 2: somebody of this name is here")
    assert ANOTHER in told[0]


def test_whoever_has_an_address_is_no_question_of_names(tmp_path, centre):
    make_candidate(centre, full_name="Ada Ng", email="", nationality="FR")
    rows = [row("NG, Ada", email="ada@example.org", nationality="France", date="14/03/2025")]

    assert warnings(tmp_path, centre, rows) == []


def test_many_rows_are_named_up_to_fifty(tmp_path, centre):
    rows = [row(f"NG, Ada {n}", email=f"a{n}@example.org", date="") for n in range(60)]

    (told,) = warnings(tmp_path, centre, rows, dry_run=True)

    assert "Row 51, 10 more: no date is given" in told


def test_whoever_imports_stands_in_the_history_notes_and_log(tmp_path, centre):
    grace = make_user("manager", centre, email="grace@example.org")
    rows = [row("NG, Ada", email="ada@example.org", remarks="Met in May", intake="Fall 2028")]

    _out, error = run(
        write_csv(tmp_path, rows), centre, actor="Grace@example.org", create_missing=True
    )

    assert error == ""
    one = Application.objects.get()
    assert {step.actor for step in one.transitions.all()} == {grace}
    assert one.candidate.created_by == grace
    assert Note.objects.get().author == grace
    logged = LogEntry.objects.filter(content_type__model="intake", object_repr="Fall 2028")
    assert logged.get().actor == grace


@pytest.mark.parametrize("who", ["nobody", "director", "outsider", "gone"])
def test_an_actor_who_may_not_import_here_is_refused(tmp_path, centre, who):
    make_user("director", centre, email="director@example.org")
    make_user("manager", make_centre("other"), email="outsider@example.org")
    make_user("manager", centre, email="gone@example.org", is_active=False)
    before = everything()

    _out, error = run(write_csv(tmp_path, [row("NG, Ada")]), centre, actor=f"{who}@example.org")

    assert "is not the address of an account that may import here" in error
    assert everything() == before
