"""Exports of other systems, known by their headings: their columns find their place unasked."""

import csv
import io

import pytest

from recruitment.candidates.models import Candidate, Note
from recruitment.exchange.columns import find_table
from recruitment.exchange.formats import known_export
from recruitment.exchange.reader import read_bytes
from recruitment.pipeline.models import Application
from tests.exchange.sheets import run, write_csv

EXPORTS = {
    "Greenhouse": {
        "First Name": "Ada", "Last Name": "Ng", "Company": "Lens Lab", "Title": "Fellow",
        "Phone": "555-0100", "Email": "ada@example.org", "Website": "ada.example.org",
        "Notes": "Call her", "Source": "Referral", "Who gets credit": "Bo", "Job": "Optics PhD",
        "Milestone": "Face to Face",
    },
    "Lever": {
        "Full-Name": "Ada Ng", "Email": "ada@example.org", "Date-Added": "2025-02-03",
        "Stage": "Phone screen", "Archive-Reason": "Rejected", "Archive-Date": "2025-03-04",
        "Sources": "Referral", "Origin": "Sourced",
    },
    "OpenCATS": {
        "Full Name": "Ada Ng", "First Name": "Ada", "Last Name": "Ng", "Home Phone": "555-0100",
        "Cell Phone": "555-0101", "Email": "ada@example.org", "Email 2": "ng@example.org",
        "Current Employer": "Lens Lab", "Key Skills": "light",
    },
    "Odoo": {
        "Applicant's Name": "Ada Ng", "Email": "ada@example.org", "Job Position": "Optics PhD",
        "Stage": "First Interview", "Degree": "Bachelor Degree", "Company": "The Centre",
        "Applied on": "2025-02-03 10:11:12",
    },
    "Frappe": {
        "Applicant Name": "Ada Ng", "Email Address": "ada@example.org", "Status": "Replied",
        "Job Opening": "Optics PhD", "Country": "Hong Kong SAR", "Applicant Rating": "0.8",
    },
}  # fmt: skip
READ = {
    "Greenhouse": {
        "given_name": "Ada", "family_name": "Ng", "current_place": "Lens Lab",
        "phone": "555-0100", "email": "ada@example.org", "home_pages": "ada.example.org",
        "source": "Referral", "position": "Optics PhD", "result": "Face to Face",
        "remarks": "Call her\nTitle: Fellow\nWho gets credit: Bo",
    },
    "Lever": {
        "full_name": "Ada Ng", "email": "ada@example.org", "source": "Referral",
        # What came later stands; what it was before is kept.
        "result": "Rejected", "result_date": "2025-03-04",
        "remarks": "Date-Added: 2025-02-03\nStage: Phone screen\nOrigin: Sourced",
    },
    "OpenCATS": {
        "full_name": "Ada Ng", "email": "ada@example.org\nng@example.org", "phone": "555-0100",
        "current_place": "Lens Lab",
        "given_name": "Ada", "family_name": "Ng",
        "remarks": "Cell Phone: 555-0101\nKey Skills: light",
    },
    "Odoo": {
        "full_name": "Ada Ng", "email": "ada@example.org", "position": "Optics PhD",
        "result": "First Interview", "result_date": "2025-02-03 10:11:12",
        "remarks": "Degree: Bachelor Degree\nCompany: The Centre",
    },
    "Frappe": {
        "full_name": "Ada Ng", "email": "ada@example.org", "result": "Replied",
        "position": "Optics PhD", "nationality": "Hong Kong SAR",
        "remarks": "Applicant Rating: 0.8",
    },
}  # fmt: skip


def as_csv(line: dict) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([line.keys(), line.values()])
    return out.getvalue().encode()


@pytest.mark.parametrize("system", EXPORTS)
def test_an_export_is_recognised_and_every_column_has_its_place(system):
    tabs = read_bytes(as_csv(EXPORTS[system]), "export.csv").tabs

    name, columns = known_export(tabs)
    table = find_table("", tabs[0].rows, columns)

    assert (name, table.unread) == (system, [])
    assert table.lines[0].cells == READ[system]


def test_a_list_of_our_own_is_nobodys_export():
    tabs = read_bytes(b"Name,Email,Stage,Source\nAda,a@example.org,Offer,x\n", "list.csv").tabs

    assert known_export(tabs) == ("", {})


@pytest.mark.django_db
def test_rows_that_name_no_intake_get_the_one_that_is_said(tmp_path, centre):
    line = EXPORTS["Greenhouse"] | {"Job": ""}
    path = write_csv(tmp_path, [{**line, "Degree": "PhD"}], headings=[*line, "Degree"])

    without, _none = run(path, centre, create_missing=True, dry_run=True)
    _out, error = run(path, centre, create_missing=True, intake="September 2025")

    assert "people are added without applications" in without
    assert error == ""
    one = Application.objects.get()
    assert (one.intake.name, one.stage.kind) == ("September 2025", "interview")
    assert Candidate.objects.get().current_place == "Lens Lab"
    assert "Who gets credit: Bo" in Note.objects.get().text
