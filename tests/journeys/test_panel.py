"""A panel member's way: the interview, the conflict of interest, a draft that saves itself, in."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from recruitment.assessment import choosing
from recruitment.assessment.models import Interview
from recruitment.demo.paper import pdf
from recruitment.documents import texts
from recruitment.documents.models import DocumentKind
from recruitment.pipeline.models import Stage
from tests.factories import (
    give_scorecard,
    make_application,
    make_candidate,
    make_centre,
    make_document,
    make_interview,
    make_user,
)
from tests.journeys.sweep import faults


def test_a_member_scores_and_reads_the_others_when_theirs_is_in(visit, transactional_db):
    centre = make_centre()
    centre.criteria.create(name="Depth", hint="Says where the result stops holding.")
    one, two = (make_user("panel", centre, name=name) for name in ("Ann One", "Ben Two"))
    person = make_candidate(centre, full_name="Li Zihan")
    due = timezone.now() + timedelta(days=1)
    interview = make_interview(make_application(centre, candidate=person), one, two, due_at=due)
    give_scorecard(interview.panel.get(user=two), 4, why="The clearest talk of the day")
    page = visit(one, "/interviews/?on=2026-11-24")
    page.get_by_role("link", name="Li Zihan").click()
    expect(page.get_by_text("You read the others’ once your own is in.")).to_be_visible()
    page.get_by_role("link", name="Your scorecard").click()
    found = faults(page)
    page.get_by_text("No. I can judge freely.").click()
    page.get_by_role("button", name="Continue").click()
    found += faults(page)

    page.get_by_label("Evidence").fill("Named both assumptions")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("group", name="Depth").get_by_text("Strong yes").click()
    expect(page.locator("#saved")).to_contain_text("Draft saved")
    page.reload()
    assert page.get_by_label("Evidence").input_value() == "Named both assumptions"
    page.get_by_role("group", name="Depth").get_by_text("Strong yes").click()
    page.get_by_role("group", name="Overall").get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Give it in").click()

    page.get_by_text("Ben Two").last.click()
    expect(page.get_by_text("The clearest talk of the day")).to_be_visible()
    assert found + faults(page) == []


def test_who_was_signed_out_meanwhile_loses_no_word_and_saves_once_signed_in(
    visit, transactional_db
):
    centre = make_centre()
    centre.criteria.create(name="Depth")
    one, two = (make_user("panel", centre, name=name) for name in ("Ann One", "Ben Two"))
    at = timezone.now() - timedelta(hours=1)
    interview = make_interview(make_application(centre), one, two, at=at)
    interview.panel.update(conflict="none")
    url = f"{interview.get_absolute_url()}scorecard/"
    page = visit(one, url)
    cookies = page.context.cookies()
    page.context.clear_cookies()

    page.get_by_label("Evidence").fill("Named both assumptions")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#saved")).to_contain_text("You are signed out.")
    kept = page.get_by_label("Evidence").input_value()
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#saved")).to_contain_text("Draft saved")

    page.goto(page.url)
    assert kept == "Named both assumptions"
    assert page.get_by_label("Evidence").input_value() == kept


def test_a_candidate_chooses_a_time_from_their_e_mail(visit, transactional_db):
    centre = make_centre()
    made = make_interview(make_application(centre), at=None, candidate_zone="Europe/London")
    interview = Interview.objects.for_list().get(pk=made.pk)
    start = timezone.now().replace(minute=0, second=0, microsecond=0)
    choosing.offer(interview, [start + timedelta(days=2), start + timedelta(days=3)], by=None)
    words = mail.outbox[-1].body.split()
    link = next(word for word in words if word.startswith("http"))
    page = visit(None, link.removeprefix("http://127.0.0.1:8000"))

    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Choose a time for your interview").wait_for()
    found = faults(page)
    page.get_by_role("button", name="London time").first.click()

    expect(page.get_by_role("heading", name="Your interview")).to_be_visible()
    interview.refresh_from_db()
    assert interview.starts_at == start + timedelta(days=2)
    assert found + faults(page) == []


def test_in_anonymous_review_a_member_reads_what_names_nobody(visit, transactional_db):
    centre = make_centre()
    member = make_user("panel", centre)
    application = make_application(
        centre, candidate=make_candidate(centre, full_name="Li Zihan"), kind="interview"
    )
    Stage.objects.filter(pk=application.stage_id).update(is_anonymous=True)
    DocumentKind.objects.filter(centre=centre, name="Transcript").update(tells_who=False)
    interview = make_interview(application, member, make_user("panel", centre))
    for kind in ("CV", "Transcript", "Transcript"):
        make_document(application.candidate, kind, name="Li Zihan.pdf", content=pdf("Marks"))
    texts.read_some.call()  # as the worker does

    page = visit(member, interview.get_absolute_url())
    expect(page.get_by_text("It tells who it is.")).to_be_visible()
    found = faults(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save Transcript 2").click()

    assert saving.value.suggested_filename == "Transcript 2.pdf"
    assert "Zihan" not in page.content()
    assert found == []
