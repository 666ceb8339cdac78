"""A report as PDF, made from the very markup of its page."""

import re
from functools import cache

from django.template.loader import render_to_string

from centre.web.paper import drawn, text_of
from recruitment.reports.models import Report
from recruitment.reports.sheets import dated, sheets

STYLES = [
    "cohort/tokens.css", "cohort/charts.css", "recruitment/report.css", "cohort/print.css",
    "recruitment/paper.css",
]  # fmt: skip


# A halo is a stroke below the letters, which WeasyPrint would put above them; and which of two
# drawings is shown is the page's matter, not the drawing's.
PAPER = """
.chart .halo { stroke: none }
.only-wide, .only-narrow { display: block }
.chart { font-family: Inter, "Noto Sans CJK HK", sans-serif }
"""


def pdf(report: Report, document: dict) -> bytes:
    """The report on A4. Raises Unable without Pango."""
    markup = render_to_string(
        "recruitment/reports/paper.html",
        {"report": report, "document": document, "sheets": sheets(document), **dated(document)},
    )
    return drawn(_dressed(markup), STYLES)


def _dressed(markup: str) -> str:
    """Drawings take no style from the page around them in WeasyPrint: each gets its own."""
    return re.sub(r"<svg\b[^>]*>", lambda tag: f"{tag[0]}<style>{_drawing_style()}</style>", markup)


@cache
def _drawing_style() -> str:
    """The rules for drawings, with the values of our tokens, as printed, put in for their names."""
    tokens = _tokens(text_of("cohort/tokens.css")) | _tokens(text_of("cohort/print.css"))
    rules = "".join(text_of(name) for name in ("cohort/charts.css", "recruitment/talent.css"))
    rules = re.sub(r"/\*.*?\*/|@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", rules)
    rules += PAPER
    while "var(" in rules:  # a token may be made of others
        rules = re.sub(r"var\((--[\w-]+)\)", lambda name: tokens[name[1]], rules)
    return rules


def _tokens(css: str) -> dict[str, str]:
    """{name: value} where it is set first: of two themes, the light one."""
    return dict(reversed(re.findall(r"(--[\w-]+):\s*([^;}]+)", css)))
