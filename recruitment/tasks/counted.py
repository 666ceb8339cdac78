"""How much waits for somebody, beside My tasks in the navigation of every page.

No page counts it: My tasks, which knows, leaves the number in a cookie for ten minutes, and the
first page without one asks for it once it is there. What somebody does with a task clears it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from recruitment.tasks.waiting import Waits

COOKIE = "cohort_waits"
SECONDS = 600
_MOST_DIGITS = 9


@dataclass(frozen=True)
class Count:
    """How many things wait, and how many of those shown are late."""

    open: int
    late: int


def count_of(waits: Waits) -> Count:
    late = [len(rows) for key, _heading, rows in waits.groups if key == "overdue"]
    return Count(waits.total, sum(late))


def counted(request: HttpRequest) -> dict:
    """`waits_count` for the navigation, or None where it is not known."""
    user, centre = getattr(request, "user", None), getattr(request, "centre", None)
    if user is None or centre is None or not user.is_authenticated:
        return {}
    parts = request.COOKIES.get(COOKIE, "").split(".")
    is_ours = len(parts) == 4 and parts[:2] == [str(user.pk), str(centre.pk)]
    if not is_ours or any(not _is_number(one) for one in parts[2:]):
        return {"waits_count": None}
    return {"waits_count": Count(*map(int, parts[2:]))}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def told(response: HttpResponse, request: HttpRequest, count: Count) -> HttpResponse:
    """`response`, from which on the navigation knows it. The number is of one person in one
    centre: another one who signs in at the same machine is not told it."""
    whose = f"{request.user.pk}.{request.centre.pk}"  # type: ignore[attr-defined]
    response.set_cookie(
        COOKIE, f"{whose}.{count.open}.{count.late}",
        max_age=SECONDS, samesite="Lax", httponly=True, secure=request.is_secure(),
    )  # fmt: skip
    return response


def changed(response: HttpResponse) -> HttpResponse:
    """`response`, after which it is asked for anew."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
