"""Every address, every role, every method, against the one declared table."""

import hashlib

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.db import connection, transaction
from django.urls import get_resolver, reverse

from centre.accounts.models import Membership, Role
from tests.role_matrix import ADMIN, API, MATRIX, NEVER, PEOPLE, area_of, by_area


def addresses(patterns=None, inside=()):
    """(namespace, name) of every pattern of the site."""
    for pattern in patterns or get_resolver().url_patterns:
        if hasattr(pattern, "url_patterns"):
            names = (*inside, pattern.namespace) if pattern.namespace else inside
            yield from addresses(pattern.url_patterns, names)
        else:
            yield ":".join(inside), pattern.name


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
    return seen(answer(client, method, url))


def answer(client, method, url):
    """What the site answered, with nothing done."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    client.cookies = cookies  # also after signing out
    return response


def test_every_address_is_in_the_table():
    known = {("", name) for name in MATRIX if name in _TOP}
    known |= {("recruitment", name) for name in MATRIX if name not in _TOP}
    known |= {("api", name) for name in API}

    unknown = {(space, name) for space, name in addresses() if space != "admin"} - known

    assert unknown == set(), "declare in tests/role_matrix.py who may open these"
    assert known <= set(addresses()), "the table holds addresses that are gone"


@pytest.mark.parametrize("names", by_area(MATRIX), ids=area_of)
def test_everybody_gets_what_the_table_says(world, names):
    clients, rows = world
    got, declared = {}, {}
    for name in names:
        arguments, read, write = MATRIX[name]
        url = url_of(name, arguments, rows)
        answers = {"get": read, "head": read, "post": write, **dict.fromkeys(REFUSED, NEVER)}
        for nth, who in enumerate(PEOPLE):
            for method in TRIED[connection.vendor]:
                got[name, who, method] = attempt(clients[who], method, url)
                declared[name, who, method] = answers[method].split()[nth]

    assert got == declared


REFUSED = ("put", "patch", "delete")
# HEAD asks the database what GET asks, and a method that no page has asks it nothing: what another
# database answers to GET and POST is the same rule over its own SQL.
TRIED = {"sqlite": ("get", "head", "post", *REFUSED), "postgresql": ("get", "post")}


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


PAGES = {"changelist", "add", "change", "delete", "history", "auditlog", "password"}
# Sign-in and sign-out of the admin are the site's; the rest are its doors, which lead nowhere.
OPEN_TO_ALL = {"login", "logout", "view_on_site", "app_list", None}
MODELS = {
    f"{model._meta.app_label}_{model._meta.model_name}": model
    for app in ("centre", "recruitment", "auditlog", "django_tasks_database")
    for model in apps.get_app_config(app).get_models()
}


def pages_of_models():
    """{model: [(name of the address, which page it is)]} of the admin."""
    found = {}
    for space, name in addresses():
        if space != "admin" or name in ADMIN or name in OPEN_TO_ALL:
            continue
        assert name is not None, "an admin address without a name"
        # Django names the page for a user's password by its own app, whatever the model.
        name_of_model = name.replace("auth_user_password_change", "centre_user_password")
        which, _sep, page = name_of_model.rpartition("_")
        found.setdefault(which, []).append((name, page))
    return found


def test_every_page_of_the_admin_is_of_a_model_and_of_a_kind_that_is_tried():
    found = pages_of_models()

    assert found.keys() <= MODELS.keys(), "say in this file who may open these"
    assert {page for pages in found.values() for _name, page in pages} <= PAGES


# Ten models a test, so that none is long enough for a worker to be left with at the end.
_ALL = sorted(pages_of_models())
TENS = [_ALL[first : first + 10] for first in range(0, len(_ALL), 10)]


@pytest.mark.parametrize("some", TENS, ids=lambda some: some[0])
def test_the_admin_lets_in_keepers_and_administrators_only(world, some):
    clients, _rows = world
    for which in some:
        row = MODELS[which]._base_manager.order_by("pk").first()
        for name, page in pages_of_models()[which]:
            args = [] if page in ("changelist", "add") else [row.pk if row else 1]
            url = reverse(f"admin:{name}", args=args)
            for who in PEOPLE:
                for method in ("get", "post"):
                    let_in_or_sent_away(clients[who], who, method, url)
            if which in ("centre_user", "centre_membership", "recruitment_candidatekey"):
                assert attempt(clients["manager"], "get", url) == "403", name


def let_in_or_sent_away(client, who, method, url):
    response = answer(client, method, url)
    got = seen(response)
    if who in ("root", "manager", "outsider"):
        assert got in ("ok", "403", "404"), (who, method, url)
    elif got == "ok":
        # Django sends those who may not enter to its sign-in, which refuses them.
        assert response.status_code == 302, (who, method, url)
        assert response.url.startswith("/admin/login/"), (who, method, url)


def test_roles_are_those_of_the_policy():
    assert {role.value for role in Role} == {
        "director",
        "manager",
        "supervisor",
        "panel",
        "industry",
    }
    assert Membership._meta.get_field("role").choices == Role.choices
