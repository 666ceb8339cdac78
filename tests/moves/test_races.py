"""Two at once, on a database with two connections: nobody waits for ever, nothing drifts."""

import threading
from datetime import date

import pytest
from django.db import close_old_connections, connection

from recruitment.moves.gate import Ask, IllegalMove, record, take
from recruitment.office.stages import retire_stage, shift_stage
from recruitment.pipeline.models import Application, Stage
from recruitment.positions.models import Intake
from recruitment.register.bulk import assign_all
from tests.factories import (
    make_application,
    make_candidate,
    make_opening,
    make_supervisor,
    stage,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def two_connections():
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has no two connections; PostgreSQL has")


def at_once(*deeds, rounds=8):
    """Do each deed in a thread of its own, round after round; what went wrong but a refusal."""
    ready, wrong = threading.Barrier(len(deeds)), []

    def work(deed):
        try:
            for number in range(rounds):
                ready.wait(timeout=60)
                try:
                    deed(number)
                except IllegalMove:
                    pass
                except Exception as error:
                    wrong.append(repr(error))
        finally:
            close_old_connections()
            connection.close()

    hands = [threading.Thread(target=work, args=[deed]) for deed in deeds]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    return wrong


def rows(applications, *, backwards=False):
    found = {one.pk: one for one in Application.objects.filter(pk__in=applications)}
    return [found[pk] for pk in sorted(found, reverse=backwards)]


def test_two_lots_in_opposite_order_do_not_lock_each_other_out(centre):
    some = [make_application(centre, kind="screen").pk for _number in range(12)]
    stages = [stage(centre, "review"), stage(centre, "interview")]
    mentor = make_supervisor(centre)

    def move(number):
        # Each at another stage first, so that the lots fall into groups.
        take(rows(some), Ask("move", stage=stages[number % 2]), actor=None)

    def back(number):
        take(rows(some, backwards=True), Ask("move", stage=stages[(number + 1) % 2]), actor=None)

    def assign(number):
        assign_all(rows(some, backwards=True), {"supervisor": None if number % 2 else mentor})

    for pk in some[::2]:
        take(Application.objects.get(pk=pk), Ask("move", stage=stages[0]), actor=None)

    assert at_once(move, back, assign) == []


def test_a_new_application_and_a_move_of_one_person(centre):
    person = make_candidate(centre)
    old = make_application(centre, kind="applied", candidate=person)
    intakes = list(Intake.objects.filter(track=old.track).exclude(pk=old.intake_id)[:8])
    to = [stage(centre, "screen"), stage(centre, "applied")]

    def move(number):
        take(Application.objects.get(pk=old.pk), Ask("move", stage=to[number % 2]), actor=None)

    def add(number):
        new = Application(candidate=person, position=old.position, intake=intakes[number])
        record([(new, [Ask("enter", stage=to[1])])], actor=None)

    assert at_once(move, add, rounds=len(intakes)) == []


def test_starts_for_the_last_seat_fill_it_once(centre):
    some = [make_application(centre, kind="pre_start") for _number in range(3)]
    seat = make_opening(some[0])
    start = stage(centre, "started")

    def begin(application):
        def deed(_number):
            mine = Application.objects.get(pk=application.pk)
            take(mine, Ask("move", stage=start, starts_on=date(2026, 9, 1)), actor=None)

        return deed

    assert at_once(*map(begin, some), rounds=1) == []
    seat.refresh_from_db()
    assert seat.status == "filled"
    assert Application.objects.filter(status="enrolled").count() == 1


def test_starts_and_their_undoing_of_one_person(centre):
    person = make_candidate(centre)
    one = make_application(centre, kind="pre_start", candidate=person)
    two = make_application(centre, kind="pre_start", candidate=person, track="postdoc")
    for each in (one, two):
        make_opening(each)

    def turn(application, kind):
        def deed(number):
            mine = Application.objects.get(pk=application.pk)
            ask = Ask("undo") if number % 2 else Ask("move", stage=kind, starts_on=date(2026, 9, 1))
            take(mine, ask, actor=None)

        return deed

    starts = stage(centre, "started"), stage(centre, "started", track="postdoc")

    assert at_once(turn(one, starts[0]), turn(two, starts[1])) == []


def test_a_change_of_order_while_cards_move(centre):
    some = [make_application(centre, kind="screen").pk for _number in range(3)]
    pair = [stage(centre, "review"), stage(centre, "interview")]

    def move(number):
        take(rows(some), Ask("move", stage=Stage.objects.get(pk=pair[number % 2].pk)), actor=None)

    def one(number):
        mine = Application.objects.get(pk=some[0])
        take(mine, Ask("undo" if number % 2 else "move", stage=pair[0]), actor=None)

    def shift(number):
        shift_stage(stage(centre, "review"), 1 if number % 2 else -1)

    assert at_once(move, one, shift) == []


def test_nobody_is_left_in_a_stage_that_retires(centre):
    mine = make_application(centre, kind="screen")
    to = stage(centre, "interview")

    def retire(_number):
        try:
            retire_stage(Stage.objects.get(pk=to.pk))
        except Exception as error:
            if type(error).__name__ != "Refused":
                raise

    def move(_number):
        take(Application.objects.get(pk=mine.pk), Ask("move", stage=to), actor=None)

    assert at_once(retire, move, rounds=1) == []
    mine.refresh_from_db()
    to.refresh_from_db()
    assert not (mine.stage_id == to.pk and to.retired_on)
