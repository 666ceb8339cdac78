"""Somebody at a browser whose server may die at any moment."""

import inspect
import re
import time
from http.client import HTTPException
from http.cookiejar import Cookie, CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

SECONDS = 180


class Visitor:
    def __init__(self, port, session=""):
        self.address, self.jar = f"http://127.0.0.1:{port}", CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))
        if session:
            self.jar.set_cookie(_session(session))

    def get(self, path):
        """The page, once there is a server that answers."""
        until = time.monotonic() + SECONDS
        while (page := self._ask(path)) is None:
            assert time.monotonic() < until, f"no answer to {path}"
            time.sleep(0.05)
        return page

    def post(self, path, **data):
        """Send a form once; None if the server died before it said what became of it."""
        token = next((one.value for one in self.jar if one.name == "csrftoken"), "")
        return self._ask(path, urlencode(data | {"csrfmiddlewaretoken": token}).encode())

    def _ask(self, path, data=None):
        request = Request(self.address + path, data)  # noqa: S310  our own address
        try:
            with self.opener.open(request, timeout=SECONDS) as answer:
                return answer.read().decode()
        except HTTPError as refused:
            return refused.read().decode()
        except (OSError, HTTPException):
            return None


def _session(value):
    """The cookie of somebody who is signed in."""
    named = {"name": "sessionid", "value": value, "domain": "127.0.0.1", "path": "/"}
    rest = dict.fromkeys(inspect.signature(Cookie).parameters)
    return Cookie(**(rest | named | {"version": 0, "rest": {}}))


def version_in(page):
    """What a form carries unseen; "" where the page has no such form."""
    found = re.search(r'name="version"[^>]*?value="(\d+)"', page)
    return found[1] if found else ""
