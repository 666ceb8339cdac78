"""A centre where much happened, for the tests of a module: making it takes longer than they do."""

from datetime import timedelta
from random import Random
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from centre.organisation.models import Centre
from recruitment.demo.generate import fill
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application
from recruitment.register.criteria import read
from recruitment.register.listing import Listing
from tests.factories import make_centre, make_started, make_supervisor, reason

EVERY = 8


def opened(client, hrefs, *, centre, user):
    """{address: the listing it opens}. One in EVERY is fetched, as drawing fifty rows takes longer
    than finding them: of the others, what the page would draw (register/list_views.py)."""
    found = {}
    for nth, href in enumerate(hrefs):
        if nth % EVERY:
            found[href] = Listing(read(QueryDict(urlsplit(href).query), centre=centre, user=user))
        else:
            found[href] = client.get(href).context["page"].listing
    return found


@pytest.fixture(scope="module")
def made_busy(standing):
    centre = make_centre("visual-ai")
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


@pytest.fixture
def centre(made_busy, db):
    """It has a demo's history, and returns, reopenings and corrections."""
    return Centre.objects.get(pk=made_busy.pk)
