"""The refusals and the failure: pages that say what happened and what to do next.

400, 405 and 500 are whole pages of their own: they may not lean on the session, the database or a
context processor, for one of those may be what failed.
"""

import logging
import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from centre.accounts.models import Role, User
from centre.web.masking import masked
from centre.web.problems import is_for_programs, problem

logger = logging.getLogger(__name__)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that reads like something else


@login_not_required
def bad_request(request, exception=None):
    if is_for_programs(request):
        return problem(400, "This request cannot be read.")
    return HttpResponse(render_to_string("400.html"), status=400)


def say_method_refused(response):
    """Write into a refusal of Django's, which is empty."""
    response.content = render_to_string("405.html")
    response.headers["Content-Length"] = str(len(response.content))


@login_not_required
def too_large(request):
    """Before a byte of it is read: a form with its files is held to settings.MOST_UPLOAD."""
    if is_for_programs(request):
        return problem(413, "This is more than is taken at once.")
    if told := _told_outside(request, "large", 413):
        return told
    most = {"most": settings.MOST_UPLOAD >> 20}
    return HttpResponse(render_to_string("413.html", most), status=413)


@login_not_required
def forbidden(request, exception=None):
    """Says whom to ask: the manager of the centre at hand."""
    if is_for_programs(request):
        return problem(403)
    centre = getattr(request, "centre", None)
    manager = (
        User.objects.filter(
            memberships__centre=centre, memberships__role=Role.MANAGER, is_active=True
        ).first()
        if centre
        else None
    )
    return render(request, "403.html", {"manager": manager}, status=403)


@login_not_required
def not_found(request, exception=None):
    if is_for_programs(request):
        return problem(404, "There is nothing at this address.")
    return render(request, "404.html", status=404)


@login_not_required
def csrf_failure(request, reason=""):
    return _told_outside(request, "form", 403) or render(request, "403_csrf.html", status=403)


def _told_outside(request, what: str, status: int):
    """The answer of a page for people without an account, which says no in their language, as
    those behind private links do (`says_no`); None of any other page."""
    try:
        match = request.resolver_match or resolve(request.path_info)
    except Resolver404:
        return None
    says_no = getattr(match.func, "says_no", None)
    return says_no(request, what, status, **match.kwargs) if says_no else None


@login_not_required
def failure(request):
    """A short reference, on the page and in the log beside the traceback."""
    reference = "".join(secrets.choice(ALPHABET) for _place in range(6))
    path = masked(request.path)
    logger.error("Reference %s: %s %s", reference, request.method, path, exc_info=True)
    if is_for_programs(request):
        return problem(500, f"Something went wrong on our side. Reference {reference}.")
    return HttpResponse(render_to_string("500.html", {"reference": reference}), status=500)
