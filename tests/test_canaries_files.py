"""Files made by a job say no more than the pages of whoever asked for them."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from recruitment.assessment.models import PanelMember
from recruitment.exports import list_views
from recruitment.exports.lists import LISTS
from recruitment.exports.models import ExportFile
from recruitment.pipeline.models import Application
from tests import canaries, crawling
from tests.factories import give_scorecard, make_user
from tests.reports.machine import needs_pango
from tests.role_matrix import PEOPLE
from tests.test_canaries import FILE, HEADS, meets_in
from tests.working import QUEUE


@pytest.fixture
def planted(world, settings, monkeypatch, caplog):
    """({who: their client}, rows, {who: their account}); every list is too long for a page."""
    caplog.set_level(logging.CRITICAL)  # of what is refused
    monkeypatch.setattr(list_views, "AT_ONCE", {"csv": 0, "xlsx": 0})
    settings.TASKS = QUEUE
    ExportFile.objects.all().delete()  # the one of the world, which no worker makes
    clients, rows = world
    users = {who: user for who, client in clients.items() if (user := crawling.account_of(client))}
    users["second"] = make_user("panel", users["manager"].memberships.get().centre)
    clients["second"] = Client()
    clients["second"].force_login(users["second"])
    return clients, canaries.plant(rows, users), users


def addresses(rows, what):
    """{address: kind of file} of each file that a job makes."""
    if what == "dossier":
        return {reverse("recruitment:candidate-dossier", args=[rows["candidate"]]): ""}
    if what == "centre":
        return {reverse("recruitment:centre-export"): ""}
    columns = "?cols=email.next.nationality.owner"  # of those lists that have some to choose
    lists = [f"{reverse('recruitment:list-export', args=[one])}{columns}" for one in LISTS]
    return {address: "xlsx" if n % 2 else "csv" for n, address in enumerate(lists)}


def met(planted, who, what):
    """{canary: where this person meets it} in the files of that kind they are given."""
    clients, rows, _users = planted
    told = {
        address: crawling.made_by_a_job(clients[who], address, form)
        for address, form in addresses(rows, what).items()
    }
    return meets_in(told)


def interview(planted):
    return Application.objects.get(pk=planted[1]["application"]).interviews.get()


def declare(planted, who):
    PanelMember.objects.create(
        interview=interview(planted), user=planted[2][who], conflict="declared"
    )


def test_lists_of_a_job_are_the_heads_alone_and_say_no_more_than_pages(planted):
    found = {who: set(met(planted, who, "lists")) for who in [*PEOPLE, "second"]}

    director, manager = found.pop("director"), found.pop("manager")
    assert manager - director == {"task"}  # theirs, in the file of one's own tasks
    assert {"name", "e-mail", "researcher"} <= director < manager <= HEADS | {"task"}
    assert {who: words for who, words in found.items() if words} == {}


@needs_pango
def test_the_dossier_as_pdf_is_for_heads_alone_and_tells_no_sealed_score(planted):
    found = {who: set(met(planted, who, "dossier")) for who in [*PEOPLE, "second"]}

    heads = found.pop("director"), found.pop("manager")
    assert heads[0] == heads[1]
    assert {"name", "phone", "degree", "note", "name of a document"} <= heads[0]
    # What papers, letters and scorecards say is on nobody's dossier.
    assert heads[0] <= HEADS - {"CV", "letter", "letter as a file"}
    assert {who: words for who, words in found.items() if words} == {}


@needs_pango
def test_in_anonymous_review_nobody_of_the_panel_is_given_the_dossier(planted):
    one = interview(planted).application
    type(one.stage).objects.filter(pk=one.stage_id).update(is_anonymous=True)

    assert met(planted, "panel", "dossier") == {}
    assert FILE - {"CV", "next step"} <= set(met(planted, "director", "dossier"))


@needs_pango
def test_the_dossier_of_a_head_with_a_conflict_names_no_paper_and_no_minutes(planted):
    declare(planted, "director")

    found = set(met(planted, "director", "dossier"))

    assert found & {"name of a document", "passport", "minutes", "referee", "evidence"} == set()
    assert "name" in found


def test_the_whole_centre_is_given_to_nobody_before_the_seal_opens_and_then_to_heads(planted):
    before = {who: met(planted, who, "centre") for who in [*PEOPLE, "second"]}
    give_scorecard(interview(planted).panel.get(user=planted[2]["panel"]))

    after = {who: set(met(planted, who, "centre")) for who in ("director", "panel", "supervisor")}

    assert {who: words for who, words in before.items() if words} == {}
    assert {"evidence", "letter", "minutes", "salary"} <= after.pop("director")
    assert after == {"panel": set(), "supervisor": set()}


def test_the_whole_centre_is_not_given_to_a_head_with_a_conflict(planted):
    give_scorecard(interview(planted).panel.get(user=planted[2]["panel"]))
    declare(planted, "manager")

    assert met(planted, "manager", "centre") == {}
