"""Addresses of rows are those that Django would find."""

import pytest
from django.urls import reverse, set_script_prefix

from centre.web.addresses import of_row

NAMES = ["candidate", "application", "offer", "interview", "document"]


@pytest.mark.parametrize("prefix", ["/", "/c10/"])
def test_the_address_of_a_row_is_the_one_django_finds(prefix):
    set_script_prefix(prefix)
    try:
        for name in NAMES:
            wanted = reverse(f"recruitment:{name}", args=[1070])
            assert of_row(f"recruitment:{name}", 1070) == wanted
            assert wanted.startswith(prefix)
    finally:
        set_script_prefix("/")


def test_what_is_not_stored_has_no_address():
    with pytest.raises((TypeError, ValueError)):
        of_row("recruitment:candidate", None)
