"""What a worker holds before anybody asks for it."""

import subprocess
import sys

# 15, 40 and more MiB: a workbook and a PDF bring them, a page does not. Not numpy, with 16 MiB: the
# first page of all shows the forecast, which computes with it.
HEAVY = {"openpyxl", "weasyprint", "pandas", "matplotlib"}
START = """
import sys
from centre.wsgi import application
from django.urls import get_resolver
get_resolver().url_patterns
from centre.web import paper
paper.is_able()
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_a_worker_starts_without_what_few_pages_need():
    started = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True
    )

    loaded = set(started.stdout.split())
    assert "recruitment" in loaded
    assert loaded & HEAVY == set()


def test_no_collection_walks_through_the_program_while_somebody_waits():
    code = "import centre.wsgi, gc; print(len(gc.get_objects()), gc.get_freeze_count())"
    started = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    walked, kept = map(int, started.stdout.split())
    assert walked * 10 < kept
