"""On a phone: the bar at the bottom, adding, moving, filtering."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from recruitment.candidates.models import Candidate
from tests.factories import make_application, make_candidate, make_task
from tests.journeys.conftest import PHONE
from tests.journeys.sweep import faults


@pytest.fixture
def li(centre):
    return make_application(centre, candidate=make_candidate(centre, full_name="Li Zihan"))


def test_the_bar_at_the_bottom_leads_everywhere(visit, manager, li):
    page = visit(manager, "/", **PHONE)
    bar = page.get_by_role("navigation", name="Main, short")

    for name, heading in (
        ("Candidates", "Candidates"),
        ("Board", "Board"),
        ("Tasks", "My tasks"),
        ("Dashboard", "Dashboard"),
    ):
        bar.get_by_role("link", name=name, exact=True).tap()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        expect(bar.get_by_role("link", name=name, exact=True)).to_have_attribute(
            "aria-current", "page"
        )
    bar.get_by_role("link", name="More").tap()
    page.get_by_role("main").get_by_role("link", name="Settings").tap()
    expect(page).to_have_url(re.compile("/settings/"))


def test_what_is_overdue_is_counted_on_tasks_once_the_page_is_there(visit, centre, manager):
    make_task(manager, due_on=centre.today() - timedelta(days=2))
    page = visit(manager, "/", **PHONE)
    tasks = page.get_by_role("navigation", name="Main, short").get_by_role("link", name="Tasks")

    expect(tasks).to_have_accessible_name("Tasks overdue: 1")
    assert faults(page) == []
    page.goto("/candidates/")
    expect(tasks).to_have_accessible_name("Tasks overdue: 1")


def test_a_candidate_is_added_and_moved(visit, manager):
    page = visit(manager, "/candidates/", **PHONE)

    page.locator(".topbar").get_by_role("link", name="Add candidate").tap()
    dialog = page.get_by_role("dialog", name="Add a candidate")
    dialog.get_by_label("Full name").fill("Li Zihan")
    dialog.get_by_label("E-mail").fill("li@example.org")
    dialog.get_by_label("Position and intake").select_option(index=1)
    dialog.get_by_role("button", name="Save", exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Li Zihan")
    page.get_by_role("link", name="Move", exact=True).tap()
    page.get_by_label("Move to").select_option("Interview")
    page.get_by_role("button", name="Move", exact=True).tap()
    expect(page.locator("#toast")).to_contain_text("Li Zihan moved to Interview")

    assert str(Candidate.objects.get().applications.get().stage) == "Interview"


def test_the_list_is_filtered_by_the_sheet(visit, centre, manager, li):
    make_application(
        centre, kind="interview", candidate=make_candidate(centre, full_name="Wu Jiayi")
    )
    page = visit(manager, "/candidates/", **PHONE)

    page.get_by_role("link", name="Filters", exact=True).tap()
    dialog = page.get_by_role("dialog", name="Filters")
    dialog.get_by_label("Stage").select_option("Interview")
    dialog.get_by_role("button", name="Show candidates").tap()

    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page.locator("#results")).to_contain_text("Wu Jiayi")


def test_a_selection_is_moved_and_taken_back_in_one_press(visit, centre, manager, li):
    wu = make_application(centre, candidate=make_candidate(centre, full_name="Wu Jiayi"))
    page = visit(manager, "/candidates/", **PHONE)
    expect(page.get_by_label("Select Li Zihan")).to_be_hidden()

    page.get_by_role("button", name="Select candidates").tap()
    for name in ("Li Zihan", "Wu Jiayi"):
        page.get_by_label(f"Select {name}").tap()
    bar = page.get_by_role("region", name="Actions for selected candidates")
    expect(bar).to_contain_text("2 selected")
    bar.get_by_role("button", name="Move").tap()
    page.get_by_label("Move to").select_option("Interview")
    page.get_by_role("dialog").get_by_role("button", name="Move", exact=True).tap()
    toast = page.get_by_role("form", name="Last step")
    expect(toast).to_contain_text("2 applications moved to Interview.")
    toast.get_by_role("button", name="Undo").tap()

    expect(page.get_by_text("Undone for 2 applications.")).to_be_visible()
    for one in (li, wu):
        one.refresh_from_db()
    assert [str(one.stage) for one in (li, wu)] == ["Submitted", "Submitted"]
