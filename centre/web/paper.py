"""Pages as PDF: WeasyPrint draws them, if this machine can.

That needs Pango on the machine, and fonts with Chinese characters. Both are looked for, and where
one is missing the print view of a page serves instead. WeasyPrint is imported where it is used: it
loads libraries that a machine may not have, and 40 MiB that only the process that draws should
hold. It may fetch nothing: all a paper is made of is in the markup and in our own style sheets.
"""

import shutil
import subprocess
from collections.abc import Sequence
from ctypes.util import find_library
from functools import cache
from pathlib import Path
from typing import NoReturn

from django.contrib.staticfiles import finders

LIBRARIES = ["gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig"]
FONTS = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]


class Outside(Exception):
    """A paper asked for something that is not its own."""


class Unable(Exception):
    """This machine cannot make a PDF, now or later: a library or a style sheet is missing."""


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


def drawn(markup: str, names: Sequence[str]) -> bytes:
    """`markup` as PDF, in these style sheets of ours. Raises Unable without Pango."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except OSError as missing:
        raise Unable(str(missing)) from missing

    class Closed(URLFetcher):
        def fetch(self, url, headers=None):
            return _refuse(url)

    page = HTML(string=markup, url_fetcher=Closed(), base_url="paper:")
    styles = [CSS(string=text_of(name), url_fetcher=Closed()) for name in names]
    return page.write_pdf(stylesheets=styles, pdf_identifier=b"")


def _refuse(url: str) -> NoReturn:
    """What it stood for is left out of the paper, and the log says so."""
    raise Outside(f"A paper fetches nothing, and was asked for {url[:80]}.")


@cache
def text_of(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise Unable(f"The style sheet {name} is missing.")
    return Path(found).read_text(encoding="utf-8")
