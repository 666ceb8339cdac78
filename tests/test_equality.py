"""What a page costs does not depend on how many candidates there are.

The same requests at 200 and at 2,000 candidates: as many statements, as many rows out of the
database, the same size of session, and no larger an answer but for a few digits. Constant
statements alone are not enough: a page may load every row in one.
"""

import uuid
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from recruitment.candidates.models import Candidate
from recruitment.moves.gate import Ask, record
from recruitment.pipeline.models import Application
from recruitment.talent.journeys import Group
from tests.factories import (
    make_application,
    make_centre,
    make_report,
    make_supervisor,
    make_user,
    reason,
    stage,
)
from tests.measuring import cost

SMALL, LARGE = 200, 2000
# Every open stage of the doctoral track holds more cards than a column shows.
OPEN_STAGES = ["applied", "screen", "review", "interview", "decision", "offer_approval", "offer"]
A_COLUMN = 27


def crowd(centre, count, *, supervisor, owner):
    """`count` people who applied: the first fill every open column, the others were rejected."""
    track = centre.tracks.get(kind="doctoral")
    position, intake = track.positions.get(), track.intakes.get(name="September 2026")
    stages = {kind: stage(centre, kind) for kind in OPEN_STAGES}
    closed = reason(centre, "weaker")
    now = timezone.now()
    have = centre.candidates.count()
    people = Candidate.objects.add_many(
        [
            Candidate(
                centre=centre,
                full_name=f"Person Number{have + i}",
                email=f"p{have + i}@example.org",
                token=uuid.uuid4(),
            )
            for i in range(count)
        ]
    )
    items = []
    for i, person in enumerate(people):
        column = OPEN_STAGES[(have + i) % len(OPEN_STAGES)]
        application = Application(
            candidate=person,
            position=position,
            intake=intake,
            supervisor=supervisor,
            owner=owner,
            next_step="Read the proposal",
        )
        asks = [
            Ask("enter", stage=stages["applied"], effective_at=now - timedelta(days=60)),
            Ask("move", stage=stages[column], effective_at=now - timedelta(days=40)),
        ]
        if have + i >= A_COLUMN * len(OPEN_STAGES):
            asks.append(Ask("close", reason=closed, effective_at=now - timedelta(days=2)))
        items.append((application, asks))
    record(items, actor=owner)


@pytest.fixture(scope="module")
def made(standing):
    centre = make_centre("big")
    manager = make_user("manager", centre, name="Grace Lam", is_staff=True)
    account = make_user("supervisor", centre, name="Helena Cruz")
    supervisor = make_supervisor(centre, name="Helena Cruz", user=account)
    crowd(centre, SMALL, supervisor=supervisor, owner=manager)
    make_report(centre, "2026-q3", published_by=manager)
    return centre, manager, supervisor


@pytest.fixture
def world(made, db):
    return [type(one)._base_manager.get(pk=one.pk) for one in made]


def test_every_page_and_step_costs_the_same_at_200_and_at_2000_candidates(world, client):
    centre, manager, supervisor = world
    keeper = make_user(email="keeper@example.org", is_staff=True, is_superuser=True)
    pages, lists = pages_of(centre), admin_lists()

    def measure():
        client.force_login(manager)
        costs = {name: visit(client, url) for name, url in pages.items()}
        costs |= {name: undone(act, client, centre) for name, act in STEPS.items()}
        client.force_login(keeper)
        return costs | {name: visit(client, url) for name, url in lists.items()}

    small = measure()
    crowd(centre, LARGE - SMALL, supervisor=supervisor, owner=manager)
    large = measure()

    assert {name: shape(one) for name, one in small.items()} == {
        name: shape(one) for name, one in large.items()
    }
    grown = {
        name: (one.size, large[name].size)
        for name, one in small.items()
        if large[name].size - one.size > 600
    }
    assert grown == {}


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("dashboard", 12),  # one of them not outside of a transaction: dashboard/stages.py
        ("candidates", 10),
        ("search", 10),
        ("candidate", 10),
        ("move", 12),
        ("add", 12),
    ],
)
def test_a_hot_page_keeps_its_number_of_statements(world, client, name, most):
    centre, manager, _supervisor = world
    client.force_login(manager)
    client.get("/help/")
    # The process remembers it from its first line in the log on, whichever test wrote that.
    ContentType.objects.get_for_model(Candidate)

    taken = STEPS[name](client, centre) if name in STEPS else visit(client, pages_of(centre)[name])

    assert taken.status in (200, 204, 302)
    assert taken.statements <= most


def test_the_board_takes_six_statements_and_two_a_stage(world, client):
    centre, manager, _supervisor = world
    client.force_login(manager)

    taken = visit(client, pages_of(centre)["board"])

    assert taken.statements <= 6 + 2 * centre.tracks.get(kind="doctoral").pipeline.stages.count()


def test_twenty_five_rows_of_the_list_are_under_sixty_kilobytes(world, client):
    centre, manager, _supervisor = world
    client.force_login(manager)
    fifty = visit(client, pages_of(centre)["candidates"]).size
    none = visit(client, f"{reverse('recruitment:candidates')}?q=nobody+of+that+name").size

    assert none + (fifty - none) / 2 < 60_000


def shape(one):
    return (one.status, one.statements, one.rows, one.session)


def visit(client, url):
    client.get(url)  # warm: content types, compiled templates
    return cost(client, "get", url)


def undone(act, client, centre):
    """The cost of a step that leaves no row behind; done twice, as the first one warms caches."""
    for _time in range(2):
        with transaction.atomic():
            taken = act(client, centre)
            transaction.set_rollback(True)
    return taken


def move(client, centre):
    application = make_application(centre)
    url = reverse("recruitment:application-move", args=[application.pk])
    data = {"stage": stage(centre, "interview").pk, "version": application.version}
    return cost(client, "post", url, data, headers={"HX-Request": "true"})


def close(client, centre):
    application = make_application(centre)
    url = reverse("recruitment:application-close", args=[application.pk])
    data = {"reason": reason(centre, "weaker").pk, "version": application.version}
    return cost(client, "post", url, data)


def add(client, centre):
    track = centre.tracks.get(kind="doctoral")
    intake = track.intakes.get(name="September 2027")
    data = {
        "full_name": "Newly Added",
        "email": f"new{uuid.uuid4().hex[:8]}@example.org",
        "place": f"{track.positions.get().pk}-{intake.pk}",
        "token": uuid.uuid4(),
    }
    return cost(client, "post", reverse("recruitment:candidate-add"), data)


def note(client, centre):
    person = centre.candidates.order_by("pk")[30]
    data = {"text": "Read the thesis.", "token": uuid.uuid4()}
    return cost(client, "post", reverse("recruitment:candidate-note", args=[person.pk]), data)


STEPS = {"move": move, "close": close, "add": add, "note": note}


def admin_lists():
    return {
        f"admin {model._meta.label}": reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        for model in admin.site._registry
    }


def pages_of(centre):
    """The hot pages and every list, by name."""
    person = centre.candidates.order_by("pk")[20]
    column = stage(centre, "interview")
    names = ["dashboard", "candidates", "board", "openings", "researchers", "settings"]
    urls = {name: reverse(f"recruitment:{name}") for name in names}
    urls["reports"] = reverse("recruitment:reports")
    urls["report, published"] = reverse("recruitment:report", args=["2026-q3"])
    urls["monitoring"] = reverse("recruitment:monitoring", args=[2026])
    listed = urls["candidates"]
    flow = reverse("recruitment:talent-flow")
    urls |= {f"talent flow of {group}": f"{flow}?group={group}" for group in Group.values}
    urls |= {
        "talent flow of two years": f"{flow}?group=applicants&since=2026&until=2026&since2=2025",
        "people of a talent flow": f"{listed}?flow=applicants~~~~first-unknown",
        "search": f"{listed}?q=person",
        "search two words": f"{listed}?q=number+pers",
        "in progress": f"{listed}?view=open",
        "needs attention": f"{listed}?view=attention",
        "mine": f"{listed}?view=mine",
        "stage": f"{listed}?stage={column.pk}&status=active",
        "waiting": f"{listed}?waiting={column.pk}",
        "page 2": f"{listed}?page=2",
        "candidate": person.get_absolute_url(),
        "application": person.current.get_absolute_url(),
        "intake": person.current.intake.get_absolute_url(),
    }
    return urls
