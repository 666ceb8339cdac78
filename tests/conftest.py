"""Fixtures every test may use."""

import pytest
from django.db import connection

from centre.organisation.models import Centre
from recruitment.moves.invariants import violations
from tests.factories import make_centre, make_user
from tests.world import make_world

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


@pytest.fixture
def world(db, settings):
    """A centre with one of everything, and nine people: ({who: their client}, {argument: value}).

    Jobs are put in the queue, and stay there: sweeps would make a PDF with every press.
    """
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return make_world()
