"""Documents and references in a real browser: dropped, looked at, removed and brought back; a
referee on a phone, without an account."""

import base64
import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import expect

from recruitment.demo.paper import pdf
from recruitment.documents.models import Document
from recruitment.referees.models import RefereeReport
from tests.factories import make_application, make_candidate
from tests.journeys.conftest import PHONE

DROP = """([target, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type: "application/pdf" }));
  const box = document.querySelector(target);
  for (const kind of ["dragover", "drop"]) {
    const how = { dataTransfer: carried, bubbles: true, cancelable: true };
    box.dispatchEvent(new DragEvent(kind, how));
  }
}"""


@pytest.fixture
def li(centre):
    return make_application(centre, candidate=make_candidate(centre, full_name="Li Zihan"))


def test_a_file_dropped_on_the_page_is_added_looked_at_removed_and_brought_back(visit, manager, li):
    page = visit(manager, f"{li.candidate.get_absolute_url()}?tab=documents")
    content = base64.b64encode(pdf("Transcript")).decode()

    page.evaluate(DROP, ["[data-drop]", "marks.pdf", content])
    page.get_by_label("What it is").select_option("Transcript")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Transcript", exact=True).click()
    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    framed = page.locator("iframe").get_attribute("src")
    answer = page.request.get(framed)
    page.get_by_role("link", name="Documents").first.click()
    page.get_by_role("button", name="Remove Transcript").click()
    expect(page.get_by_text("No documents yet.")).to_be_visible()
    page.locator("#toast").get_by_role("button", name="Undo").click()

    expect(page.get_by_role("link", name="Transcript", exact=True)).to_be_visible()
    assert (answer.body(), answer.headers["content-type"]) == (pdf("Transcript"), "application/pdf")
    assert Document.objects.get().versions.get().file.name == "marks.pdf"


def test_a_referee_on_a_phone_sends_a_letter_without_an_account(visit, manager, li):
    cache.clear()
    office = visit(manager, li.get_absolute_url())
    office.get_by_role("link", name="Name a referee").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Prof. Ann Roe")
    dialog.get_by_label(re.compile("E-mail")).fill("roe@university.example")
    dialog.get_by_role("button", name="Add").click()
    expect(office.locator("#referees")).to_contain_text("Requested")
    body = mail.outbox[-1].body

    phone = visit(None, re.search(r"/l/\S+", body)[0], **PHONE)
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_role("heading", name="Reference for Li Zihan")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Send letter").click()
    expect(phone.get_by_role("alert")).to_contain_text("Choose a file, or write the letter")
    phone.get_by_label("Or write it here").fill("An excellent student.")
    phone.get_by_role("button", name="Send letter").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()

    office.reload()
    expect(office.locator("#referees")).to_contain_text("1 of 2 received")
    assert RefereeReport.objects.get().letter == "An excellent student."
