"""Work for after the answer: who asked has their page, and this thread a moment more to do."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.http import HttpResponse

logger = logging.getLogger(__name__)


def once_sent(response: HttpResponse, work: Iterable[Callable[[], Any]]) -> HttpResponse:
    """`response`, and `work` is done when all of it is sent. A failure is logged: nobody waits."""
    for one in work:
        # The server closes what it has sent; Django lets a closer fail without a word.
        response._resource_closers.append(partial(_do, one))  # type: ignore[attr-defined]
    return response


def _do(work: Callable[[], Any]) -> None:
    try:
        work()
    except Exception:
        logger.exception("Work after an answer failed.")
