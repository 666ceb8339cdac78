"""The gate on its own: what it writes, what it refuses, and what happens when two come at once."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import close_old_connections, connection

from recruitment.enrolment.models import Researcher
from recruitment.moves.gate import Ask, IllegalMove, MovedMeanwhile, take
from recruitment.pipeline.models import StageTransition
from tests.factories import (
    make_application,
    make_award,
    make_opening,
    make_started,
    reason,
    stage,
)

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)


def test_a_step_that_changes_nothing_writes_nothing(centre):
    one = make_application(centre, kind="screen")

    assert take(one, Ask("move", stage=stage(centre, "screen")), actor=None) == []
    assert take(one, Ask("reopen"), actor=None) == []
    assert one.transitions.count() == 1


def test_a_bulk_move_keeps_each_ones_own_previous_stage(centre):
    many = [make_application(centre, kind=kind) for kind in ("applied", "screen", "review")]

    written = take(many, Ask("move", stage=stage(centre, "interview")), actor=None)

    assert [step.from_stage.kind for step in written] == ["applied", "screen", "review"]


def test_one_refusal_in_a_bulk_move_leaves_everybody_where_they_were(centre):
    many = [make_application(centre, kind="applied") for _ in range(2)]
    take(many[1], Ask("close", reason=reason(centre, "references")), actor=None)

    with pytest.raises(IllegalMove, match="Reopen it first"):
        take(many, Ask("move", stage=stage(centre, "screen")), actor=None)

    assert many[0].transitions.count() == 1


def test_started_taken_back_and_started_again_is_one_person_with_both_days(centre):
    one = make_started(centre, started_on=date(2026, 9, 1))
    take(one, Ask("undo"), actor=None)

    take(one, Ask("move", stage=stage(centre, "started"), starts_on=date(2027, 1, 5)), actor=None)

    one.refresh_from_db()
    days = (one.enrolment.first_started_on, one.enrolment.started_on)
    assert days == (date(2026, 9, 1), date(2027, 1, 5))
    assert centre.researchers.count() == 1


def test_a_first_day_set_right_before_the_start_was_taken_back_is_remembered(centre):
    one = make_started(centre, started_on=date(2026, 9, 1))
    enrolment = one.enrolment
    enrolment.started_on = enrolment.first_started_on = date(2026, 8, 3)
    enrolment.save()
    take(one, Ask("undo"), actor=None)

    take(one, Ask("move", stage=stage(centre, "started"), starts_on=date(2027, 1, 5)), actor=None)

    one = type(one).objects.get(pk=one.pk)
    days = (one.enrolment.first_started_on, one.enrolment.started_on)
    assert days == (date(2026, 8, 3), date(2027, 1, 5))


def test_a_first_start_without_a_day_is_remembered_by_the_day_it_happened(centre):
    one = make_application(centre, kind="pre_start", at=AT)
    make_opening(one)
    started = stage(centre, "started")
    take(one, Ask("move", stage=started, effective_at=AT + timedelta(days=9)), actor=None)
    take(one, Ask("undo"), actor=None)

    take(one, Ask("move", stage=started, starts_on=date(2026, 9, 1)), actor=None)

    one.refresh_from_db()
    assert one.enrolment.first_started_on == date(2026, 3, 11)


def test_undoing_a_rejection_clears_the_reason_and_history_keeps_it(centre):
    one = make_application(centre)
    take(one, Ask("close", reason=reason(centre, "references")), actor=None)

    take(one, Ask("undo"), actor=None)

    one.refresh_from_db()
    assert (one.status, one.reason) == ("active", None)
    assert one.transitions.get(sequence=2).reason.code == "references"


def test_a_double_click_is_done_once_and_not_called_an_overtaking(centre):
    one = make_application(centre)
    ask = Ask("move", stage=stage(centre, "screen"))

    take(one, ask, actor=None, expected=1)

    assert take(one, ask, actor=None, expected=1) == []
    assert one.transitions.count() == 2


def test_who_wished_to_move_is_told_that_a_colleague_moved_and_closed(centre):
    one = make_application(centre)
    ask = Ask("move", stage=stage(centre, "screen"))
    take(one, ask, actor=None)
    take(one, Ask("close", reason=reason(centre, "references")), actor=None)

    with pytest.raises(MovedMeanwhile):
        take(one, ask, actor=None, expected=1)


def test_a_correction_cannot_come_before_the_step_it_follows(centre):
    one = make_application(centre, at=AT)
    take(
        one,
        Ask("move", stage=stage(centre, "screen"), effective_at=AT + timedelta(days=2)),
        actor=None,
    )
    ask = Ask("correct", stage=stage(centre, "review"), effective_at=AT - timedelta(days=1))

    with pytest.raises(IllegalMove, match="cannot have happened earlier"):
        take(one, ask, actor=None)


def test_history_is_never_rewritten(centre):
    step = make_application(centre).transitions.get()

    for rewrite in (
        step.save,
        step.delete,
        StageTransition.objects.all().delete,
        lambda: StageTransition.objects.update(note="x"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            rewrite()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_move_one_card_at_once_one_wins_and_the_other_is_told(centre):
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has no two connections; PostgreSQL has")
    one = make_application(centre)
    ready, answers = threading.Barrier(2), []

    def drop(kind):
        try:
            ask = Ask("move", stage=stage(centre, kind))
            ready.wait(timeout=60)
            take(type(one).objects.get(pk=one.pk), ask, actor=None, expected=1)
            answers.append("moved")
        except MovedMeanwhile:
            answers.append("told")
        finally:
            close_old_connections()
            connection.close()

    hands = [threading.Thread(target=drop, args=[kind]) for kind in ("screen", "interview")]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert sorted(answers) == ["moved", "told"]
    assert one.transitions.count() == 2


def test_deleting_an_account_keeps_every_step_it_took(centre, manager):
    mine = make_application(centre, actor=manager)
    take(mine, Ask("move", stage=stage(centre, "screen")), actor=manager)
    before = list(StageTransition.objects.order_by("pk").values_list("pk", "kind", "to_stage"))

    manager.delete()

    kept = StageTransition.objects.order_by("pk")
    assert list(kept.values_list("pk", "kind", "to_stage")) == before
    assert {row.actor for row in kept} == {None}


def test_a_start_of_somebody_with_an_award_is_taken_back_once_the_award_is_gone(centre):
    started = make_started(centre)
    award = make_award(started.enrolment.researcher)

    with pytest.raises(IllegalMove, match="has awards"):
        take(started, Ask("undo"), actor=None)
    started.refresh_from_db()
    assert started.status == "enrolled"

    award.delete()
    take(started, Ask("undo"), actor=None)
    assert Researcher.objects.count() == 0
