"""A browser's worth of HTTP, as a proxy passes it on: cookies, the CSRF token."""

import http.client
import re
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Visit:
    seconds: float
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Visitor:
    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.cookies: dict[str, str] = {}

    def ask(self, method, path, data=None, **headers) -> Visit:
        body = None
        if data is not None:
            body = urlencode(data | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers |= FORM
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        before = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - before
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _equals, rest = line.strip().partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Visit(seconds, answer.status, answer.headers, content)

    def sign_in(self) -> None:
        self.ask("GET", "/sign-in/")
        who = {"login": "manager@example.org", "password": "demo-2025-centre"}
        answer = self.ask("POST", "/sign-in/", who)
        if answer.status != 302:
            sys.exit(f"Could not sign in: {answer.status}")

    def first_place(self) -> str:
        """A position and intake on offer, as the form of quick add names them."""
        form = self.ask("GET", "/candidates/add/").body.decode()
        choices = re.search(r'<select name="place".*?</select>', form, re.S)[0]
        return next(value for value in re.findall(r'<option value="([^"]+)"', choices))


def quantile(values: list[float]) -> float:
    """The p95."""
    return sorted(values)[int(len(values) * 0.95)]
