"""How a private link is opened, and what it opens is guarded.

The address in the e-mail holds the secret, so it is left at once: its page shows one button (robots
that look into mails press none, and a GET changes nothing), and the press is answered with a signed
cookie for this one link and a redirect to an address without a secret.
"""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from centre.links.front import front
from centre.links.models import PrivateLink
from centre.links.purposes import purpose_of
from centre.links.refusing import say
from centre.web import limits
from centre.web.errors import csrf_failure

SALT = "private-link"
HOLDS = 12 * 3600  # seconds; then the link in the e-mail is pressed again
MISSES, READS = 30, 120  # a minute: by one address that opens nothing; of one link
RENEWED_EVERY = 3600


def _private(view):
    """For pages whose address or form holds the secret.

    They send no Referer to anybody. A browser then names no origin either, which Django's check
    would refuse; Sec-Fetch-Site says whether a form is of this site. A form of elsewhere could
    only open, in the reader's browser, what its sender can open already.
    """

    @wraps(view)
    def private(request, *args, **kwargs):
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") not in _OURS:
            return csrf_failure(request)
        response = view(request, *args, **kwargs)
        return _unseen(response, referrer="no-referrer")

    def says_no(request, what, status, token=""):
        return say(request, what, link=PrivateLink.objects.of_token(token), status=status)

    private.says_no = says_no
    return login_not_required(csrf_exempt(private))


# None: a browser of before 2023, or one that reaches a test server without TLS.
_OURS = ("same-origin", "none", None)


@_private
@require_http_methods(["GET", "HEAD", "POST"])
def private_link(request, token):
    """The page an e-mail leads to: one button, and with its press the way on."""
    link = PrivateLink.objects.of_token(token)
    purpose = purpose_of(link) if link and link.opens(timezone.now()) else None
    if link is None or purpose is None:
        if wait := _too_often(request):
            return wait
        return _expired(request, link, token=token)
    if wait := limits.count("link", link.pk, most=READS):
        return _wait(request, wait, link)
    timezone.activate(link.centre.zone)
    if request.method != "POST":
        return render(request, "links/front.html", front(link, purpose))
    response = redirect(purpose.address, link=link.pk)
    response.set_signed_cookie(
        _cookie(link.pk),
        str(link.pk),
        salt=SALT,
        max_age=HOLDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


@_private
@require_POST
def private_link_renew(request):
    """Send a new link in place of an expired one. The answer is the same whoever asks."""
    if wait := _too_often(request):
        return wait
    if number := request.POST.get("link", ""):
        link = _held(request, int(number)) if number.isdecimal() and len(number) < 19 else None
    else:
        link = PrivateLink.objects.of_token(request.POST.get("token", ""))
    purpose = purpose_of(link) if link and link.revoked_at is None else None
    if link and purpose and not limits.count("renew", link.pk, most=1, seconds=RENEWED_EVERY):
        purpose.renew(link)
    return say(request, "renewed", link=link, status=200)


def behind_link(purpose: str):
    """For a view that a private link leads to: it gets the link in place of its number.

    Whoever has not opened that link is told to; one that expired meanwhile can be renewed.
    """

    def decorate(view):
        @login_not_required
        @wraps(view)
        def guarded(request, link, *args, **kwargs):
            held = _held(request, link)
            if held is None or held.purpose != purpose:
                return _too_often(request) or _unseen(say(request, "ask", status=404))
            if not held.opens(timezone.now()):
                return _expired(request, held, number=link)
            if wait := limits.count("link", held.pk, most=READS):
                return _wait(request, wait, held)
            timezone.activate(held.centre.zone)
            try:
                return _unseen(view(request, held, *args, **kwargs))
            except Http404:
                return _unseen(say(request, "gone", link=held, status=404))

        def says_no(request, what, status, link, **_more):
            return _unseen(say(request, what, link=_held(request, link), status=status))

        guarded.says_no = says_no
        return guarded

    return decorate


def _held(request, number: int) -> PrivateLink | None:
    """The link of that number, if this browser has opened it."""
    name = _cookie(number)
    if request.get_signed_cookie(name, None, salt=SALT, max_age=HOLDS) != str(number):
        return None
    return PrivateLink.objects.filter(pk=number).select_related("centre").first()


def _cookie(number: int) -> str:
    return f"{'__Host-' if settings.HTTPS else ''}link-{number}"


def _expired(request, link: PrivateLink | None, **which):
    return _unseen(say(request, "expired", link=link, status=404, **which))


def _too_often(request):
    """An answer for whoever tries one link after the other, else None."""
    wait = limits.count("links", get_adapter().get_client_ip(request), most=MISSES)
    return _wait(request, wait) if wait else None


def _wait(request, seconds: int, link: PrivateLink | None = None):
    response = say(request, "wait", link=link, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _unseen(response, referrer: str = ""):
    """In no cache, no search engine, and where the address is the secret in no Referer."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    if referrer:
        response.headers["Referrer-Policy"] = referrer
    return response
