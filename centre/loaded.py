"""What a web process does once, before the first request."""

import gc

from django.urls import get_resolver


def keep_loaded() -> None:
    """Load what pages are made of, and tell the garbage collector that it stays.

    Else the first visitor waits for it; and each collection of what is oldest walks through the
    whole program, for as long as ten pages take, while somebody waits.
    """
    get_resolver().url_patterns  # noqa: B018  reading them imports every view
    gc.collect()
    gc.freeze()
