"""Where researchers went after the centre: entered, corrected and taken away by the manager."""

from datetime import date
from uuid import uuid4

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from recruitment.enrolment.models import Destination
from tests.factories import make_centre, make_started, make_user

TYPED = {"employer": "Harbour Robotics", "sector": "industry", "country": "HK"}


@pytest.fixture
def researcher(centre):
    return make_started(centre, started_on=date(2025, 9, 1)).enrolment.researcher


@pytest.fixture
def add(researcher):
    return reverse("recruitment:destination-add", args=[researcher.pk])


def stored():
    return list(Destination.objects.values_list("employer", "sector", "country", "as_of"))


def test_a_destination_is_added_once_also_by_a_double_click(as_manager, researcher, add):
    typed = TYPED | {"as_of": "2026-03-01", "token": uuid4()}

    first, second = as_manager.post(add, typed), as_manager.post(add, typed)

    assert first.url == second.url == researcher.get_absolute_url()
    assert stored() == [("Harbour Robotics", "industry", "HK", date(2026, 3, 1))]


def test_the_earliest_day_is_the_first_destination_whatever_was_typed_first(
    as_manager, researcher, add
):
    as_manager.post(add, TYPED | {"as_of": "2026-09-01", "token": uuid4()})
    as_manager.post(add, TYPED | {"employer": "Earlier Ltd", "as_of": "2026-03-01"})

    page = as_manager.get(researcher.get_absolute_url())

    assert [one.employer for one in page.context["destinations"]] == [
        "Earlier Ltd",
        "Harbour Robotics",
    ]
    assert page.content.decode().count("First destination") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"as_of": ""}, "Enter the day this was true."),
        ({"as_of": "2100-01-01"}, "lies ahead"),
        ({"as_of": "0026-01-01"}, "Check the year"),
        ({"employer": "", "country": ""}, "Enter the employer, the country/region, or both."),
        ({"country": "XX"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_stored(as_manager, add, change, said):
    answer = as_manager.post(add, TYPED | {"as_of": "2026-03-01", "token": uuid4()} | change)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert stored() == []


def test_an_edit_is_kept_and_logged_and_a_mistake_is_deleted(as_manager, researcher):
    row = Destination.objects.create(researcher=researcher, employer="Old", as_of=date(2026, 3, 1))

    as_manager.post(
        reverse("recruitment:destination-edit", args=[row.pk]), TYPED | {"as_of": "2026-04-01"}
    )

    assert stored() == [("Harbour Robotics", "industry", "HK", date(2026, 4, 1))]
    last = LogEntry.objects.get_for_object(row).first()
    assert last.changes["employer"] == ["Old", "Harbour Robotics"]

    as_manager.post(reverse("recruitment:destination-delete", args=[row.pk]))

    assert stored() == []


def test_who_saves_after_somebody_else_is_told(as_manager, researcher):
    row = Destination.objects.create(researcher=researcher, employer="Old", as_of=date(2026, 3, 1))
    url = reverse("recruitment:destination-edit", args=[row.pk])
    seen = as_manager.get(url).context["form"].seen_now
    Destination(
        pk=row.pk, token=row.token, researcher=researcher, employer="Theirs", as_of=row.as_of
    ).save()

    answer = as_manager.post(url, TYPED | {"as_of": "2026-03-01", "seen": seen})

    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert stored()[0][0] == "Theirs"


def test_another_centres_destination_is_not_there(client, researcher):
    row = Destination.objects.create(researcher=researcher, employer="X", as_of=date(2026, 3, 1))
    client.force_login(make_user("manager", make_centre()))

    for name in ("destination-edit", "destination-delete"):
        assert client.post(reverse(f"recruitment:{name}", args=[row.pk])).status_code == 404
    assert stored()[0][0] == "X"
