"""import_candidates: what a good file becomes."""

import json
from datetime import date

import pytest
from auditlog.models import LogEntry

from recruitment.candidates.models import Candidate, EducationRecord, Note
from recruitment.enrolment.models import Enrolment
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake, Opening
from tests.exchange.books import workbook
from tests.exchange.sheets import HEADINGS, everything, row, run, run_json, write_csv
from tests.factories import make_candidate, make_centre, make_opening, make_supervisor, stage

pytestmark = pytest.mark.django_db

# A made-up office sheet, as messy as real ones are.
MESSY = [
    row("DUBOIS, Camille", nationality="FRENCH", result="ENROLLED ", date="01/09/2025",
        supervisor="Dr Q", universities="Old College/New School; Third Institute"),
    row("Joost VAN LEER ", nationality="Holland", degree="Ph.D.", result="Offered (email)"),
    row("최, 민수", native="최민수", nationality="Korea", degree="碩士", email="minsu@example.org",
        result="I/V done", date="14/03/2025"),
    row("YIP, Ka-yan", native="葉嘉欣", nationality="HKSAR", degree="博士", result="W/L"),
    row("KESKIN, Deniz", nationality="Türkiye", degree="MPhil", result="REJ", date="12/02/2025"),
    row("O'NEILL, Sam", nationality="-", email="mailto:Sam@Example.org ", result="see remarks",
        remarks='@office: "call back"\nafter = May'),
    row("ΠΑΠΑΔΆΚΗΣ, Νίκος", nationality="GREECE", email="nikos@example.org", result="?"),
    row("رستمی, لیلا", nationality="Iran (Islamic Republic of)", email="leila@example.org",
        result="to interview", date="6/3/25"),
    row("LIN, Yu", native="林羽", nationality="Chinese Taipei", degree="PhD (FT)",
        result="Not recommended", remarks="=SUM(A1:A2)"),
    row("DUBOIS, Camille", nationality="France", intake="September 2026", result="TBC",
        remarks="Asked to defer"),
    row("QUIST, Per", nationality="Deutschland", intake="Fall 2027", result="pending", date="TBC"),
    row("ABE, Rin", nationality="JPN", degree="Master", result="Waiting list", email=""),
    row("ROE, Jo", nationality="U.S.A.", result="Arrived", date="01/09/2025", supervisor="Dr Q"),
]  # fmt: skip


def application_of(name, **lookups):
    return Application.objects.get(candidate__full_name=name, **lookups)


def test_a_messy_office_sheet_becomes_people_applications_and_starts(tmp_path, centre):
    path = write_csv(tmp_path, MESSY)

    report, error = run_json(path, centre, create_missing=True)

    assert error == ""
    assert (report["rows"], report["people"], report["applications"]) == (13, 12, 13)
    assert report["left_out"] == ["Column “Ref”."]
    found = {
        one.candidate.full_name: (str(one.track), str(one.stage), one.status)
        for one in Application.objects.exclude(intake__name="September 2026")
    }
    assert found == {
        "Camille Dubois": ("Doctoral", "Enrolled", "enrolled"),
        "Joost Van Leer": ("Doctoral", "Offer out", "active"),
        "최민수": ("MPhil/Master", "Interview", "active"),
        "Ka-yan Yip": ("Doctoral", "Committee decision", "active"),
        "Deniz Keskin": ("MPhil/Master", "Submitted", "rejected"),
        "Sam O'Neill": ("Doctoral", "Submitted", "active"),
        "Νίκος Παπαδάκης": ("Doctoral", "Submitted", "active"),
        "لیلا رستمی": ("Doctoral", "Interview", "active"),
        "Yu Lin": ("Doctoral", "Submitted", "rejected"),
        "Per Quist": ("Doctoral", "Submitted", "active"),
        "Rin Abe": ("MPhil/Master", "Committee decision", "active"),
        "Jo Roe": ("Doctoral", "Enrolled", "enrolled"),
    }
    assert {
        one.full_name: str(one.nationality) for one in Candidate.objects.exclude(nationality="")
    } == {
        "Camille Dubois": "FR", "Joost Van Leer": "NL", "최민수": "KR", "Ka-yan Yip": "HK",
        "Deniz Keskin": "TR", "Νίκος Παπαδάκης": "GR", "لیلا رستمی": "IR", "Yu Lin": "TW",
        "Per Quist": "DE", "Rin Abe": "JP", "Jo Roe": "US",
    }  # fmt: skip


def test_the_second_run_adds_nothing_and_says_so(tmp_path, centre):
    path = write_csv(tmp_path, MESSY)
    run(path, centre, create_missing=True)
    before = everything()

    out, error = run(path, centre, create_missing=True)

    assert error == ""
    assert "Nothing new: everything in this file is there already." in out
    assert everything() == before


def test_a_start_fills_a_seat_on_its_day_and_counts(tmp_path, centre):
    run(write_csv(tmp_path, MESSY), centre, create_missing=True)

    starts = Enrolment.objects.order_by("pk").values_list(
        "researcher__candidate__full_name", "started_on", "application__supervisor__name"
    )
    assert list(starts) == [
        ("Camille Dubois", date(2025, 9, 1), "Dr Q"),
        ("Jo Roe", date(2025, 9, 1), "Dr Q"),
    ]
    assert Opening.objects.filter(status="filled").count() == 2


def test_free_seats_are_used_before_new_ones_are_made(tmp_path, centre):
    position = centre.positions.get(title="PhD")
    seat = make_opening(position, Intake.objects.get(track=position.track, name="September 2025"))
    rows = [row(f"ROE, J{n}", result="Enrolled", date="01/09/2025") for n in "ab"]

    report, _error = run_json(write_csv(tmp_path, rows), centre, create_missing=True)

    assert report["created"] == [{"kind": "opening", "name": "PhD, September 2025", "count": 1}]
    seat.refresh_from_db()
    assert seat.filled_by.candidate.full_name == "Ja Roe"


def test_a_rejection_is_entered_and_closed_on_its_day_in_the_centre_s_zone(tmp_path, centre):
    run(write_csv(tmp_path, [row("NG, Ada", result="REJ", date="12/02/2025")]), centre)

    one = application_of("Ada Ng")
    steps = one.transitions.order_by("sequence")
    assert [(step.kind, centre.day_of(step.effective_at)) for step in steps] == [
        ("entry", date(2025, 2, 12)),
        ("close", date(2025, 2, 12)),
    ]
    assert (one.reason.code, one.reason.party) == ("not-recorded", "centre")
    assert centre.day_of(steps[0].recorded_at) == centre.today()


def test_the_waiting_list_is_a_decision_with_a_note(tmp_path, centre):
    run(write_csv(tmp_path, [row("NG, Ada", result="W/L")]), centre)

    entry = application_of("Ada Ng").transitions.get()
    assert (entry.to_stage, entry.note) == (
        stage(centre, "decision"),
        "On the waiting list (“W/L”)",
    )


def test_a_stage_may_be_named_as_the_centre_names_it(tmp_path, centre):
    stage(centre, "screen").pipeline.stages.filter(kind="screen").update(name="First look")
    run(write_csv(tmp_path, [row("NG, Ada", result="first look")]), centre)

    assert application_of("Ada Ng").stage.kind == "screen"


def test_one_address_twice_is_one_person_with_two_applications(tmp_path, centre):
    rows = [
        row("NG, Ada", email="ADA@example.org", universities="Old College"),
        row("Ada Ng", email="ada@example.org ", intake="September 2026", native="吳愛達"),
    ]

    run(write_csv(tmp_path, rows), centre)

    person = Candidate.objects.get()
    assert (person.full_name, person.native_name) == ("Ada Ng", "吳愛達")
    assert person.applications.count() == 2


def test_one_address_under_two_names_is_two_people_and_said_aloud(tmp_path, centre):
    rows = [
        row("NG, Ada", email="lab@example.org"),
        row("ROE, Jo", email="lab@example.org", intake="September 2026"),
        row("Ada M. Ng", email="lab@example.org", intake="January 2026"),
    ]
    path = write_csv(tmp_path, rows)

    report, _error = run_json(path, centre)
    again, _error = run_json(path, centre)

    assert report["warnings"] == [
        "Row 4: “Ada M. Ng” is taken for “Ada Ng”, whose e-mail address or ORCID iD it has. That "
        "name is kept, and the other in a note.",
        "Row 2, Row 4, Ada Ng: A list says otherwise. Full name: Ada M. Ng",
        "Row 3: “Jo Roe” has the e-mail address of “Ada Ng” and another name: taken for another "
        "person.",
    ]
    assert sorted(one.full_name for one in Candidate.objects.all()) == ["Ada Ng", "Jo Roe"]
    assert (again["people"], again["applications"], again["notes"]) == (0, 0, 0)


def test_people_we_have_are_found_by_iD_then_address_and_keep_what_is_known(tmp_path, centre):
    ada = make_candidate(centre, full_name="Ada Ng", email="ada@example.org", phone="555 0100 22")
    jo = make_candidate(centre, full_name="Jo Roe", email="", orcid="0000-0002-1825-0097")
    headings = [*HEADINGS, "ORCID iD", "Phone"]
    rows = [
        row("NG, Ada", email=" mailto:ADA@example.org", nationality="France", phone="555 0100 33"),
        {**row("ROE, Jo", email="new@example.org"), "ORCID iD": "0000000218250097"},
    ]
    path = write_csv(tmp_path, rows, headings=headings)

    report, _error = run_json(path, centre)
    again, _error = run_json(path, centre)

    assert (report["people"], report["people_filled"], report["applications"]) == (0, 2, 2)
    for person in (ada, jo):
        person.refresh_from_db()
    assert (ada.nationality, ada.phone) == ("FR", "555 0100 22")
    assert ada.notes.get().text == "A list says otherwise. Phone: 555 0100 33"
    assert (jo.email, jo.applications.count()) == ("new@example.org", 1)
    assert Candidate.objects.get(search_keys__key="new@example.org", search_keys__kind="e") == jo
    assert (again["people_filled"], again["notes"], again["applications"]) == (0, 0, 0)


def test_what_a_list_fills_is_on_record_as_an_edit(tmp_path, centre, manager):
    ada = make_candidate(centre, full_name="Ada Ng", email="ng.ada@example.org")

    run(write_csv(tmp_path, [row("NG, Ada")]), centre, actor=manager.email)

    entry = LogEntry.objects.get_for_object(ada).get(action=LogEntry.Action.UPDATE)
    assert (entry.actor, entry.changes) == (manager, {"nationality": ["", "FR"]})


def test_without_address_a_namesake_of_the_same_nationality_is_the_person(tmp_path, centre):
    rows = [row("NG, Ada", email="", nationality="France"), row("NG, Bo", email="")]
    path = write_csv(tmp_path, rows)
    run(path, centre)

    rows.append(row("NG, Ada", email="", nationality="Canada"))
    run(write_csv(tmp_path, rows), centre)

    assert sorted(Candidate.objects.values_list("full_name", "nationality")) == [
        ("Ada Ng", "CA"),
        ("Ada Ng", "FR"),
        ("Bo Ng", "FR"),
    ]


def test_another_centre_s_people_are_not_ours(tmp_path, centre):
    make_candidate(make_centre("elsewhere"), full_name="Ada Ng", email="ada@example.org")

    run(write_csv(tmp_path, [row("NG, Ada", email="ada@example.org")]), centre)

    assert centre.candidates.get().full_name == "Ada Ng"


def test_remarks_are_kept_exactly_and_once(tmp_path, centre):
    text = '@all: "=1+1" is  no\n formula, +852 neither'
    path = write_csv(tmp_path, [row("NG, Ada", remarks=text)])

    run(path, centre)
    run(path, centre)

    assert [note.text for note in Note.objects.all()] == [text]


def test_universities_become_education_records_and_can_be_searched(tmp_path, centre):
    text = 'Old College; "Zinnia" School/Old College'
    run(write_csv(tmp_path, [row("NG, Ada", universities=text)]), centre)

    assert sorted(EducationRecord.objects.values_list("institution", flat=True)) == [
        '"Zinnia" School',
        "Old College",
    ]
    assert Candidate.objects.get().search_keys.filter(key="zinnia").exists()


def test_supervisors_and_sources_are_matched_by_name(tmp_path, centre):
    quill = make_supervisor(centre, name="Dr Élise Quill")
    headings = [*HEADINGS, "Source"]
    rows = [{**row("NG, Ada", supervisor="DR ELISE QUILL"), "Source": "open call"}]

    _report, error = run_json(write_csv(tmp_path, rows, headings=headings), centre)

    assert error == ""
    one = application_of("Ada Ng")
    assert (one.supervisor, one.source.name) == (quill, "Open call")


def test_without_an_area_the_only_one_of_the_position_is_taken(tmp_path, centre):
    vision, imaging = centre.areas.create(name="Vision"), centre.areas.create(name="Imaging")
    centre.positions.get(track__kind="doctoral").areas.set([vision])
    rows = [row("NG, Ada"), row("LI, Bo", area="Imaging")]

    run(write_csv(tmp_path, rows, headings=[*HEADINGS, "Area"]), centre)

    found = [application_of(name).area for name in ("Ada Ng", "Bo Li")]
    assert found == [vision, imaging]


def test_what_is_there_already_stays_and_a_difference_is_said(tmp_path, centre):
    run(write_csv(tmp_path, [row("NG, Ada", result="Interview")]), centre)

    report, error = run_json(write_csv(tmp_path, [row("NG, Ada", result="Offer")]), centre)

    assert error == ""
    assert (report["applications"], report["already_there"]) == (0, 1)
    assert report["warnings"] == [
        "Row 2: the application is in Interview (In progress) here; the file says “Offer”. It was "
        "left as it is."
    ]


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(tmp_path, centre):
    before = everything()

    out, error = run(write_csv(tmp_path, MESSY), centre, create_missing=True, dry_run=True)

    assert error == ""
    assert "Would add 12 people, 13 applications, 3 education records, 3 notes." in out
    assert "intake “Fall 2027, Doctoral”" in out
    assert everything() == before


def test_a_column_map_overrides_the_guess(tmp_path, centre):
    headings = ["Who", "Comment", "Name"]
    rows = [{"Who": "NG, Ada", "Comment": "Ada@example.org", "Name": "Batch 7"}]
    columns = tmp_path / "map.json"
    columns.write_text(json.dumps({"who": "full_name", "Comment": "email", "Name": "ignore"}))

    _out, error = run(write_csv(tmp_path, rows, headings=headings), centre, columns=str(columns))

    assert error == ""
    person = Candidate.objects.get()
    assert (person.full_name, person.email) == ("Ada Ng", "ada@example.org")


def test_without_an_intake_people_are_added_without_applications(tmp_path, centre):
    path = write_csv(tmp_path, [row("NG, Ada")], headings=["Name", "Email", "Degree"])

    report, error = run_json(path, centre)

    assert error == ""
    assert (report["people"], report["applications"]) == (1, 0)
    assert report["left_out"] == [
        "No column names the intake, so people are added without applications. Not read: Degree."
    ]


def test_given_and_family_name_in_two_columns_make_one_name(tmp_path, centre):
    headings = ["First Name", "Last Name", "Email"]
    rows = [{"First Name": "Ada", "Last Name": "Ng", "Email": "ada@example.org"}]

    run(write_csv(tmp_path, rows, headings=headings), centre)

    assert Candidate.objects.get().full_name == "Ada Ng"


def test_a_list_saved_on_windows_and_on_a_mac_brings_the_same_remarks_once(tmp_path, centre):
    for text in ("Called\r\ntwice", "Called\ntwice"):
        run(write_csv(tmp_path, [row(remarks=text)]), centre)

    assert [note.text for note in Note.objects.all()] == ["Called\ntwice"]


def test_names_in_parts_are_read_whole_and_a_single_one_below_an_empty_line_is_somebody(
    tmp_path, centre
):
    lines = [("Käthe", "Müller"), ("Zendaya", ""), ("", ""), ("Sinbad", "")]
    rows = [{"given": given, "surname": surname} for given, surname in lines]
    path = write_csv(tmp_path, rows, headings=["locale", "given", "surname"])

    _told, failed = run_json(path, centre)

    assert failed == ""
    names = Candidate.objects.order_by("pk").values_list("full_name", flat=True)
    assert list(names) == ["Käthe Müller", "Zendaya", "Sinbad"]


def test_a_workbook_with_a_tab_an_intake_is_read_below_its_titles(tmp_path, centre):
    head = [
        "No.",
        "Name 姓名",
        "E-mail",
        "Programme",
        "Country / Region 國籍",
        "Result\ndate",
        "Outcome",
    ]
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        workbook(
            ("Read me", [["Dates day/month/year"]]),
            (
                "2025-26",
                [
                    ["Recruitment - 2025 intake"],
                    [],
                    head,
                    [1, "NG Ada", "ada@example.org", "PhD", "France", date(2025, 2, 6), "Offer"],
                    [],
                    [2, "Jo ROE", "jo@example.org", "Ph.D.", "Canada", "13/02/2025", "REJ"],
                    [],
                    ["Total", 2],
                    ["* as of May"],
                ],
            ),
        )
    )

    report, error = run_json(path, centre, create_missing=True)

    assert error == ""
    assert sorted(
        Application.objects.values_list("candidate__full_name", "intake__name", "status")
    ) == [("Ada Ng", "2025", "active"), ("Jo Roe", "2025", "rejected")]
    assert report["left_out"] == [
        "Sheet “Read me”: no headings with a name column.",
        "“2025-26”: Column “No.”.",
        "“2025-26”: Lines below the table: 8, 9.",
    ]
