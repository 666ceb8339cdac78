"""“Not the same” is remembered wherever people are compared, and can be taken back."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from recruitment.candidates import duplicates
from recruitment.candidates.models import Candidate, CandidateKey, EducationRecord
from recruitment.candidates.pairs import NotSame
from tests.exchange.sheets import row
from tests.factories import make_candidate, make_centre, make_user
from tests.imports.pages import checked, decide, run

ADD = reverse("recruitment:candidate-add")


def say(client, one, other):
    return client.post(reverse("recruitment:not-same", args=[one.pk, other.pk]), follow=True)


def twins(centre):
    """Two people of one name and university, and one e-mail."""
    people = [make_candidate(centre, full_name="Li Na", email="na@example.org") for _n in range(2)]
    for person in people:
        EducationRecord.objects.create(candidate=person, institution="Harbour City University")
    CandidateKey.refresh(people)
    return people


def test_on_the_persons_page_the_pair_is_told_apart_and_the_toast_takes_it_back(as_manager, centre):
    one, other = twins(centre)
    offered = as_manager.get(one.get_absolute_url()).content.decode()

    page = say(as_manager, one, other)
    after = as_manager.get(other.get_absolute_url()).content.decode()
    undo = reverse("recruitment:not-same-undo", args=[NotSame.objects.get().pk])
    as_manager.post(undo)
    again = as_manager.get(one.get_absolute_url()).content.decode()

    assert "Possibly the same person as Li Na" in offered
    assert undo in page.content.decode()
    assert "Possibly the same person" not in after
    assert "Possibly the same person as Li Na" in again


def test_said_twice_it_is_remembered_once_with_who_said_it_and_both_in_the_log(
    as_manager, manager, centre
):
    one, other = twins(centre)

    say(as_manager, other, one)
    say(as_manager, one, other)
    pair = NotSame.objects.get()
    as_manager.post(reverse("recruitment:not-same-undo", args=[pair.pk]))

    assert (pair.first, pair.second, pair.said_by) == (one, other, manager)
    log = LogEntry.objects.filter(content_type__model="notsame").order_by("pk")
    assert [(entry.action, entry.actor) for entry in log] == [
        (LogEntry.Action.CREATE, manager),
        (LogEntry.Action.DELETE, manager),
    ]


def test_supervisors_are_not_asked_and_another_centres_people_are_not_there(client, centre):
    one, other = twins(centre)
    stranger = make_candidate(make_centre())
    supervisor = make_user("supervisor", centre)
    Candidate.objects.filter(pk=one.pk).update(created_by=supervisor)
    client.force_login(supervisor)
    theirs = say(client, one, other).status_code
    client.force_login(make_user("manager", centre))

    answers = [say(client, one, stranger).status_code, say(client, one, one).status_code]

    assert [theirs, *answers] == [403, 404, 404]
    assert not NotSame.objects.exists()


def test_while_typing_a_namesake_told_apart_from_who_has_the_address_is_left_out(centre, manager):
    one = make_candidate(centre, full_name="Li Na", email="na@example.org")
    other = make_candidate(centre, full_name="Li Na", email="other@example.org")
    typed = Candidate(centre=centre, full_name="Li Na", email="na@example.org")
    before = duplicates.find(typed, user=manager)

    NotSame.say(one, other, by=manager)

    assert [match.candidate for match in before] == [one, other]
    assert [match.candidate for match in duplicates.find(typed, user=manager)] == [one]


@pytest.mark.parametrize(("role", "remembered"), [("manager", 1), ("supervisor", 0)])
def test_this_is_another_person_on_quick_add_is_remembered_for_those_who_may_decide(
    client, centre, role, remembered
):
    make_candidate(centre, full_name="Li Na", email="na@example.org")
    client.force_login(make_user(role, centre))
    token = client.get(ADD).context["form"]["token"].value()
    typed = {"full_name": "Chen Hao", "email": "na@example.org", "place": "none", "token": token}

    client.post(ADD, typed | {"anyway": "on"})

    assert Candidate.objects.filter(full_name="Chen Hao").exists()
    assert NotSame.objects.count() == remembered


def test_a_line_imported_as_a_new_person_is_not_suggested_with_whom_it_looked_like(
    as_manager, centre, manager
):
    known = make_candidate(centre, full_name="Ada Ng", email="ada@elsewhere.example.org")
    source = checked(as_manager, [row("NG, Ada")])
    decide(as_manager, source, 2, "new")

    run(as_manager, source)

    pair = NotSame.objects.get()
    assert (pair.first, pair.second.emails) == (known, ["ng.ada@example.org"])
    assert pair.said_by == manager


def test_on_the_check_page_of_an_import_a_person_told_apart_is_not_suggested(as_manager, centre):
    one = make_candidate(centre, full_name="Ada Ng", email="ng.ada@example.org")
    other = make_candidate(centre, full_name="Ada Ng", email="other@example.org")

    def suggested():
        source = checked(as_manager, [row("NG, Ada")])
        decide(as_manager, source, 2, f"p{one.pk}")
        return {one["person"] for one in source.rows.get().alike}

    before = suggested()
    NotSame.say(one, other, by=None)

    assert (before, suggested()) == ({one.pk, other.pk}, {one.pk})
