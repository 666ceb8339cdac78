"""What every request passes before and around the views."""

from django.conf import settings
from django.db import connection
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from centre.web.errors import bad_request, say_method_refused, too_large
from centre.web.problems import is_for_programs, problem
from centre.web.readiness import ages


class Health:
    """/healthz (the process lives) and /readyz (the database answers), before all that may fail."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain; charset=utf-8")
        if request.path == "/readyz":
            return self.ready()
        return self.get_response(request)

    def ready(self):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            waiting = ages(timezone.now())
        except Exception:
            return JsonResponse({"database": "unavailable"}, status=503)
        return JsonResponse({"database": "ok", **waiting})


def _length(request) -> int:
    """What the request says it brings; nobody reads on beyond it."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() and len(said) < 19 else 0


class Guard:
    """Refuse NUL bytes, too much at once, and other methods than the pages have, in words; keep
    private pages out of caches, and close for maintenance. The API answers for its own methods."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.refusal(request) or self.get_response(request)
        if response.status_code == 405 and not is_for_programs(request):
            # As after a sign-in that was asked for by a button: the browser comes back by address.
            say_method_refused(response)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    def refusal(self, request):
        for_programs = is_for_programs(request)
        if request.method not in ("GET", "HEAD", "POST") and not for_programs:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request)
        if _length(request) > settings.MOST_UPLOAD:
            return too_large(request)
        if settings.MAINTENANCE:
            if for_programs:
                closed = problem(503, "Closed for maintenance.")
            else:
                closed = HttpResponse(render_to_string("503.html"), status=503)
            closed.headers["Retry-After"] = "600"
            return closed
        return None
