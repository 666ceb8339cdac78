"""What a page has read may be old when it acts; the gate notices, and never writes twice."""

import pytest

from recruitment.moves.gate import Ask, Known, MovedMeanwhile, take
from recruitment.moves.stored import read_histories
from recruitment.pipeline.models import Application
from tests.factories import make_application, stage


@pytest.fixture
def seen(centre):
    """An application as a page read it, with somebody else about to be faster."""
    application = make_application(centre, kind="screen")
    known = Known(read_histories([application.pk])[application.pk])
    return application, known, Application.objects.get(pk=application.pk)


def test_the_same_wish_of_two_clicks_is_done_once(centre, seen):
    mine, known, same = seen
    wish = Ask("move", stage=stage(centre, "review"))
    take(same, wish, actor=None, expected=1)

    assert take(mine, wish, actor=None, expected=1, known=known) == []
    assert (mine.stage.kind, mine.version) == ("review", 2)
    assert mine.transitions.count() == 2


def test_another_wish_is_told_who_was_faster(centre, seen, director):
    mine, known, same = seen
    take(same, Ask("move", stage=stage(centre, "interview")), actor=director, expected=1)

    with pytest.raises(MovedMeanwhile, match=r"now in Interview .* moved by Adrian Kwan"):
        take(mine, Ask("move", stage=stage(centre, "review")), actor=None, expected=1, known=known)

    assert mine.transitions.count() == 2
