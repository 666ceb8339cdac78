"""What tests of paper need from the machine: Pango. With CI=true they never skip."""

import os

import pytest

from recruitment.reports import paper

needs_pango = pytest.mark.skipif(
    os.environ.get("CI") != "true" and not paper.is_able(),
    reason="Pango is not installed (Debian: libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk)",
)
