"""Centres and days at the edge: every page of figures answers in sensible words."""

import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from centre.targets.models import Agreement, PlannedIntake, Target
from recruitment.moves.gate import Ask, take
from recruitment.positions.models import Intake, Opening
from recruitment.reports.periods import Quarter
from tests.factories import (
    make_application,
    make_centre,
    make_report,
    make_started,
    make_supervisor,
    make_user,
    reason,
)
from tests.role_matrix import MATRIX

USUAL = datetime(2026, 11, 24, 4, tzinfo=UTC)
DOCTORAL = {"agreement__centre__slug": "odd", "kind": "doctoral"}


def empty(centre):
    """As createcentre left it."""


def one_application(centre):
    make_application(centre, at=datetime.now(UTC) - timedelta(days=2))


def one_start(centre):
    make_started(centre, started_on=centre.today() - timedelta(days=1))


def target_met(centre):
    Target.objects.filter(**DOCTORAL).update(headcount=1)
    for _nth in range(3):
        make_started(centre, started_on=centre.today() - timedelta(days=30))


def target_of_tomorrow_met(centre):
    target_met(centre)
    Target.objects.filter(**DOCTORAL).update(by=centre.today() + timedelta(days=1))


def date_past(centre):
    busy(centre)
    ended = centre.today() - timedelta(days=40)
    Agreement.objects.filter(centre=centre).update(ends_on=ended)
    Target.objects.filter(agreement__centre=centre).update(by=ended)


def date_today(centre):
    busy(centre)
    Target.objects.filter(agreement__centre=centre).update(by=centre.today())


def target_zero(centre):
    busy(centre)
    Target.objects.filter(agreement__centre=centre).update(headcount=0)


def target_without_a_number(centre):
    busy(centre)
    Target.objects.filter(agreement__centre=centre).update(headcount=None)


def no_target(centre):
    busy(centre)
    Agreement.objects.filter(centre=centre).delete()


def no_target_and_nobody(centre):
    Agreement.objects.filter(centre=centre).delete()


def no_plan(centre):
    busy(centre)
    PlannedIntake.objects.all().delete()


def no_intakes(centre):
    PlannedIntake.objects.all().delete()
    Intake.objects.filter(centre=centre).delete()


def agreement_to_come(centre):
    starts_on = centre.today() + timedelta(days=400)
    Agreement.objects.filter(centre=centre).update(
        starts_on=starts_on, ends_on=starts_on + timedelta(days=900)
    )
    Target.objects.filter(agreement__centre=centre).update(by=starts_on + timedelta(days=900))


def two_hundred_seats(centre):
    busy(centre)
    Target.objects.filter(**DOCTORAL).update(headcount=200)
    track = centre.tracks.get(kind="doctoral")
    intake = track.intakes.filter(starts_on__gt=centre.today()).order_by("starts_on").first()
    position = track.positions.order_by("pk")[0]
    Opening.objects.bulk_create(
        Opening(centre=centre, position=position, intake=intake) for _nth in range(200)
    )


def everybody_closed(centre):
    for _nth in range(3):
        one = make_application(centre, at=datetime.now(UTC) - timedelta(days=9))
        why = reason(centre, "weaker")
        take(one, Ask("close", reason=why, effective_at=datetime.now(UTC)), actor=None)


def everybody_left(centre):
    one = make_started(centre, started_on=centre.today() - timedelta(days=60)).enrolment
    one.left_on = centre.today() - timedelta(days=1)
    one.leaving_reason = reason(centre, "health", party="researcher")
    one.save()


def busy(centre):
    make_supervisor(centre)
    make_started(centre, started_on=centre.today() - timedelta(days=30))
    for kind in ("lead", "applied", "review", "offer", "pre_start"):
        make_application(centre, kind=kind, at=datetime.now(UTC) - timedelta(days=5))


CENTRES = [
    empty, one_application, one_start, target_met, target_of_tomorrow_met, date_past, date_today,
    target_zero, target_without_a_number, no_target, no_target_and_nobody, no_plan, no_intakes,
    agreement_to_come, two_hundred_seats, everybody_closed, everybody_left,
]  # fmt: skip
# What the clock says in Hong Kong, eight hours ahead of UTC.
DAYS = {
    "29 February": datetime(2028, 2, 29, 4, tzinfo=UTC),
    "first minute of the year in Hong Kong": datetime(2026, 12, 31, 16, 1, tzinfo=UTC),
    "last minute of the year in Hong Kong": datetime(2026, 12, 31, 15, 59, tzinfo=UTC),
}
PAGES = [
    "/", "/?track=postdoc", "/forecast/", "/forecast/?track=postdoc", "/forecast.json",
    "/forecast/?applications=50&acceptance=20&seats=5", "/figures/", "/figures/?track=postdoc",
    "/talent-flow/", "/board/", "/researchers/", "/openings/", "/reports/",
    "/?on=2024-02-29", "/forecast/?on=2024-02-29", "/figures/?on=2024-02-29",
]  # fmt: skip
if "funding" in MATRIX:
    PAGES.append("/funding/")
NOT_WORDS = re.compile(
    r"\b(nan|inf|NaN|None(?! (?:is waiting|given))|null|undefined|Traceback)\b|(?<!\w)-0\b"
)
PERCENT = re.compile(r"(\d+(?:\.\d+)?) ?%")


def words_of(html):
    """What a person reads or hears on the page: text, and labels of drawings."""
    html = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
    labels = " ".join(re.findall(r'(?:aria-label|title|alt)="([^"]*)"', html))
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split()) + " " + labels


def drawn(html):
    """Numbers in attributes of drawings: a nan there is a picture that is not drawn."""
    return re.findall(r'\b(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|d|points)="([^"]*)"', html)


def assert_sensible(words):
    assert not (found := NOT_WORDS.search(words)), words[
        max(found.start() - 80, 0) : found.end() + 40
    ]
    over = [one for one in PERCENT.findall(words) if float(one) > 100]
    assert not over, (over, words)


def read_all(centre, user):
    client = Client()
    client.force_login(user)
    quarter = Quarter.of(centre.today()).code
    make_report(centre, quarter)
    year = centre.today().year
    for address in [*PAGES, f"/reports/sponsor/{quarter}/", f"/reports/monitoring/{year}/"]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if address.endswith(".json"):
            json.loads(answer.content, parse_constant=pytest.fail)
            continue
        html = answer.content.decode()
        assert_sensible(f"{address}: {words_of(html)}")
        assert not [one for one in drawn(html) if re.search("nan|inf|None", one)], address
    for track in ("doctoral", "postdoc"):
        for form in ("json", "text"):
            said = StringIO()
            call_command("progress", track=track, format=form, stdout=said)
            if form == "json":
                json.loads(said.getvalue(), parse_constant=pytest.fail)
            else:
                assert_sensible(said.getvalue())


# What the dashboard must say of some of them.
SAYS = {
    empty: ["0 of 25", "an assumption"],
    target_met: ["3 of 1", "2 more than the target"],
    date_past: ["Target missed", "24 short; the target date was 15 Oct 2026"],
    date_today: ["Target missed", "24 short on 24 Nov 2026, the target date"],
    target_zero: [
        "The target is 0, so nobody is left to recruit",
        "by December 2029 is an assumption",
    ],
    target_without_a_number: ["1 of several", "2 to 4 by December 2029: an assumption"],
    no_target: ["Set a target to see progress"],
    no_intakes: ["No intake lies ahead"],
    two_hundred_seats: ["1 of 200", "199 to go"],
    everybody_left: ["0 of 25", "1 has left, of 1 started"],
}


@pytest.mark.parametrize("make", SAYS, ids=lambda make: make.__name__)
@pytest.mark.django_db
def test_the_dashboard_says_what_is_odd(make):
    with time_machine.travel(USUAL, tick=False):
        centre = make_centre("odd")
        make(centre)
        client = Client()
        client.force_login(make_user("director", centre))

        said = words_of(client.get("/").content.decode())

    assert [words for words in SAYS[make] if words not in said] == []


@pytest.mark.parametrize("make", CENTRES, ids=lambda make: make.__name__)
@pytest.mark.django_db
def test_every_page_answers_for_an_odd_centre(make):
    with time_machine.travel(USUAL, tick=False):
        centre = make_centre("odd")
        make(centre)

        read_all(centre, make_user("director", centre))


@pytest.mark.parametrize("make", [empty, busy], ids=lambda make: make.__name__)
@pytest.mark.parametrize("moment", DAYS.values(), ids=DAYS.keys())
@pytest.mark.django_db
def test_every_page_answers_on_an_odd_day(moment, make):
    with time_machine.travel(moment, tick=False):
        centre = make_centre("odd")
        make(centre)

        read_all(centre, make_user("director", centre))


def test_nonsense_would_be_seen():
    for said in ("nan", "about inf people", "120% of", "1 of None", "None–None"):
        with pytest.raises(AssertionError):
            assert_sensible(said)
    assert_sensible("0 of 25; 100% of 3; information from nanjing")
