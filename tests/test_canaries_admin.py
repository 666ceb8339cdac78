"""The administration is no way round: nobody meets there what is closed to them on the pages."""

import pytest
from django.test import Client
from django.urls import reverse

from recruitment.assessment.models import PanelMember
from recruitment.pipeline.models import Application
from tests import canaries, crawling
from tests.factories import make_user
from tests.test_canaries import HEADS, LETTERS, meets_in

# What is written of a person, and what is theirs.
OF_PEOPLE = (
    "application|candidate|decision|document|filetext|interview|minutes|note|offer|rating|referee"
    "|scorecard|storedfile|version"
)
# Words that stand in a file or behind a seal: the administration opens neither, to nobody.
INSIDE = {"letter", "letter as a file", "CV", "evidence"}


@pytest.fixture
def staff(world):
    """({who: their client}, rows, {who: their account}) of those who enter the administration."""
    clients, rows = world
    names = ("manager", "outsider", "root")
    users = {who: crawling.account_of(clients[who]) for who in (*names, "supervisor", "panel")}
    users["second"] = make_user("panel", users["manager"].memberships.get().centre)
    return clients, canaries.plant(rows, users), users


def met(staff, who, only=""):
    clients, rows, _users = staff
    return meets_in(crawling.in_admin(clients[who], rows, only))


def test_a_keeper_meets_what_the_pages_show_them_and_another_centre_s_nothing(staff):
    own, foreign = met(staff, "manager"), met(staff, "outsider", OF_PEOPLE)

    assert {name: urls for name, urls in own.items() if name not in HEADS - INSIDE} == {}
    assert {"name", "minutes", "referee", "name of a document", "salary"} <= set(own)
    assert foreign == {}


def test_a_keeper_with_a_conflict_meets_no_referee_no_paper_and_no_minutes(staff):
    clients, rows, users = staff
    interview = Application.objects.get(pk=rows["application"]).interviews.get()
    PanelMember.objects.create(interview=interview, user=users["manager"], conflict="declared")

    found = met(staff, "manager", OF_PEOPLE)

    closed = LETTERS | INSIDE | {"passport", "name of a document", "minutes"}
    assert {name: urls for name, urls in found.items() if name in closed} == {}
    assert "name" in found
    minutes = clients["manager"].get(reverse("admin:recruitment_minutes_changelist"))
    shown = {one.decision_id for one in minutes.context["cl"].queryset}
    assert rows["decision"] not in shown


def test_a_system_administrator_opens_no_letter_no_file_and_no_scorecard(staff):
    found = met(staff, "root", OF_PEOPLE)

    assert {name: urls for name, urls in found.items() if name in INSIDE} == {}
    assert "name" in found


def test_whoever_is_no_staff_of_the_office_does_not_enter(staff):
    users = staff[2]
    for who in ("supervisor", "panel"):
        client = Client()
        client.force_login(users[who])

        assert crawling.in_admin(client, staff[1], "candidate$|referee") == {}
