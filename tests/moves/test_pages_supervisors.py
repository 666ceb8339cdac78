"""Supervisors move their own, up to the committee's decision, and are told why not further."""

import pytest
from django.urls import reverse

from tests.factories import make_application, make_supervisor, make_user, reason, stage

SENTENCE = "only the director or the centre manager may do this"


@pytest.fixture
def supervisor(centre):
    return make_user("supervisor", centre, name="Helena Cruz")


@pytest.fixture
def mine(centre, supervisor):
    """An application, at the stage of the kind given, of a supervisor who signs in."""
    profile = make_supervisor(centre, user=supervisor)

    def make(kind):
        return make_application(centre, kind=kind, supervisor=profile)

    return make


def post(client, verb, application, **data):
    data.setdefault("version", application.version)
    return client.post(reverse(f"recruitment:application-{verb}", args=[application.pk]), data)


def kind_of(application):
    application.refresh_from_db()
    return application.stage.kind


def test_up_to_the_decision_they_move_their_own(client, centre, supervisor, mine):
    own = mine("interview")
    client.force_login(supervisor)

    post(client, "move", own, stage=stage(centre, "decision").pk)

    assert kind_of(own) == "decision"


def test_beyond_it_is_not_offered_and_refused_with_a_sentence(client, centre, supervisor, mine):
    own = mine("decision")
    client.force_login(supervisor)
    offer = stage(centre, "offer")

    page = client.get(reverse("recruitment:application-move", args=[own.pk])).content.decode()
    response = post(client, "move", own, stage=offer.pk)

    assert f'value="{offer.pk}"' not in page
    assert response.status_code == 422
    assert SENTENCE in response.content.decode()
    assert kind_of(own) == "decision"


@pytest.mark.parametrize("verb", ["move", "close", "correct", "undo"])
def test_what_stands_beyond_it_they_leave_alone(client, centre, supervisor, mine, verb):
    own = mine("offer")
    client.force_login(supervisor)
    data = {
        "stage": stage(centre, "review").pk,
        "reason": reason(centre, "research-fit").pk,
    }

    response = post(client, verb, own, **data)

    assert response.status_code == 403
    assert kind_of(own) == "offer"
    assert own.version == 1


def test_undo_does_not_lead_them_beyond_it_either(client, centre, director, supervisor, mine):
    from recruitment.moves.gate import Ask, take

    own = mine("offer")
    take(own, Ask("move", stage=stage(centre, "interview")), actor=director)
    client.force_login(supervisor)

    response = post(client, "undo", own)

    assert response.status_code == 403
    assert kind_of(own) == "interview"


def test_others_applications_are_not_there(client, centre, supervisor, mine):
    mine("screen")
    other = make_application(centre, kind="screen")
    client.force_login(supervisor)

    response = post(client, "move", other, stage=stage(centre, "review").pk)

    assert response.status_code == 404
    assert kind_of(other) == "screen"


def test_they_assign_nobody(client, supervisor, mine):
    own = mine("screen")
    client.force_login(supervisor)

    page = client.get(own.get_absolute_url()).content.decode()
    response = post(client, "assign", own, next_step="Mine now")

    assert response.status_code == 403
    assert reverse("recruitment:application-assign", args=[own.pk]) not in page
