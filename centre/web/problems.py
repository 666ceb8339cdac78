"""Refusals for programs: one shape wherever a request of the API fails (RFC 9457).

Plain values, no session and no database: the failure of one of those is answered so too.
"""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse

KIND = "application/problem+json"
ROOT = "/api/"


def is_for_programs(request: HttpRequest) -> bool:
    return request.path.startswith(ROOT)


def shape(status: int, detail: str = "", errors: dict | None = None, **more) -> dict:
    """`errors`: {field: [sentences]}; `more`: what a client needs beside, such as `present`."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": errors or {},
        **more,
    }


def problem(status: int, detail: str = "", **more) -> JsonResponse:
    return JsonResponse(
        shape(status, detail, **more),
        status=status,
        content_type=KIND,
        json_dumps_params={"ensure_ascii": False},
    )
