"""What opens on a page is held to the same as the page: dialogs, menus, what went wrong."""

import re

import pytest
from playwright.sync_api import expect

from recruitment.moves.gate import Ask, take
from tests.factories import make_application, make_candidate, stage
from tests.journeys.sweep import faults


@pytest.fixture
def li(centre):
    person = make_candidate(centre, full_name="Li Zihan", native_name="李子涵")
    return make_application(centre, candidate=person)


def open_quick_add(page):
    page.goto("/candidates/")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Add a candidate")
    dialog.get_by_label("Full name").fill("Li Zihan")
    expect(dialog.locator("#match")).to_contain_text("1 person looks the same")


def send_quick_add_empty(page):
    page.goto("/candidates/")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Add a candidate")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(dialog.get_by_role("alert")).to_be_focused()


def open_filters(page):
    page.goto("/candidates/")
    page.get_by_role("link", name="Add filter").click()
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()


def open_columns(page):
    page.goto("/candidates/")
    page.get_by_role("link", name="Columns").click()
    expect(page.get_by_role("dialog", name="Columns")).to_be_visible()


def select_all(page):
    page.goto("/candidates/")
    page.get_by_label("Select all on this page").check()
    expect(page.locator("[data-bulk]")).to_contain_text("1 selected")


def open_bulk_close(page):
    select_all(page)
    page.locator("[data-bulk]").get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog", name="Close 1 application")).to_be_visible()


def open_card_menu(page):
    page.goto("/board/")
    page.get_by_role("button", name="Actions for Li Zihan").click()
    expect(page.locator(".dropdown-menu.show")).to_be_visible()


def open_board_filter(page):
    page.goto("/board/")
    page.locator(".filter summary").click()


def move_with_toast(page):
    page.goto("/board/")
    page.locator(".kard").focus()
    page.keyboard.press("]")
    expect(page.locator("#toast")).to_be_visible()


def send_close_without_reason(page):
    page.goto(page.url.replace("/board/", "/candidates/"))
    page.locator("#results .c-name a").click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Close with a reason").click()
    page.get_by_role("button", name="Close application").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_focused()


def open_keys(page):
    page.goto("/help/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def open_as_of(page):
    page.goto("/")
    page.locator(".asof summary").click()


def open_tables(page):
    page.goto("/")
    for summary in page.locator(".data-t summary").all():
        summary.click()


def preview_target(page):
    page.goto("/settings/targets/")
    page.get_by_role("link", name="Edit target").first.click()
    page.get_by_role("dialog").get_by_label("Headcount").fill("30")
    page.get_by_role("dialog").locator(".btn-primary").click()
    expect(page.get_by_role("dialog", name="Before saving")).to_be_visible()


def fail_to_edit(page):
    page.goto("/candidates/")
    page.locator("#results .c-name a").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Full name").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()


STATES = [
    open_quick_add, send_quick_add_empty, open_filters, open_columns, select_all, open_bulk_close,
    open_card_menu, open_board_filter, move_with_toast, send_close_without_reason, open_keys,
    open_as_of, open_tables, preview_target, fail_to_edit,
]  # fmt: skip


@pytest.mark.parametrize("some", [STATES[0::3], STATES[1::3], STATES[2::3]], ids=["a", "b", "c"])
def test_dialogs_menus_and_errors_hold_what_pages_hold(visit, manager, li, some):
    page = visit(manager, "/candidates/")
    found = []
    for reach in some:
        page.set_viewport_size({"width": 1440, "height": 900})
        reach(page)
        found += [f"{reach.__name__}: {wrong}" for wrong in faults(page)]

    assert not found, "\n".join(["What is wrong:", *found])


def test_a_refusal_on_the_board_holds_what_pages_hold(visit, centre, director, manager, li):
    page = visit(manager, "/board/")
    take(li, Ask("move", stage=stage(centre, "interview")), actor=director)

    page.locator(".kard").focus()
    page.keyboard.press("]")
    expect(page.locator("[data-no]")).to_contain_text("moved by Adrian Kwan")

    assert faults(page) == []


def test_the_failed_sign_in_holds_what_pages_hold(visit, manager):
    page = visit(None, "/sign-in/")
    page.get_by_label("E-mail").fill(manager.email)
    page.get_by_label("Password", exact=True).fill("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error: Sign in · "))

    assert faults(page) == []


OUTLINE = """() => {
  const style = getComputedStyle(document.activeElement);
  return [document.activeElement.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


def test_whoever_goes_by_tab_sees_where_they_are(visit, manager, li):
    page = visit(manager, "/candidates/")
    unseen, tags = [], []

    for _press in range(40):
        page.keyboard.press("Tab")
        tag, style, width = page.evaluate(OUTLINE)
        tags.append(tag)
        if tag != "BODY" and (style == "none" or width < 2):
            unseen.append(page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)"))

    assert unseen == []
    assert {"A", "BUTTON", "INPUT"} <= set(tags)


def test_the_first_tab_skips_to_the_content(visit, manager, li):
    page = visit(manager, "/candidates/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
