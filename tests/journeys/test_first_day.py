"""A doctoral applicant from the file to the first day, each step by whoever does it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import expect

from recruitment.demo.paper import pdf
from tests.factories import (
    make_application,
    make_candidate,
    make_opening,
    make_supervisor,
    make_user,
)
from tests.journeys.sweep import faults

FILE = {"name": "transcript.pdf", "mimeType": "application/pdf"}


@pytest.fixture
def li(centre):
    """Li Zihan, in review with Dr Tsang, who has an account."""
    tsang = make_user("supervisor", centre, name="Dr Tsang", email="tsang@example.org")
    supervisor = make_supervisor(centre, name="Dr Tsang", user=tsang)
    person = make_candidate(centre, full_name="Li Zihan", email="li@example.org")
    application = make_application(centre, candidate=person, kind="review", supervisor=supervisor)
    make_opening(application)
    return application


def step(page, stage):
    """Move the application of the open page on."""
    page.get_by_role("link", name="Move", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Move to").select_option(label=stage)
    dialog.locator(".btn-primary").click()
    expect(page.locator(".app-card")).to_contain_text(stage)


def press(page, verb):
    """One of the verbs of an offer: it asks once more, in a dialog."""
    page.get_by_role("link", name=verb).click()
    page.get_by_role("dialog").locator(".btn-primary").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def mailed_link():
    """The private link in the newest e-mail that has one, as it was sent."""
    bodies = [str(one.body) for one in reversed(mail.outbox)]
    return next(found[1] for body in bodies if (found := re.search(r"//[^/]+(/l/\S+)", body)))


def give(page, interview, word):
    page.goto(f"/interviews/{interview}/scorecard/")
    page.get_by_label("No. I can judge freely.").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="Overall").get_by_text(word, exact=True).click()
    page.get_by_role("button", name="Give it in").click()
    expect(page.get_by_text("Your scorecard is in.")).to_be_visible()


def test_a_doctoral_applicant_from_documents_to_the_first_day(visit, centre, manager, director, li):
    panel = make_user("panel", centre, name="Prof. Helena Cruz", email="cruz@example.org")
    tsang = li.supervisor.user
    office = visit(manager, f"{li.candidate.get_absolute_url()}?tab=documents")

    # The file: a transcript, and a referee who sends a letter without an account.
    office.get_by_label("Files").set_input_files([{**FILE, "buffer": pdf("Transcript")}])
    office.get_by_label("What it is").select_option(label="Transcript")
    office.get_by_role("button", name="Add", exact=True).click()
    expect(office.get_by_role("link", name="Transcript", exact=True)).to_be_visible()
    office.goto(li.get_absolute_url())
    office.get_by_role("link", name="Name a referee").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("Prof. Ann Roe")
    dialog.get_by_role("textbox", name="E-mail").fill("roe@uni.example.org")
    dialog.locator(".btn-primary").click()
    expect(office.locator("#referees")).to_contain_text("Prof. Ann Roe")

    referee = visit(None, mailed_link())
    referee.get_by_role("button", name="Continue").click()
    referee.get_by_label("Or write it here").fill("The best of her year.")
    referee.get_by_role("button", name="Send letter").click()
    expect(referee.get_by_role("heading", name="Thank you")).to_be_visible()
    office.reload()
    expect(office.locator("#referees")).to_contain_text("1 of 2 received")

    # The panel: sealed until one's own is in.
    step(office, "Interview")
    office.get_by_role("link", name="Arrange an interview").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("Day").fill((centre.today() + timedelta(days=1)).isoformat())
    dialog.get_by_label("Time (").fill("14:00")
    for name in ("Dr Tsang", "Prof. Helena Cruz"):
        dialog.get_by_label(name).check()
    dialog.locator(".btn-primary").click()
    expect(office.get_by_role("heading", name="Interview with Li Zihan")).to_be_visible()
    interview = li.interviews.get().pk

    first, second = visit(panel), visit(tsang)
    give(first, interview, "Strong yes")
    second.goto(f"/interviews/{interview}/")
    expect(second.get_by_text("Strong yes")).to_have_count(0)
    give(second, interview, "Yes")
    expect(second.get_by_text("Strong yes").first).to_be_visible()

    # The offer: written by the office, approved by somebody else, sent.
    office.goto(li.get_absolute_url())
    step(office, "Committee decision")
    office.get_by_role("link", name="Make an offer").click()
    office.get_by_label("Amount").first.fill("18470")
    office.get_by_label("Months").fill("48")
    office.get_by_label("Who pays (1)").select_option(label="Sponsor")
    office.locator("main form .btn-primary").click()
    expect(office.get_by_role("heading", name="Offer to Li Zihan")).to_be_visible()
    press(office, "Send for approval")
    head = visit(director, office.url)
    press(head, "Approve")
    office.reload()
    press(office, "Send to the candidate")
    expect(office.get_by_text("Waiting for the answer")).to_be_visible()
    li.refresh_from_db()
    assert str(li.stage) == "Offer out"

    # The answer comes from a page of the candidate's own, without an account.
    candidate = visit(None, mailed_link())
    candidate.get_by_role("button", name="Continue").click()
    assert list(faults(candidate)) == []
    candidate.get_by_role("checkbox").check()
    candidate.get_by_role("button", name="Accept").click()
    expect(candidate.get_by_role("button", name="Accept")).to_have_count(0)
    office.reload()
    expect(office.get_by_text("Accepted").first).to_be_visible()
    expect(visit(manager, "/").locator(".hero .facts")).to_contain_text("1 more accepted")

    # Nobody starts before the visa is there.
    office.get_by_role("link", name="Add", exact=True).click()
    dialog = office.get_by_role("dialog")
    dialog.locator("[name=kind]").select_option(label="Visa or work permit")
    dialog.locator("[name=gate]").select_option(label="Before the first day")
    dialog.locator(".btn-primary").click()
    expect(office.get_by_text("Conditions are open")).to_be_visible()
    office.get_by_role("link", name="Edit Visa or work permit").click()
    office.get_by_role("dialog").locator("[name=state]").select_option(label="Met")
    office.get_by_role("dialog").locator(".btn-primary").click()
    expect(office.get_by_text("Ready for the first day")).to_be_visible()

    # The first day: one seat, one researcher, one more on the dashboard; then the partner's lab.
    office.goto(li.get_absolute_url())
    office.get_by_role("link", name="Move", exact=True).click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("Move to").select_option(label="Enrolled")
    dialog.get_by_label("First day").fill(centre.today().isoformat())
    dialog.locator(".btn-primary").click()
    expect(office.locator(".page-head")).to_contain_text("Enrolled")
    dashboard = visit(manager, "/")
    expect(dashboard.locator(".hero .big")).to_contain_text("1 of 25")
    office.goto(li.enrolment.researcher.get_absolute_url())
    office.get_by_role("link", name="Add a placement").click()
