"""Tokens and calendar links on the page of one's own account."""

import re
from uuid import uuid4

import pytest
from auditlog.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from centre.accounts.models import Membership
from centre.accounts.tokens import AccessToken
from tests.factories import PASSWORD, make_centre, make_token, make_user

pytestmark = pytest.mark.django_db


def prove(client, user):
    """The password once more, this moment: a session alone makes no token."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.fixture
def signed_in(client, manager):
    prove(client, manager)
    return client


def filled(user, **more):
    held = Membership.objects.get(user=user)
    return {
        "form": uuid4(), "name": "Wall display", "membership": held.pk, "scopes": ["figures"],
        "days": "30", **more,
    }  # fmt: skip


def secret_in(answer):
    return re.search(r'value="([^"]*cohort_[\w-]+[^"]*)"', answer.text)[1]


def test_a_token_is_shown_once_and_opens_the_api(signed_in, manager):
    answer = signed_in.post(reverse("token-add"), filled(manager))

    secret = secret_in(answer)
    used = signed_in.get("/api/v1/intakes/", headers={"Authorization": f"Bearer {secret}"})
    assert used.status_code == 200
    page = signed_in.get(reverse("account")).text
    assert "Wall display" in page
    assert secret not in page
    token = AccessToken.objects.get()
    assert 29 <= (token.expires_at - timezone.now()).days <= 30


def test_the_form_sent_twice_makes_one_token_and_the_last_secret_counts(signed_in, manager):
    typed = filled(manager)
    first = secret_in(signed_in.post(reverse("token-add"), typed))

    second = secret_in(signed_in.post(reverse("token-add"), typed))

    token = AccessToken.objects.get()
    now = timezone.now()
    assert AccessToken.objects.opened_by(second, now) == token
    assert AccessToken.objects.opened_by(first, now) is None


def test_who_writes_also_reads(signed_in, manager):
    signed_in.post(reverse("token-add"), filled(manager, scopes=["write"]))

    assert AccessToken.objects.get().scopes == ["people", "write"]


def test_nobody_makes_a_token_of_anothers_role(signed_in, manager, director):
    theirs = Membership.objects.get(user=director)

    answer = signed_in.post(reverse("token-add"), filled(manager, membership=theirs.pk))

    assert answer.status_code == 422
    assert AccessToken.objects.count() == 0


def test_a_session_alone_makes_no_token(as_manager, manager):
    answer = as_manager.post(reverse("token-add"), filled(manager))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert AccessToken.objects.count() == 0


def test_a_revoked_token_stays_in_the_list_and_the_log_says_who(as_manager, manager):
    token, _secret = make_token(manager)

    as_manager.post(reverse("token-revoke", args=[token.pk]))

    token.refresh_from_db()
    assert token.revoked_at
    assert "Revoked" in as_manager.get(reverse("account")).text
    entry = LogEntry.objects.get_for_object(token).first()
    assert (entry.actor, list(entry.changes)) == (manager, ["revoked_at"])


def test_the_log_of_a_token_holds_nothing_of_its_secret(signed_in, manager):
    signed_in.post(reverse("token-add"), filled(manager))

    (entry,) = LogEntry.objects.get_for_object(AccessToken.objects.get())

    assert "digest" not in entry.changes
    assert entry.actor == manager


def test_nobody_revokes_anothers(as_manager, director):
    token, _secret = make_token(director)

    assert as_manager.post(reverse("token-revoke", args=[token.pk])).status_code == 404

    token.refresh_from_db()
    assert token.revoked_at is None


def test_a_calendar_link_is_made_and_leads_to_the_calendar(signed_in, manager, centre):
    held = Membership.objects.get(user=manager)

    answer = signed_in.post(reverse("calendar-add"), {"form": uuid4(), "membership": held.pk})

    link = secret_in(answer)
    assert link.startswith("http://127.0.0.1:8000/calendar/cohort_")
    feed = signed_in.get(link.removeprefix("http://127.0.0.1:8000"))
    assert feed["Content-Type"].startswith("text/calendar")


def test_of_several_roles_one_says_as_which_the_token_acts(client, centre):
    user = make_user("director", centre)
    other = make_centre("there")
    Membership.objects.create(user=user, centre=other, role="panel")
    Membership.objects.create(user=user, centre=other, role="manager")
    prove(client, user)

    page = client.get(reverse("token-add")).text

    acting = re.findall(r"<option[^>]*>([^<]*Centre[^<]*)</option>", page)
    assert acting == ["Centre manager, Centre there", "Director, Centre visual-ai"]
