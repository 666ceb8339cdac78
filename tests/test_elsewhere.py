"""No page sends anybody to another site, whatever an address or a form names as the way back."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction

from tests.role_matrix import MATRIX, NEVER, OTHER_WAY, area_of, by_area
from tests.test_role_matrix import url_of

ELSEWHERE = [
    "https://evil.example/x",
    "//evil.example/x",
    "///evil.example/x",
    "/\\evil.example/x",
    "\\\\evil.example/x",
    "/\t/evil.example/x",
    "http:evil.example/x",
    "https:///evil.example/x",
    "javascript:alert('evil.example')",
    "http://testserver@evil.example/x",
    "http://testserver.evil.example/x",
]
NAMES = ("next", "back", "return", "url", "redirect")
LEADS = re.compile(r'(?:href|action|hx-get|hx-post)="([^"]*evil[^"]*)"')
ASKED = [name for name, (_a, read, _w) in MATRIX.items() if read not in (OTHER_WAY, NEVER)]
SENT = [name for name, (_a, _r, write) in MATRIX.items() if write not in (OTHER_WAY, NEVER)]


def leads_away(answer, url):
    """Where the answer sends or links a browser that is not this site."""
    given = [answer.get("Location", ""), answer.get("HX-Redirect", "")]
    if "html" in answer.get("Content-Type", "") and not answer.streaming:
        given += LEADS.findall(answer.content.decode())
    # A browser takes a backslash for a slash, and leaves tabs out.
    found = [one.replace("\\", "/").replace("\t", "") for one in given if one]
    return [one for one in found if _host(one, url) != "testserver"]


def _host(one, url):
    parts = urlsplit(urljoin(f"http://testserver{url}", one))
    return parts.hostname if parts.scheme in ("http", "https") else parts.scheme


@pytest.fixture
def manager(world):
    clients, rows = world
    clients["manager"].raise_request_exception = False
    return clients["manager"], rows


@pytest.mark.parametrize("names", by_area(sorted({*ASKED, *SENT})), ids=area_of)
def test_no_address_leads_to_another_site(manager, names):
    found = {name: away for name in names if (away := leading_away(*manager, name))}

    assert found == {}


def leading_away(client, rows, name):
    """{(method, what was sent): where it led}"""
    url = url_of(name, MATRIX[name][0], rows)
    found = {}
    # Each page gets two of them under every name; over all pages each comes several times.
    first = sum(name.encode())
    for turn, evil in enumerate(ELSEWHERE[(first + turn) % len(ELSEWHERE)] for turn in (0, 5)):
        headers = {"Referer": evil}
        if turn:
            headers |= {"HX-Request": "true", "HX-Current-URL": evil}
        for method in ["get"] * (name in ASKED) + ["post"] * (name in SENT):
            cookies = client.cookies.copy()
            with transaction.atomic():
                answer = getattr(client, method)(url, dict.fromkeys(NAMES, evil), headers=headers)
                away = leads_away(answer, url)
                transaction.set_rollback(True)
            client.cookies = cookies  # also after signing out
            if away:
                found[method, evil] = away
    return found


def test_what_leads_away_would_be_found():
    class Answer(dict):
        streaming, content = False, b'<a href="//evil.example">'

    sent = Answer({"Location": "/\\evil.example", "Content-Type": "text/html"})

    assert leads_away(sent, "/") == ["//evil.example", "//evil.example"]
