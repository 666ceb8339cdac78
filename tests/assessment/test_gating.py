"""A stage that is left with all scorecards in lets nobody on before, and says whose is missing."""

import pytest

from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.pipeline.models import Stage
from tests.factories import (
    give_scorecard,
    make_application,
    make_interview,
    make_user,
    reason,
    stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(centre):
    Stage.objects.filter(centre=centre, kind="interview").update(needs_scorecards=True)
    return make_application(centre, kind="interview")


@pytest.fixture
def interview(centre, one):
    return make_interview(
        one, make_user("panel", centre, name="Pan El"), make_user("panel", centre, name="Ann Li")
    )


def on(one, kind="decision", verb="move"):
    return take(one, Ask(verb, stage=stage(one.centre, kind)), actor=None)


def test_nobody_goes_on_before_every_scorecard_is_in(one, interview):
    first, second = interview.panel.all()
    give_scorecard(first)
    with pytest.raises(IllegalMove) as refusal:
        on(one)
    give_scorecard(second)

    on(one)

    assert "“Interview” is left with all scorecards in. Still missing: Ann Li." in str(
        refusal.value
    )
    one.refresh_from_db()
    assert one.stage.kind == "decision"


def test_whoever_is_tied_is_not_waited_for_nor_a_cancelled_interview(centre, one, interview):
    first, second = interview.panel.all()
    give_scorecard(first)
    interview.panel.filter(pk=second.pk).update(conflict="declared")
    make_interview(one, make_user("panel", centre), cancelled_at="2026-11-20T00:00Z")

    on(one)

    one.refresh_from_db()
    assert one.stage.kind == "decision"


def test_without_any_scorecard_nobody_goes_on_either(one):
    with pytest.raises(IllegalMove, match="there is none yet"):
        on(one)


def test_closing_and_going_back_wait_for_nobody(centre, one, interview):
    on(one, "screen")
    on(one, "interview", verb="correct")
    take(one, Ask("close", reason=reason(centre, "weaker")), actor=None)

    one.refresh_from_db()
    assert (one.stage.kind, one.status) == ("interview", "rejected")
