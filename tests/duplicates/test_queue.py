"""The queue of possible duplicates: who comes into it, in which order, and what it costs."""

import pytest
from django.db import connection
from django.urls import reverse

from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from recruitment.candidates.pairs import NotSame
from recruitment.duplicates.queue import PAGE, SURE, queue, statement
from tests.factories import make_candidate, make_centre, make_user
from tests.measuring import cost

URL = reverse("recruitment:duplicates")


def studied(person, school):
    EducationRecord.objects.create(candidate=person, institution=school)
    CandidateKey.refresh([person])
    return person


def pairs(centre, show=SURE):
    return [(str(one.newer), str(one.older), one.why) for one in queue(centre, show).pairs]


def test_the_same_address_number_or_id_makes_a_pair_and_the_newest_come_first(centre):
    for _number in range(2):
        make_candidate(centre, full_name="Ann A", email="ann@example.org")
    for phone in ("+852 5550 1234", "(852) 5550-1234"):
        make_candidate(centre, full_name="Bo B", phone=phone)
    for orcid in ("0000-0002-1825-0097", "https://orcid.org/0000000218250097"):
        make_candidate(centre, full_name="Cy C", orcid=orcid)
    make_candidate(centre, full_name="Di D", other_emails="Ann@Example.org")

    assert pairs(centre) == [
        ("Di D", "Ann A", "Same e-mail"),
        ("Di D", "Ann A", "Same e-mail"),
        ("Cy C", "Cy C", "Same ORCID iD and name"),
        ("Bo B", "Bo B", "Same phone number and name"),
        ("Ann A", "Ann A", "Same e-mail and name"),
    ]


@pytest.mark.parametrize("name", ["张伟", "Wei Zhang", "ZHANG, Wei"])
def test_a_name_in_any_script_and_order_with_the_same_university_is_likely(centre, name):
    studied(make_candidate(centre, full_name="張偉"), "Harbour City University")
    studied(make_candidate(centre, full_name=name), "harbour-city university")

    assert pairs(centre) == [(name, "張偉", "Same name and university")]


def test_a_name_alone_stands_apart_and_the_same_letters_are_no_name(centre):
    make_candidate(centre, full_name="Zhang Wei")
    make_candidate(centre, full_name="張偉")
    make_candidate(centre, full_name="Han Li")
    make_candidate(centre, full_name="Hal In")

    assert pairs(centre) == []
    assert pairs(centre, "names") == [("張偉", "Zhang Wei", "Same name")]


def test_numbered_namesakes_are_not_suggested_and_a_switchboard_is_named_instead(
    as_manager, centre
):
    for number in range(3):
        make_candidate(centre, full_name=f"Wei Wang 000{number}")
    for number in range(21):
        make_candidate(centre, full_name=f"Person {number:c<9}", phone="+852 2766 5111")

    assert pairs(centre) == pairs(centre, "names") == []
    [crowd] = queue(centre, SURE).crowds
    assert (crowd.why, crowd.people) == ("Same phone number", 21)
    assert queue(centre, "names").crowds == []
    page = as_manager.get(URL).text
    assert "21 people. So many are not compared pair by pair." in page
    assert f'href="{crowd.one.get_absolute_url()}"' in page


def test_whom_more_than_a_name_joins_stands_in_one_place_alone(centre):
    for _twin in "12":
        studied(make_candidate(centre, full_name="Li Zihan"), "Harbour City University")
        make_candidate(centre, full_name="Bo B", email="bo@example.org")

    assert len(pairs(centre)) == 2
    assert pairs(centre, "names") == []


def test_a_university_added_later_makes_the_pair_and_taken_away_ends_it(centre):
    one, other = (make_candidate(centre, full_name="Li Na") for _number in range(2))
    studied(one, "Harbour City University")
    before = pairs(centre)

    studied(other, "Harbour City University")
    then = pairs(centre)
    other.education.all().delete()
    CandidateKey.refresh([other])

    assert (before, len(then), pairs(centre)) == ([], 1, [])


def test_the_queue_shows_both_people_and_leads_page_by_page_through_all_pairs(as_manager, centre):
    for number in range(PAGE + 2):
        for _twin in range(2):
            make_candidate(centre, full_name=f"Twin {number}", email=f"t{number}@example.org")

    first = as_manager.get(URL)
    after = first.context["page"].after
    second = as_manager.get(URL, {"after": "{}-{}".format(*after)})

    assert [str(one.newer) for one in first.context["page"].pairs] == [
        f"Twin {number}" for number in range(PAGE + 1, 1, -1)
    ]
    assert [str(one.newer) for one in second.context["page"].pairs] == ["Twin 1", "Twin 0"]
    assert second.context["page"].after is None
    assert "Same e-mail and name" in second.content.decode()


def test_with_nobody_alike_the_queue_says_so(as_manager, centre):
    make_candidate(centre, full_name="Li Na")

    assert "Nobody looks like the same person twice." in as_manager.get(URL).content.decode()


def test_the_queue_is_reached_from_the_candidates_by_those_who_may_decide(client, centre):
    seen = {}
    for role in ("manager", "director", "supervisor"):
        client.force_login(make_user(role, centre))
        page = client.get(reverse("recruitment:candidates")).content.decode()
        seen[role] = (URL in page, client.get(URL).status_code)

    assert seen == {"manager": (True, 200), "director": (True, 200), "supervisor": (False, 403)}


def test_another_centres_people_make_no_pair(centre):
    make_candidate(centre, email="ann@example.org")
    make_candidate(make_centre(), email="ann@example.org")

    assert pairs(centre) == []


def test_the_queue_costs_the_same_with_many_people(as_manager, centre):
    def add(count):
        Candidate.objects.add_many(
            [
                Candidate(centre=centre, full_name=f"P{n}", email=f"p{n}@example.org")
                for n in range(count)
            ]
        )

    for _number in range(2):
        make_candidate(centre, full_name="Ann A", email="ann@example.org")
    few = cost(as_manager, "get", URL)
    add(300)

    many = cost(as_manager, "get", URL)

    assert (many.statements, many.rows) == (few.statements, few.rows)


def test_pairs_are_found_by_the_index_of_keys_and_never_by_reading_people(centre):
    sql, values = statement(centre, ("e", "o", "p", "s"), (9, 9))
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of no rows is read whole
        cursor.execute(("EXPLAIN " if postgres else "EXPLAIN QUERY PLAN ") + sql, values)
        plan = [str(row) for row in cursor.fetchall()]

    keys = [line for line in plan if ("candidate_key_once" if postgres else "SEARCH") in line]
    assert len(keys) >= 6  # four kinds, and both people
    assert [line for line in plan if "Seq Scan" in line or "SCAN recruitment" in line] == []


def test_one_name_is_looked_up_by_its_key_however_many_people_there_are(as_manager, centre):
    url = reverse("recruitment:candidate-duplicates")
    make_candidate(centre, full_name="Zhang Wei")
    typed = {"full_name": "张伟", "email": "nobody@example.org"}
    few = cost(as_manager, "get", url, typed)
    Candidate.objects.add_many(
        [Candidate(centre=centre, full_name=f"Other {n}") for n in range(300)]
    )

    many = cost(as_manager, "get", url, typed)

    assert (many.statements, many.rows) == (few.statements, few.rows)


def test_pairs_told_apart_are_listed_and_suggested_again_on_request(as_manager, centre):
    one, other = (make_candidate(centre, email="ann@example.org") for _number in range(2))
    as_manager.post(reverse("recruitment:not-same", args=[other.pk, one.pk]))
    (row,) = NotSame.objects.all()
    listed = as_manager.get(URL, {"show": "apart"}).content.decode()

    while_apart = pairs(centre)
    as_manager.post(reverse("recruitment:not-same-undo", args=[row.pk]))

    assert while_apart == []
    assert "Suggest again" in listed
    assert one.get_absolute_url() in listed
    assert len(pairs(centre)) == 1
