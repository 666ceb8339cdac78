"""The main job: a candidate is added, moved, and the figures follow."""

import re

from playwright.sync_api import expect

from recruitment.candidates.models import Candidate
from recruitment.pipeline.models import Application
from tests.factories import PASSWORD, make_application, make_candidate
from tests.journeys.people import sign_in


def reached(page, stage):
    """How many the funnel says have come to that stage."""
    row = page.locator(".funnel .fr").filter(has_text=stage).first
    return row.locator(".n").inner_text().split()[0]


def test_a_candidate_is_added_by_key_moved_to_interview_and_the_funnel_follows(visit, manager):
    page = visit()
    sign_in(page, manager.email, PASSWORD)
    expect(page.get_by_role("heading", name="Dashboard", level=1)).to_be_visible()

    page.wait_for_load_state("load")
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Add a candidate")
    expect(dialog.get_by_label("Full name")).to_be_focused()
    dialog.get_by_label("Full name").fill("Xu Wenqing")
    dialog.get_by_label("Name in own script").fill("徐文清")
    dialog.get_by_label("E-mail").fill("Wenqing.Xu@Example.org")
    dialog.get_by_label("Position and intake").select_option(index=1)
    dialog.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Xu Wenqing 徐文清")
    added = Candidate.objects.get()
    assert (added.full_name, added.native_name, added.email, added.created_by) == (
        "Xu Wenqing", "徐文清", "wenqing.xu@example.org", manager,
    )  # fmt: skip
    application = Application.objects.get()
    assert (str(application.stage), application.owner) == ("Submitted", manager)

    page.goto("/board/")
    column = page.get_by_role("region", name="Submitted")
    expect(column.locator(".kard")).to_have_attribute("data-name", "Xu Wenqing")
    page.goto("/")
    assert (reached(page, "Submitted"), reached(page, "Interview")) == ("1", "0")

    page.goto(added.get_absolute_url())
    page.keyboard.press("m")
    page.get_by_label("Move to").select_option("Interview")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Xu Wenqing moved to Interview")

    application.refresh_from_db()
    assert [str(step.to_stage) for step in application.transitions.all()] == [
        "Submitted", "Interview",
    ]  # fmt: skip
    page.goto("/")
    assert (reached(page, "Submitted"), reached(page, "Interview")) == ("1", "1")


def test_somebody_known_is_found_while_typing_and_opened_instead(visit, centre, manager):
    known = make_candidate(centre, full_name="Li Zihan", native_name="李子涵")
    make_application(centre, candidate=known)
    page = visit(manager, "/candidates/")

    page.locator(".side").get_by_role("link", name="Add candidate").click()
    page.get_by_role("dialog", name="Add a candidate").get_by_label("E-mail").press_sequentially(
        known.email.upper()
    )
    warning = page.locator("#match")
    expect(warning).to_contain_text("1 person looks the same")
    expect(warning).to_contain_text("In Submitted")
    warning.get_by_role("link", name="Open instead: Li Zihan").click()

    expect(page).to_have_url(re.compile(rf"/candidates/{known.pk}/$"))
    assert Candidate.objects.count() == 1


def test_the_same_email_is_not_saved_until_it_is_said_to_be_another_person(visit, centre, manager):
    known = make_candidate(centre, full_name="Li Zihan")
    page = visit(manager, "/candidates/")

    page.keyboard.press("c")
    dialog = page.get_by_role("dialog", name="Add a candidate")
    dialog.get_by_label("Full name").fill("Zihan Lee")
    dialog.get_by_label("E-mail").fill(known.email)
    dialog.get_by_label("Position and intake").select_option(index=1)
    dialog.get_by_role("button", name="Save", exact=True).click()

    summary = dialog.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(summary).to_be_focused()
    assert Candidate.objects.count() == 1
    expect(dialog.get_by_label("Full name")).to_have_value("Zihan Lee")
    dialog.get_by_label("This is another person: save anyway").check()
    dialog.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Zihan Lee")
    assert Candidate.objects.filter(email=known.email).count() == 2


def test_a_form_left_empty_says_what_is_missing_beside_each_field(visit, manager):
    page = visit(manager, "/candidates/")

    opener = page.locator(".side").get_by_role("link", name="Add candidate")
    opener.click()
    dialog = page.get_by_role("dialog", name="Add a candidate")
    dialog.get_by_role("button", name="Save", exact=True).click()

    expect(dialog.get_by_role("alert")).to_be_focused()
    for label, text in (
        ("Full name", "Enter the name."),
        ("E-mail", "Enter the e-mail address."),
        ("Position and intake", "Choose a position and intake, or keep the person as a prospect."),
    ):
        expect(dialog.get_by_label(label)).to_have_accessible_description(
            re.compile(re.escape(text))
        )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    assert Candidate.objects.count() == 0
