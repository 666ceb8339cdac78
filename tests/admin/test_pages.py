"""Every admin page opens, whoever may open it, and costs the same at any size."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from recruitment.pipeline.models import Application
from tests.factories import make_centre, make_started, make_user

MODELS = [
    model for app in ("centre", "recruitment") for model in apps.get_app_config(app).get_models()
]
IDS = [model._meta.model_name for model in MODELS]


@pytest.fixture
def superuser(db):
    return make_user(email="root@example.org", name="Root", is_staff=True, is_superuser=True)


@pytest.fixture
def keeper(centre):
    """A centre manager who is staff, so keeps the centre's records in the admin."""
    return make_user("manager", centre, name="Grace Lam", is_staff=True)


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_is_in_the_admin():
    missing = [model._meta.label for model in MODELS if not admin.site.is_registered(model)]

    assert missing == []


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_a_system_administrator_opens_every_list_row_and_history(client, centre, superuser, model):
    make_started(centre)
    client.force_login(superuser)

    assert client.get(url(model, "changelist")).status_code == 200
    assert client.get(url(model, "changelist"), {"q": "person"}).status_code == 200
    row = model._default_manager.order_by("pk").first()
    if row is not None:
        assert client.get(url(model, "change", row.pk)).status_code == 200
        assert client.get(url(model, "history", row.pk)).status_code == 200
        assert client.get(url(model, "delete", row.pk)).status_code in (200, 403)
    assert client.get(url(model, "add")).status_code in (200, 403)


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_a_keeper_meets_their_own_centre_only(client, centre, keeper, model):
    other = make_centre("other")
    make_started(centre)
    make_started(other)
    client.force_login(keeper)
    site = admin.site.get_model_admin(model)

    listed = client.get(url(model, "changelist"))

    if getattr(site, "superusers_only", True) is True:
        assert listed.status_code == 403
        return
    assert listed.status_code == 200
    shown = list(listed.context["cl"].queryset)
    assert {site.centre_of(row) for row in shown} <= {centre.pk}
    for row in shown[:1]:
        assert client.get(url(model, "change", row.pk)).status_code == 200
    strangers = [row for row in model._default_manager.all() if site.centre_of(row) == other.pk]
    for row in strangers[:1]:
        for page in ("change", "history", "delete", "auditlog"):
            for answer in (client.get(at := url(model, page, row.pk)), client.post(at)):
                assert answer.status_code == 404, page
                # As a word: a token of the form may hold its letters.
                assert not re.search(rf"\b{re.escape(str(row))}\b", answer.content.decode())


@pytest.mark.parametrize("role", ["director", "supervisor", "panel", "industry"])
def test_nobody_else_enters(client, centre, role):
    client.force_login(make_user(role, centre, is_staff=False))

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_staff_without_a_centre_see_nothing(client, db):
    client.force_login(make_user(is_staff=True))

    assert client.get(url(Application, "changelist")).status_code == 403
