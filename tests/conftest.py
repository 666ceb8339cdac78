"""Fixtures every test may use."""

import os

import pytest

from tests.factories import make_centre, make_user

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True)
def plain_settings(settings):
    """Quick password hashing, plain static addresses, no redirect to TLS."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
