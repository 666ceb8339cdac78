"""What capabilities above the gate make it ask for, and what follows from a step."""

import pytest

from recruitment.moves import conditions
from recruitment.moves.gate import Ask, IllegalMove, take
from tests.factories import make_application, stage


@pytest.fixture(autouse=True)
def _nothing_added_for_good(monkeypatch):
    monkeypatch.setattr(conditions, "_conditions", list(conditions._conditions))
    monkeypatch.setattr(conditions, "_consequences", list(conditions._consequences))


def test_a_step_whose_condition_does_not_hold_is_refused_and_nothing_is_written(centre):
    one = make_application(centre, kind="applied")

    def refuse(planned):
        yield planned[0], f"{planned[0].step.stage.kind} needs a letter."

    conditions.add_condition(refuse)
    with pytest.raises(IllegalMove, match="screen needs a letter"):
        take(one, Ask("move", stage=stage(centre, "screen")), actor=None)

    one.refresh_from_db()
    assert (one.stage.kind, one.transitions.count()) == ("applied", 1)


def test_a_step_stands_or_falls_with_what_follows_from_it(centre):
    one = make_application(centre, kind="applied")

    def fail(planned, written):
        assert written[0].pk
        raise IllegalMove("The letter could not be withdrawn.")

    conditions.add_consequence(fail)
    with pytest.raises(IllegalMove):
        take(one, Ask("move", stage=stage(centre, "screen")), actor=None)

    one.refresh_from_db()
    assert (one.stage.kind, one.transitions.count()) == ("applied", 1)
