"""A list on its way out, in a real browser: what is saved is what the page shows."""

import csv

import pytest
from playwright.sync_api import expect

from tests.factories import make_candidate


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_list_on_the_screen_is_saved_as_a_file(visit, tmp_path, centre, manager, script):
    for name in ("Ada Ng", "Adam =Roe", "Bo Li"):
        make_candidate(centre, full_name=name)
    page = visit(manager, "/candidates/?q=ada&sort=-name", java_script_enabled=script)
    shown = page.locator("td.c-name a").all_inner_texts()

    page.get_by_role("link", name="Export").click()
    expect(page.get_by_text("2 rows, 2 people")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    saved.value.save_as(tmp_path / "list.csv")

    with open(tmp_path / "list.csv", newline="", encoding="utf-8-sig") as opened:
        rows = list(csv.reader(opened))
    assert [row[0] for row in rows[1:]] == shown == ["Adam =Roe", "Ada Ng"]
    assert saved.value.suggested_filename == f"visual-ai-candidates-{centre.today()}.csv"
