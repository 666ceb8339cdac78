"""Settings, openings, switches and the import, as the people of the centre use them."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from recruitment.candidates.models import Candidate
from recruitment.moves.gate import Ask, take
from recruitment.positions.models import Opening
from tests.exchange.sheets import row, run_json, write_csv
from tests.factories import (
    PASSWORD,
    make_application,
    make_candidate,
    make_started,
    make_user,
    stage,
)
from tests.journeys.people import sign_in


def test_a_target_is_saved_after_seeing_what_it_does_to_the_numbers(visit, centre, director):
    make_started(centre, started_on=date(2025, 9, 1))
    page = visit(director, "/settings/targets/")

    opener = page.get_by_role("link", name="Edit target").first
    opener.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Headcount").fill("30")
    dialog.locator(".btn-primary").click()
    expect(dialog.get_by_role("heading", name="Before saving")).to_be_visible()
    expect(dialog.get_by_role("row", name=re.compile("25.*30")).first).to_be_visible()
    target = centre.agreements.get().targets.get(kind="doctoral")
    assert target.headcount == 25
    dialog.locator(".btn-primary").click()
    expect(dialog).to_be_hidden()

    target.refresh_from_db()
    assert target.headcount == 30
    page.goto("/")
    expect(page.locator(".big")).to_contain_text("1 of 30")


def test_seats_are_added_to_an_intake_and_a_double_click_adds_them_once(visit, centre, manager):
    page = visit(manager, "/openings/")

    page.get_by_role("link", name="Add openings", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Position").select_option("PhD")
    dialog.get_by_label("Intake").select_option(index=1)
    dialog.get_by_label("How many").fill("3")
    dialog.locator(".btn-primary").dblclick()
    expect(dialog).to_be_hidden()

    assert Opening.objects.count() == 3


def test_a_stage_is_renamed_and_the_board_says_the_new_name(visit, centre, manager):
    make_application(centre)
    page = visit(manager, "/settings/stages/")

    page.get_by_role("link", name="Edit Submitted").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").first.fill("Received")
    dialog.locator(".btn-primary").click()
    expect(dialog).to_be_hidden()

    page.goto("/board/")
    expect(page.get_by_role("heading", name="Received")).to_be_visible()


def test_the_theme_is_kept_for_the_next_sign_in(visit, manager):
    page = visit(manager, "/help/")
    page.locator(".side").get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    # There are no Chinese words yet: the button says so and does nothing.
    expect(page.locator(".side").get_by_role("button", name="繁體")).to_be_disabled()

    again = visit()
    sign_in(again, manager.email, PASSWORD)

    expect(again.locator("html")).to_have_attribute("data-bs-theme", "dark")
    manager.refresh_from_db()
    assert (manager.language, manager.theme) == ("en", "dark")


def test_before_a_session_ends_unused_it_says_so_and_can_be_kept(visit, manager):
    page = visit()
    page.clock.install()
    sign_in(page, manager.email, PASSWORD)
    expect(page.get_by_role("heading", name="Dashboard", level=1)).to_be_visible()
    page.wait_for_load_state()  # the script has begun to count
    warning = page.locator("#idle")

    page.clock.fast_forward("24:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("01:01")
    expect(warning).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    page.clock.fast_forward("25:01")
    expect(warning).to_be_visible()


def test_signing_out_ends_it_and_back_shows_nothing(visit, centre, manager):
    make_application(centre, candidate=make_candidate(centre, full_name="Li Zihan"))
    page = visit(manager, "/candidates/")

    page.get_by_role("button", name="Grace Lam").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()

    expect(page.get_by_text("Li Zihan")).to_have_count(0)


def test_a_wrong_password_says_so_and_leads_on_to_the_page_asked_for(visit, manager):
    page = visit(None, "/openings/")

    page.get_by_label("E-mail").fill(manager.email)
    page.get_by_label("Password", exact=True).fill("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The e-mail or the password is not right.")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/openings/$"))


def test_the_people_of_an_imported_sheet_are_on_the_pages(visit, tmp_path, centre, manager):
    intake = centre.intakes.exclude(starts_on=None).order_by("starts_on")[0]
    path = write_csv(
        tmp_path,
        [
            row("CHAN, Siu Ming", native="陳小明", intake=str(intake), result="I/V done"),
            row("DUBOIS, Camille", intake=str(intake), result="Rejected"),
        ],
    )
    report, problem = run_json(path, centre, create_missing=True)
    assert (problem, report["people"]) == ("", 2)

    page = visit(manager, "/candidates/")

    expect(page.locator("#results .c-name a")).to_have_count(2)
    page.goto("/board/")
    expect(page.locator('.col[data-name="Interview"] .kard')).to_have_count(1)
    page.goto("/candidates/?q=陈小明")
    page.locator("#results .c-name a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("陳小明")
    assert Candidate.objects.count() == 2


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("supervisor", ["Dashboard", "Candidates", "Board"], ["Settings"]),
        ("industry", ["Dashboard"], ["Candidates", "Board", "Settings"]),
    ],
)
def test_the_navigation_shows_what_the_role_may_open(visit, centre, role, shown, hidden):
    page = visit(make_user(role, centre), "/")

    nav = page.get_by_role("navigation", name="Main", exact=True)
    for name in shown:
        expect(nav.get_by_role("link", name=name, exact=True)).to_be_visible()
    for name in hidden:
        expect(nav.get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_after_a_move_the_dashboard_brings_its_forecast_up_to_date_by_itself(
    visit, manager, centre
):
    one = make_application(centre)
    page = visit(manager, "/")  # the forecast is worked out
    take(one, Ask("move", stage=stage(centre, "interview")), actor=None)

    page.goto("/")
    expect(page.get_by_text("Forecast and money are still of")).to_be_visible()
    expect(page.get_by_text("Forecast and money are still of")).to_have_count(0)
    expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
