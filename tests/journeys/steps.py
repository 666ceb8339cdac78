"""What people do on the way of an applicant, each in a browser of their own."""

import re
from datetime import timedelta

from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from recruitment.assessment.models import Interview
from recruitment.demo.paper import pdf
from tests.journeys.sweep import faults


def send(dialog_or_page):
    dialog_or_page.locator(".btn-primary").click()


def ask(page, link, **exact):
    """The dialog that a link of the page opens."""
    page.get_by_role("link", name=link, **exact).click()
    return page.get_by_role("dialog")


def move(page, stage):
    dialog = ask(page, "Move", exact=True)
    dialog.get_by_label("Move to").select_option(label=stage)
    send(dialog)
    expect(page.locator(".app-card")).to_contain_text(stage)


def press(page, verb):
    """One of the verbs of an offer: it asks once more, in a dialog."""
    send(ask(page, verb))
    expect(page.get_by_role("dialog")).to_have_count(0)


def mailed_link():
    """The private link in the newest e-mail that has one, as it was sent."""
    bodies = [str(one.body) for one in reversed(mail.outbox)]
    return next(found[1] for body in bodies if (found := re.search(r"//[^/]+(/l/\S+)", body)))


def behind_link(visit):
    """A page of somebody without an account, who opens the newest private link."""
    page = visit(None, mailed_link())
    page.get_by_role("button", name="Continue").click()
    return page


def upload(page, kind):
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": pdf(kind)}
    page.get_by_label("Files").set_input_files([paper])
    page.get_by_label("What it is").select_option(label=kind)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("link", name=kind, exact=True)).to_be_visible()


def name_referee(page, name, email):
    dialog = ask(page, "Name a referee")
    dialog.get_by_role("textbox", name="Name").fill(name)
    dialog.get_by_role("textbox", name="E-mail").fill(email)
    send(dialog)
    expect(page.locator("#referees")).to_contain_text(name)


def write_letter(visit, text):
    """The referee who was asked last writes on their private page."""
    page = behind_link(visit)
    page.get_by_label("Or write it here").fill(text)
    page.get_by_role("button", name="Send letter").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def arrange(page, day, *panel):
    dialog = ask(page, "Arrange an interview")
    dialog.get_by_label("Day").fill(day.isoformat())
    dialog.get_by_label("Time (").fill("14:00")
    for name in panel:
        dialog.get_by_label(name).check()
    send(dialog)
    expect(page.get_by_role("heading", name="Interview with")).to_be_visible()


def give(page, interview, word):
    """A scorecard, once the hour has come: no conflict of interest, this word overall, in."""
    begun = timezone.now() - timedelta(hours=1)
    Interview.objects.filter(pk=interview.pk).update(starts_at=begun)
    page.goto(f"{interview.get_absolute_url()}scorecard/")
    page.get_by_label("No. I can judge freely.").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("group", name="Overall").get_by_text(word, exact=True).click()
    page.get_by_role("button", name="Give it in").click()
    expect(page.get_by_text("Your scorecard is in.")).to_be_visible()


def offer(page, amount, months, payer="Sponsor"):
    """Written, and sent for approval."""
    page.locator("a.btn", has_text="Make an offer").click()
    page.get_by_label("Amount").first.fill(str(amount))
    page.get_by_label("Months").fill(str(months))
    if not page.get_by_label("First day").input_value():
        page.get_by_label("First day").fill(str(timezone.localdate() + timedelta(days=300)))
    page.get_by_label("Who pays (1)").select_option(label=payer)
    send(page.locator("main form"))
    expect(page.get_by_role("heading", name="Offer to")).to_be_visible()
    press(page, "Send for approval")


def approve(visit, who, page):
    """Somebody else opens the offer of `page` and says yes."""
    theirs = visit(who, page.url)
    press(theirs, "Approve")
    page.reload()


def accept(visit):
    """The candidate, on the page behind the link they were sent."""
    page = behind_link(visit)
    assert list(faults(page)) == []
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)


def start(page, stage, day):
    dialog = ask(page, "Move", exact=True)
    expect(dialog.get_by_label("Move to").locator("option:checked")).to_have_text(stage)
    dialog.get_by_label("First day").fill(day.isoformat())
    send(dialog)
    expect(page.locator(".page-head")).to_contain_text(stage)


def tomorrow(centre):
    return centre.today() + timedelta(days=1)
