"""The annual monitoring return: each event in the year it first happened."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from auditlog.models import LogEntry
from openpyxl import load_workbook

from recruitment.funding.models import Award
from recruitment.moves.gate import Ask, take
from recruitment.reports.monitoring import monitoring_return, years
from tests.factories import (
    make_application,
    make_candidate,
    make_started,
    make_supervisor,
    stage,
)


def on(year, month=3, day=2):
    return datetime(year, month, day, 4, tzinfo=UTC)


def move(application, kind, at):
    application.refresh_from_db()
    ask = Ask("move", stage=stage(application.centre, kind), effective_at=at)
    take(application, ask, actor=None)


def table(centre, year, key):
    found = next(one for one in monitoring_return(centre, year).tables if one.key == key)
    return {row[0]: list(row[1:]) for row in found.rows}


def test_each_event_counts_in_the_year_it_first_happened(centre):
    one = make_application(centre, at=on(2025, 11))
    move(one, "interview", on(2026, 2))
    move(one, "offer", on(2026, 5))
    make_application(centre, kind="lead", at=on(2025, 11))

    assert table(centre, 2025, "track")["All"] == [1, 0, 0, 0, 0]
    assert table(centre, 2026, "track")["All"] == [0, 1, 1, 0, 0]


def test_a_start_counts_in_the_year_of_its_first_day(centre):
    make_started(centre, started_on=date(2026, 1, 5), at=on(2025, 11))

    assert table(centre, 2025, "track")["All"] == [1, 0, 1, 1, 0]
    assert table(centre, 2026, "track")["All"] == [0, 0, 0, 0, 1]


def test_the_year_turns_on_the_centres_clock(centre):
    make_application(centre, at=datetime(2025, 12, 31, 15, 59, tzinfo=UTC))
    make_application(centre, at=datetime(2025, 12, 31, 16, 0, tzinfo=UTC))

    counts = [table(centre, year, "track")["All"][0] for year in (2025, 2026)]

    assert counts == [1, 1]


def test_a_step_taken_back_never_happened(centre):
    one = make_application(centre, at=on(2026))
    move(one, "interview", on(2026, 4))
    one.refresh_from_db()

    take(one, Ask("undo"), actor=None)

    assert table(centre, 2026, "track")["All"] == [1, 0, 0, 0, 0]


def test_supervisors_and_areas_are_told_and_who_has_none_is_a_line(centre):
    area = centre.areas.create(name="Vision")
    make_application(centre, at=on(2026), supervisor=make_supervisor(centre, name="Dr Sato"))
    make_application(centre, at=on(2026), area=area)

    assert table(centre, 2026, "supervisor") == {
        "Dr Sato": [1, 0, 0, 0, 0],
        "None given": [1, 0, 0, 0, 0],
    }
    assert table(centre, 2026, "area") == {
        "Vision": [1, 0, 0, 0, 0],
        "None given": [1, 0, 0, 0, 0],
    }


def test_a_partner_is_the_institution_of_the_supervisor(centre):
    centre.host_university = "Harbour University"
    centre.save()
    partner = centre.partners.create(name="Delta Institute")
    away, home = (make_supervisor(centre, name=name) for name in ("Dr Sato", "Dr Lam"))
    away.institution = partner
    away.save()
    make_application(centre, at=on(2026), supervisor=away)
    make_started(centre, at=on(2026), started_on=date(2026, 9, 1), supervisor=away)
    make_application(centre, at=on(2026), supervisor=home)
    make_application(centre, at=on(2026))

    assert table(centre, 2026, "partner") == {
        "Delta Institute": [2, 0, 1, 1, 1],
        "Harbour University": [1, 0, 0, 0, 0],
        "None given": [1, 0, 0, 0, 0],
    }


def test_small_groups_of_a_nationality_are_hidden_with_what_would_tell_them(centre):
    for code, n in (("CN", 9), ("IN", 7), ("FR", 2)):
        for _person in range(n):
            make_application(
                centre, at=on(2026), candidate=make_candidate(centre, nationality=code)
            )

    shown = {name: str(row[0]) for name, row in table(centre, 2026, "nationality").items()}

    assert shown == {"Mainland China": "9", "India": "withheld", "France": "<5"}


def award(started, source, first=date(2026, 9, 1)):
    Award.objects.create(
        researcher=started.enrolment.researcher,
        source=source,
        from_month=first,
        to_month=date(2029, 8, 1),
        amount=18_470,
        currency="HKD",
    )


def test_those_who_started_are_told_by_who_paid_in_that_month(centre):
    starts = [make_started(centre, started_on=date(2026, 9, 1)) for _ in range(4)]
    award(starts[0], "sponsor")
    award(starts[1], "sponsor")
    award(starts[1], "rgc")
    award(starts[2], "university", first=date(2026, 10, 1))

    assert {name: row[-1] for name, row in table(centre, 2026, "funding").items()} == {
        "Sponsor": 1,
        "Several sources": 1,
        "None given": 2,
    }


def test_years_begin_with_the_first_application(centre):
    make_application(centre, at=on(2024))

    assert years(centre, date(2026, 11, 24)) == [2026, 2025, 2024]


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_csv_and_workbook_hold_the_tables_and_run_nothing(as_manager, centre):
    make_application(centre, at=on(2026), supervisor=make_supervisor(centre, name='=CMD("x")'))

    text = rows_of(as_manager.get("/reports/monitoring/2026.csv"))
    book = load_workbook(io.BytesIO(as_manager.get("/reports/monitoring/2026.xlsx").content))
    cell = next(
        cell
        for row in book["By supervisor"].iter_rows()
        for cell in row
        if cell.value == '=CMD("x")'
    )

    assert ["2026", "By supervisor", '\'=CMD("x")', "1", "0", "0", "0", "0"] in text
    assert text[0][3:] == [
        "Formal applications", "Interviewed", "Offers made", "Accepted", "Started",
    ]  # fmt: skip
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.offset(0, 1).value == 1


def test_page_csv_and_workbook_agree(as_manager, centre):
    for i in range(7):
        make_started(
            centre,
            started_on=date(2026, 9, 1),
            at=on(2026),
            candidate=make_candidate(centre, nationality="CN" if i else "FR"),
        )
    page = as_manager.get("/reports/monitoring/2026/")
    shown = [
        ["" if cell.words == "–" else cell.words for cell in row.cells]
        for one in page.context["tables"]
        for row in one.rows
    ]
    book = load_workbook(io.BytesIO(as_manager.get("/reports/monitoring/2026.xlsx").content))
    stored = [
        ["" if cell.value is None else str(cell.value) for cell in row][: len(shown[0])]
        for sheet in book
        for row in sheet.iter_rows(min_row=3)
    ]

    assert [row[2:] for row in rows_of(as_manager.get("/reports/monitoring/2026.csv"))[1:]] == shown
    assert stored == shown


@pytest.mark.parametrize("year", [1, 1999, 2098])
def test_a_year_without_anything_is_not_found(as_manager, year):
    assert as_manager.get(f"/reports/monitoring/{year}/").status_code == 404


def test_taking_the_return_out_is_written_down(as_manager, manager, centre):
    make_application(centre, at=on(2026))

    as_manager.get("/reports/monitoring/2026.csv")

    entry = LogEntry.objects.get(action=LogEntry.Action.ACCESS)
    assert (entry.actor, entry.changes) == (
        manager,
        {"exported": ["", f"{centre.slug}-monitoring-2026.csv"]},
    )
