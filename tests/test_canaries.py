"""Nobody meets a letter, a score, a salary or a name before they may, wherever they look."""

import logging
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from centre.links.models import PrivateLink
from recruitment.assessment.models import PanelMember
from recruitment.moves.gate import Ask, take
from recruitment.offers.models import Offer
from recruitment.pipeline.models import Application, Stage
from tests import canaries, crawling
from tests.factories import give_scorecard, make_interview, make_referee, make_user, stage
from tests.role_matrix import PEOPLE

TERMS = {"salary", "terms", "condition"}
IDENTITY = {"name", "name in own script", "e-mail", "phone"}
LETTERS = {"letter", "letter as a file", "name of a letter", "referee", "referee's e-mail"}
FILE = IDENTITY | {"degree", "name of a document", "CV", "next step"}
STARTED = {"researcher", "placement", "destination", "award"}
# What the office and the supervisor of a person deal with, and no panel.
OF_THEIRS = {"note", "why not to be written to", "waiver", "e-mail to them"} | TERMS | STARTED
HEADS = (
    FILE
    | LETTERS
    | OF_THEIRS
    | {"passport", "waiver of the office", "rejection", "minutes", "task"}
)

# Pages about applicants: figures and settings say the same whatever stands of one interview.
OF_PEOPLE = (
    "dashboard|candidate|application|interview|scorecard|decision|document|referee|email|offer"
    "|board|tasks|more|account"
)

# While the interview is ahead and its scorecards are sealed. {who: all they meet}
SEALED = {
    "nobody": set(),
    "director": HEADS,
    "manager": HEADS,
    "supervisor": FILE | LETTERS | OF_THEIRS,
    "idle": set(),
    "panel": FILE | LETTERS,
    "second": FILE | LETTERS | {"evidence"},
    "industry": set(),
    "root": set(),
    "outsider": set(),
}


@pytest.fixture
def planted(world, caplog):
    """({who: their client}, rows, {who: their account}), canaries in the place of everything."""
    caplog.set_level(logging.CRITICAL)  # of what is refused
    clients, rows = world
    users = {who: user for who, client in clients.items() if (user := crawling.account_of(client))}
    users["second"] = make_user("panel", users["manager"].memberships.get().centre)
    clients["second"] = Client()
    clients["second"].force_login(users["second"])
    return clients, canaries.plant(rows, users), users


def meets(planted, who, only=""):
    """{canary: where this person meets it}."""
    clients, rows, users = planted
    return meets_in(crawling.read(clients[who], rows, users.get(who), only))


def meets_in(told):
    found = {
        name: [url for url, text in told.items() if any(word in text for word in words)]
        for name, words in canaries.WORDS.items()
    }
    return {name: urls for name, urls in found.items() if urls}


def leaks(met, allowed):
    return {name: urls for name, urls in met.items() if name not in allowed}


def test_everybody_meets_what_is_theirs_and_nothing_else(planted):
    met = {who: meets(planted, who) for who in [*PEOPLE, "second"]}

    assert {who: found for who in met if (found := leaks(met[who], SEALED[who]))} == {}
    assert {who: set(found) for who, found in met.items()} == SEALED


def at(planted):
    return Application.objects.get(pk=planted[1]["application"])


def test_a_panel_reads_no_letter_before_the_interview(planted):
    one = at(planted)
    take(one, Ask("correct", stage=stage(one.centre, "review")), actor=None)

    met = meets(planted, "panel", OF_PEOPLE)

    assert leaks(met, FILE) == {}
    assert set(met) == FILE


def test_in_anonymous_review_a_panel_meets_no_part_of_who_it_is(planted):
    Stage.objects.filter(pk=at(planted).stage_id).update(is_anonymous=True)

    assert set(meets(planted, "panel", OF_PEOPLE)) == {"degree"}


def test_whoever_declared_a_conflict_of_interest_meets_nothing_of_the_file(planted):
    PanelMember.objects.filter(user=planted[2]["panel"]).update(conflict="declared")

    assert meets(planted, "panel", OF_PEOPLE) == {}


def test_a_head_who_declared_a_conflict_reads_no_letter_no_paper_and_no_score(planted):
    interview = at(planted).interviews.get()
    PanelMember.objects.create(interview=interview, user=planted[2]["manager"], conflict="declared")
    give_scorecard(interview.panel.get(user=planted[2]["panel"]))

    met = meets(planted, "manager", OF_PEOPLE)

    closed = LETTERS | {"evidence", "CV", "passport", "name of a document", "minutes"}
    assert {name: urls for name, urls in met.items() if name in closed} == {}


def test_once_all_scorecards_are_in_panel_and_heads_read_them_and_nobody_else(planted):
    give_scorecard(at(planted).interviews.get().panel.get(user=planted[2]["panel"]))

    read = {
        who
        for who in ("panel", "director", "supervisor")
        if "evidence" in meets(planted, who, OF_PEOPLE)
    }

    assert read == {"panel", "director"}


def behind_link(purpose, subject):
    """What somebody without an account reads, page after page, from a link of their own."""
    until = timezone.now() + timedelta(days=9)
    _link, url = PrivateLink.make(purpose, subject, expires_at=until)
    stranger = Client()
    path = urlsplit(url).path
    shown = [stranger.get(path), stranger.post(path, follow=True)]
    if purpose == "offer":
        shown.append(stranger.get(f"{shown[1].redirect_chain[-1][0]}letter/"))
    told = " ".join(crawling.said(one) for one in shown)
    return {name for name, words in canaries.WORDS.items() if any(one in told for one in words)}


def test_candidate_and_referee_read_their_own_matter_behind_their_links_and_nothing_else(planted):
    one = at(planted)
    offer = one.offers.get()
    Offer.objects.filter(pk=offer.pk).update(state="sent", sent_at=timezone.now())
    asked = make_referee(one, state="requested", asked_at=timezone.now())
    waiting = make_interview(one, at=None)

    assert behind_link("offer", offer) == {"name", *TERMS}
    assert behind_link("reference", asked) == {"name"}
    assert behind_link("interview-slot", waiting) <= {"name"}
