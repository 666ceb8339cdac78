"""Click a figure, get exactly the records it counts: today and on a past day."""

import re
from datetime import timedelta
from html import unescape
from random import Random

import pytest
from django.test import Client

from recruitment.demo.generate import fill
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application
from tests.factories import make_started, make_supervisor, reason


@pytest.fixture
def busy(centre):
    """A centre with a demo's history, and with returns, reopenings and corrections in it."""
    make_supervisor(centre, name="Dr One")
    today = centre.today()
    fill(centre, candidates=70, seed=3, on=today)
    random = Random(5)  # the same every time
    rows = Application.objects.filter(track__kind="doctoral", status="active").order_by("pk")
    for one in list(rows)[:12]:
        back = random.choice(list(one.track.pipeline.stages.exclude(kind="started")))
        take(one, Ask("move", stage=back), actor=None)
        if random.random() < 0.5:
            take(one, Ask("undo"), actor=None)
    for one in rows.filter(stage__kind="review")[:2]:
        take(one, Ask("close", reason=reason(centre, "research-fit")), actor=None)
        take(one, Ask("reopen"), actor=None)
    make_started(centre, started_on=today + timedelta(days=20))
    return centre


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


def listed(client, href):
    context = client.get(href).context
    return context["page"].listing.total if "/candidates/" in href else context["total"]


@pytest.mark.parametrize("track", ["doctoral", "postdoc"])
@pytest.mark.parametrize("days_ago", [0, 120])
def test_each_figure_counts_the_list_it_opens(busy, manager, track, days_ago):
    client = Client()
    client.force_login(manager)
    on = busy.today() - timedelta(days=days_ago)
    query = f"?track={track}" + (f"&on={on}" if days_ago else "")

    found = figures(client.get(f"/{query}").content.decode())

    assert len(found) > 30
    assert {href: listed(client, href) for href in found} == found
