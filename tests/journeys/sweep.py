"""What must hold on every page, whatever it shows: measured in the browser, told as sentences."""

import json
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
WIDTHS = (320, 390, 820, 1024, 1440)
AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of all these rules, what another theme can change, beside the contrast.
COLOURS = ["link-in-text-block"]
# The server writes the theme into the page; here it is changed in place, to save a visit.
WEAR = """theme => {
  const root = document.documentElement;
  if (root.dataset.bsTheme) root.dataset.bsTheme = theme;
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
SMALL = (Path(__file__).parent / "small_targets.js").read_text(encoding="utf-8")


def faults(page, legible=None):
    """All that is wrong with the page as it stands now, dialogs and menus open as they are.

    `legible` keeps from page to page what texts were found legible in which theme (contrast.js).
    """
    load_axe(page)
    return [*_head(page), *_sideways(page), *_seen(page, {} if legible is None else legible)]


def load_axe(page):
    page.evaluate(AXE)


def _head(page):
    head = page.evaluate(
        "() => ({ title: document.title, lang: document.documentElement.lang,"
        " centre: document.querySelector('.brand b')?.textContent || 'Cohort' })"
    )
    what, _dot, where = head["title"].rpartition(" · ")
    if not what or where not in (head["centre"], "Cohort"):
        yield f"title: {head['title']!r} is not “Page · Centre”"
    if head["lang"] != "en":
        yield f"lang: {head['lang']!r}"


def _sideways(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if (over := page.evaluate(SIDEWAYS)) > 0:
            yield f"{width} px: scrolls {over} px sideways"


def _seen(page, legible):
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        yield from (f"{size}: {small}" for small in page.evaluate(SMALL))
        for theme, rules in (("dark", COLOURS), ("light", RULES)):
            page.emulate_media(color_scheme=theme)
            page.evaluate(WEAR, theme)
            contrast = page.evaluate(CONTRAST, legible.get(theme, []))
            legible[theme] = contrast["passed"]
            others = findings(page, rules, {"color-contrast": {"enabled": False}})
            yield from (f"{size}, {theme}: {one}" for one in [*contrast["found"], *others])


def findings(page, rules=RULES, exceptions=None):
    """What axe finds on the page as it stands, by these rules."""
    # Without preload: axe would copy style sheets into the page, which the policy forbids.
    options = {"resultTypes": ["violations"], "runOnly": rules, "preload": False}
    options["rules"] = exceptions or {}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    for rule in found:
        for node in rule["nodes"][:3]:
            why = json.dumps(
                [check["message"] for check in node["any"] + node["all"] + node["none"]]
            )
            yield f"{rule['id']}: {node['html'][:140]} {why[:300]}"
