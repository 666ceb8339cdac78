"""The list of candidates: search in any script, filters, selection, saved views."""

import re

import pytest
from playwright.sync_api import expect

from recruitment.candidates.models import SavedView
from tests.factories import make_application, make_candidate

PEOPLE = [("Li Zihan", "李子涵"), ("Wu Jiayi", "吴佳怡"), ("Tsang Lok Hei", "曾樂希")]


@pytest.fixture
def people(centre):
    return [
        make_application(
            centre, candidate=make_candidate(centre, full_name=name, native_name=native)
        )
        for name, native in PEOPLE
    ]


def names(page):
    return page.locator("#results .c-name a")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("吳佳怡", "Wu Jiayi"), ("zeng", "Tsang Lok Hei"), ("zihan", "Li Zihan")],
)
def test_a_name_is_found_while_typing_in_any_script(visit, manager, people, typed, found):
    page = visit(manager, "/candidates/")
    expect(names(page)).to_have_count(3)

    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search candidates")).to_be_focused()
    page.keyboard.type(typed)

    expect(names(page)).to_have_count(1)
    expect(names(page)).to_contain_text(found)
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(page.locator("#live")).to_contain_text("1 ")
    page.reload()
    expect(names(page)).to_have_count(1)


def test_what_nobody_matches_says_so_and_leads_back_to_all(visit, manager, people):
    page = visit(manager, "/candidates/?q=nobody+like+that")

    page.get_by_role("link", name="Clear filters").click()

    expect(names(page)).to_have_count(3)


def test_the_selected_are_moved_together_and_the_others_stay(visit, manager, people):
    page = visit(manager, "/candidates/")

    page.get_by_label("Select Li Zihan").check()
    page.get_by_label("Select Wu Jiayi").check()
    bar = page.get_by_role("region", name="Actions for selected candidates")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Move").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Move 2 applications")
    dialog.get_by_label("Move to").select_option("Interview")
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(dialog).to_be_hidden()

    expect(page.locator("tr", has_text="Li Zihan")).to_contain_text("Interview")
    for one in people:
        one.refresh_from_db()
    assert [str(one.stage) for one in people] == ["Interview", "Interview", "Submitted"]


def test_the_list_is_walked_and_selected_by_keys(visit, manager, people):
    page = visit(manager, "/candidates/")

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk]")).to_contain_text("1 selected")
    page.keyboard.press("j")
    expect(page.locator("tbody tr").nth(1).locator("a.cell")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/candidates/\d+/"))


def test_filters_are_kept_as_a_view_of_ones_own(visit, director, manager, people):
    page = visit(manager, "/candidates/?q=li")

    page.get_by_role("link", name="Save the current filters as a view").click()
    dialog = page.get_by_role("dialog", name="Save this view")
    dialog.get_by_label("Name", exact=True).fill("Named Li")
    dialog.get_by_role("button", name="Save view").click()

    view = page.get_by_role("navigation", name="Saved views").get_by_role("link", name="Named Li")
    expect(view).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().user == manager
    theirs = visit(director, "/candidates/")
    expect(theirs.get_by_role("link", name="Named Li")).to_have_count(0)


def test_a_filter_is_a_chip_that_can_be_taken_off(visit, centre, manager, people):
    make_application(
        centre, kind="interview", candidate=make_candidate(centre, full_name="Arjun Rao")
    )
    page = visit(manager, "/candidates/")

    page.get_by_role("link", name="Add filter").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Stage").select_option("Interview")
    dialog.get_by_role("button", name="Show candidates").click()
    expect(names(page)).to_have_count(1)
    page.get_by_role("link", name=re.compile("^Remove filter: Stage")).click()

    expect(names(page)).to_have_count(4)
