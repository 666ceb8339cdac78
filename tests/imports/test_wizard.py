"""The import pages: nothing is saved before the last button, and what it saved can be undone."""

from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from recruitment.candidates.models import Candidate, Note
from recruitment.imports.models import ColumnMatch, Import
from recruitment.pipeline.models import Application, Pipeline, StageTally
from tests.exchange.books import saved, workbook
from tests.exchange.sheets import everything, row
from tests.factories import make_candidate, make_centre, make_user
from tests.imports.pages import checked, decide, match, mend, run, sheet, upload

pytestmark = pytest.mark.django_db
PEOPLE = [row("NG, Ada"), row("ROE, Jo", result="Interview"), row("QUIST, Per", remarks="Call")]


def ours():
    """Everything but the imports themselves, their log, cells of tallies that hold nothing, and
    how often those changed."""
    found = everything()
    found["recruitment.Pipeline"] = sorted(map(repr, Pipeline.objects.values_list("pk", "track")))
    tallies = StageTally.objects.exclude(n=0).values_list("stage", "measure", "span", "day", "n")
    found["recruitment.StageTally"] = sorted(map(repr, tallies))
    return {
        name: rows
        for name, rows in found.items()
        if not name.startswith(("recruitment.Import", "recruitment.ColumnMatch", "auditlog"))
    }


def test_nothing_is_saved_before_the_last_button(as_manager, centre):
    before = ours()

    source = checked(as_manager, PEOPLE)

    assert source.state == Import.State.ROWS
    assert source.found["counts"] == {"new": 3, "asked": 0}
    assert ours() == before


def test_the_last_button_adds_everybody_with_their_history(as_manager, manager, centre):
    source = checked(as_manager, PEOPLE)

    run(as_manager, source)

    assert source.state == Import.State.DONE
    assert {one.full_name for one in Candidate.objects.all()} == {"Ada Ng", "Jo Roe", "Per Quist"}
    step = Application.objects.get(candidate__full_name="Jo Roe").transitions.get()
    assert (str(step.to_stage), step.actor) == ("Interview", manager)
    assert step.effective_at < step.recorded_at
    page = as_manager.get(f"/imports/{source.pk}/result/")
    assert "Jo Roe" in page.content.decode()


def test_importing_the_same_file_again_adds_nothing(as_manager, centre):
    run(as_manager, checked(as_manager, PEOPLE))
    before = ours()

    again = checked(as_manager, PEOPLE)
    run(as_manager, again)

    assert again.found["counts"]["same"] == 3
    assert ours() == before


def test_sending_the_upload_twice_keeps_one_file(as_manager, centre):
    token = uuid4()

    first = upload(as_manager, sheet(PEOPLE), token=token)
    second = upload(as_manager, sheet(PEOPLE), token=token)

    assert first == second


def test_pressing_the_last_button_twice_adds_everybody_once(as_manager, centre):
    source = checked(as_manager, PEOPLE)
    version = source.version

    for _press in range(2):
        as_manager.post(f"/imports/{source.pk}/run/", {"version": version})

    assert Candidate.objects.count() == 3


def test_an_intake_nobody_knows_is_asked_once_and_answered_for_all_its_rows(as_manager, centre):
    rows = [row("NG, Ada", intake="Fall 2031"), row("ROE, Jo", intake="Fall 2031")]
    source = checked(as_manager, rows)
    assert [one["count"] for one in source.found["repairs"]] == [2]

    mend(as_manager, source, "Fall 2031", value="September 2026")
    run(as_manager, source)

    found = set(Application.objects.values_list("intake__name", flat=True))
    assert found == {"September 2026"}


def test_what_the_centre_lacks_is_made_only_if_somebody_says_so(as_manager, centre):
    rows = [row("NG, Ada", supervisor="Dr Q"), row("ROE, Jo", supervisor="Dr R")]
    source = checked(as_manager, rows)

    mend(as_manager, source, "Dr Q", value="+")
    mend(as_manager, source, "Dr R", value="-")
    run(as_manager, source)

    assert list(centre.supervisors.values_list("name", flat=True)) == ["Dr Q"]
    assert Application.objects.get(candidate__full_name="Jo Roe").supervisor is None


def test_rows_that_need_fixing_are_left_out_and_come_back_as_a_file_to_mend(as_manager, centre):
    rows = [row("NG, Ada"), row("ROE, Jo", email="jo@@example"), row("QUIST, Per")]
    source = checked(as_manager, rows)
    assert source.found["counts"]["fix"] == 1

    run(as_manager, source)
    file = as_manager.get(f"/imports/{source.pk}/rows-to-fix.csv").content.decode("utf-8-sig")

    assert Candidate.objects.count() == 2
    heads, line = file.splitlines()
    assert heads.startswith("Name,")
    assert heads.endswith("Row,What is wrong")
    assert "jo@@example" in line
    assert "is not an e-mail address" in line


def test_a_bad_cell_can_be_written_anew_on_the_page(as_manager, centre):
    source = checked(as_manager, [row("ROE, Jo", email="jo@@example")])

    mend(as_manager, source, "jo@@example", text="jo@example.org")
    run(as_manager, source)

    assert Candidate.objects.get().email == "jo@example.org"


def test_days_that_could_be_either_way_round_are_asked_once_for_the_column(as_manager, centre):
    headings = ["Name", "Email", "Degree", "Intake", "Date"]
    rows = [
        {"Name": f"Person {n}", "Email": f"p{n}@example.org", "Intake": "September 2025",
         "Degree": "PhD", "Date": f"0{n}/02/2025"}
        for n in (3, 4, 5)
    ]  # fmt: skip
    source = checked(as_manager, rows, headings=headings)
    (asked,) = source.found["repairs"]
    assert (asked["is_order"], asked["count"]) == (True, 3)

    mend(as_manager, source, "", value="day first")
    run(as_manager, source)

    days = {step.transitions.get().effective_at.date().isoformat()
            for step in Application.objects.all()}  # fmt: skip
    assert days == {"2025-02-03", "2025-02-04", "2025-02-05"}


def test_a_namesake_is_a_suggestion_and_never_joined_by_itself(as_manager, centre):
    known = make_candidate(centre, full_name="Ada Ng", email="other@example.org")
    source = checked(as_manager, [row("NG, Ada")])
    (line,) = source.rows.all()
    assert (line.is_asked, line.alike[0]["person"]) == (True, known.pk)

    run(as_manager, source)

    assert Candidate.objects.filter(full_name="Ada Ng").count() == 2


def test_a_line_somebody_says_is_about_a_known_person_adds_to_them(as_manager, centre):
    known = make_candidate(centre, full_name="Ada Ng", email="other@example.org")
    source = checked(as_manager, [row("NG, Ada")])

    decide(as_manager, source, 2, f"p{known.pk}")
    run(as_manager, source)

    assert Application.objects.get().candidate == known


def test_two_lines_of_one_name_can_be_joined(as_manager, centre):
    rows = [row("NG, Ada"), row("NG, Ada", email="second@example.org", intake="September 2026")]
    source = checked(as_manager, rows)

    decide(as_manager, source, 3, "r2")
    run(as_manager, source)

    assert "second@example.org" in Candidate.objects.get().emails
    assert Application.objects.count() == 2


def test_one_address_under_two_names_is_a_suggestion_and_never_joined_by_itself(as_manager, centre):
    rows = [row("NG, Ada", email="lab@example.org"), row("ROE, Jo", email="lab@example.org")]
    source = checked(as_manager, rows)
    line = source.rows.get(number=3)
    assert (line.is_asked, line.alike[0]["why"]) == (True, "Same e-mail as row 2")

    run(as_manager, source)

    assert sorted(one.full_name for one in Candidate.objects.all()) == ["Ada Ng", "Jo Roe"]


def test_a_file_of_a_thousand_headings_is_refused_in_a_sentence(as_manager, centre):
    tabs = [(f"Tab {n}", [["Name", *(f"H{n}-{i}" for i in range(300))]]) for n in range(2)]
    source = upload(as_manager, SimpleUploadedFile("list.xlsx", workbook(*tabs)))

    answer = as_manager.get(f"/imports/{source.pk}/columns/", follow=True)

    assert "list.xlsx has more than 500 different headings" in answer.content.decode()


def test_a_person_of_another_centre_cannot_be_chosen(as_manager, centre):
    stranger = make_candidate(make_centre(), full_name="Ada Ng")
    make_candidate(centre, full_name="Ada Ng", email="other@example.org")
    source = checked(as_manager, [row("NG, Ada")])

    decide(as_manager, source, 2, f"p{stranger.pk}")
    run(as_manager, source)

    assert stranger.applications.count() == 0


def test_somebody_who_decides_on_an_older_page_is_told(as_manager, centre):
    source = checked(as_manager, [row("ROE, Jo", email="jo@@example")])
    line = source.rows.get()
    old = source.version
    mend(as_manager, source, "jo@@example", text="jo@example.org")

    answer = as_manager.post(
        f"/imports/{source.pk}/rows/decide/", {"version": old, f"d{line.pk}": "leave"}, follow=True
    )

    assert "went on with this import meanwhile" in answer.content.decode()
    source.refresh_from_db()
    assert source.found["counts"] == {"new": 1, "asked": 0}


def test_a_match_of_columns_is_remembered_by_its_name_for_the_next_file(as_manager, centre):
    headings = ["Wer", "Mail", "Intake"]
    rows = [{"Wer": "Jo Roe", "Mail": "jo@example.org", "Intake": "September 2025"}]
    first = upload(as_manager, sheet(rows, headings=headings))
    match(as_manager, first, Wer="full_name", remember="Fair")

    second = upload(as_manager, sheet(rows, headings=headings, name="next.csv"))
    form = as_manager.get(f"/imports/{second.pk}/columns/").context["form"]

    assert ColumnMatch.objects.get().name == "Fair"
    assert [heading.field for heading, _box in form.rows()] == ["full_name", "email", "intake"]


def test_a_column_nobody_knows_is_kept_in_a_note(as_manager, centre):
    headings = ["Name", "Email", "GPA", "Remarks", "Degree", "Intake"]
    line = {"Name": "Jo Roe", "Email": "jo@example.org", "GPA": "3.7/4.0", "Remarks": "Call",
            "Degree": "PhD", "Intake": "September 2025"}  # fmt: skip
    source = checked(as_manager, [line], headings=headings)

    run(as_manager, source)

    assert Note.objects.get().text == "Call\nGPA: 3.7/4.0"


def test_two_columns_cannot_be_the_same_field(as_manager, centre):
    source = upload(as_manager, sheet(PEOPLE))

    answer = match(as_manager, source, Remarks="nationality")

    assert answer.status_code == 422
    assert "is Nationality (country/region) already" in answer.content.decode()


def test_of_what_somebody_may_have_several_two_columns_are_read(as_manager, centre):
    headings = ["Name", "Email", "Private e-mail"]
    line = {"Name": "Jo Roe", "Email": "jo@example.org", "Private e-mail": "roe@example.org"}
    source = upload(as_manager, sheet([line], headings=headings))

    match(as_manager, source, **{"Private e-mail": "email"})
    run(as_manager, source)

    assert Candidate.objects.get().emails == ["jo@example.org", "roe@example.org"]


def test_a_file_without_a_name_column_says_what_to_do(as_manager, centre):
    source = upload(as_manager, sheet([{"A": "1", "B": "2"}], headings=["A", "B"]))

    answer = match(as_manager, source)

    assert "Say which column holds the name." in answer.content.decode()


def test_a_text_of_unknown_encoding_is_shown_in_each_that_fits_and_read_as_chosen(
    as_manager, centre
):
    text = "Name,Email\n홍길동,hong@example.org\n"
    file = SimpleUploadedFile("list.csv", text.encode("cp949"))
    source = upload(as_manager, file)

    page = as_manager.get(f"/imports/{source.pk}/columns/", follow=True)
    assert page.redirect_chain[-1][0] == f"/imports/{source.pk}/encoding/"
    assert "홍길동,hong@example.org" in page.content.decode()
    assert as_manager.post(f"/imports/{source.pk}/encoding/", {"version": 0}).status_code == 422
    as_manager.post(f"/imports/{source.pk}/encoding/", {"version": 0, "encoding": "cp949"})
    match(as_manager, source)
    run(as_manager, source)

    assert Candidate.objects.get().full_name == "홍길동"
    assert source.rows_read == 2


def test_an_export_of_another_system_is_named_and_its_rows_get_the_intake_chosen(
    as_manager, centre
):
    headings = ["First Name", "Last Name", "Who gets credit", "Milestone"]
    line = dict(zip(headings, ["Ada", "Ng", "Bo", "Face to Face"], strict=True))
    source = upload(as_manager, sheet([line], headings=headings))
    page = as_manager.get(f"/imports/{source.pk}/columns/").content.decode()
    assert "those of an export from Greenhouse" in page

    # No column says the degree, but the intake is of one track alone.
    match(as_manager, source, intake="September 2025")
    run(as_manager, source)

    application = Application.objects.get()
    assert (application.intake.name, application.stage.kind) == ("September 2025", "interview")
    assert "Who gets credit: Bo" in Note.objects.get().text


def test_a_file_without_a_header_row_is_matched_by_the_letters_of_its_columns(as_manager, centre):
    content = b"Jo Roe,jo@example.org,2025-02-03\nAda Ng,ada@example.org,2025-02-04\n"
    source = upload(as_manager, SimpleUploadedFile("list.csv", content))
    page = as_manager.get(f"/imports/{source.pk}/columns/?is_headless=True")
    assert [one.text for one, _box in page.context["form"].rows()] == ["A", "B", "C"]
    data = {"version": 0, "is_headless": "True", "c0": "full_name", "c1": "email", "c2": "note"}

    as_manager.post(f"/imports/{source.pk}/columns/", data)
    run(as_manager, source)

    assert sorted(one.full_name for one in Candidate.objects.all()) == ["Ada Ng", "Jo Roe"]
    assert {one.text for one in Note.objects.all()} == {"C: 2025-02-03", "C: 2025-02-04"}


def test_a_hidden_column_is_named_and_left_out_unless_it_is_chosen(as_manager, centre):
    book = openpyxl.Workbook()
    book.active.append(["Name", "GPA", "Remarks"])
    book.active.append(["Jo Roe", "3.7", "Call"])
    book.active.column_dimensions["B"].hidden = True
    for chosen, text in (("ignore", "Call"), ("note", "Call\nGPA: 3.7")):
        source = upload(as_manager, SimpleUploadedFile("list.xlsx", saved(book)))
        page = as_manager.get(f"/imports/{source.pk}/columns/")
        heading = next(one for one, _box in page.context["form"].rows() if one.text == "GPA")
        assert (heading.is_hidden, heading.field) == (True, "ignore")

        match(as_manager, source, GPA=chosen)
        run(as_manager, source)

        assert Note.objects.get().text == text
        as_manager.post(f"/imports/{source.pk}/undo/")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("list.csv", b"", "is empty"),
        ("list.xlsx", b"PK\x03\x04 broken", "is damaged or protected"),
        ("list.xls", b"\xd0\xcf\x11\xe0 old", "is damaged or protected"),
        ("list.csv", b"a," * 2_700_000, "The limit is 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    as_manager, centre, name, content, words
):
    answer = as_manager.post(
        "/imports/", {"file": SimpleUploadedFile(name, content), "token": uuid4()}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Import.objects.exists()


def test_a_discarded_file_is_gone(as_manager, centre):
    source = checked(as_manager, PEOPLE)

    as_manager.post(f"/imports/{source.pk}/discard/")

    assert not Import.objects.exists()


def test_another_centre_never_learns_of_an_import(as_manager, client, centre):
    source = checked(as_manager, PEOPLE)
    client.force_login(make_user("manager", make_centre()))

    assert client.get(f"/imports/{source.pk}/rows/").status_code == 404
    assert client.post(f"/imports/{source.pk}/run/", {"version": 1}).status_code == 404


def test_a_large_file_is_checked_and_written_by_a_job(as_manager, centre, monkeypatch):
    monkeypatch.setattr("recruitment.imports.actions.AT_ONCE", 1)

    source = checked(as_manager, PEOPLE)
    run(as_manager, source)

    assert source.job
    assert Candidate.objects.count() == 3


def test_what_the_centre_no_longer_has_at_the_last_button_is_shown_and_nothing_is_saved(
    as_manager, centre
):
    source = checked(as_manager, PEOPLE)
    centre.intakes.filter(name="September 2025").delete()

    run(as_manager, source)

    assert (source.state, Candidate.objects.exists()) == (Import.State.ROWS, False)
    assert source.problem.startswith("The centre changed since the rows were checked.")
    assert source.found["counts"] == {"fix": 3, "asked": 0}


def test_remarks_come_in_as_notes_of_their_person(as_manager, centre):
    run(as_manager, checked(as_manager, PEOPLE))

    assert Note.objects.get(candidate__full_name="Per Quist").text == "Call\nRef: T-1"
