"""Signing in and out, and getting a new password."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from centre.languages import KNOWN, with_words
from centre.templatetags import cohort
from tests.factories import PASSWORD, make_centre, make_user

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"
NEW = "quite-another-password"


def sign_in(client, user, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": password, **more})


def signed_in(client) -> bool:
    return client.get("/help/").status_code == 200


def test_sign_in_leads_to_the_dashboard_and_sign_out_back(client, manager):
    answer = sign_in(client, manager)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client)

    question = client.get("/sign-out/")
    assert "You are signed in as Grace Lam." in question.text
    assert signed_in(client)  # asking changes nothing

    answer = client.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, SIGN_IN)
    assert not signed_in(client)


def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(client, manager):
    def without_the_typed(answer, typed):
        return re.sub(r'csrf\w*"? (value|content)?="?[^">]*', "", answer.text).replace(typed, "X")

    wrong_password = sign_in(client, manager, "not-the-password")
    nobody = client.post(SIGN_IN, {"login": "nobody@example.org", "password": "not-the-password"})

    assert wrong_password.status_code == nobody.status_code == 422
    assert "The e-mail or the password is not right." in nobody.text
    masks = [
        re.sub(r'"X-CSRFToken": "\w+"|value="\w{64}"', "", without_the_typed(answer, typed))
        for answer, typed in ((wrong_password, manager.email), (nobody, "nobody@example.org"))
    ]
    assert masks[0] == masks[1]


def test_a_closed_account_is_answered_like_a_wrong_password(client, centre):
    gone = make_user("manager", centre, is_active=False)

    answer = sign_in(client, gone)

    assert answer.status_code == 422
    assert "The e-mail or the password is not right." in answer.text


def test_after_five_wrong_tries_the_account_waits_and_others_do_not(client, manager, director):
    for _attempt in range(5):
        assert sign_in(client, manager, "not-the-password").status_code == 422

    limited = sign_in(client, manager)  # the right one, too late
    assert limited.status_code == 429
    assert limited["Retry-After"] == "900"
    assert "Wait 15 minutes or reset the password." in limited.text
    # From another browser, so from whichever worker: the count is in the database.
    assert sign_in(Client(), manager).status_code == 429
    assert sign_in(Client(), director).status_code == 302

    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert sign_in(Client(), manager).status_code == 302


def test_the_count_of_tries_is_kept_in_the_database(settings):
    assert settings.CACHES["default"]["BACKEND"].endswith("db.DatabaseCache")
    cache.set("shared", 1)
    assert cache.get("shared") == 1


def test_the_session_key_changes_at_sign_in(client, manager):
    client.session.save()
    client.cookies["sessionid"] = planted = client.session.session_key or "planted"

    sign_in(client, manager)

    assert client.session.session_key != planted


def test_cookies_are_closed_to_scripts_and_other_sites(client, manager):
    client.get(SIGN_IN)
    sign_in(client, manager)

    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(("remember", "age"), [("", ""), ("on", 12 * 3600)])
def test_only_keep_me_signed_in_outlives_the_browser(client, manager, remember, age):
    sign_in(client, manager, **({"remember": remember} if remember else {}))

    assert client.cookies["sessionid"]["max-age"] == age


def test_a_session_ends_after_twelve_hours(client, manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, manager, remember="on")
        clock.shift(timedelta(hours=11, minutes=59))
        assert signed_in(client)
        clock.shift(timedelta(minutes=2))
        assert not signed_in(client)


def test_a_session_stored_as_over_opens_nothing(client, manager):
    sign_in(client, manager)
    assert signed_in(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not signed_in(client)


def test_no_use_keeps_a_session_longer_than_twelve_hours(client, manager, centre):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, manager, remember="on")
        clock.shift(timedelta(hours=11))
        client.post("/centre/", {"centre": centre.pk})  # written to, so its expiry moves
        assert signed_in(client)
        clock.shift(timedelta(hours=1, seconds=1))

        answer = client.get("/help/", follow=True)

    assert answer.redirect_chain == [("/sign-in/?next=/help/", 302)]
    assert "You were signed out: a sign-in lasts 12 hours." in answer.text
    assert not client.session.keys()


def test_half_an_hour_without_use_ends_a_session_that_is_not_kept(client, manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, manager)
        for _page in range(4):
            clock.shift(timedelta(minutes=26))
            assert signed_in(client)
        clock.shift(timedelta(minutes=31))

        answer = client.get("/help/", follow=True)

    assert "You were signed out after half an hour without use." in answer.text
    assert not signed_in(client)


def test_only_a_session_that_may_end_warns_of_it(client, manager):
    sign_in(client, manager)
    warned = client.get("/help/").text
    sign_in(client := Client(), manager, remember="on")

    assert 'id="idle"' in warned
    assert 'data-after="25"' in warned
    assert 'id="idle"' not in client.get("/help/").text


def test_who_wished_to_stay_signed_in_may_pause(client, manager):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, manager, remember="on")
        clock.shift(timedelta(hours=5))

        assert signed_in(client)


def test_using_a_session_is_noted_every_few_minutes_not_with_every_page(client, manager):
    def writes(after):
        clock.shift(after)
        with CaptureQueriesContext(connection) as asked:
            client.get("/help/")
        return sum('UPDATE "django_session"' in one["sql"] for one in asked)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, manager)

        assert [writes(timedelta(minutes=1)) for _page in range(7)] == [0, 0, 1, 0, 0, 1, 0]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_next_never_leads_off_the_site(client, manager, elsewhere):
    answer = client.post(
        f"{SIGN_IN}?next={elsewhere}",
        {"login": manager.email, "password": PASSWORD, "next": elsewhere},
    )

    assert "evil" not in answer.headers.get("Location", "")
    assert "javascript" not in answer.headers.get("Location", "")


def test_next_leads_to_the_page_asked_for(client, manager):
    asked = client.get("/help/")
    assert asked["Location"] == "/sign-in/?next=/help/"

    answer = client.post(
        asked["Location"], {"login": manager.email, "password": PASSWORD, "next": "/help/"}
    )

    assert answer["Location"] == "/help/"


@pytest.mark.parametrize(
    "path", ["/sign-up/", "/signup/", "/accounts/signup/", "/password/signup/"]
)
def test_nobody_can_sign_up(client, path):
    assert client.get(path).status_code in (302, 404)
    assert "sign up" not in client.get(SIGN_IN).text.lower()


def test_changing_the_password_ends_the_other_sessions(manager):
    here, elsewhere = Client(), Client()
    sign_in(here, manager)
    sign_in(elsewhere, manager)

    answer = here.post("/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert answer.status_code == 302
    assert not signed_in(elsewhere)
    manager.refresh_from_db()
    assert manager.check_password(NEW)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"oldpassword": "wrong"}, "This is not your current password."),
        ({"password2": "something-else-again"}, "same password each time"),
        ({"password1": "short", "password2": "short"}, "at least 10 characters"),
        ({"password1": "password123", "password2": "password123"}, "too common"),
    ],
)
def test_a_password_is_changed_only_for_a_good_one(as_manager, manager, typed, words):
    answer = as_manager.post(
        "/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW} | typed
    )

    assert words in answer.text
    manager.refresh_from_db()
    assert manager.check_password(PASSWORD)


def reset_link(client, user, **headers) -> str:
    client.post("/password/reset/", {"email": user.email}, **headers)
    return re.search(r"https?://\S+/password/reset/key/\S+", mail.outbox[-1].body)[0]


@override_settings(
    SITE_URL="https://cohort.example.org", ALLOWED_HOSTS=["testserver", "evil.example"]
)
def test_reset_by_a_link_that_works_once_and_names_our_own_host(client, manager):
    for _attempt in range(5):
        sign_in(client, manager, "not-the-password")
    link = reset_link(client, manager, HTTP_HOST="evil.example")
    assert link.startswith("https://cohort.example.org/password/reset/key/")
    assert "evil" not in mail.outbox[-1].body + mail.outbox[-1].subject

    form = client.get(link.removeprefix("https://cohort.example.org"), follow=True)
    assert "<h1>Choose a new password</h1>" in form.text
    done = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    assert "The password is changed" in done.text
    assert sign_in(Client(), manager, NEW).status_code == 302  # and needs not wait

    again = Client().get(link.removeprefix("https://cohort.example.org"), follow=True)
    assert "This link does not work any more" in again.text


def test_reset_says_the_same_for_an_address_nobody_has(client, manager):
    known = client.post("/password/reset/", {"email": manager.email}, follow=True)
    unknown = client.post("/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert "Look at your e-mail" in known.text
    assert known.redirect_chain == unknown.redirect_chain
    assert [message.to for message in mail.outbox] == [[manager.email]]


def test_who_asks_for_too_many_resets_is_told_to_wait_not_to_reset(client, manager):
    for _ in range(5):
        client.post("/password/reset/", {"email": manager.email})

    limited = client.post("/password/reset/", {"email": manager.email})

    assert limited.status_code == 429
    assert "Wait a minute, then try again." in limited.text
    assert "reset the password" not in limited.text.lower()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=9)
def test_reset_says_the_same_while_the_mail_server_is_down(client, manager):
    answer = client.post("/password/reset/", {"email": manager.email}, follow=True)

    assert "Look at your e-mail" in answer.text


def test_reauthentication_asks_for_the_password_of_the_one_signed_in(as_manager):
    wrong = as_manager.post("/reauthenticate/", {"password": "not-the-password"})
    assert "The password is not right." in wrong.text

    assert as_manager.post("/reauthenticate/", {"password": PASSWORD}).status_code == 302


@override_settings(LANGUAGES=KNOWN)
def test_language_and_theme_of_a_visitor_are_kept_in_cookies(client, db):
    client.post("/preferences/", {"language": "zh-hant", "next": SIGN_IN})
    client.post("/preferences/", {"theme": "dark", "next": SIGN_IN})

    page = client.get(SIGN_IN).text
    assert '<html lang="zh-hant" data-bs-theme="dark"' in page


def test_the_sign_in_page_names_the_only_centre_and_none_of_several(client, centre):
    assert centre.name in client.get(SIGN_IN).text

    other = make_centre("second")
    page = client.get(SIGN_IN).text
    assert centre.name not in page
    assert other.name not in page


def test_a_language_without_words_is_not_offered_and_whoever_chose_it_reads_english(
    client, manager
):
    client.force_login(manager)
    client.post("/preferences/", {"language": "zh-hant"})
    manager.refresh_from_db()
    assert manager.language == "en"

    manager.language = "zh-hant"
    manager.save()
    answer = client.get("/help/")

    assert '<html lang="en"' in answer.text
    assert answer["Content-Language"] == "en"
    assert re.findall(r'value="([\w-]+)" disabled title="Not translated yet"', answer.text) == [
        "zh-hant",
        "zh-hans",
    ]


def test_a_catalogue_that_is_added_turns_its_language_on(tmp_path):
    assert [code for code, _name in with_words([tmp_path])] == ["en"]

    words = tmp_path / "zh_Hant" / "LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "django.mo").touch()

    assert [code for code, _name in with_words([tmp_path])] == ["en", "zh-hant"]


@override_settings(LANGUAGES=KNOWN)
def test_a_language_that_is_offered_is_kept_in_the_profile(client, manager):
    client.force_login(manager)
    client.post("/preferences/", {"language": "zh-hans"})

    assert '<html lang="zh-hans"' in client.get("/help/").text


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("en", ["Thu 26 Nov 2020", "Nov 2020", "Thu 26 Nov 2020, 18:00"]),
        ("zh-hant", ["2020年11月26日（四）", "2020年11月", "2020年11月26日（四）, 18:00"]),
    ],
)
def test_days_are_written_in_the_order_of_the_language(language, texts):
    at = datetime(2020, 11, 26, 10, tzinfo=UTC)

    with translation.override(language):
        assert [cohort.day(at), cohort.month(at), cohort.moment(at)] == texts
