"""A postdoc from sourcing to the end of the contract, each step by whoever does it; and after each
step that moves them what dashboard, funding and forecast say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from recruitment.enrolment.standing import months_later
from recruitment.pipeline.models import Application
from tests.factories import make_opening, make_supervisor, make_user
from tests.journeys import steps
from tests.told import told

DAYS = timedelta(days=30)  # how long ago the first day was


@pytest.fixture
def tsang(centre):
    place = centre.tracks.get(kind="postdoc")
    make_opening(place.positions.get(), place.intakes.get())
    user = make_user("supervisor", centre, name="Dr Tsang", email="tsang@example.org")
    return make_supervisor(centre, name="Dr Tsang", user=user)


def test_a_postdoc_from_sourcing_to_the_end_of_the_contract(
    visit, centre, manager, director, tsang
):
    before = told(centre, "postdoc")
    office = visit(manager, "/candidates/")
    found = somebody_is_found(office, tsang)
    a_referee_writes(visit, office, found)
    the_panel_likes_them(visit, office, found, director)
    liked = told(centre, "postdoc")
    assert liked == replace(before, least=liked.least)  # one who came moves the forecast alone

    offered = an_offer_goes_out(visit, office, found, director)
    assert (offered.offered, offered.promised) == (35000 * 24, 0)
    steps.accept(visit)
    accepted = told(centre, "postdoc")
    assert accepted == replace(
        before, accepted=1, least=accepted.least, promised=35000 * 24, beyond=accepted.beyond
    )

    started = the_contract_begins(office, found)
    assert (started.in_post, started.accepted, started.counted) == (1, 0, 1)
    assert started.promised == accepted.promised
    the_contract_is_renewed(office, found)
    assert told(centre, "postdoc").in_post == 1
    ended = the_contract_ends(visit, office, manager, found)
    assert (ended.in_post, ended.counted) == (0, 0)
    assert ended.promised < started.promised


def somebody_is_found(office, tsang):
    """The office keeps them as somebody it knows of; weeks later they apply."""
    centre = tsang.centre
    office.goto("/candidates/add/")
    office.get_by_label("Full name").fill("Ada Ng")
    office.get_by_label("E-mail").fill("ada@example.org")
    office.get_by_label("Position and intake").select_option(label="None yet, keep as prospect")
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Ada Ng")
    person = centre.candidates.get(full_name="Ada Ng")

    office.goto(f"{person.get_absolute_url()}apply/")
    form = office.locator("main form")
    form.get_by_label("Position and intake").select_option(label="Postdoctoral researcher, Rolling")
    form.get_by_label("In contact, not applied yet").check()
    form.get_by_label("Supervisor").select_option(label="Dr Tsang")
    steps.send(form)
    expect(office.locator(".app-card")).to_contain_text("Sourced")
    found = Application.objects.get(candidate=person)
    office.goto(found.get_absolute_url())
    steps.move(office, "Applied")
    return found


def a_referee_writes(visit, office, found):
    steps.move(office, "PI review")
    steps.name_referee(office, "Prof. Ann Roe", "roe@uni.example.org")
    steps.write_letter(visit, "She finishes what she begins.")
    office.reload()
    expect(office.locator("#referees")).to_contain_text("1 of 2 received")


def the_panel_likes_them(visit, office, found, director):
    steps.move(office, "Panel interview")
    steps.arrange(office, steps.tomorrow(found.centre), "Dr Tsang", director.name)
    interview = found.interviews.get()
    for member in (found.supervisor.user, director):
        steps.give(visit(member), interview, "Yes")
    office.goto(interview.get_absolute_url())
    expect(office.get_by_text("Yes").first).to_be_visible()


def an_offer_goes_out(visit, office, found, director):
    office.goto(found.get_absolute_url())
    steps.move(office, "References")
    steps.move(office, "Selection and salary approval")
    steps.offer(office, 35000, 24)
    expect(office.locator(".terms")).to_contain_text("Salary")
    steps.approve(visit, director, office)
    steps.press(office, "Send to the candidate")
    expect(office.get_by_text("Waiting for the answer")).to_be_visible()
    return told(found.centre, "postdoc")


def the_contract_begins(office, found):
    office.goto(found.get_absolute_url())
    expect(office.locator(".app-card")).to_contain_text("Work visa and checks")
    steps.start(office, "Appointed", found.centre.today() - DAYS)
    return told(found.centre, "postdoc")


def the_contract_is_renewed(office, found):
    ends_on = months_later(found.centre.today(), 36)
    office.goto(found.enrolment.researcher.get_absolute_url())
    dialog = steps.ask(office, "Record what happened")
    dialog.get_by_label("What happened", exact=True).select_option(label="Contract renewed")
    dialog.get_by_label("On", exact=True).fill((found.centre.today() - DAYS / 2).isoformat())
    dialog.get_by_label("Until").fill(ends_on.isoformat())
    steps.send(dialog)
    expect(office.locator(".tl")).to_contain_text("Contract renewed")
    expect(office.locator(".tl .ahead")).to_contain_text(str(ends_on.year))


def the_contract_ends(visit, office, manager, found):
    dialog = steps.ask(office, "Edit dates or enter leaving")
    dialog.get_by_label("Left on").fill(found.centre.today().isoformat())
    dialog.locator("[name=leaving_reason]").select_option(label="Contract ended")
    steps.send(dialog)
    expect(office.locator(".tl")).to_contain_text("Left: Contract ended")
    expect(visit(manager, "/?track=postdoc").locator(".hero .big")).to_contain_text("0")
    return told(found.centre, "postdoc")
