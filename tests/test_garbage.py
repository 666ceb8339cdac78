"""Whatever a stranger's program puts into a field or an address: a sentence, never a 500."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.role_matrix import MATRIX, NEVER, OTHER_WAY, PEOPLE
from tests.test_role_matrix import url_of, world  # noqa: F401  a fixture

GARBAGE = {
    "nul": "a\x00b",
    "huge number": "9" * 40,
    "beyond 64 bits": str(2**63),
    "negative": "-1",
    "not a number": "NaN",
    "infinity": "1e999",
    "other digits": "٣",
    "long": "x" * 70_000,
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
def manager(world):  # noqa: F811
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


def unanswered(client, method, url, names, declared):
    """{what was sent: the status} where the server had no proper answer.

    Refused is proper only where `declared`, a row of the role matrix, refuses the manager.
    """
    refused = {403} if declared.split()[PEOPLE.index("manager")] == "403" else set()
    found = {}
    for what, text in GARBAGE.items():
        with transaction.atomic():
            code = getattr(client, method)(url, dict.fromkeys(names, text)).status_code
            transaction.set_rollback(True)
        if code not in ANSWERED | refused:
            found[what] = code
    return found


@pytest.mark.parametrize("name", READ)
def test_garbage_in_an_address_gets_an_answer(manager, name):
    client, rows = manager
    url = url_of(name, MATRIX[name][0], rows)
    names = names_on(client, url) | {"page", "next", "on", "tab"}

    assert unanswered(client, "get", url, names, MATRIX[name][1]) == {}


@pytest.mark.parametrize("name", WRITE)
def test_garbage_in_a_form_is_refused_with_a_sentence(manager, name):
    client, rows = manager
    url = url_of(name, MATRIX[name][0], rows)
    names = names_on(client, url) | {"next", "version", "stage", "ids", "name", "confirm"}

    assert unanswered(client, "post", url, names, MATRIX[name][2]) == {}
