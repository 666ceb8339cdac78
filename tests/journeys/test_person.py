"""One candidate's page: close with a reason, reopen, undo, note, edit beside somebody else."""

import re

import pytest
from playwright.sync_api import expect

from recruitment.candidates.models import Note
from recruitment.moves.gate import Ask, take
from tests.factories import make_application, make_candidate, stage


@pytest.fixture
def li(centre):
    return make_application(
        centre, candidate=make_candidate(centre, full_name="Li Zihan", email="li@example.org")
    )


def more(page, item):
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name=item).click()
    return page.get_by_role("dialog")


def test_closing_asks_for_a_reason_and_reopening_takes_up_where_it_stood(visit, manager, li):
    page = visit(manager, li.candidate.get_absolute_url())

    dialog = more(page, "Close with a reason")
    reason = dialog.get_by_label("Why is it closed?")
    dialog.get_by_role("button", name="Close application").click()
    expect(dialog.get_by_role("alert")).to_be_focused()
    expect(reason).to_have_accessible_description(
        re.compile("Error: Say why the application is closed: choose a reason.")
    )
    dialog.get_by_role("link", name=re.compile("Say why")).click()
    expect(reason).to_be_focused()
    reason.select_option("Research fit")
    dialog.get_by_role("button", name="Close application").click()
    expect(page.locator("#toast")).to_contain_text("Li Zihan: application closed")

    li.refresh_from_db()
    assert (li.status, li.reason.name) == ("rejected", "Research fit")
    page.get_by_role("link", name="Reopen").first.click()
    page.get_by_role("button", name="Reopen application").click()
    expect(page.locator("#toast")).to_contain_text("Li Zihan: application reopened")
    li.refresh_from_db()
    assert (li.status, li.reason, str(li.stage)) == ("active", None, "Submitted")


def test_cancelling_changes_nothing_and_gives_the_focus_back(visit, manager, li):
    page = visit(manager, li.candidate.get_absolute_url())
    move = page.get_by_role("link", name="Move", exact=True)

    move.click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(move).to_be_focused()
    assert li.transitions.count() == 1


def test_the_last_step_is_undone_from_activity_and_stays_in_the_history(visit, centre, manager, li):
    take(li, Ask("move", stage=stage(centre, "interview")), actor=manager)
    page = visit(manager, li.candidate.get_absolute_url())

    page.get_by_role("list", name="Activity").get_by_role("button", name="Undo").click()

    expect(page.locator("#toast")).to_contain_text("Undone. Li Zihan is in Submitted again")
    expect(page.get_by_role("list", name="Activity")).to_contain_text("Taken back")
    li.refresh_from_db()
    assert str(li.stage) == "Submitted"


def test_ctrl_z_takes_back_the_move_whose_message_still_shows(visit, manager, li):
    page = visit(manager, li.candidate.get_absolute_url())

    page.get_by_role("link", name="Move to Eligibility check").click()
    page.get_by_role("dialog").get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("moved to Eligibility check")
    page.locator("body").press("Control+z")

    expect(page.locator("#toast")).to_contain_text("Undone")
    li.refresh_from_db()
    assert str(li.stage) == "Submitted"


def test_a_note_is_kept_as_typed_by_key_and_ctrl_enter(visit, manager, li):
    page = visit(manager, li.candidate.get_absolute_url())

    page.keyboard.press("n")
    note = page.get_by_label("Note", exact=True)
    expect(note).to_be_focused()
    note.fill("Spoke with <b>Prof. Cruz</b>\nand 導師")
    note.press("Control+Enter")

    expect(page.get_by_role("list", name="Activity")).to_contain_text("<b>Prof. Cruz</b>")
    assert Note.objects.get().text == "Spoke with <b>Prof. Cruz</b>\nand 導師"


def test_two_who_edit_one_person_both_keep_what_they_typed(visit, director, manager, li):
    mine = visit(manager, f"/candidates/{li.candidate_id}/edit/")
    theirs = visit(manager, f"/candidates/{li.candidate_id}/edit/")

    theirs.get_by_label("Phone").fill("+852 2766 5111")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Li Zihan")
    mine.get_by_label("Current place").fill("Kyoto")
    mine.get_by_role("button", name="Save").click()

    told = mine.get_by_role("alert")
    expect(told).to_contain_text("Grace Lam saved this person at")
    expect(mine).to_have_title(re.compile("^Error: "))
    expect(mine.get_by_label("Current place")).to_have_value("Kyoto")
    mine.get_by_role("button", name="Save mine over it").click()
    expect(mine.get_by_role("heading", level=1)).to_contain_text("Li Zihan")
    li.candidate.refresh_from_db()
    assert li.candidate.current_place == "Kyoto"
    assert "2766" in str(li.candidate.phone).replace(" ", "")


def test_after_a_move_and_its_undo_the_keyboard_goes_on_beside_what_was_done(visit, manager, li):
    page = visit(manager, li.candidate.get_absolute_url())
    next_step = page.locator("#h-next")

    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_label("Move to").press("Control+Enter")
    expect(page.locator("#toast")).to_contain_text("Li Zihan moved to")
    expect(next_step).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Move to"))).to_be_focused()

    page.keyboard.press("Control+z")
    expect(page.locator("#toast")).not_to_contain_text("moved to")
    expect(next_step).to_be_focused()
