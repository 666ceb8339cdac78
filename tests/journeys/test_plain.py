"""Without JavaScript: every step is a link or a form."""

import re

import pytest
from playwright.sync_api import expect

from recruitment.candidates.models import Candidate, Note
from recruitment.pipeline.models import Application
from tests.factories import PASSWORD, make_application, make_candidate
from tests.journeys.people import sign_in


@pytest.fixture
def plain(visit):
    def open_page(user=None, path=None, **options):
        return visit(user, path, java_script_enabled=False, **options)

    return open_page


def test_one_candidate_from_adding_to_reopening_by_plain_forms(plain, manager):
    page = plain()
    sign_in(page, manager.email, PASSWORD)

    page.get_by_role("link", name="Add candidate").first.click()
    page.get_by_label("Full name").fill("Li Zihan")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Full name")).to_have_value("Li Zihan")
    page.get_by_label("E-mail").fill("li@example.org")
    page.get_by_label("Position and intake").select_option(index=1)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Li Zihan")
    assert Candidate.objects.get().email == "li@example.org"

    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Move to").select_option("Interview")
    page.get_by_label("Note").fill("Booked for Friday")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Li Zihan moved to Interview")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#toast")).to_contain_text("Undone. Li Zihan is in Submitted again")

    page.get_by_role("link", name="Close with a reason").last.click()
    page.get_by_role("button", name="Close application").click()
    expect(page.get_by_label("Why is it closed?")).to_have_accessible_description(
        re.compile("choose a reason")
    )
    page.get_by_label("Why is it closed?").select_option("Research fit")
    page.get_by_role("button", name="Close application").click()
    page.get_by_role("link", name="Reopen").first.click()
    page.get_by_role("button", name="Reopen application").click()
    page.get_by_label("Note", exact=True).fill("Asked again")
    page.get_by_role("button", name="Save note").click()

    expect(page.get_by_role("list", name="Activity")).to_contain_text("Asked again")
    application = Application.objects.get()
    assert [step.kind for step in application.transitions.order_by("sequence")] == [
        "entry", "advance", "correction", "close", "reopen",
    ]  # fmt: skip
    assert (str(application.stage), application.status) == ("Submitted", "active")
    assert Note.objects.get().text == "Asked again"


def test_search_filter_and_bulk_move_by_plain_forms(plain, centre, manager):
    people = [
        make_application(centre, candidate=make_candidate(centre, full_name=name))
        for name in ("Li Zihan", "Wu Jiayi")
    ]
    page = plain(manager, "/candidates/")

    page.get_by_role("searchbox").fill("jiayi")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.goto("/candidates/")
    page.get_by_role("link", name="Add filter").click()
    page.get_by_label("Stage").select_option("Interview")
    page.get_by_role("button", name="Show candidates").click()
    expect(page.get_by_text("No candidate matches")).to_be_visible()
    page.get_by_role("link", name="Clear filters").click()

    for name in ("Li Zihan", "Wu Jiayi"):
        page.get_by_label(f"Select {name}").check()
    page.get_by_role("button", name="Move").click()
    page.get_by_label("Move to").select_option("Interview")
    page.get_by_role("button", name="Move", exact=True).click()

    expect(page).to_have_url(re.compile("/candidates/"))
    for one in people:
        one.refresh_from_db()
    assert [str(one.stage) for one in people] == ["Interview", "Interview"]

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone for 2 applications.")).to_be_visible()
    for one in people:
        one.refresh_from_db()
    assert [str(one.stage) for one in people] == ["Submitted", "Submitted"]


def test_the_board_is_a_page_of_links(plain, centre, manager):
    one = make_application(centre, candidate=make_candidate(centre, full_name="Li Zihan"))
    page = plain(manager, "/board/")

    page.get_by_role("link", name="Actions for Li Zihan").click()
    page.get_by_label("Move to").select_option("Interview")
    page.get_by_role("button", name="Move", exact=True).click()

    expect(page).to_have_url(re.compile("/board/"))
    one.refresh_from_db()
    assert str(one.stage) == "Interview"
