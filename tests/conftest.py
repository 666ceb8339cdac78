"""Fixtures every test may use."""

import pytest

from tests.factories import make_centre, make_user


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
