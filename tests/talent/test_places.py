"""Schools without a place: told once, their people are known in the flow."""

import re

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from recruitment.candidates.models import CandidateKey, EducationRecord
from recruitment.talent.journeys import Group
from recruitment.talent.selectors import Wanted, read_journeys
from tests.exchange.sheets import row, run_json, write_csv
from tests.factories import make_application, make_centre, make_supervisor, make_user
from tests.measuring import cost

LIST = "/talent-flow/places/"


def studied_at(centre, school, *, country="", **fields):
    """Somebody who applied, and the degree they hold."""
    person = make_application(centre, **fields).candidate
    degree = EducationRecord.objects.create(
        candidate=person, institution=school, country=country, level="bachelor"
    )
    CandidateKey.refresh([person])
    return degree


def shown(client):
    text = client.get(LIST).content.decode()
    rows = re.findall(r'<th scope="row">([^<]+)</th><td class="r num">(\d+)', text)
    return [(name, int(people)) for name, people in rows]


def address(degree):
    return reverse("recruitment:flow-place", args=[degree.pk])


def test_an_imported_school_has_its_place_where_it_is_certain(tmp_path, centre):
    path = write_csv(
        tmp_path, [row("ROE, Jo", result="pending", universities="Peking University; Old College")]
    )

    run_json(path, centre, create_missing=True)

    degrees = EducationRecord.objects.order_by("institution")
    assert [(one.institution, one.country.code) for one in degrees] == [
        ("Old College", ""),
        ("Peking University", "CN"),
    ]


def test_schools_without_a_place_stand_by_the_number_of_their_people(as_manager, centre):
    for school in ("Old College", "New School", "New School"):
        studied_at(centre, school)
    studied_at(centre, "Third Institute", country="FR")
    studied_at(make_centre("elsewhere"), "Fourth Institute")

    assert shown(as_manager) == [("New School", 2), ("Old College", 1)]


def test_said_once_it_holds_for_everybody_who_studied_there(as_manager, centre, manager):
    first, second = studied_at(centre, "New School"), studied_at(centre, "New School")
    noted = studied_at(centre, "New School", country="US")
    other = studied_at(centre, "Old College")

    answer = as_manager.post(address(first), {"country": "GB"})

    assert answer.status_code == 302
    places = dict(EducationRecord.objects.values_list("pk", "country"))
    assert places == {first.pk: "GB", second.pk: "GB", noted.pk: "US", other.pk: ""}
    assert shown(as_manager) == [("Old College", 1)]
    journeys = read_journeys(
        manager, centre, Wanted(Group.APPLICANTS, tuple(centre.tracks.all()), centre.today())
    )
    assert journeys == {
        ("GB", "GB", "open"): 2,
        ("US", "US", "open"): 1,
        ("unknown", "unknown", "open"): 1,
    }


def test_each_degree_it_was_said_for_is_in_the_log(as_manager, centre, manager):
    degrees = [studied_at(centre, "New School") for _ in range(2)]

    as_manager.post(address(degrees[0]), {"country": "GB"})

    lines = LogEntry.objects.filter(
        content_type__model="educationrecord", action=LogEntry.Action.UPDATE
    )
    assert {one.object_id for one in lines} == {one.pk for one in degrees}
    assert {(one.actor, str(one.changes)) for one in lines} == {
        (manager, "{'country': ['', 'GB']}")
    }


def test_the_form_proposes_what_the_table_knows_and_wants_an_answer(as_manager, centre):
    degree = studied_at(centre, "Peking University")

    asked = as_manager.get(address(degree)).content.decode()
    refused = as_manager.post(address(degree), {"country": ""})

    assert '<option value="CN" selected' in asked
    assert refused.status_code == 422
    degree.refresh_from_db()
    assert degree.country.code == ""


def test_a_supervisor_says_it_for_their_own_people_alone(client, centre):
    account = make_user("supervisor", centre)
    own = studied_at(centre, "New School", supervisor=make_supervisor(centre, user=account))
    other = studied_at(centre, "New School")
    client.force_login(account)

    assert shown(client) == [("New School", 1)]
    assert client.get(address(other)).status_code == 404
    client.post(address(own), {"country": "GB"})

    assert dict(EducationRecord.objects.values_list("pk", "country")) == {
        own.pk: "GB", other.pk: "",
    }  # fmt: skip


def test_a_school_that_has_its_place_is_asked_no_more(as_manager, centre):
    degree = studied_at(centre, "New School", country="US")

    assert as_manager.get(address(degree)).status_code == 404


@pytest.mark.parametrize("more", [60])
def test_the_list_costs_the_same_for_one_school_and_many(as_manager, centre, more):
    studied_at(centre, "New School")
    as_manager.get(LIST)
    few = cost(as_manager, "get", LIST)
    for n in range(more):
        studied_at(centre, f"School {n}")

    many = cost(as_manager, "get", LIST)

    assert many.statements == few.statements
