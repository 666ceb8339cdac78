"""Each number of the figures page opens exactly what it counts."""

import re
from datetime import timedelta
from html import unescape

import pytest

from tests.dashboard.busy import centre, made_busy, opened  # noqa: F401  fixtures


def figures(html):
    """{address: number} of every figure of the page."""
    main = html[html.index("<main") : html.index("</main>")]
    found = re.findall(r'<a href="(/candidates/\?[^"]+)">(?:n = |of )?(\d+)(?: \w[^<]*)?</a>', main)
    return {unescape(href): int(n) for href, n in found}


QUERIES = [
    "", "&on=120", "&cohort", "&intake", "&cohort&intake&on=60", "&known=0&on=30", "&known=40",
    "&cohort&known=1&on=50",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("track", ["doctoral", "postdoc"])
def test_each_figure_counts_the_list_it_opens(centre, manager, as_manager, track, query):  # noqa: F811
    query = re.sub(r"=(\d+)", lambda ago: f"={centre.today() - timedelta(days=int(ago[1]))}", query)
    intake = centre.tracks.get(kind=track).intakes.order_by("pk")[1 if track == "doctoral" else 0]
    query = query.replace("&cohort", "&cohort=2026").replace("&intake", f"&intake={intake.pk}")

    page = as_manager.get(f"/figures/?track={track}{query}")

    found = figures(page.content.decode())
    assert found or "intake" in query
    listings = opened(as_manager, found, centre=centre, user=manager)
    assert {href: one.total for href, one in listings.items()} == found
    assert [one.criteria.problems for one in listings.values() if one.criteria.problems] == []
