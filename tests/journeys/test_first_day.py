"""A doctoral applicant from the file to the partner's lab, each step by whoever does it; and after
each step that moves them what dashboard, funding and forecast say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from recruitment.offers.models import ApprovalGroup
from recruitment.positions.models import Intake
from tests.factories import (
    make_application,
    make_candidate,
    make_opening,
    make_supervisor,
    make_user,
)
from tests.journeys import steps
from tests.told import told


@pytest.fixture
def li(centre):
    """Li Zihan, in review with Dr Tsang, who has an account."""
    tsang = make_user("supervisor", centre, name="Dr Tsang", email="tsang@example.org")
    supervisor = make_supervisor(centre, name="Dr Tsang", user=tsang)
    person = make_candidate(centre, full_name="Li Zihan", email="li@example.org")
    application = make_application(
        centre, kind="review", intake="September 2027", candidate=person, supervisor=supervisor
    )
    make_opening(application)
    return application


@pytest.fixture
def chain(centre, director):
    """Offers are approved by the finance officer, then by the director."""
    finance = make_user("manager", centre, name="Finance Officer", email="finance@example.org")
    for position, (name, who) in enumerate([("Finance", finance), ("Director", director)]):
        ApprovalGroup.objects.create(centre=centre, name=name, position=position).members.add(who)
    return finance, director


def test_a_doctoral_applicant_from_documents_to_the_partners_lab(visit, centre, manager, chain, li):
    before = told(centre)
    office = visit(manager, f"{li.candidate.get_absolute_url()}?tab=documents")
    steps.upload(office, "Transcript")
    a_referee_writes(visit, office, li)
    two_sit_on_the_panel(visit, office, li)
    the_committee_decides(office, li)
    assert told(centre) == before

    offered = an_offer_goes_out(visit, office, li, chain)
    accepted = the_candidate_accepts(visit, office, li)
    assert offered.offered > 0
    assert accepted == replace(
        before, accepted=1, least=1, promised=accepted.promised, beyond=accepted.beyond
    )
    assert accepted.promised >= offered.offered

    nobody_starts_before_the_visa(office)
    later = they_come_an_intake_later(office, li)
    assert (later.accepted, later.promised) == (1, accepted.promised)
    assert later.beyond > accepted.beyond

    started = the_first_day(visit, office, manager, li)
    assert (started.in_post, started.accepted, started.counted) == (1, 0, 1)
    assert started.promised == accepted.promised
    time_at_the_partner(visit, office, manager, li)
    assert told(centre) == started


def a_referee_writes(visit, office, li):
    office.goto(li.get_absolute_url())
    steps.name_referee(office, "Prof. Ann Roe", "roe@uni.example.org")
    steps.write_letter(visit, "The best of her year.")
    office.reload()
    expect(office.locator("#referees")).to_contain_text("1 of 2 received")


def two_sit_on_the_panel(visit, office, li):
    """Sealed: each reads the other's once their own is in."""
    cruz = make_user("panel", li.centre, name="Prof. Helena Cruz", email="cruz@example.org")
    steps.move(office, "Interview")
    steps.arrange(office, steps.tomorrow(li.centre), "Dr Tsang", "Prof. Helena Cruz")
    interview = li.interviews.get()
    first, second = visit(cruz), visit(li.supervisor.user)
    steps.give(first, interview, "Strong yes")

    second.goto(interview.get_absolute_url())
    expect(second.get_by_text("You read the others’ once your own is in.")).to_be_visible()
    expect(second.get_by_text("Strong yes")).to_have_count(0)

    steps.give(second, interview, "Yes")
    expect(second.get_by_text("Strong yes").first).to_be_visible()


def the_committee_decides(office, li):
    office.goto(li.get_absolute_url())
    steps.move(office, "Committee decision")
    dialog = steps.ask(office, "Record a decision")
    dialog.get_by_label("Recommendation").select_option(label="Make an offer")
    dialog.get_by_label("Votes for it").fill("3")
    dialog.get_by_label("Funding source").select_option(label="Sponsor")
    dialog.get_by_label("Present").fill("A\nB\nC")
    dialog.get_by_label("Reasons").fill("The best of her year.")
    steps.send(dialog)
    expect(office.get_by_role("heading", name="Minutes of the committee")).to_be_visible()


def an_offer_goes_out(visit, office, li, chain):
    """Written by the office, approved by two others in their order, sent."""
    finance, director = chain
    office.goto(li.get_absolute_url())
    steps.offer(office, 18470, 48)
    early = visit(director, office.url)
    expect(early.get_by_text("Waiting for Finance")).to_be_visible()
    expect(early.get_by_role("link", name="Approve")).to_have_count(0)
    steps.approve(visit, finance, office)
    expect(office.get_by_text("Waiting for Director")).to_be_visible()
    steps.approve(visit, director, office)
    steps.press(office, "Send to the candidate")
    expect(office.get_by_text("Waiting for the answer")).to_be_visible()
    li.refresh_from_db()
    assert str(li.stage) == "Offer out"
    return told(li.centre)


def the_candidate_accepts(visit, office, li):
    """On a page of their own, without an account."""
    steps.accept(visit)
    office.reload()
    expect(office.get_by_text("Accepted").first).to_be_visible()
    li.refresh_from_db()
    assert str(li.stage) == "Pre-arrival"
    return told(li.centre)


def nobody_starts_before_the_visa(office):
    dialog = steps.ask(office, "Add", exact=True)
    dialog.locator("[name=kind]").select_option(label="Visa or work permit")
    dialog.locator("[name=gate]").select_option(label="Before the first day")
    steps.send(dialog)
    expect(office.get_by_text("Conditions are open")).to_be_visible()
    dialog = steps.ask(office, "Edit Visa or work permit")
    dialog.locator("[name=state]").select_option(label="Met")
    steps.send(dialog)
    expect(office.get_by_text("Ready for the first day")).to_be_visible()


def they_come_an_intake_later(office, li):
    """The seat goes along."""
    later = Intake.objects.get(track=li.track, name="January 2028")
    dialog = steps.ask(office, "Defer")
    dialog.get_by_label("Intake").select_option(label=str(later))
    dialog.get_by_label("First day").fill(later.starts_on.isoformat())
    steps.send(dialog)
    expect(office.get_by_text("January 2028").first).to_be_visible()
    li.refresh_from_db()
    assert (li.intake, li.position.openings.get().intake) == (later, later)
    return told(li.centre)


def the_first_day(visit, office, manager, li):
    """One seat, one researcher, one more on the dashboard."""
    office.goto(li.get_absolute_url())
    steps.start(office, "Enrolled", li.centre.today())
    assert li.position.openings.get().filled_by == li
    expect(visit(manager, "/").locator(".hero .big")).to_contain_text("1 of 25")
    return told(li.centre)


def time_at_the_partner(visit, office, manager, li):
    centre = li.centre
    office.goto(li.enrolment.researcher.get_absolute_url())
    dialog = steps.ask(office, "Add a placement")
    dialog.get_by_label("Company").fill("Harbour Imaging")
    dialog.get_by_label("Topic").fill("Denoising at night")
    dialog.get_by_label("From").fill(centre.today().isoformat())
    dialog.get_by_label("To, that day").fill((centre.today() + timedelta(days=60)).isoformat())
    steps.send(dialog)
    expect(office.get_by_text("Denoising at night").first).to_be_visible()
    placements = visit(manager, "/placements/")
    expect(placements.get_by_text("Denoising at night")).to_be_visible()
    expect(placements.locator(".cover")).to_contain_text("1 of 1 in post")
