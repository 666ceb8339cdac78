"""Quick add: one person, one application, whatever is clicked twice."""

import uuid
from datetime import date

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from centre.accounts.models import User
from recruitment.candidates.models import Candidate, Note
from recruitment.moves.invariants import violations
from recruitment.pipeline.models import Application
from recruitment.positions.models import Position
from tests.factories import (
    make_application,
    make_candidate,
    make_centre,
    make_supervisor,
    make_user,
)
from tests.measuring import cost

ADD = reverse("recruitment:candidate-add")


def place(centre):
    """The rolling intake is on offer at any time."""
    position = Position.objects.get(centre=centre, track__kind="postdoc")
    return f"{position.pk}-{position.track.intakes.get().pk}"


def filled(centre, **fields):
    typed = {
        "token": str(uuid.uuid4()),
        "full_name": "Li Zihan",
        "native_name": "李梓涵",
        "email": "Zihan.Li@Example.org ",
        "place": place(centre),
        "source": centre.sources.get(name="Conference").pk,
    }
    return typed | fields


def test_the_application_takes_the_area_of_a_position_that_names_one(as_manager, centre):
    vision, imaging = centre.areas.create(name="Vision"), centre.areas.create(name="Imaging")
    gone = centre.areas.create(name="Film", retired_on=date(2025, 1, 1))
    position = centre.positions.get(track__kind="postdoc")
    found = []
    for areas in ([], [vision], [vision, gone], [vision, imaging]):
        position.areas.set(areas)
        as_manager.post(ADD, filled(centre, email=f"n{len(found)}@example.org"))
        found.append(Application.objects.latest("pk").area)

    assert found == [None, vision, vision, None]


def test_three_fields_make_a_person_with_an_application(as_manager, manager, centre):
    answer = as_manager.post(ADD, filled(centre))

    person = Candidate.objects.get()
    application = Application.objects.get()
    assert answer.headers["Location"] == person.get_absolute_url()
    assert (person.full_name, person.native_name, person.email) == (
        "Li Zihan",
        "李梓涵",
        "zihan.li@example.org",
    )
    assert (person.created_by, person.current) == (manager, application)
    assert (application.stage.kind, application.source.name, application.owner) == (
        "applied",
        "Conference",
        manager,
    )
    assert application.transitions.get().actor == manager
    assert LogEntry.objects.get_for_object(person).get().actor == manager
    assert list(violations()) == []


def test_adding_takes_at_most_twelve_statements(as_manager, centre):
    as_manager.post(ADD, filled(centre, email="warm@example.org"))
    supervisor = make_supervisor(centre)

    measured = cost(as_manager, "post", ADD, filled(centre, supervisor=supervisor.pk))

    assert (measured.status, measured.statements <= 12) == (302, True), measured


def test_the_cost_of_adding_does_not_grow_with_the_number_of_people(as_manager, centre):
    as_manager.post(ADD, filled(centre, email="warm@example.org"))
    few = cost(as_manager, "post", ADD, filled(centre, email="a@example.org"))
    for _ in range(40):
        make_application(centre)

    many = cost(as_manager, "post", ADD, filled(centre, email="b@example.org"))

    assert (many.statements, many.rows) == (few.statements, few.rows)


def test_the_same_form_twice_makes_one_person_and_gives_the_same_answer(as_manager, centre):
    typed = filled(centre)

    first = as_manager.post(ADD, typed)
    second = as_manager.post(ADD, typed)

    assert first.headers["Location"] == second.headers["Location"]
    assert (Candidate.objects.count(), Application.objects.count()) == (1, 1)


def test_the_token_of_somebody_else_is_not_theirs_to_replay(client, as_manager, centre):
    typed = filled(centre)
    as_manager.post(ADD, typed)
    supervisor = make_user("supervisor", centre)
    client.force_login(supervisor)

    answer = client.post(ADD, typed | {"email": "other@example.org"})

    assert answer.status_code == 302
    assert list(Candidate.objects.order_by("pk").values_list("email", flat=True)) == [
        "zihan.li@example.org",
        "other@example.org",
    ]


def test_a_prospect_has_no_application_and_keeps_where_we_found_them(as_manager, centre):
    as_manager.post(ADD, filled(centre, place="none"))

    person = Candidate.objects.get()
    assert person.current is None
    assert Note.objects.get(candidate=person).text == "Found through: Conference."


def test_a_known_email_comes_back_once_with_everything_typed(as_manager, centre):
    known = make_candidate(centre, full_name="Zihan Lee", email="zihan.li@example.org")
    typed = filled(centre)

    answer = as_manager.post(ADD, typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert Candidate.objects.count() == 1
    assert "There is a problem" in page
    assert known.get_absolute_url() in page
    assert "李梓涵" in page
    assert 'type="checkbox" name="anyway"' in page

    as_manager.post(ADD, typed | {"anyway": "on"})
    assert Candidate.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": "  "}, "Enter the name."),
        ({"email": "zihan"}, "Write it as name@example.org."),
        ({"place": ""}, "Choose a position and intake"),
        ({"place": "1-2-3"}, "not open any more"),
        ({"place": "99999999-99999999"}, "not open any more"),
        ({"source": "999999999"}, "source is not in use any more"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(as_manager, centre, wrong, sentence):
    answer = as_manager.post(ADD, filled(centre, **wrong))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Candidate.objects.count() == 0


def test_position_and_source_of_another_centre_are_not_on_offer(as_manager, centre):
    other = make_centre()

    answer = as_manager.post(ADD, filled(centre, place=place(other)))

    assert answer.status_code == 422
    assert Candidate.objects.count() == 0


def test_add_another_keeps_position_and_source(as_manager, centre):
    typed = filled(centre, another="yes")

    answer = as_manager.post(ADD, typed, headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert "Li Zihan added." in page
    assert f'value="{typed["place"]}" selected' in page
    assert "zihan.li@example.org" not in page
    assert typed["token"] not in page


def test_the_dialog_gets_the_bare_form_and_the_page_the_same_in_its_frame(as_manager, centre):
    dialog = as_manager.get(ADD, headers={"HX-Request": "true"}).content.decode()
    page = as_manager.get(ADD).content.decode()

    assert dialog.lstrip().startswith("<form")
    assert "<html" in page
    assert 'id="quick-form"' in page


@pytest.mark.parametrize(
    ("role", "status"),
    [("manager", 200), ("supervisor", 200), ("director", 403), ("panel", 403), ("industry", 403)],
)
def test_manager_and_supervisor_may_add(client, centre, role, status):
    client.force_login(make_user(role, centre))

    assert client.get(ADD).status_code == status


def test_whoever_is_added_with_an_application_was_added_before_they_applied(as_manager, centre):
    as_manager.post(ADD, filled(centre))

    events = as_manager.get(Candidate.objects.get().get_absolute_url()).context["activity"].events

    assert [event.kind for event in events] == ["move", "added"]


def test_a_candidate_with_a_colleague_s_address_is_a_candidate_and_no_more(
    as_manager, centre, director
):
    before = User.objects.filter(pk=director.pk).values().get()

    as_manager.post(ADD, filled(centre, email=director.email))

    person = Candidate.objects.get()
    assert (person.full_name, person.email) == ("Li Zihan", director.email)
    assert User.objects.filter(pk=director.pk).values().get() == before
    assert list(director.memberships.values_list("role", flat=True)) == ["director"]
    assert User.objects.count() == 2
