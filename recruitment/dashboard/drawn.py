"""The parts of the page that follow from its figures alone, kept as they were drawn.

Drawing takes longer than reading. The figures are read for every visit; if they are those of a
visit before, in the same words and for somebody who may do the same, so is what is drawn of them.
"""

import pickle
from collections.abc import Callable, Hashable, Mapping
from hashlib import blake2b
from threading import Lock

from django.template.loader import render_to_string
from django.utils.translation import get_language

PARTS = ("plan", "figures", "flows")
MOST = 32  # some 60 KB each, in every process

_kept: dict[bytes, dict[str, str]] = {}
_drawing = Lock()  # of all who ask after a move one draws


def drawn(request, shown: tuple, context: Callable[[], Mapping]) -> dict[str, str]:
    """{part: its HTML}. `shown` is all that the templates show or ask, figures and rights."""
    key = _digest((get_language(), shown))
    if parts := _kept.get(key):
        return parts
    with _drawing:
        return _kept.get(key) or _keep(key, _drawn(request, context()))


def _drawn(request, context: Mapping) -> dict[str, str]:
    return {
        one: render_to_string(f"recruitment/dashboard/_{one}.html", {**context}, request)
        for one in PARTS
    }


def _keep(key: bytes, parts: dict[str, str]) -> dict[str, str]:
    if len(_kept) >= MOST:
        _kept.clear()
    return _kept.setdefault(key, parts)


def _digest(values: Hashable) -> bytes:
    return blake2b(pickle.dumps(values), digest_size=16).digest()
