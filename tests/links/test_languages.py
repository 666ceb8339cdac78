"""Who reads Chinese is refused in Chinese: whatever a private link says when it opens nothing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from centre.links import purposes, refusing
from centre.links.models import PrivateLink
from centre.links.opening import behind_link
from centre.links.purposes import Purpose
from centre.zones import zone_in
from tests.factories import make_application, make_centre
from tests.links.pages import urlpatterns as pages

LANGUAGE = "zh-hant"


@behind_link("letter")
def gone(request, link):
    raise Http404


@behind_link("letter")
def form(request, link):
    raise AssertionError("refused before")


urlpatterns = [path("gone/<int:link>/", gone), path("form/<int:link>/", form), *pages]


@pytest.fixture
def centre(db, settings, monkeypatch):
    cache.clear()
    settings.ROOT_URLCONF = __name__
    purpose = Purpose(
        "letter", "Letter", "letter", lambda link: None,
        language=lambda link: LANGUAGE, titles={LANGUAGE: "推薦信"},
    )  # fmt: skip
    monkeypatch.setattr(purposes, "_known", {"letter": purpose})
    return make_centre()


def make_link(centre, *, expires_at=None):
    until = expires_at or timezone.now() + timedelta(days=7)
    link, url = PrivateLink.make("letter", make_application(centre), expires_at=until)
    return link, url.removeprefix("http://127.0.0.1:8000")


def said(what):
    return refusing.WORDS[LANGUAGE][what][0]


def is_told(answer, what, status):
    assert answer.status_code == status
    return f'lang="zh-Hant"><h1>{said(what)}</h1>' in answer.text


def test_a_link_that_expired_or_was_revoked_says_so_in_the_language_of_its_reader(client, centre):
    _old, expired = make_link(centre, expires_at=timezone.now() - timedelta(days=1))
    ended, revoked = make_link(centre)
    PrivateLink.objects.filter(pk=ended.pk).revoke(timezone.now())

    answers = [client.get(expired), client.get(revoked)]
    renewed = client.post("/l/renew/", {"token": expired.split("/")[2]})

    assert all(is_told(answer, "expired", 404) for answer in answers)
    assert "寄給我新連結" in answers[0].text
    assert is_told(renewed, "renewed", 200)


@pytest.mark.parametrize(
    ("header", "tag"),
    [("zh-HK,zh;q=0.9,en;q=0.8", "zh-Hant"), ("zh-CN", "zh-Hans"), ("fr,zh-TW;q=0.5", "zh-Hant"),
     ("en-GB,zh;q=0.5", "en"), ("", "en"), ("xx" * 900, "en")],
)  # fmt: skip
def test_who_opens_what_was_never_a_link_is_told_in_the_language_of_their_browser(
    client, centre, header, tag
):
    answers = [
        client.get(url, headers={"Accept-Language": header})
        for url in ("/l/never-was-one/", "/letter/7/")
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert all(f'<div class="gate-said" lang="{tag}">' in answer.text for answer in answers)


def test_what_is_refused_behind_a_link_is_told_in_the_language_of_its_reader(centre):
    link, url = make_link(centre)
    client = Client(enforce_csrf_checks=True)
    client.post(url)

    nothing = client.get(f"/gone/{link.pk}/")
    without_token = client.post(f"/form/{link.pk}/", {"letter": "Excellent"})
    elsewhere = client.post(url, headers={"Sec-Fetch-Site": "cross-site"})
    with override_settings(MOST_UPLOAD=10):
        too_large = client.post(f"/form/{link.pk}/", {"letter": "Excellent" * 9})
    for _read in range(125):
        waits = client.get(f"/letter/{link.pk}/")

    assert is_told(nothing, "gone", 404)
    assert is_told(without_token, "form", 403)
    assert is_told(elsewhere, "form", 403)
    assert is_told(too_large, "large", 413)
    assert is_told(waits, "wait", 429)


@pytest.mark.parametrize(
    ("zone", "words"), [("Asia/Hong_Kong", "香港時間"), ("Europe/London", "倫敦時間")]
)
def test_the_first_page_of_a_link_names_the_zone_of_its_end(client, centre, zone, words):
    centre.time_zone = zone
    centre.save()
    at = datetime(2031, 1, 5, 18, 30, tzinfo=ZoneInfo(zone))
    _link, url = make_link(centre, expires_at=at)

    assert f"有效期至2031年1月5日 18:30 {words}" in client.get(url).text


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Hong_Kong", ("Hong Kong time", "香港時間", "香港时间")),
        ("America/New_York", ("New York time", "紐約時間", "纽约时间")),
        ("America/Argentina/Buenos_Aires",
         ("Buenos Aires time", "Buenos Aires時間", "Buenos Aires时间")),
        ("UTC", ("UTC", "UTC", "UTC")),
        ("Etc/GMT-10", ("UTC+10", "UTC+10", "UTC+10")),
    ],
)  # fmt: skip
def test_a_zone_is_written_in_words(zone, words):
    assert tuple(zone_in(zone, language) for language in ("en", "zh-hant", "zh-hans")) == words


def test_every_refusal_has_words_in_each_language():
    assert len({frozenset(words) for words in refusing.WORDS.values()}) == 1
