"""What all views of the API share."""

import hashlib
import json
import re

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import APIView

from centre.accounts.tokens import Scope
from recruitment.api import paging
from recruitment.api.problems import Told
from recruitment.reports.exports import log_leaving

# A server on the way that compresses an answer makes its ETag weak, W/"…", or adds "-gzip" to it.
# What it stands for is the same row, and ours stand for rows, not for bytes.
_TAG = re.compile(r'(?:W/)?"([^"]*?)(?:-(?:gzip|br|zstd))?"')


class ApiView(APIView):
    """`needs`: {method: the action of the policy it takes}; `scope`: what a token must have to
    read here, and `write` besides to write."""

    http_method_names = ["get", "head", "post", "patch"]
    scope: str = Scope.PEOPLE
    needs: dict[str, str] = {}
    # Of a list of people: what its rows are counted by in the log, and their key for that.
    logged_by: tuple[str, str] | None = None

    @property
    def centre(self):
        return self.request.auth.membership.centre

    def seen(self, queryset):
        """The rows of `queryset` this token's person sees, in its centre alone."""
        return queryset.visible_to(self.request.user).filter(centre=self.centre)

    def page(self, rows, shape, *, given: dict | None = None) -> Response:
        """One page of `rows`. The log says who took out what of whom, as of an exported file."""
        told = paging.page(self.request, rows, shape, given=given)
        if self.logged_by and told["results"]:
            self._log(told["results"], *self.logged_by)
        return Response(told)

    def _log(self, rows: list[dict], counted: str, key: str) -> None:
        query: QueryDict = self.request.query_params
        told = {
            "token": self.request.auth,
            "filter": query.urlencode(),
            "rows": len(rows),
            counted: len({row[key] for row in rows}),
        }
        log_leaving(self.centre, self.request.path, by=self.request.user, told=told)


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
    if not _names(asked, now):
        raise Told(
            412,
            _("Somebody changed this since you read it. What it says now is in “present”."),
            present=dict(shown),
            etag=now,
        )


def unless_known(request, shown: dict) -> Response:
    """`shown`, or 304 without it if that is what the client has."""
    now = etag_of(shown)
    if _names(request.headers.get("If-None-Match", ""), now):
        return Response(status=304, headers={"ETag": now})
    return with_etag(shown)


def _names(header: str, etag: str) -> bool:
    """Whether the list of ETags in `header` holds `etag`, or is "*"."""
    return header.strip() == "*" or etag.strip('"') in _TAG.findall(header)
