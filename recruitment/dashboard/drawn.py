"""The parts of the page that follow from its figures alone, kept as they were drawn.

Drawing takes longer than reading. The figures are read for every visit; if they are those of a
visit before, in the same words and for somebody who may do the same, so is what is drawn of them.
"""

import pickle
from collections.abc import Callable, Hashable, Mapping
from hashlib import blake2b

from django.template.loader import render_to_string
from django.utils.translation import get_language

PARTS = ("plan", "figures", "flows")
MOST = 32  # some 60 KB each, in every process

_kept: dict[bytes, dict[str, str]] = {}


def drawn(request, shown: tuple, context: Callable[[], Mapping]) -> dict[str, str]:
    """{part: its HTML}. `shown` is all that the templates show or ask, figures and rights."""
    key = _digest((get_language(), shown))
    parts = _kept.get(key)
    if parts is None:
        if len(_kept) >= MOST:
            _kept.clear()
        given = context()
        parts = {
            one: render_to_string(f"recruitment/dashboard/_{one}.html", {**given}, request)
            for one in PARTS
        }
        _kept[key] = parts
    return parts


def _digest(values: Hashable) -> bytes:
    return blake2b(pickle.dumps(values), digest_size=16).digest()
