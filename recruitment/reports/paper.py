"""A report as PDF, made from the very markup of its page.

WeasyPrint draws it; that needs Pango on the machine, and fonts with Chinese characters. Both are
looked for, and where one is missing the print view of the page serves instead. WeasyPrint is
imported where it is used: it loads libraries that a machine may not have, and 40 MiB that only the
process that draws should hold. It may fetch nothing: all a report is made of is in the markup and
in our own style sheets.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import NoReturn

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from recruitment.reports.models import Report
from recruitment.reports.sheets import dated, sheets

STYLES = [
    "cohort/tokens.css", "cohort/charts.css", "recruitment/report.css", "cohort/print.css",
    "recruitment/paper.css",
]  # fmt: skip
LIBRARIES = ["gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig"]
FONTS = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]


# A halo is a stroke below the letters, which WeasyPrint would put above them; and which of two
# drawings is shown is the page's matter, not the drawing's.
PAPER = """
.chart .halo { stroke: none }
.only-wide, .only-narrow { display: block }
.chart { font-family: Inter, "Noto Sans CJK HK", sans-serif }
"""


class Outside(Exception):
    """A report asked for something that is not its own."""


@cache
def is_able() -> bool:
    """Whether this machine can make a PDF at all: Pango is there."""
    return all(find_library(name) for name in LIBRARIES)


@cache
def has_chinese_fonts() -> bool:
    """Whether Chinese names come out as characters, not as boxes."""
    if command := shutil.which("fc-list"):
        listed = subprocess.run(  # noqa: S603  no word of it comes from outside
            [command, ":lang=zh-hk", "family"], capture_output=True, text=True, check=False
        )
        return bool(listed.stdout.strip())
    return any(next(folder.rglob("*CJK*"), None) for folder in FONTS if folder.is_dir())


def pdf(report: Report, document: dict) -> bytes:
    """The report on A4. Raises OSError without Pango."""
    markup = render_to_string(
        "recruitment/reports/paper.html",
        {"report": report, "document": document, "sheets": sheets(document), **dated(document)},
    )
    return drawn(_dressed(markup), STYLES)


def drawn(markup: str, names: Sequence[str]) -> bytes:
    """`markup` as PDF, in these style sheets of ours. Raises OSError without Pango."""
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    class Closed(URLFetcher):
        def fetch(self, url, headers=None):
            return _refuse(url)

    page = HTML(string=markup, url_fetcher=Closed(), base_url="report:")
    styles = [CSS(string=_text(name), url_fetcher=Closed()) for name in names]
    return page.write_pdf(stylesheets=styles, pdf_identifier=b"")


def _refuse(url: str) -> NoReturn:
    """What it stood for is left out of the paper, and the log says so."""
    raise Outside(f"A report fetches nothing, and was asked for {url[:80]}.")


@cache
def _text(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"The style sheet {name} of reports is missing.")
    return Path(found).read_text(encoding="utf-8")


def _dressed(markup: str) -> str:
    """Drawings take no style from the page around them in WeasyPrint: each gets its own."""
    return re.sub(r"<svg\b[^>]*>", lambda tag: f"{tag[0]}<style>{_drawing_style()}</style>", markup)


@cache
def _drawing_style() -> str:
    """The rules for drawings, with the values of our tokens, as printed, put in for their names."""
    tokens = _tokens(_text("cohort/tokens.css")) | _tokens(_text("cohort/print.css"))
    rules = "".join(_text(name) for name in ("cohort/charts.css", "recruitment/talent.css"))
    rules = re.sub(r"/\*.*?\*/|@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", rules)
    rules += PAPER
    while "var(" in rules:  # a token may be made of others
        rules = re.sub(r"var\((--[\w-]+)\)", lambda name: tokens[name[1]], rules)
    return rules


def _tokens(css: str) -> dict[str, str]:
    """{name: value} where it is set first: of two themes, the light one."""
    return dict(reversed(re.findall(r"(--[\w-]+):\s*([^;}]+)", css)))
