"""Tasks in a browser: written down, ticked and taken back where one stands in the list."""

from datetime import timedelta

from playwright.sync_api import expect

from recruitment.tasks.models import Task
from tests.factories import make_candidate, make_task


def test_g_t_leads_to_my_tasks_and_a_tick_is_undone_in_place(visit, centre, manager):
    li = make_candidate(centre, full_name="Li Zihan")
    make_task(manager, candidate=li, what="Call the registry", due_on=centre.today())
    page = visit(manager, "/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text("My tasks")

    page.get_by_role("button", name="Done: Call the registry").click()

    expect(page.get_by_text("All done.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Done: Call the registry")).to_be_visible()


def test_a_task_is_written_down_beside_a_candidate_in_a_dialog(visit, centre, manager, director):
    li = make_candidate(centre, full_name="Li Zihan")
    page = visit(manager, li.get_absolute_url())

    page.get_by_role("link", name="Add task").click()
    dialog = page.get_by_role("dialog", name="Add a task about Li Zihan")
    dialog.get_by_label("What is to be done").fill("Read the thesis")
    dialog.get_by_label("Due").fill((centre.today() + timedelta(days=3)).isoformat())
    dialog.get_by_label("Who does it").select_option(label="Adrian Kwan")
    dialog.get_by_role("button", name="Add task").click()

    expect(page.locator("#tasks")).to_contain_text("Read the thesis")
    assert Task.objects.get().owner == director


def test_a_name_completes_after_an_at_by_keys(visit, centre, manager, director):
    li = make_candidate(centre, full_name="Li Zihan")
    page = visit(manager, li.get_absolute_url())
    note = page.get_by_label("Note", exact=True)
    note.press_sequentially("Please read, @kw")
    expect(page.get_by_role("option", name="Adrian Kwan")).to_have_attribute(
        "aria-selected", "true"
    )

    note.press("Enter")
    note.press_sequentially("today")

    expect(note).to_have_value("Please read, @Adrian Kwan today")
    expect(page.get_by_role("option")).to_have_count(0)
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Adrian Kwan will find it among their tasks.")).to_be_visible()
    assert Task.objects.get().owner == director


def test_names_are_for_the_at_before_the_caret_and_come_at_the_next_if_the_line_was_down(
    visit, centre, manager, director
):
    page = visit(manager, make_candidate(centre).get_absolute_url())
    note = page.get_by_label("Note", exact=True)
    page.evaluate("() => { window.kept = fetch; window.fetch = () => Promise.reject(Error()) }")
    note.press_sequentially("Ask @")
    page.evaluate("() => { window.fetch = window.kept }")
    note.press_sequentially("kw")
    expect(page.get_by_role("option", name="Adrian Kwan")).to_be_visible()

    note.press("Home")
    expect(page.get_by_role("option")).to_have_count(0)
    note.press("Enter")

    expect(note).to_have_value("\nAsk @kw")
