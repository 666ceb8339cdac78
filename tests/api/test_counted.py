"""Every list of the API costs what it costs, however much it shows."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.organisation.models import ResearchArea
from centre.people.models import Supervisor
from recruitment.candidates.models import Candidate
from recruitment.imports.models import Import
from recruitment.moves.gate import Ask, record
from recruitment.pipeline.models import Application
from recruitment.positions.models import Intake, Opening, Source
from tests.api.programs import Program
from tests.factories import make_started, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(manager):
    return Program(manager)


MANY = 100
LISTS = ["candidates", "applications", "moves", "openings", "researchers", "intakes", "imports"]


def make_many(like, owner):
    """As many more as make a hundred, each with everything a list shows of them; written in bulk,
    as an import writes them."""
    centre, position = like.centre, like.position
    more = range(1, MANY)
    made = {
        model: model.objects.bulk_create(model(centre=centre, name=f"{model} {n}") for n in more)
        for model in (Supervisor, Source, ResearchArea)
    }
    days = [date(2030, 1, 1) + timedelta(days=n) for n in more]
    Intake.objects.bulk_create(
        Intake(centre=centre, track=like.track, name=f"On {day}", starts_on=day) for day in days
    )
    seats = Opening.objects.bulk_create(
        Opening(centre=centre, position=position, intake=like.intake) for _n in more
    )
    people = [
        Candidate(centre=centre, full_name=f"Person {n}", email=f"many{n}@example.org")
        for n in more
    ]
    started = stage(centre, "started")
    begun = {"effective_at": datetime(2026, 3, 2, tzinfo=UTC), "starts_on": date(2026, 9, 1)}
    record(
        [
            (
                Application(
                    candidate=person, position=position, intake=like.intake, owner=owner,
                    supervisor=supervisor, source=source, area=area,
                ),
                [Ask("enter", stage=started, opening=seat, backfill=True, **begun)],
            )
            for person, seat, supervisor, source, area in zip(
                people, seats, *made.values(), strict=True
            )
        ],
        actor=owner,
    )  # fmt: skip
    Import.objects.bulk_create(
        Import(centre=centre, name="list.csv", created_by=owner, token=uuid4()) for _n in more
    )


def read(program, name, *args):
    """(statements, rows) of a page of it, the second time it is asked for."""
    program.get(name, *args, limit=200)
    with CaptureQueriesContext(connection) as taken:
        answer = program.get(name, *args, limit=200)
    return len(taken), len(answer.json()["results"])


def test_a_page_of_a_hundred_takes_as_many_statements_as_one_of_one(program, centre, manager):
    Intake.objects.filter(track__kind="postdoc").delete()
    one = make_started(centre, owner=manager)
    Intake.objects.filter(openings=None, applications=None).delete()
    Import.objects.create(centre=centre, name="list.csv", created_by=manager, token=uuid4())
    few = {name: read(program, name) for name in LISTS}

    make_many(one, manager)

    many = {name: read(program, name) for name in LISTS}
    twice = {"moves": 1}  # who started by the gate has a step more
    assert {name: rows for name, (_n, rows) in few.items()} == {
        name: 1 + twice.get(name, 0) for name in LISTS
    }
    assert {name: rows for name, (_n, rows) in many.items()} == {
        name: MANY + twice.get(name, 0) for name in LISTS
    }
    assert {name: n for name, (n, _rows) in many.items()} == {
        name: n for name, (n, _rows) in few.items()
    }


def test_the_words_of_a_centre_take_as_many_statements_however_many_there_are(program, centre):
    before = words(program)
    for model in (Supervisor, Source, ResearchArea):
        model.objects.bulk_create(model(centre=centre, name=f"More {n}") for n in range(MANY))

    after = words(program)

    assert after[0] == before[0]
    assert after[1] == before[1] + 3 * MANY


def words(program):
    program.get("vocabulary")
    with CaptureQueriesContext(connection) as taken:
        told = program.get("vocabulary").json()
    return len(taken), sum(len(told[name]) for name in ("sources", "areas", "supervisors"))
