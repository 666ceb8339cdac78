"""Who gets what from the API: a token does what its role may in its centre, and no more."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centre.accounts.models import Membership, User
from centre.accounts.tokens import AccessToken, Scope
from centre.web import limits
from recruitment.api import access
from tests.api.programs import Program, problem
from tests.factories import make_application, make_candidate, make_centre, make_token, make_user
from tests.role_matrix import API, PEOPLE
from tests.world import LEFT_UNDONE, make_world

pytestmark = pytest.mark.django_db
# The smallest body that lets the row be looked for.
BODIES = {
    "application-moves": {"verb": "undo", "version": 1},
    "import-run": {"version": 0},
}


def test_everybody_gets_what_the_table_says(settings, monkeypatch):
    monkeypatch.setattr(limits, "count", lambda *args, **more: 0)
    settings.TASKS = LEFT_UNDONE
    clients, rows = make_world()  # its own: the others here begin with nothing
    secrets = {
        who: make_token(user)[1]
        for who, client in clients.items()
        if (user := signed_in(client)) and user.held
    }
    wrong = {}

    for name, (arguments, *declared) in API.items():
        url = reverse(f"api:{name}", kwargs={key: rows[of] for key, of in arguments.items()})
        for method, table in zip(("get", "post", "patch"), declared, strict=True):
            got = [
                asked(clients[who], method, url, secrets.get(who), BODIES.get(name))
                for who in PEOPLE
            ]
            if got != table.split():
                wrong[name, method] = (got, table.split())

    assert wrong == {}


def signed_in(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def asked(client, method, url, secret, body):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    with transaction.atomic():
        answer = getattr(client, method)(
            url, *([body or {}] if method != "get" else []),
            content_type="application/json", headers=headers,
        )  # fmt: skip
        transaction.set_rollback(True)
    if answer.status_code in (401, 403, 404, 405):
        problem(answer)
        return str(answer.status_code)
    assert answer.status_code < 500, answer.content
    return "ok"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_in_the_shape_of_all_refusals(manager, method):
    answer = Program(manager).send(method, "candidates")

    assert problem(answer)["status"] == 405
    assert answer["Allow"] == "GET, HEAD, POST"


def test_a_session_opens_nothing(as_manager):
    answer = as_manager.get(reverse("api:candidates"))

    assert problem(answer)["status"] == 401
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "end",
    [
        lambda token, user: token.revoke(timezone.now()),
        lambda token, user: Membership.objects.filter(user=user).delete(),
        lambda token, user: type(user).objects.filter(pk=user.pk).update(is_active=False),
        lambda token, user: AccessToken.objects.update(
            expires_at=timezone.now() - timedelta(seconds=1)
        ),
    ],
    ids=["revoked", "role gone", "account closed", "expired"],
)
def test_a_token_that_has_ended_opens_nothing(manager, end):
    program = Program(manager)
    assert program.get("candidates").status_code == 200

    end(program.token, manager)

    assert problem(program.get("candidates"))["status"] == 401


def test_a_role_given_again_does_not_bring_its_tokens_back(manager, centre):
    program = Program(manager)

    Membership.objects.filter(user=manager).delete()
    Membership.objects.create(user=manager, centre=centre, role="manager")

    assert program.get("candidates").status_code == 401


def test_a_changed_role_changes_what_its_tokens_may(manager):
    program = Program(manager)
    held = Membership.objects.get(user=manager)

    held.role = "industry"
    held.save()

    assert problem(program.get("candidates"))["status"] == 403


def test_a_scope_that_was_not_chosen_is_not_there(manager):
    figures, people = Program(manager, Scope.FIGURES), Program(manager, Scope.PEOPLE)

    assert figures.get("intakes").status_code == 200
    assert "people" in problem(figures.get("candidates"))["detail"]
    assert people.get("candidates").status_code == 200
    assert "figures" in problem(people.get("intakes"))["detail"]
    assert "write" in problem(people.post("candidates", body={}))["detail"]


def test_a_calendar_link_does_not_open_the_api(manager):
    assert Program(manager, Scope.CALENDAR).get("intakes").status_code == 401


def test_a_token_knows_one_centre_of_somebody_with_two(manager, centre):
    program = Program(manager)
    other = make_centre("there")
    Membership.objects.create(user=manager, centre=other, role="manager")
    mine, theirs = make_candidate(centre), make_candidate(other)

    listed = program.get("candidates").json()["results"]

    assert [one["id"] for one in listed] == [mine.pk]
    assert program.get("candidate", theirs.pk).status_code == 404


def test_a_system_administrator_is_no_more_than_their_role(centre):
    keeper = make_user("supervisor", centre, is_superuser=True, is_staff=True)
    make_application(centre)

    assert Program(keeper).get("applications").json()["results"] == []
    keeper.refresh_from_db()
    assert keeper.is_superuser


def test_the_database_holds_no_secret(manager):
    program = Program(manager)

    row = AccessToken.objects.values().get()

    kept = {name: str(value) for name, value in row.items()}
    assert not [name for name, value in kept.items() if program.secret in value]
    assert len(program.secret) - len("cohort_") >= 43  # 256 bits


def test_the_log_names_who_a_token_acts_as(manager, centre):
    person = make_candidate(centre)
    program = Program(manager)
    etag = program.get("candidate", person.pk)["ETag"]

    program.patch("candidate", person.pk, body={"phone": "+852 1"}, **{"If-Match": etag})

    entry = LogEntry.objects.get_for_object(person).get(action=LogEntry.Action.UPDATE)
    assert entry.actor == manager


def test_a_program_that_ran_away_is_told_to_wait_and_others_are_not(manager, director, monkeypatch):
    monkeypatch.setattr(access, "REQUESTS", 2)
    program, other = Program(manager), Program(director)

    answers = [program.get("intakes") for _time in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert problem(answers[-1])
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert other.get("intakes").status_code == 200


def test_guessing_tokens_is_limited_by_where_it_comes_from(centre, monkeypatch):
    monkeypatch.setattr(access, "REFUSALS", 2)
    client, url = Client(), reverse("api:intakes")

    answers = [
        client.get(url, headers={"Authorization": f"Bearer cohort_{i}"}).status_code
        for i in range(3)
    ]

    assert answers == [401, 401, 429]


def test_the_last_use_is_noted(manager):
    program = Program(manager)
    assert program.token.last_used_at is None

    program.get("intakes")

    program.token.refresh_from_db()
    assert timezone.now() - program.token.last_used_at < timedelta(minutes=1)
