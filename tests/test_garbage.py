"""Whatever a stranger's program puts into a field or an address: a sentence, never a 500."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from recruitment.pipeline.models import Stage
from tests.role_matrix import MATRIX, NEVER, OTHER_WAY, PEOPLE, area_of, by_area
from tests.sent import forms_on
from tests.test_role_matrix import url_of

GARBAGE = {
    "nul": "a\x00b",
    "huge number": "9" * 40,
    "beyond 64 bits": str(2**63),
    "negative": "-1",
    "not a number": "NaN",
    "infinity": "1e999",
    "other digits": "٣",
    "long": "x" * 70_000,
    "lone surrogate": b"a\xed\xa0\x80b",
    "no encoding": b"\xff\xfe\x00",
    "impossible day": "2026-02-30",
    "first day": "0001-01-01",
    "last day": "9999-12-31T23:59",
    "markup": "<script>alert(1)</script>",
    "right to left": "\u202emoc.elgoog",
    "emoji": "👩‍👩‍👧‍👦" * 50,
    "quotes": "'\"`;--%s%(x)s{{7*7}}",
    "blank": " \t\r\n\u3000",
    "json": '[{"a": null}]',
}
NAMES = re.compile(r'<(?:input|select|textarea|button)[^>]*\bname="([^"]+)"')
LINKS = re.compile(r'(?:href|hx-get|action)="([^"]*\?[^"]+)"')
READ = [name for name, (_a, read, _w) in MATRIX.items() if read not in (OTHER_WAY, NEVER)]
WRITE = [name for name, (_a, _r, write) in MATRIX.items() if write not in (OTHER_WAY, NEVER)]
ANSWERED = {200, 302, 400, 404, 405, 409, 413, 422}


@pytest.fixture
def manager(world):
    clients, rows = world
    client: Client = clients["manager"]
    client.raise_request_exception = False
    return client, rows


def names_on(client, url):
    """The names a page sends: of its fields, and of the parts of its links' addresses."""
    page = client.get(url)
    if page.status_code != 200 or "html" not in page["Content-Type"]:
        return set()
    text = page.content.decode()
    names = set(NAMES.findall(text))
    for link in LINKS.findall(text):
        names |= {name for name, _value in parse_qsl(urlsplit(link.replace("&amp;", "&")).query)}
    return names - {"csrfmiddlewaretoken"}


def sent(client, method, url, values):
    """As a browser sends it, or a program: bytes go as they are."""
    body = urlencode(values, doseq=True)
    if method == "get":
        return client.get(f"{url}{'&' if '?' in url else '?'}{body}")
    cookies = client.cookies.copy()
    answer = client.post(url, body, content_type="application/x-www-form-urlencoded")
    client.cookies = cookies  # also after signing out
    return answer


def unanswered(client, method, url, names, declared):
    """{(address, what was sent): the status} where the server had no proper answer.

    Refused is proper only where `declared`, a row of the role matrix, refuses the manager.
    """
    refused = {403} if declared.split()[PEOPLE.index("manager")] == "403" else set()
    found = {}
    for what, text in GARBAGE.items():
        with transaction.atomic():
            code = sent(client, method, url, dict.fromkeys(names, text)).status_code
            transaction.set_rollback(True)
        if code not in ANSWERED | refused:
            found[url, what] = code
    return found


@pytest.mark.parametrize("area", by_area(READ), ids=area_of)
def test_garbage_in_an_address_gets_an_answer(manager, area):
    client, rows = manager
    found = {}
    for name in area:
        url = url_of(name, MATRIX[name][0], rows)
        names = names_on(client, url) | {"page", "next", "on", "tab"}
        found |= unanswered(client, "get", url, names, MATRIX[name][1])

    assert found == {}


@pytest.mark.parametrize("area", by_area(WRITE), ids=area_of)
def test_garbage_in_a_form_is_refused_with_a_sentence(manager, area):
    client, rows = manager
    found = {}
    for name in area:
        url = url_of(name, MATRIX[name][0], rows)
        names = names_on(client, url) | {"next", "version", "stage", "ids", "name", "confirm"}
        found |= unanswered(client, "post", url, names, MATRIX[name][2])

    assert found == {}


# Into one field of a form filled as its page fills it, where garbage everywhere would be refused
# for the first of them.
WORST = {
    "nul": "a\x00b",
    "lone surrogate": b"a\xed\xa0\x80b",
    "5,000 characters": "x" * 5000,
    "beyond 64 bits": str(2**63),
    "twice": ["1", "2"],
    "nothing": "",
}
# On every page; asked for at their own address.
EVERYWHERE = ("/preferences/", "/sign-out/", "/centre/")


@pytest.mark.parametrize("area", by_area(READ), ids=area_of)
def test_one_field_of_garbage_in_a_filled_form_is_refused_with_a_sentence(manager, area):
    found = {name: wrong for name in area if (wrong := refusing_badly(*manager, name))}

    assert found == {}


def refusing_badly(client, rows, name):
    """{(address, field, what was in it): the status} of the forms of a page."""
    url = url_of(name, MATRIX[name][0], rows)
    page = client.get(url)
    if "html" not in page.get("Content-Type", ""):
        return {}
    declared = MATRIX[name][2].split()[PEOPLE.index("manager")]
    proper = ANSWERED | ({403} if declared == "403" else set())
    stranger = Stage.objects.filter(centre__slug="there").values_list("pk", flat=True)[0]
    found = {}
    for form in forms_on(page):
        to = form["action"] or url
        if form["method"].lower() != "post" or to.startswith(EVERYWHERE):
            continue
        # Of rows of a table one stands for all.
        kinds = {re.sub(r"\d+", "#", field): field for field in form["sent"]}
        worst = list({**WORST, "another centre's": str(stranger)}.items())
        for nth, field in enumerate(sorted(set(kinds.values()) - {"csrfmiddlewaretoken"})):
            # Three of the seven a field, in turn, so that each comes up on every page.
            for what, text in (worst[(3 * nth + one) % len(worst)] for one in range(3)):
                with transaction.atomic():
                    code = sent(client, "post", to, form["sent"] | {field: text}).status_code
                    transaction.set_rollback(True)
                if code not in proper:
                    found[to, field, what] = code
    return found
