"""import_candidates: every fault at once, in sentences, and nothing written."""

import json

import pytest

from recruitment.exchange.plan import check
from recruitment.exchange.reader import read_file
from recruitment.exchange.writer import ChangedMeanwhile, write
from recruitment.positions.models import Opening
from tests.exchange.sheets import HEADINGS, everything, row, run, run_json, write_csv
from tests.factories import make_application, make_candidate

pytestmark = pytest.mark.django_db

FAULTS = [
    row("", email="who@example.org", nationality="Atlantis"),
    row("ROE, Bo", email="bo(at)example.org"),
    row("ROE, Cy", nationality="Atlantis"),
    row("ROE, Di", degree="Juggling"),
    row("ROE, Ed", result="maybe so"),
    row("ROE, Fay", date="31/02/2025"),
    row("ROE, Gus", date="01/01/2090"),
    row("ROE, Hal", intake="soon"),
    row("ROE, Ida", intake=""),
    row("N" * 201),
    row("ROE, Jo", email="jo@example.org"),
    row("Jo Roe", email="JO@example.org"),
    row("ROE, Kim", result="declined", nationality="Nowhere"),
]


def test_every_bad_row_is_reported_at_once_with_what_to_do(tmp_path, centre):
    before = everything()

    _out, error = run(write_csv(tmp_path, FAULTS), centre)

    options = "January 2025, May 2025, September 2025, January 2026, May 2026, …"
    assert error.splitlines() == [
        'Row 2, "Nationality": "Atlantis" is not a country or region known here. Write its '
        "English name or its two letters, or leave the cell empty.",
        'Row 2, "Name": is empty. Enter the person\'s name.',
        'Row 3, "Email": "bo(at)example.org" is not an e-mail address. Correct it or leave the '
        "cell empty.",
        'Row 4, "Nationality": "Atlantis" is not a country or region known here. Write its '
        "English name or its two letters, or leave the cell empty.",
        'Row 5, "Degree": "Juggling" is not a degree known here. Write PhD, Postdoc, MPhil or '
        "Master.",
        'Row 6, "Result": "maybe so" is not a result known here. Write Submitted, Interview, '
        "Waiting list, Offer, Enrolled, Rejected, Withdrawn, or the name of a stage.",
        'Row 7, "Result date (dd/mm/yyyy)": "31/02/2025" is not a day of the calendar. Correct '
        "it, or write it as YYYY-MM-DD.",
        'Row 8, "Result date (dd/mm/yyyy)": "01/01/2090" lies in the future. Enter the day it '
        "happened.",
        f'Row 9, "Intake": "soon" is not an intake. Choose one of {options}, or write it as '
        "September 2027.",
        f'Row 10, "Intake": is empty. Choose one of {options}.',
        f'Row 11, "Name": "{"N" * 79}…" is 201 characters long; at most 200 fit. Shorten it.',
        'Row 13, "Name": "Jo Roe" is the same person, position and intake as row 12. Remove one '
        "of the two.",
        'Row 14, "Nationality": "Nowhere" is not a country or region known here. Write its '
        "English name or its two letters, or leave the cell empty.",
        "13 problems. Nothing was written.",
    ]
    assert everything() == before


@pytest.mark.parametrize("at", [0, 6, 12])
def test_one_bad_row_anywhere_leaves_nothing(tmp_path, centre, at):
    rows = [row(f"ROE, Jo{n}", remarks="x") for n in "abcdefghijklm"]
    rows[at]["Nationality"] = "Atlantis"
    before = everything()

    _out, error = run(write_csv(tmp_path, rows), centre, create_missing=True)

    assert f'Row {at + 2}, "Nationality"' in error
    assert everything() == before


def test_json_tells_the_same_as_data(tmp_path, centre):
    rows = [row("ROE, Bo", nationality="Atlantis"), row("ROE, Cy", intake="Fall 2040")]

    report, error = run_json(write_csv(tmp_path, rows), centre)

    assert error == "2 problems. Nothing was written."
    assert report["written"] is False
    assert report["errors"] == [
        {
            "sheet": "",
            "row": 2,
            "column": "Nationality",
            "value": "Atlantis",
            "problem": "is not a country or region known here. Write its English name or its two "
            "letters, or leave the cell empty.",
            "message": 'Row 2, "Nationality": "Atlantis" is not a country or region known here. '
            "Write its English name or its two letters, or leave the cell empty.",
        }
    ]
    assert [(one["kind"], one["name"], one["rows"]) for one in report["missing"]] == [
        ("intake", "Fall 2040, Doctoral", [{"sheet": "", "row": 3}])
    ]


def test_what_the_centre_lacks_is_reported_once_with_its_rows(tmp_path, centre):
    headings = [*HEADINGS, "Source"]
    rows = [
        row("ROE, Ann", intake="Fall 2040", supervisor="Dr Q"),
        row("ROE, Bo", intake="Fall 2040", supervisor="dr q", result="Enrolled", date="2025-09-01"),
        row("ROE, Cy", degree="MSc", intake="Fall 2040"),
        {**row("ROE, Di"), "Source": "Pigeon"},
    ]
    before = everything()

    _out, error = run(write_csv(tmp_path, rows, headings=headings), centre)

    assert error.splitlines() == [
        'Row 4, "Degree": "MSc" needs the track MPhil/Master, which this centre lacks. Use '
        "--create-missing.",
        'Row 4, "Position": is missing: the track MPhil/Master has none. Use --create-missing.',
        'Rows 2, 3, "Intake": "Fall 2040" is not an intake of the track Doctoral. Choose one of '
        "January 2025, May 2025, September 2025, January 2026, May 2026, …, or use "
        "--create-missing.",
        'Row 4, "Intake": "Fall 2040" is not an intake of the track MPhil/Master. Use '
        "--create-missing.",
        'Row 5, "Source": "Pigeon" is not a source of this centre. Choose one of Conference, Open '
        "call, Other, Partner company, Predecessor laboratory, …, or use --create-missing.",
        'Rows 2, 3, "Supervisor": "Dr Q" is not a supervisor of this centre. Use --create-missing.',
        'Row 3, "Result": "PhD, Fall 2040" has no free seat for 1 who started. Add openings, or '
        "use --create-missing.",
        "7 problems. Nothing was written.",
    ]
    assert everything() == before


def test_a_date_of_two_readings_is_reported_until_the_column_decides(tmp_path, centre):
    headings = ["Name", "Email", "Degree", "Intake", "Result", "Date"]
    rows = [row("ROE, Ann") | {"Date": "03/04/2025"}, row("ROE, Bo") | {"Date": "05/05/2025"}]

    _out, error = run(write_csv(tmp_path, rows, headings=headings), centre)
    assert 'Row 2, "Date": "03/04/2025" could be read day first or month first.' in error

    rows.append(row("ROE, Cy") | {"Date": "25/04/2025"})
    _out, error = run(write_csv(tmp_path, rows, headings=headings), centre)
    assert error == ""
    entry = centre.applications.get(candidate__full_name="Ann Roe").transitions.get()
    assert f"{centre.day_of(entry.effective_at)}" == "2025-04-03"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"Name": "fullname"}, "“fullname” (for “Name”) is not a field. Use one of: full_name, "),
        ({"Name": "area", "Email": "area"}, "names area more than once"),
        (["Name"], 'A column map is a JSON object: {"Heading": "field"}.'),
        ({"Nmae": "full_name"}, '"nmae" is in the column map and not in the file.'),
    ],
)
def test_a_bad_column_map_is_a_clear_error(tmp_path, centre, content, says):
    columns = tmp_path / "map.json"
    columns.write_text(json.dumps(content))

    _out, error = run(write_csv(tmp_path, [row()]), centre, columns=str(columns))

    assert says in error


def test_a_map_that_is_no_json_or_is_not_there_is_a_clear_error(tmp_path, centre):
    path = write_csv(tmp_path, [row()])

    assert "is not JSON" in run(path, centre, columns=str(path))[1]
    assert "cannot be opened" in run(path, centre, columns=str(tmp_path / "none.json"))[1]


def test_a_file_without_headings_is_a_clear_error(tmp_path, centre):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"a,b\n1,2\n")

    _out, error = run(path, centre)

    assert "no line of headings with a name column was found" in error
    assert "the fullest says “a”, “b”. Name a column “Name”" in error
    assert "say --nameless" in error


def test_an_empty_intake_of_a_track_without_any_says_how_to_write_one(tmp_path, centre):
    path = write_csv(tmp_path, [row(intake=""), row("Bo", degree="MPhil", intake="")])

    _out, error = run(path, centre, create_missing=True)

    assert 'Row 3, "Intake": is empty. Write it as September 2027.' in error
    assert "—" not in error


def test_an_unknown_centre_is_named_with_those_there_are(tmp_path, centre):
    centre.slug = "nowhere"

    _out, error = run(write_csv(tmp_path, [row()]), centre)

    assert error == "There is no centre “nowhere”. There are: visual-ai."


def _plan(tmp_path, centre, rows):
    return check(read_file(write_csv(tmp_path, rows)), centre, {}, create_missing=True)


def test_somebody_added_meanwhile_stops_the_writing_whole(tmp_path, centre):
    plan = _plan(tmp_path, centre, [row("ROE, Ann", intake="Fall 2040"), row("ROE, Bo")])
    make_candidate(centre, full_name="Bo", email="roe.bo@example.org")
    before = everything()

    with pytest.raises(ChangedMeanwhile, match="Nothing was written"):
        write(plan)

    assert everything() == before


def test_an_error_in_the_midst_of_writing_leaves_nothing(tmp_path, centre):
    known = make_candidate(centre, full_name="Zoe Roe", email="roe.zoe@example.org")
    rows = [row("ROE, Ann", intake="Fall 2040", supervisor="Dr Q"), row("ROE, Zoe")]
    plan = _plan(tmp_path, centre, rows)
    make_application(centre, candidate=known, intake="September 2025")
    before = everything()

    with pytest.raises(ChangedMeanwhile):
        write(plan)

    assert everything() == before


def test_a_seat_taken_meanwhile_leaves_nothing(tmp_path, centre):
    position = centre.positions.get(title="PhD")
    intake = position.track.intakes.get(name="September 2025")
    seat = Opening.objects.create(centre=centre, position=position, intake=intake)
    plan = _plan(tmp_path, centre, [row("ROE, Ann"), row("ROE, Bo", result="Enrolled")])
    seat.delete()
    before = everything()

    with pytest.raises(ChangedMeanwhile):
        write(plan)

    assert everything() == before


def test_a_plan_with_problems_is_never_written(tmp_path, centre):
    plan = _plan(tmp_path, centre, [row("ROE, Ann", nationality="Atlantis")])

    with pytest.raises(ValueError, match="problems"):
        write(plan)
