"""A private link opens one thing, to whoever has it, until it ends; and gives nothing away."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from centre.links import purposes
from centre.links.models import PrivateLink
from centre.links.purposes import Purpose
from centre.web.masking import masked
from tests.factories import make_application

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.pages")]


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """The links for which a new one was sent."""
    asked = []
    monkeypatch.setattr(purposes, "_known", {})
    for slug in ("letter", "offer"):
        purposes.add(Purpose(slug, f"The {slug}", slug, asked.append))
    cache.clear()
    return asked


def make_link(centre, purpose="letter", *, days=7):
    subject = make_application(centre)
    until = timezone.now() + timedelta(days=days)
    link, url = PrivateLink.make(purpose, subject, expires_at=until)
    return link, url.removeprefix("http://127.0.0.1:8000")


def test_looking_at_a_link_opens_nothing_and_pressing_its_button_leads_to_a_clean_address(
    client, centre
):
    link, url = make_link(centre)

    looked = client.get(url)
    before = client.get(f"/letter/{link.pk}/")
    pressed = client.post(url)
    after = client.get(pressed.url)

    assert looked.text.count("<button") == looked.text.count("<form") == 1
    assert (before.status_code, pressed.status_code) == (404, 302)
    assert pressed.url == f"/letter/{link.pk}/"
    assert after.content.decode() == f"letter {link.subject}"
    assert looked["Referrer-Policy"] == pressed["Referrer-Policy"] == "no-referrer"
    assert {one["Cache-Control"] for one in (looked, pressed, after)} == {"no-store"}
    cookie = client.cookies[f"link-{link.pk}"]
    assert cookie["httponly"]
    assert url.split("/")[2] not in cookie.value


def test_a_link_still_opens_on_the_next_day(client, centre):
    link, url = make_link(centre)
    client.post(url)
    client.cookies.clear()

    again = client.get(client.post(url).url)

    assert again.content.decode() == f"letter {link.subject}"


def test_the_secret_of_a_link_is_stored_nowhere(centre):
    link, url = make_link(centre)

    token = url.split("/")[2]

    assert len(token) >= 43  # 256 bits
    assert token not in repr(PrivateLink.objects.filter(pk=link.pk).values().get())


def test_a_link_opens_neither_another_s_page_nor_one_of_another_purpose(client, centre):
    link, url = make_link(centre)
    other, _url = make_link(centre)
    client.post(url)

    answers = [client.get(f"/letter/{other.pk}/"), client.get(f"/offer/{link.pk}/")]
    client.cookies[f"link-{other.pk}"] = client.cookies[f"link-{link.pk}"].value
    answers.append(client.get(f"/letter/{other.pk}/"))

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert not any(f"letter {other.subject}" in one.text for one in answers)


def test_an_expired_a_revoked_and_an_unknown_link_say_the_same(client, centre):
    _old, expired = make_link(centre, days=-1)
    ended, revoked = make_link(centre)
    PrivateLink.objects.filter(pk=ended.pk).revoke(timezone.now())
    urls = [expired, revoked, "/l/never-was-one/"]

    pages = [client.get(url).text.replace(url.split("/")[2], "") for url in urls]
    posts = [client.post(url).status_code for url in urls]

    assert len(set(pages)) == 1
    assert "This link has expired" in pages[0]
    assert posts == [404, 404, 404]
    assert not client.cookies


def test_a_new_link_is_sent_to_the_address_on_record_and_the_words_are_the_same_for_all(
    client, centre, sent
):
    old, expired = make_link(centre, days=-1)
    ended, revoked = make_link(centre)
    PrivateLink.objects.filter(pk=ended.pk).revoke(timezone.now())
    tokens = [url.split("/")[2] for url in (expired, revoked)] + ["never-was-one", ""]

    words = {client.post("/l/renew/", {"token": token}).text for token in tokens}

    assert len(words) == 1
    assert sent == [old]


def test_a_new_link_is_sent_once_an_hour_however_often_it_is_asked_for(client, centre, sent):
    _old, expired = make_link(centre, days=-1)
    asked = {"token": expired.split("/")[2]}

    answers = {client.post("/l/renew/", asked).text for _time in range(4)}

    assert (len(sent), len(answers)) == (1, 1)


def test_one_that_ends_while_it_is_open_can_be_renewed_by_who_had_it_open(client, centre, sent):
    link, url = make_link(centre)
    client.post(url)
    PrivateLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())

    page = client.get(f"/letter/{link.pk}/")
    client.post("/l/renew/", {"link": link.pk})
    client.cookies.clear()
    client.post("/l/renew/", {"link": link.pk})

    assert (page.status_code, "Send me a new one" in page.text) == (404, True)
    assert sent == [link]


def test_a_revoked_link_closes_a_page_that_is_open(client, centre):
    link, url = make_link(centre)
    client.post(url)

    PrivateLink.objects.filter(pk=link.pk).revoke(timezone.now())

    assert client.get(f"/letter/{link.pk}/").status_code == 404


def test_whoever_tries_one_link_after_the_other_is_made_to_wait(client, centre):
    _link, url = make_link(centre)
    answers = [client.get(f"/l/guess-{number}/").status_code for number in range(40)]

    assert (answers[0], answers[-1]) == (404, 429)
    assert client.get(url).status_code == 200  # those of others go on


def test_a_form_of_another_site_opens_no_link(client, centre):
    _link, url = make_link(centre)

    answer = client.post(url, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert not [name for name in client.cookies if "link" in name]


def test_the_log_holds_no_address_that_is_a_secret(client, centre, caplog):
    _link, url = make_link(centre, days=-1)
    token = url.split("/")[2]
    logging.getLogger("django.request").addFilter(hiding := _console_filter())

    client.get(url)

    logging.getLogger("django.request").removeFilter(hiding)
    assert "/l/…" in caplog.text
    assert token not in caplog.text


def _console_filter():
    """The filter of the handler our settings name."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    (name,) = settings.LOGGING["handlers"]["console"]["filters"]
    return import_string(settings.LOGGING["filters"][name]["()"])()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('"GET /l/abc-DEF_1/ HTTP/1.1" 200', '"GET /l/…/ HTTP/1.1" 200'),
        ("Not Found: /calendar/cohort_xyz/", "Not Found: /calendar/…/"),
        ("Not Found: /candidates/12/", "Not Found: /candidates/12/"),
    ],
)
def test_only_secret_addresses_are_masked(line, shown):
    assert masked(line) == shown
