"""Stage figures are worked out once while nothing changes, and anew as soon as anything does."""

from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from recruitment.dashboard.stages import stage_figures
from recruitment.moves.gate import Ask, take
from recruitment.moves.rebuild import rebuild
from tests.factories import make_application, make_centre, reason, stage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def centre():
    caches["process"].clear()
    return make_centre()


@contextmanager
def reads(tallies):
    with CaptureQueriesContext(connection) as queries:
        yield
    read = [one["sql"] for one in queries.captured_queries if "stagetally" in one["sql"]]
    assert len(read) == tallies


def figures(centre):
    found = stage_figures(centre.tracks.get(kind="doctoral"), centre.today())
    return {one.stage.kind: (one.entered, one.waiting, one.closed, one.over_limit) for one in found}


def test_they_are_read_once_while_nothing_moves(centre):
    make_application(centre, kind="screen")
    with reads(1):
        first = figures(centre)
    with reads(0):
        assert figures(centre) == first


def changes(centre):
    one = make_application(centre, kind="applied")
    yield "an application came"
    take(one, Ask("move", stage=stage(centre, "screen")), actor=None)
    yield "it moved"
    take(one, Ask("undo"), actor=None)
    yield "the move was undone"
    take(one, Ask("close", reason=reason(centre, "references")), actor=None)
    yield "it was closed"
    centre.stages.filter(kind="screen").update(limit_days=1)
    yield "a limit changed"
    rebuild(stage(centre, "applied").pipeline)
    yield "the tallies were added up anew"


def test_after_whatever_changes_them_they_are_what_they_would_be_read_anew(centre):
    for change in changes(centre):
        kept = figures(centre)
        caches["process"].clear()
        assert figures(centre) == kept, change


def test_what_is_seen_inside_a_transaction_taken_back_is_not_kept(centre):
    before = figures(centre)

    with transaction.atomic():
        make_application(centre, kind="screen")
        assert figures(centre) != before
        transaction.set_rollback(True)

    make_application(centre, kind="applied")  # tells the same number of changes
    kept = figures(centre)
    caches["process"].clear()
    assert figures(centre) == kept
