"""Click a figure, get exactly the records it counts: today and on a past day."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.dashboard.busy import centre, made_busy, opened  # noqa: F401  fixtures


def figures(html):
    """{address: number} of every link on the page whose text is or begins with a number."""
    main = html[html.index("<main") : html.index("</main>")]
    found = {}
    for href, inner in re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', main, re.S):
        if 'class="lab"' in inner:
            inner = re.search(r'class="val">(.*?)<', inner, re.S).group(1)
        text = re.sub(r"<[^>]+>", "", inner).strip()
        number = re.match(r"(\d+)(?![\d%])", text)
        if number and ("/candidates/?" in href or "/researchers/?" in href):
            found[unescape(href)] = int(number.group(1))
    return found


@pytest.mark.parametrize("track", ["doctoral", "postdoc"])
@pytest.mark.parametrize("days_ago", [0, 120])
def test_each_figure_counts_the_list_it_opens(centre, manager, track, days_ago):  # noqa: F811
    client = Client()
    client.force_login(manager)
    on = centre.today() - timedelta(days=days_ago)
    query = f"?track={track}" + (f"&on={on}" if days_ago else "")

    found = figures(client.get(f"/{query}").content.decode())

    assert len(found) > 30
    lists = [href for href in found if "/candidates/" in href]
    listings = opened(client, lists, centre=centre, user=manager)
    totals = {href: one.total for href, one in listings.items()}
    totals |= {href: client.get(href).context["total"] for href in found if href not in listings}
    assert totals == found
