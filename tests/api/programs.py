"""A program with a token, as it meets the API."""

import json

from django.test import Client
from django.urls import reverse

from tests.factories import make_token


class Program:
    """Sends JSON with the token of `user`, of every scope unless some are named."""

    def __init__(self, user, *scopes, **more):
        self.client = Client(raise_request_exception=False)
        self.token, self.secret = make_token(user, *scopes, **more)

    def send(self, method, name, *args, body=None, query=None, **headers):
        url = reverse(f"api:{name}", args=args)
        headers = {"Authorization": f"Bearer {self.secret}", **headers}
        data = {} if body is None else {"data": json.dumps(body)}
        return self.client.generic(
            method.upper(), url, content_type="application/json", headers=headers,
            query_params=query, **data,
        )  # fmt: skip

    def get(self, name, *args, **query):
        return self.send("get", name, *args, query=query)

    def post(self, name, *args, body, **headers):
        return self.send("post", name, *args, body=body, **headers)

    def patch(self, name, *args, body, **headers):
        return self.send("patch", name, *args, body=body, **headers)


def problem(answer):
    """The problem in `answer`, which has the one shape of all."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    told = answer.json()
    assert {"type", "title", "status", "detail", "errors"} <= set(told)
    assert told["status"] == answer.status_code
    return told
