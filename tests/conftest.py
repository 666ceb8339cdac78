"""Fixtures every test may use."""

import gc
from copy import deepcopy
from unittest.mock import patch

import pytest
from django.db import connection, connections, transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, settings

from centre.organisation.models import Centre
from recruitment.moves.invariants import violations
from tests import migrated
from tests.factories import make_centre, make_user
from tests.world import LEFT_UNDONE, make_world

# How long an example takes says more about the machine than about the code.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

_DATABASE = {"db", "transactional_db", "live_server"}


def needs_database(test) -> bool:
    return bool(_DATABASE & set(test.fixturenames) or test.get_closest_marker("django_db"))


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL, what needs no database was tested already (.ci/test)."""
    if connection.vendor == "sqlite":
        return
    others = [one for one in items if not needs_database(one)]
    config.hook.pytest_deselected(items=others)
    items[:] = [one for one in items if needs_database(one)]


def pytest_collection_finish():
    """What is imported stays to the end: looking through it again and again for what nobody holds
    any more takes an eighth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def migrated_copy(request):
    """A copy of the migrated database, where there is or will be one (tests/migrated.py)."""
    if connection.vendor != "sqlite" or request.config.getvalue("nomigrations"):
        return None
    return migrated.Copy(request.config.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_setup(migrated_copy, django_db_setup, django_db_blocker):
    if migrated_copy:
        with django_db_blocker.unblock():
            migrated_copy.keep(connection)


@pytest.fixture(autouse=True)
def invariants_hold(request):
    """After every test that left something in the database, all of it agrees with its history."""
    if not needs_database(request.node):
        yield
        return
    # Asked for here, so that it is taken down after the check.
    request.getfixturevalue("db")
    yield
    if Centre.objects.exists():
        assert list(violations()) == []


@pytest.fixture
def centre(db):
    return make_centre("visual-ai")


@pytest.fixture
def manager(centre):
    return make_user("manager", centre, name="Grace Lam")


@pytest.fixture
def director(centre):
    return make_user("director", centre, name="Adrian Kwan")


@pytest.fixture
def as_manager(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker):
    """What is made next stands until the module ends: each test undoes what it did, the end undoes
    all. For modules whose tests all have it: another would find it there, too. A test that ends
    would close the connection, and what stands with it.
    """
    with (
        django_db_blocker.unblock(),
        patch.object(connections["default"], "close"),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_world(standing):
    """`make_world`, once for the tests of a module."""
    with override_settings(TASKS=LEFT_UNDONE):
        yield make_world()


@pytest.fixture
def world(made_world, db):
    """A centre with one of everything, and nine people: ({who: their client}, {argument: value}).

    The clients are the test's own.
    """
    made, rows = made_world
    clients = {who: Client() for who in made}
    for who, client in clients.items():
        client.cookies = deepcopy(made[who].cookies)
    return clients, dict(rows)
