"""What was drawn before is shown again only where a fresh drawing would say the same."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from centre.organisation.models import Centre
from centre.people.models import Supervisor
from centre.targets.models import Agreement, Target
from recruitment.candidates.models import Candidate, EducationRecord
from recruitment.dashboard import drawn
from recruitment.demo.generate import fill
from recruitment.enrolment.models import Enrolment
from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Intake, Opening, Track
from tests.factories import make_centre, make_user, reason


def shown(client, query=""):
    client.get(f"/{query}")  # after a change the forecast is worked out once this is sent
    page = client.get(f"/{query}").content.decode()
    return page[page.index('<section class="card-s hero') : page.index("</main>")]


def fresh(client, query=""):
    drawn._kept.clear()
    return shown(client, query)


def renamed(model, field="name"):
    def change(centre):
        for one in model.objects.all()[:20]:
            setattr(one, field, f"{getattr(one, field)} B")
            one.save()

    return change


def set_to(model, **values):
    return lambda centre: model.objects.update(**values)


def step(centre):
    one = Application.objects.filter(track__kind="doctoral", status="active").first()
    take(one, Ask("close", reason=reason(centre, "research-fit")), actor=None)


def first_day(centre):
    one = Enrolment.objects.filter(left_on=None).order_by("started_on").first()
    one.started_on += timedelta(days=40)
    one.save()


CHANGES = {
    "a step": step,
    "names of stages": renamed(Stage),
    "limits of stages": set_to(Stage, limit_days=1),
    "names of tracks": renamed(Track),
    "names of intakes": renamed(Intake),
    "days of intakes": set_to(Intake, starts_on="2031-09-01"),
    "seats": lambda centre: Opening.objects.filter(status="open").update(status="closed"),
    "the target": set_to(Target, headcount=7),
    "what counts": set_to(Target, counts="enrolled"),
    "the agreement's end": set_to(Agreement, ends_on="2032-12-31"),
    "a first day": first_day,
    "schools": set_to(EducationRecord, country="BR"),
    "places of supervisors": set_to(Supervisor, capacity=0),
    "the centre's zone": set_to(Centre, time_zone="America/Lima"),
    "nobody": set_to(Candidate, full_name="Somebody Else"),
}


@pytest.fixture
def busy(centre):
    fill(centre, candidates=60, seed=3, on=centre.today())
    return centre


def test_after_any_change_the_page_is_as_if_drawn_anew(busy, as_manager):
    behind = []
    for what, change in CHANGES.items():
        shown(as_manager)
        with transaction.atomic():
            change(busy)
            if shown(as_manager) != fresh(as_manager):
                behind.append(what)
            transaction.set_rollback(True)  # not every one of them leaves a history that agrees

    assert behind == []


def test_days_tracks_and_roles_have_their_own(busy, manager, director):
    clients = [Client(), Client()]
    for client, user in zip(clients, (manager, director), strict=True):
        client.force_login(user)
    queries = ["", "?track=postdoc", "?on=2026-01-31", "?on=2026-02-28&known=2026-03-01"]

    before = [[shown(one, query) for query in queries] for one in clients]

    assert before == [[fresh(one, query) for query in queries] for one in clients]
    assert [len(set(texts)) for texts in before] == [4, 4]


def test_the_same_figures_are_drawn_once(busy, as_manager):
    shown(as_manager)
    kept = dict(drawn._kept)
    shown(as_manager)

    assert drawn._kept == kept
    assert len(kept) >= 1


def test_another_centre_sees_nothing_of_it(busy, as_manager):
    there = Client()
    there.force_login(make_user("manager", make_centre("there")))

    assert shown(as_manager) != shown(there)
