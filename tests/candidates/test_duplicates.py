"""Who looks the same: strong reasons first, names only where they mean something."""

from recruitment.candidates import duplicates
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from tests.factories import make_candidate, make_user


def found(centre, user, **typed):
    people = duplicates.find(Candidate(centre=centre, **typed), user=user)
    return [(match.candidate.full_name, match.why) for match in people]


def test_email_phone_orcid_and_name_are_reasons_and_are_told(centre, manager):
    make_candidate(
        centre,
        full_name="Zhang Wei",
        email="zw@example.org",
        phone="+852 5550 1234",
        orcid="0000-0002-1825-0097",
    )

    assert found(centre, manager, full_name="Z", phone="5550 1234") == []  # eight digits, not nine
    assert found(centre, manager, full_name="Z", phone="852 5550 1234") == [
        ("Zhang Wei", "Same phone number")
    ]
    assert found(
        centre, manager, full_name="Wei Zhang", orcid="0000000218250097", email="ZW@example.org"
    ) == [("Zhang Wei", "Same e-mail, ORCID iD and name")]


def test_a_second_address_counts_as_much_as_the_first(centre, manager):
    make_candidate(centre, full_name="Li Na", other_emails="na@old.example.org")

    assert found(centre, manager, full_name="X", email="na@old.example.org") == [
        ("Li Na", "Same e-mail")
    ]


def test_who_shares_an_address_comes_before_who_shares_a_name(centre, manager):
    make_candidate(centre, full_name="Li Na")
    make_candidate(centre, full_name="Chen Hao", email="na@example.org")

    assert [
        name for name, _why in found(centre, manager, full_name="Li Na", email="na@example.org")
    ] == [
        "Chen Hao",
        "Li Na",
    ]


def test_letters_in_common_are_no_name_in_common(centre, manager):
    make_candidate(centre, full_name="Han Li")

    assert found(centre, manager, full_name="Hal In") == []


def test_nothing_typed_finds_nobody(centre, manager):
    make_candidate(centre, full_name="Li Na", email="")

    assert found(centre, manager) == []


def test_of_people_kept_already_a_namesake_counts_beside_a_common_university(centre, manager):
    one, other, stranger = (make_candidate(centre, full_name="Li Na") for _ in range(3))
    for person in (one, other):
        EducationRecord.objects.create(candidate=person, institution="Harbour City University")
    CandidateKey.refresh([one, other])

    twins = duplicates.find(one, user=manager, at_school=True)

    assert [match.candidate for match in twins] == [other]
    assert stranger not in [match.candidate for match in twins]


def test_of_people_unseen_a_supervisor_meets_only_those_with_the_same_address(centre):
    supervisor = make_user("supervisor", centre)
    make_candidate(centre, full_name="Li Na", email="na@example.org")
    make_candidate(centre, full_name="Li Na", email="namesake@example.org")
    make_candidate(centre, full_name="Li Na", email="own@example.org", created_by=supervisor)

    typed = Candidate(centre=centre, full_name="Li Na", email="na@example.org")
    people = duplicates.find(typed, user=supervisor)

    assert sorted((match.candidate.email, match.seen) for match in people) == [
        ("na@example.org", False),
        ("own@example.org", True),
    ]
