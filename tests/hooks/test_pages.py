"""Webhooks in Settings: kept by director and manager, off until somebody turns them on."""

import re

import pytest
from django.urls import reverse

from recruitment.hooks.models import Webhook
from recruitment.moves.gate import Ask, take
from tests.factories import make_application, make_webhook, stage

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.example.org/in"


def test_a_webhook_is_added_off_and_its_secret_is_shown_once(as_manager, centre):
    typed = {"name": "Warehouse", "url": ADDRESS, "tells_starts": "on"}

    answer = as_manager.post(reverse("recruitment:settings-webhook-add"), typed)

    hook = Webhook.objects.get()
    assert (hook.centre, hook.is_on, hook.tells_moves) == (centre, False, False)
    assert re.search(r'value="(whsec_[^"]+)"', answer.text)[1] == hook.secret
    assert len(hook.secret) > 40
    page = as_manager.get("/settings/webhooks/").text
    assert ADDRESS in page
    assert hook.secret not in page


def test_an_address_of_a_private_network_is_refused_with_a_sentence(as_manager):
    typed = {"name": "Warehouse", "url": "https://10.0.0.1/", "tells_starts": "on"}

    answer = as_manager.post(reverse("recruitment:settings-webhook-add"), typed)

    assert answer.status_code == 422
    assert "private network" in answer.text
    assert Webhook.objects.count() == 0


def test_one_that_tells_nothing_is_refused(as_manager, centre):
    hook = make_webhook(centre)

    answer = as_manager.post(
        reverse("recruitment:settings-webhook", args=[hook.pk]), {"name": "W", "url": ADDRESS}
    )

    assert answer.status_code == 422
    assert "Choose what it is told of." in answer.text


def test_the_log_tells_how_the_telling_went(as_manager, centre, monkeypatch):
    monkeypatch.setattr("recruitment.hooks.addresses.post", lambda *args: 503)
    make_webhook(centre, is_on=True)
    one = make_application(centre)

    take(one, Ask("move", stage=stage(centre, "review")), actor=None)

    page = as_manager.get("/settings/webhooks/").text
    assert "It answered 503." in page
    assert one.get_absolute_url() in page
    assert one.candidate.full_name not in page


def test_a_deleted_webhook_is_gone_with_its_log_and_moves_ask_for_nobody(as_manager, centre):
    hook = make_webhook(centre, is_on=True)
    centre.refresh_from_db()
    assert centre.has_webhooks

    as_manager.post(reverse("recruitment:settings-webhook-delete", args=[hook.pk]))

    centre.refresh_from_db()
    assert (Webhook.objects.count(), centre.has_webhooks) == (0, False)
