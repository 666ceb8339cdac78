"""Migrations 0007 and 0015 add tallies up by the rules of their day, whatever ours become."""

import ast
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from recruitment.moves.gate import Ask, take
from recruitment.pipeline.models import StageTally
from tests.factories import make_application, make_started, reason, stage

migration = import_module("recruitment.migrations.0007_tally_again")
of_arrivals = import_module("recruitment.migrations.0015_tally_arrivals")
FOLDER = Path(migration.__file__).parent


def models_after(name):
    return MigrationExecutor(connection).loader.project_state(("recruitment", name)).apps


@pytest.fixture
def as_of_then(db):
    """The models as the migration meets them. Arrivals, which it knows nothing of, follow."""
    yield models_after("0007_tally_again")
    of_arrivals.tally_arrivals(models_after("0015_tally_arrivals"), None)


def stored(*measures):
    rows = StageTally.objects.exclude(n=0)
    rows = rows.filter(measure__in=measures) if measures else rows.exclude(measure="came")
    names = ("stage__kind", "stage", "measure", "span", "day", "days", "intake", "n")
    return sorted(rows.values_list(*names), key=repr)


def on(day, month=3):
    return datetime(2026, month, day, 2, tzinfo=UTC)


def go(application, verb, day, kind="", **more):
    if kind:
        more["stage"] = stage(application.centre, kind)
    take(application, Ask(verb, effective_at=on(day), **more), actor=None)


@pytest.fixture
def eventful(centre):
    """A skip, a return, a correction, an end, a reopening and a start."""
    one = make_application(centre, kind="applied", at=on(2))
    go(one, "move", 4, "review")
    go(one, "move", 6, "screen")
    go(one, "move", 7, "interview")
    go(one, "undo", 8)
    go(one, "close", 9, reason=reason(centre, "weaker"))
    go(one, "reopen", 10)
    make_application(centre, kind="lead", at=on(2))
    make_started(centre)
    return centre


def test_it_tells_what_the_gate_has_added_up(eventful, as_of_then):
    before = stored()
    StageTally.objects.all().delete()
    StageTally.objects.create(
        stage=stage(eventful, "offer"), measure="open", day=date(2026, 1, 1), n=9
    )

    migration.tally_again(as_of_then, None)

    assert stored() == before
    assert len(before) > 40


def test_one_history_adds_up_to_these_numbers_for_ever(centre, as_of_then):
    one = make_application(centre, kind="applied", at=on(2))
    go(one, "move", 4, "review")
    go(one, "close", 9, reason=reason(centre, "weaker"))
    StageTally.objects.all().delete()

    migration.tally_again(as_of_then, None)

    found = StageTally.objects.filter(span=1).order_by("stage__position", "measure", "day")
    assert list(found.values_list("stage__kind", "measure", "day", "days", "n")) == [
        ("applied", "advanced", date(2026, 3, 4), 0, 1),
        ("applied", "entered", date(2026, 3, 2), 0, 1),
        ("applied", "went", date(2026, 3, 4), 2, 1),
        ("screen", "advanced", date(2026, 3, 4), 0, 1),
        ("screen", "entered", date(2026, 3, 4), 0, 1),
        ("review", "closed", date(2026, 3, 9), 0, 1),
        ("review", "ended", date(2026, 3, 9), 5, 1),
        ("review", "entered", date(2026, 3, 4), 0, 1),
    ]


def test_arrivals_come_out_as_the_gate_has_added_them_up(eventful):
    lead = make_application(eventful, kind="lead", at=on(2))
    go(lead, "move", 20, "screen")
    make_application(eventful, kind="review", at=on(3))
    before = stored("came")
    StageTally.objects.filter(measure="came").delete()

    of_arrivals.tally_arrivals(models_after("0015_tally_arrivals"), None)

    assert stored("came") == before
    assert sum(row[-1] for row in before) == 2 * 4


@pytest.mark.parametrize(
    "name", ["0007_tally_again.py", "_tallies_of_0007.py", "0015_tally_arrivals.py"]
)
def test_it_leans_on_no_rule_that_may_change(name):
    tree = ast.parse((FOLDER / name).read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    ours = {one for one in modules if one.split(".")[0] in ("centre", "recruitment")}
    assert ours <= {"recruitment.migrations._tallies_of_0007"}
