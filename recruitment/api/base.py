"""What all views of the API share."""

import hashlib
import json

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import APIView

from centre.accounts.tokens import Scope
from recruitment.api.problems import Told


class ApiView(APIView):
    """`needs`: {method: the action of the policy it takes}; `scope`: what a token must have to
    read here, and `write` besides to write."""

    http_method_names = ["get", "head", "post", "patch"]
    scope: str = Scope.PEOPLE
    needs: dict[str, str] = {}

    @property
    def centre(self):
        return self.request.auth.membership.centre

    def seen(self, queryset):
        """The rows of `queryset` this token's person sees, in its centre alone."""
        return queryset.visible_to(self.request.user).filter(centre=self.centre)


def one(queryset, pk: int):
    """The row of that number, or 404: what is not theirs is not there."""
    found = queryset.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def etag_of(shown: dict) -> str:
    """Of what a client was shown of a row, but for the day of its last change: a step of the
    person's application moves that day, and is no edit."""
    told = {name: value for name, value in shown.items() if name != "updated_at"}
    text = json.dumps(told, sort_keys=True, default=str)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


def with_etag(shown: dict, status: int = 200, **headers: str) -> Response:
    return Response(shown, status=status, headers={"ETag": etag_of(shown), **headers})


def insist_on_match(request, shown: dict) -> None:
    """428 unless the client says what it saw, 412 with what is there now if that is another."""
    asked = request.headers.get("If-Match", "")
    if not asked.strip():
        raise Told(428, _("Send the ETag you read as If-Match, so that nobody's edit is lost."))
    now = etag_of(shown)
    if asked.strip() != "*" and now not in [tag.strip() for tag in asked.split(",")]:
        raise Told(
            412,
            _("Somebody changed this since you read it. What it says now is in “present”."),
            present=dict(shown),
            etag=now,
        )
