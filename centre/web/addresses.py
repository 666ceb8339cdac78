"""Addresses of rows: Django looks for the pattern of an address each time it is asked, a list asks
for the same one row after row."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse


def of_row(name: str, pk: int) -> str:
    """What `reverse(name, args=[pk])` answers."""
    before, after = _around(name, get_script_prefix(), get_urlconf())
    return f"{before}{pk:d}{after}"


@lru_cache(maxsize=256)
def _around(name: str, _prefix: str, urlconf: str | None) -> tuple[str, str]:
    before, _zero, after = reverse(name, urlconf, args=[0]).rpartition("0")
    return before, after
