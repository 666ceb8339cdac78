"""Every address, every role, every method, against the one declared table."""

import hashlib
from datetime import UTC, datetime

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from centre.accounts.models import Membership, Role
from recruitment.candidates.models import CandidateKey, EducationRecord, SavedView
from recruitment.enrolment.models import Destination
from recruitment.moves.gate import Ask, take
from tests.factories import (
    make_application,
    make_award,
    make_centre,
    make_import,
    make_ledger_entry,
    make_opening,
    make_report,
    make_started,
    make_supervisor,
    make_user,
    stage,
)
from tests.role_matrix import ADMIN, MATRIX, PEOPLE

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def addresses(patterns=None, inside=()):
    """(namespace, name) of every pattern of the site."""
    for pattern in patterns or get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            names = (*inside, pattern.namespace) if pattern.namespace else inside
            yield from addresses(pattern.url_patterns, names)
        else:
            yield ":".join(inside), pattern.name


@pytest.fixture
def world(db):
    """A centre with one of everything, and nine people who try."""
    centre, other = make_centre("here"), make_centre("there")
    users = {
        role: make_user(role, centre, is_staff=role == "manager")
        for role in ("director", "manager", "supervisor", "panel", "industry")
    }
    users["idle"] = make_user("supervisor", centre)
    users["root"] = make_user(is_staff=True, is_superuser=True)
    users["outsider"] = make_user("manager", other, is_staff=True)
    profile = make_supervisor(centre, user=users["supervisor"])
    one = make_application(centre, supervisor=profile)
    take(one, Ask("move", stage=stage(centre, "screen"), effective_at=AT), actor=None)
    started = make_started(centre, supervisor=profile)
    seat = make_opening(one)
    rows = {
        "application": one.pk,
        "candidate": one.candidate_id,
        "opening": seat.pk,
        "intake": one.intake_id,
        "researcher": started.enrolment.researcher_id,
        "enrolment": started.enrolment.pk,
        "destination": Destination.objects.create(
            researcher=started.enrolment.researcher, employer="Somewhere", as_of="2026-10-01"
        ).pk,
        "import": make_import(centre, by=users["manager"]).pk,
        "degree": EducationRecord.objects.create(
            candidate=one.candidate, institution="Somewhere"
        ).pk,
        "award": make_award(started.enrolment.researcher).pk,
        "entry": make_ledger_entry(centre).pk,
        "stage": stage(centre, "interview").pk,
        "target": centre.agreements.get().targets.first().pk,
        "source": centre.sources.first().pk,
        "view": SavedView.objects.create(
            user=users["manager"], centre=centre, name="Mine", query="q=li"
        ).pk,
    }
    CandidateKey.refresh([one.candidate])  # of the degree
    make_report(centre, "2026-q1", published_by=users["director"])
    rows["published"] = "2026-q1"
    clients = {"nobody": Client()}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients, rows


def url_of(name, arguments, rows):
    filled = {key: rows.get(value, value) for key, value in arguments.items()}
    namespace = "" if name in _TOP else "recruitment:"
    return reverse(f"{namespace}{name}", kwargs=filled)


_TOP = {name for space, name in addresses() if space == ""}


def seen(response):
    """A word for an answer, as the table has it."""
    if response.status_code == 302 and "/sign-in/" in response.url:
        return "in"
    if response.status_code in (403, 404, 405):
        return str(response.status_code)
    assert response.status_code < 500, response
    return "ok"


def attempt(client, method, url):
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    client.cookies = cookies  # also after signing out
    return seen(response)


def test_every_address_is_in_the_table():
    known = {("", name) for name in MATRIX if name in _TOP}
    known |= {("recruitment", name) for name in MATRIX if name not in _TOP}

    unknown = {(space, name) for space, name in addresses() if space != "admin"} - known

    assert unknown == set(), "declare in tests/role_matrix.py who may open these"
    assert known <= set(addresses()), "the table holds addresses that are gone"


@pytest.mark.parametrize("name", MATRIX)
def test_everybody_gets_what_the_table_says(world, name):
    clients, rows = world
    arguments, read, write = MATRIX[name]
    url = url_of(name, arguments, rows)

    got = {
        method: [attempt(clients[who], method, url) for who in PEOPLE]
        for method in ("get", "head", "post", "put", "patch", "delete")
    }

    never = ["405"] * len(PEOPLE)
    assert got == {
        "get": read.split(),
        "head": read.split(),
        "post": write.split(),
        "put": never,
        "patch": never,
        "delete": never,
    }


def test_a_get_changes_nothing_in_the_database(world):
    clients, rows = world
    before = content()

    for name, (arguments, *_answers) in MATRIX.items():
        for who in ("manager", "supervisor", "director", "nobody"):
            clients[who].get(url_of(name, arguments, rows))
    for name in ADMIN:
        clients["manager"].get(reverse(f"admin:{name}", args=ADMIN[name]))

    assert content() == before


def content():
    """A digest of every row but those of sessions."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.model_name != "session":
            digest.update(model._meta.label.encode())
            rows = model._base_manager.order_by("pk")
            if model is LogEntry:
                # That somebody took a file out is written down, and that is no change.
                rows = rows.exclude(action=LogEntry.Action.ACCESS)
            for row in rows.values_list():
                digest.update(repr(row).encode())
    return digest.hexdigest()


def test_the_admin_lets_in_keepers_and_administrators_only(world):
    clients, _rows = world
    models = {
        f"{model._meta.app_label}_{model._meta.model_name}": model
        for app in ("centre", "recruitment", "auditlog", "django_tasks_database")
        for model in apps.get_app_config(app).get_models()
    }
    for space, name in addresses():
        if space != "admin" or name in ADMIN or name in OPEN_TO_ALL:
            continue
        assert name is not None, "an admin address without a name"
        # Django names the page for a user's password by its own app, whatever the model.
        name_of_model = name.replace("auth_user_password_change", "centre_user_password")
        which, _sep, page = name_of_model.rpartition("_")
        assert which in models, f"say in this test who may open admin:{name}"
        assert page in PAGES, name
        row = models[which]._base_manager.order_by("pk").first()
        args = [] if page in ("changelist", "add") else [row.pk if row else 1]
        url = reverse(f"admin:{name}", args=args)
        for who in PEOPLE:
            for method in ("get", "post"):
                got = attempt(clients[who], method, url)
                response = clients[who].get(url) if got == "ok" else None
                if who in ("root", "manager", "outsider"):
                    assert got in ("ok", "403", "404"), (who, method, name)
                elif response is not None:
                    # Django sends those who may not enter to its sign-in, which refuses them.
                    assert response.status_code == 302, (who, method, name)
                    assert response.url.startswith("/admin/login/"), (who, method, name)
        if which in ("centre_user", "centre_membership", "recruitment_candidatekey"):
            assert attempt(clients["manager"], "get", url) == "403", name


PAGES = {"changelist", "add", "change", "delete", "history", "auditlog", "password"}
# Sign-in and sign-out of the admin are the site's; the rest are its doors, which lead nowhere.
OPEN_TO_ALL = {"login", "logout", "view_on_site", "app_list", None}


def test_roles_are_those_of_the_policy():
    assert {role.value for role in Role} == {
        "director",
        "manager",
        "supervisor",
        "panel",
        "industry",
    }
    assert Membership._meta.get_field("role").choices == Role.choices
