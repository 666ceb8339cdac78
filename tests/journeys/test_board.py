"""The board in a browser: drag, keys and menu move the same way, and all can be undone."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from recruitment.enrolment.models import Enrolment
from recruitment.moves.gate import Ask, take
from tests.factories import (
    make_application,
    make_candidate,
    make_opening,
    make_started,
    make_user,
    stage,
)
from tests.journeys.conftest import PHONE


@pytest.fixture
def li(centre):
    return make_application(centre, candidate=make_candidate(centre, full_name="Li Zihan"))


def column(page, name):
    return page.locator(f'.col[data-name="{name}"]')


def card(page, name="Li Zihan"):
    return page.locator(f'.kard[data-name="{name}"]')


def stands_in(application):
    application.refresh_from_db()
    return str(application.stage)


def steps(application):
    return [str(step.to_stage) for step in application.transitions.order_by("sequence")]


def test_a_card_is_dragged_to_another_stage_and_undone_by_the_toast(visit, manager, li):
    page = visit(manager, "/board/")

    card(page).drag_to(column(page, "Interview").locator(".cards"))
    expect(page.locator("#toast")).to_contain_text("Li Zihan moved to Interview")
    expect(column(page, "Interview").locator(".kard")).to_have_count(1)
    expect(page.locator("#live")).to_have_text("Li Zihan moved to Interview, 1 in this stage")
    assert steps(li) == ["Submitted", "Interview"]

    page.get_by_role("button", name="Undo").click()
    expect(column(page, "Submitted").locator(".kard")).to_have_count(1)
    expect(card(page)).to_be_focused()
    expect(page.locator("#live")).to_have_text("Undone. Li Zihan is in Submitted again")
    assert stands_in(li) == "Submitted"

    page.reload()
    expect(column(page, "Submitted").locator(".kard")).to_have_count(1)


def test_brackets_move_one_stage_on_and_back_and_arrows_go_between_cards(
    visit, centre, manager, li
):
    make_application(centre, kind="screen", candidate=make_candidate(centre, full_name="Wu Jiayi"))
    page = visit(manager, "/board/")

    card(page).focus()
    page.keyboard.press("ArrowRight")
    expect(card(page, "Wu Jiayi")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(card(page)).to_be_focused()
    page.keyboard.press("]")
    expect(column(page, "Eligibility check").locator(".kard")).to_have_count(2)
    expect(card(page)).to_be_focused()
    expect(page.locator("#live")).to_have_text(
        "Li Zihan moved to Eligibility check, 2 in this stage"
    )
    expect(card(page)).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("[")
    expect(column(page, "Submitted").locator(".kard")).to_have_count(1)
    expect(page.locator("#live")).to_contain_text("Li Zihan moved to Submitted")

    assert steps(li) == ["Submitted", "Eligibility check", "Submitted"]


def test_single_keys_can_be_turned_off_for_good(visit, manager, li):
    manager.shortcuts = False
    manager.save()
    page = visit(manager, "/board/")

    card(page).focus()
    for key in ("]", "m", "c", "?"):
        page.keyboard.press(key)

    expect(page.locator("dialog[open], .dropdown-menu.show")).to_have_count(0)
    assert steps(li) == ["Submitted"]


def test_the_menu_of_a_card_moves_it_and_gives_the_focus_back(visit, manager, li):
    page = visit(manager, "/board/")

    card(page).focus()
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Eligibility check")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(column(page, "Supervisor review").locator(".kard")).to_have_count(1)
    expect(page.locator("#toast")).to_contain_text("Li Zihan moved to Supervisor review")
    expect(card(page)).to_be_focused()
    assert steps(li) == ["Submitted", "Supervisor review"]


def test_a_drop_on_enrolled_asks_for_the_first_day_and_then_one_more_is_in_post(
    visit, centre, manager
):
    make_started(centre, started_on=date(2025, 9, 1))
    ready = make_application(
        centre, kind="pre_start", candidate=make_candidate(centre, full_name="Li Zihan")
    )
    seat = make_opening(ready)
    page = visit(manager, "/")
    expect(page.locator(".big")).to_contain_text("1 of 25")
    page.goto(f"/board/?open={ready.stage_id}")

    card(page).drag_to(page.locator('.rail[data-name="Enrolled"]'))
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("First day").fill("2025-09-02")
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Li Zihan moved to Enrolled")

    enrolment = Enrolment.objects.get(application=ready)
    seat.refresh_from_db()
    assert (enrolment.started_on, seat.filled_by) == (date(2025, 9, 2), ready)
    page.goto("/")
    expect(page.locator(".big")).to_contain_text("2 of 25")


def test_the_slower_of_two_is_told_who_was_faster_and_where_it_is_now(
    visit, centre, director, manager, li
):
    mine, theirs = visit(manager, "/board/"), visit(director, "/board/")

    card(theirs).drag_to(column(theirs, "Interview").locator(".cards"))
    expect(theirs.locator("#toast")).to_contain_text("moved to Interview")
    card(mine).drag_to(column(mine, "Supervisor review").locator(".cards"))

    refused = mine.locator("[data-no]")
    expect(refused).to_contain_text(
        re.compile(r"now in Interview \(.*\), moved by Adrian Kwan at \d\d:\d\d")
    )
    expect(column(mine, "Submitted").locator(".kard")).to_have_count(1)
    assert steps(li) == ["Submitted", "Interview"]
    refused.get_by_role("link", name="See it").click()
    expect(mine).to_have_url(re.compile(rf"/applications/{li.pk}/$"))


def test_what_the_slower_one_typed_is_kept_and_can_be_sent_again(
    visit, centre, director, manager, li
):
    page = visit(manager, f"/candidates/{li.candidate_id}/")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("link", name="Close with a reason").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why is it closed?").select_option("Research fit")
    dialog.get_by_label("Note").fill("Would suit the imaging group")

    take(li, Ask("move", stage=stage(centre, "interview")), actor=director)
    dialog.get_by_role("button", name="Close application").click()

    refused = dialog.get_by_role("alert")
    expect(refused).to_contain_text("now in Interview (In progress), moved by Adrian Kwan")
    expect(refused).to_be_focused()
    expect(dialog.get_by_label("Note")).to_have_value("Would suit the imaging group")
    li.refresh_from_db()
    assert li.status == "active"
    dialog.get_by_role("button", name="Close application").click()
    expect(page.locator("#toast")).to_contain_text("application closed")
    closing = li.transitions.order_by("sequence").last()
    assert (str(closing.from_stage), closing.note) == ("Interview", "Would suit the imaging group")


def test_a_supervisor_sees_nobody_elses_cards(visit, centre, li):
    helper = make_user("supervisor", centre)
    page = visit(helper, "/board/")

    expect(card(page)).to_have_count(0)
    expect(page.get_by_text("No candidates yet.")).to_be_visible()


def test_on_a_phone_a_card_is_moved_by_its_menu(visit, manager, li):
    page = visit(manager, "/board/", **PHONE)

    page.get_by_role("navigation", name="Stages").get_by_role("link", name="Submitted").tap()
    card(page).get_by_role("button", name="Actions for Li Zihan").tap()
    page.get_by_role("button", name="Interview").tap()

    expect(page.locator("#toast")).to_contain_text("Li Zihan moved to Interview")
    assert steps(li) == ["Submitted", "Interview"]
