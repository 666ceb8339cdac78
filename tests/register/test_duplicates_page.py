"""The check while typing: who may see whom."""

import pytest
from django.urls import reverse

from tests.factories import make_application, make_candidate, make_centre, make_user
from tests.measuring import cost

URL = reverse("recruitment:candidate-duplicates")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"email": " ZHANG.WEI@example.org"}, "Same e-mail."),
        ({"full_name": "Wei Zhang"}, "Same name."),
        ({"full_name": "張偉"}, "Same name."),
        ({"native_name": "张伟"}, "Same name."),
        ({"full_name": "zhang wei", "email": "zhang.wei@example.org"}, "Same e-mail and name."),
    ],
)
def test_somebody_who_looks_the_same_is_shown_with_the_reason(as_manager, centre, typed, why):
    known = make_candidate(centre, full_name="Zhang Wei", email="zhang.wei@example.org")
    make_application(centre, candidate=known, kind="screen", intake="September 2027")

    page = as_manager.get(URL, typed).content.decode()

    assert "1 person looks the same" in page
    assert why in page
    assert "In Eligibility check for September 2027." in page
    assert known.get_absolute_url() in page


def test_a_changed_e_mail_is_found_by_the_new_one_and_no_longer_by_the_old(as_manager, centre):
    person = make_candidate(centre, full_name="Zhang Wei", email="old@example.org")
    person.email = "new@example.org"
    person.save()

    found = [
        person.get_absolute_url() in as_manager.get(URL, {"email": email}).content.decode()
        for email in ("old@example.org", "new@example.org")
    ]

    assert found == [False, True]


def test_nobody_alike_gives_nothing(as_manager, centre):
    make_candidate(centre, full_name="Zhang Wei")

    assert as_manager.get(URL, {"full_name": "Li Na"}).content.strip() == b""


def test_another_centre_is_never_asked(as_manager):
    make_candidate(make_centre(), full_name="Zhang Wei", email="zhang.wei@example.org")

    assert as_manager.get(URL, {"email": "zhang.wei@example.org"}).content.strip() == b""


def test_a_supervisor_learns_of_an_unseen_person_no_more_than_that_there_is_one(client, centre):
    make_candidate(centre, full_name="Zhang Wei", email="zhang.wei@example.org")
    client.force_login(make_user("supervisor", centre))

    by_email = client.get(URL, {"email": "zhang.wei@example.org"}).content.decode()
    by_name = client.get(URL, {"full_name": "Zhang Wei"}).content.decode()

    assert "Ask the centre manager." in by_email
    assert "Zhang" not in by_email
    assert by_name.strip() == ""


def test_the_check_costs_the_same_with_many_people(as_manager, centre):
    make_candidate(centre, full_name="Zhang Wei")
    typed = {"full_name": "Zhang Wei", "email": "nobody@example.org"}
    few = cost(as_manager, "get", URL, typed)
    for _ in range(30):
        make_candidate(centre)

    many = cost(as_manager, "get", URL, typed)

    assert (many.statements, many.rows) == (few.statements, few.rows)
    assert many.statements <= 10
