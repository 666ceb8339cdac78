"""A list on its way into the register, in a real browser: matched, mended, imported, undone."""

import pytest
from playwright.sync_api import expect

from recruitment.candidates.models import Candidate
from recruitment.imports.models import Import
from recruitment.pipeline.models import Application
from tests.exchange.books import tracker
from tests.exchange.sheets import HEADINGS, row, write_csv

ROWS = [
    row("NG, Ada", native="吳雅達", intake="Fall 2031"),
    row("ROE, Jo", intake="Fall 2031", result="Interview"),
    row("QUIST, Per", email="per@@example"),
]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_list_is_uploaded_mended_imported_and_undone(visit, tmp_path, centre, manager, script):
    page = visit(manager, "/imports/", java_script_enabled=script)
    path = write_csv(tmp_path, ROWS, headings=HEADINGS, name="autumn-fair.csv")

    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Chinese name")).to_have_value("native_name")
    page.get_by_role("button", name="Check rows").click()

    tiles = page.get_by_role("region", name="Result of the check")
    expect(tiles.get_by_role("link", name="3 need fixing")).to_be_visible()
    unknown = page.locator(".fix").filter(has_text="Fall 2031")
    unknown.get_by_label("Use instead").select_option("September 2026")
    unknown.get_by_role("button", name="Use for 2 rows").click()
    expect(tiles.get_by_role("link", name="2 ready to import")).to_be_visible()
    assert not Candidate.objects.exists()
    page.get_by_role("button", name="Import 2 rows, leave 1 out").click()

    expect(page.get_by_text("people added")).to_be_visible()
    page.get_by_role("link", name="Ada Ng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Ng 吳雅達")
    page.goto(f"/imports/{Import.objects.get().pk}/")
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("Everything it had added is gone.")).to_be_visible()
    assert not Candidate.objects.exists()


def test_an_offices_workbook_with_a_tab_an_intake_becomes_its_applications(
    visit, tmp_path, centre, manager
):
    page = visit(manager, "/imports/")
    tracker().save(tmp_path / "tracker.xlsx")

    page.get_by_label("File").set_input_files(tmp_path / "tracker.xlsx")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("GPA")).to_have_value("ignore")
    expect(page.get_by_text("hidden in the file")).to_be_visible()
    expect(page.get_by_label("old list (do not use) (hidden)")).not_to_be_checked()
    page.get_by_role("button", name="Check rows").click()
    page.get_by_role("button", name="Make all 3 things that are missing").click()
    page.get_by_role("button", name="Import 5 rows").click()

    expect(page.get_by_role("region", name="Result", exact=True)).to_contain_text("4people added")
    found = Application.objects.values_list("intake__name", "stage__kind", "status")
    assert sorted(found) == [
        ("2024", "applied", "rejected"),
        ("2024", "decision", "active"),
        ("2024", "started", "enrolled"),
        ("2025", "interview", "active"),
        ("2025", "offer", "active"),
    ]
