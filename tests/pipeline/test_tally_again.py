"""Migration 0007 adds tallies up by the rules of its day, whatever ours become."""

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
FOLDER = Path(migration.__file__).parent


@pytest.fixture
def as_of_then(db):
    """The models as the migration meets them."""
    state = MigrationExecutor(connection).loader.project_state(("recruitment", "0007_tally_again"))
    return state.apps


def stored():
    rows = StageTally.objects.exclude(n=0)
    names = ("stage__kind", "stage", "measure", "span", "day", "days", "n")
    return sorted(rows.values_list(*names))


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


@pytest.mark.parametrize("name", ["0007_tally_again.py", "_tallies_of_0007.py"])
def test_it_leans_on_no_rule_that_may_change(name):
    tree = ast.parse((FOLDER / name).read_text())
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    ours = {one for one in modules if one.split(".")[0] in ("centre", "recruitment")}
    assert ours <= {"recruitment.migrations._tallies_of_0007"}
