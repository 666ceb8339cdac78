"""What tests of paper need from the machine: Pango. With CI=true they never skip."""

import os

import pytest
from django.core.mail.backends.base import BaseEmailBackend

from centre.web import paper

needs_pango = pytest.mark.skipif(
    os.environ.get("CI") != "true" and not paper.is_able(),
    reason="Pango is not installed (Debian: libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk)",
)


class NoPost(BaseEmailBackend):
    """A mail server nobody reaches."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("no post today")
