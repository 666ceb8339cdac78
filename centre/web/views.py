"""Pages of the frame: switches, and the answers htmx and plain forms share."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from centre.accounts.middleware import allowed
from centre.accounts.models import User

LONGEST = 4000  # characters of an address: more than all our filters together


def require(request, action: str) -> None:
    """Refuse with 403 unless the policy allows `action` in the centre at hand."""
    if not allowed(request, action):
        raise PermissionDenied


def back(request, fallback="/"):
    """Redirect to the page a form was sent from, if it is ours, and not the form itself: that is
    where somebody comes from who opened its address."""
    url = ours(request, request.POST.get("next") or request.headers.get("Referer") or "")
    is_form = urlsplit(url).path == request.path
    return HttpResponseRedirect(fallback if is_form or not url else url)


def ours(request, url: str) -> str:
    """`url` if it leads to a page of this site, else nothing: an address may come from anywhere.

    Django lets any word pass as an address beside this one; ours begin at the root.
    """
    whole = url.startswith(("/", "http://", "https://")) and len(url) <= LONGEST
    safe = url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure())
    return url if whole and safe else ""


@require_POST
def centre_switch(request):
    chosen = request.POST.get("centre", "")
    if any(str(one.pk) == chosen for one in request.centres):
        request.session["centre"] = int(chosen)
    return redirect("/")


@login_not_required
@require_POST
def preferences(request):
    """Language, theme and shortcuts: kept in the profile, those of a visitor in a cookie."""
    response = back(request)
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if request.user.is_authenticated:
        user, changed = request.user, []
        if language in dict(settings.LANGUAGES):
            user.language, changed = language, [*changed, "language"]
        if theme in User.Theme.values:
            user.theme, changed = theme, [*changed, "theme"]
        if request.POST.get("shortcuts") in ("on", "off"):
            user.shortcuts = request.POST["shortcuts"] == "on"
            changed.append("shortcuts")
        if changed:
            user.save(update_fields=changed)
        return response
    for name, value, known in (
        ("cohort_language", language, dict(settings.LANGUAGES)),
        ("cohort_theme", theme, User.Theme.values),
    ):
        if value in known:
            response.set_cookie(
                name, value, samesite="Lax", httponly=True, secure=request.is_secure()
            )
    return response


@require_safe
def more(request):
    """The phone's “More” page: everything the side column holds."""
    return render(request, "more.html")


@require_safe
def help_page(request):
    return render(request, "help.html")
