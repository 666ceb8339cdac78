"""Every refusal of the API in one shape, with the status that fits."""

import logging
from collections.abc import Mapping

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from centre.web.problems import KIND, shape
from centre.web.refusal import Refused
from recruitment.exchange.reader import UnreadableFile
from recruitment.moves.gate import IllegalMove, MovedMeanwhile

logger = logging.getLogger(__name__)
WHOLE = ("__all__", "non_field_errors")


class Told(Exception):
    """A refusal with its status. `more`: what the client needs to go on."""

    def __init__(self, status: int, detail: str = "", errors: dict | None = None, **more):
        self.status, self.detail, self.errors, self.more = status, detail, errors, more
        super().__init__(detail)


def refuse_form(form, *, said: Mapping[str, object] | None = None, **names: str) -> Told:
    """What a page's form says of what was sent.

    `names`: {its field: ours}; `said`: {code: sentence} for what it says of the page itself.
    """
    ours = said or {}
    errors = {
        names.get(field, field): [
            str(ours.get(error.code or "", text)) for error in found for text in error.messages
        ]
        for field, found in form.errors.as_data().items()
    }
    detail = " ".join(errors.pop("__all__", [])) or _("Nothing was saved.")
    return Told(422, detail, errors)


def answer(error: Exception, context: dict) -> Response | None:
    """REST framework's exception handler. None: an error of ours, for the 500 of the site."""
    status, detail, errors, more = _read(error)
    if not status:
        return None
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))  # type: ignore[attr-defined]
    body = shape(status, detail, errors, **more)
    return Response(body, status=status, headers=headers, content_type=KIND)


def _read(error: Exception) -> tuple[int, str, dict, dict]:
    if isinstance(error, Told):
        return error.status, error.detail, error.errors or {}, error.more
    if isinstance(error, MovedMeanwhile):
        return 409, str(error), {}, _present(error)
    if isinstance(error, IllegalMove | Refused | UnreadableFile):
        return 422, str(error), {}, {}
    if isinstance(error, Http404):
        return 404, _("There is nothing at this address."), {}, {}
    if isinstance(error, PermissionDenied):
        return 403, str(error), {}, {}
    if isinstance(error, RequestDataTooBig):
        return 413, _("The body is too large: 5 MB is the most."), {}, {}
    if isinstance(error, SuspiciousOperation | BadRequest):
        return 400, _("This request cannot be read."), {}, {}
    if isinstance(error, exceptions.ValidationError):
        errors = _sentences(error.detail)
        detail = " ".join(text for name in WHOLE for text in errors.pop(name, []))
        return 400, detail or _("Nothing was saved."), errors, {}
    if isinstance(error, exceptions.APIException):
        return error.status_code, str(error.detail), {}, {}
    return 0, "", {}, {}


def _present(error: MovedMeanwhile) -> dict:
    """Where it stands now, so that whoever was slower can decide again."""
    last = error.last
    now: dict[str, object] = {"application": error.application.pk}
    if last:
        now |= {
            "version": last.sequence,
            "stage": last.to_stage_id,
            "status": last.to_status,
            "moved_by": str(last.actor or ""),
            "moved_at": last.recorded_at.isoformat(),
        }
    return {"present": now}


def _sentences(detail, name: str = "non_field_errors") -> dict[str, list[str]]:
    """{field: sentences}; of fields within fields "outer.inner"."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, part in detail.items():
            inner = str(key) if name in WHOLE else f"{name}.{key}"
            for field, texts in _sentences(part, inner).items():
                found.setdefault(field, []).extend(texts)
        return found
    if isinstance(detail, list):
        return {name: [str(text) for text in detail]}
    return {name: [str(detail)]}
