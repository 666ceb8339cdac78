"""Two people wish the same at once: fine if nothing is lost, else the second is asked again."""

from datetime import UTC, datetime

import pytest

from recruitment.moves.gate import Ask, MovedMeanwhile, take
from recruitment.pipeline.models import Application
from tests.factories import make_application, stage

AT = datetime(2026, 3, 4, 2, tzinfo=UTC)


def second(application, ask):
    """What the slower of two, who both saw version 1, is told."""
    return take(Application.objects.get(pk=application.pk), ask, actor=None, expected=1)


@pytest.mark.parametrize("typed", [{"note": "Spoke to her."}, {"effective_at": AT}])
def test_what_the_second_typed_is_not_dropped(centre, typed):
    mine, to = make_application(centre, kind="screen"), stage(centre, "review")
    take(mine, Ask("move", stage=to), actor=None, expected=1)

    with pytest.raises(MovedMeanwhile, match="now in Supervisor review"):
        second(mine, Ask("move", stage=to, **typed))


def test_two_clicks_with_the_same_note_are_one(centre):
    mine, to = make_application(centre, kind="screen"), stage(centre, "review")
    ask = Ask("move", stage=to, note="Spoke to her.", effective_at=AT)
    take(mine, ask, actor=None, expected=1)

    assert second(mine, ask) == []


def test_undo_is_not_done_because_somebody_corrected_to_another_stage(centre):
    mine = make_application(centre, kind="screen")
    take(mine, Ask("move", stage=stage(centre, "interview")), actor=None)
    take(mine, Ask("correct", stage=stage(centre, "review")), actor=None, expected=2)

    with pytest.raises(MovedMeanwhile):
        take(Application.objects.get(pk=mine.pk), Ask("undo"), actor=None, expected=2)


def test_undo_clicked_twice_is_done_once(centre):
    mine = make_application(centre, kind="screen")
    take(mine, Ask("move", stage=stage(centre, "interview")), actor=None)
    take(mine, Ask("undo"), actor=None, expected=2)

    assert take(Application.objects.get(pk=mine.pk), Ask("undo"), actor=None, expected=2) == []
    assert Application.objects.get(pk=mine.pk).stage.kind == "screen"
