"""Doing what is asked, once: in one transaction with the memory of having done it."""

import re
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.response import Response

from recruitment.api.forgetting import forget, see_to_it
from recruitment.api.models import KeyedAnswer, digest_of
from recruitment.api.problems import Told

HEADER = "Idempotency-Key"
KEY = r"^[!-~]{1,200}$"
KEPT_HEADERS = ("Location", "ETag")


def once(request, do: Callable[[], Response], *, seen: Callable[[dict], object]) -> Response:
    """What `do` answers; or what it answered when the same token sent the same key before.

    What is refused is not remembered: nothing was done, and mended it may be sent again. `seen`
    raises, given such an answer, if whoever asks may no longer see what it tells of.
    """
    key = request.headers.get(HEADER)
    if key is None:
        with transaction.atomic():
            return do()
    if not re.fullmatch(KEY, key):
        told = _("Up to 200 ASCII characters without a space, such as a UUID.")
        raise Told(400, _("Nothing was done."), {HEADER: [told]})
    asked = digest_of(request.method, request.path, request.data)
    now = timezone.now()
    with transaction.atomic():
        forget(now)
        # Of two at once the second waits here for the first, and finds it done.
        row, is_new = KeyedAnswer.objects.get_or_create(
            token=request.auth, key=key, defaults={"asked": asked, "made_at": now}
        )
        if not is_new:
            return _again(row, asked, seen)
        see_to_it(row)
        answer = do()
        row.status, row.body = answer.status_code, answer.data
        row.headers = {name: answer[name] for name in KEPT_HEADERS if name in answer}
        row.save(update_fields=["status", "body", "headers"])
        return answer


def _again(row: KeyedAnswer, asked: str, seen: Callable[[dict], object]) -> Response:
    if row.asked != asked:
        told = _("This key was used for another request. Choose a new one for each.")
        raise Told(422, told, {HEADER: [told]})
    seen(row.body or {})
    return Response(
        row.body, status=row.status, headers={**row.headers, "Idempotency-Replayed": "true"}
    )
