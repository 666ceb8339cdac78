"""Who asks, and whether they may: a token, its scopes, its role, and how often."""

from allauth.account.adapter import get_adapter
from auditlog.context import auditlog_value
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS, BasePermission

from centre.accounts.middleware import enter
from centre.accounts.policy import may
from centre.accounts.tokens import OF_PROGRAMS, AccessToken, Scope
from centre.web import limits

# A minute. Tokens are beyond guessing; the last is for a program whose token has ended.
REQUESTS, WRITES, REFUSALS = 600, 120, 60


class Bearer(BaseAuthentication):
    """`Authorization: Bearer cohort_…`; no cookie opens the API, so no form elsewhere can use it.

    The request is about the token's centre, as a page is about the one at hand.
    """

    def authenticate(self, request):
        kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return None
        http, now = request._request, timezone.now()
        token = None
        if kind.lower() == "bearer":
            token = AccessToken.objects.opened_by(secret.strip(), now)
        if token is None or not set(OF_PROGRAMS) & set(token.scopes):
            _limit("refused", get_adapter().get_client_ip(http), REFUSALS)
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        _limit("api", token.pk, REQUESTS)
        if request.method not in SAFE_METHODS:
            _limit("api-write", token.pk, WRITES)
        centre = token.membership.centre
        http.centres = [centre]
        enter(http, centre)
        user = token.person()
        # What the log's middleware has opened for this request; to nest another would leave its
        # receiver behind.
        auditlog_value.get({})["actor"] = user
        token.note_use(now)
        return user, token

    def authenticate_header(self, request):
        return "Bearer"


def _limit(what: str, who, most: int) -> None:
    if wait := limits.count(what, who, most=most):
        raise Throttled(wait)


class Allowed(BasePermission):
    """The token's scope, then the role's permission: the same table the pages ask."""

    def has_permission(self, request, view):
        method = "GET" if request.method == "HEAD" else request.method
        if method not in view.needs:
            return True  # no such method here, which is said next
        scopes = {view.scope} if method == "GET" else {view.scope, Scope.WRITE}
        if lacking := sorted(scopes - set(request.auth.scopes)):
            raise PermissionDenied(
                _("This token lacks the scope “%(scope)s”.") % {"scope": lacking[0]}
            )
        if not may(request.user, view.needs[method], request.auth.centre_id):
            raise PermissionDenied(_("Your role in this centre does not allow this."))
        return True


class SignedByToken(BasePermission):
    """Before `Allowed`: without a token, 401."""

    def has_permission(self, request, view):
        return request.auth is not None
