"""Work for after the answer: who asked has their page, and nobody waits for what is left."""

import logging
from collections.abc import Callable, Iterable
from functools import partial
from threading import Timer
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpResponse

logger = logging.getLogger(__name__)


def once_sent(response: HttpResponse, work: Iterable[Callable[[], Any]]) -> HttpResponse:
    """`response`, and `work` is done once all of it is sent. A failure is logged: nobody waits.

    It begins AFTERWARDS_PAUSE seconds later, in a thread of its own: who presses at the same
    moment comes first, and so does the next page over the same connection. With 0 it is done here.
    """
    for one in work:
        # The server closes what it has sent; Django lets a closer fail without a word.
        response._resource_closers.append(partial(_begin, one))  # type: ignore[attr-defined]
    return response


def _begin(work: Callable[[], Any]) -> None:
    if not settings.AFTERWARDS_PAUSE:
        return _do(work)
    timer = Timer(settings.AFTERWARDS_PAUSE, _do_apart, [work])
    timer.daemon = True  # a server told to stop does not wait for it
    timer.start()


def _do_apart(work: Callable[[], Any]) -> None:
    try:
        _do(work)
    finally:
        connections.close_all()


def _do(work: Callable[[], Any]) -> None:
    try:
        work()
    except Exception:
        logger.exception("Work after an answer failed.")
