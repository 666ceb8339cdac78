"""What the tallies tell of a stage, against the histories read one by one."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from recruitment.moves.gate import Ask, take
from recruitment.moves.steps import standing
from recruitment.moves.stored import read_histories
from recruitment.pipeline.kinds import ENDED, Status
from recruitment.pipeline.models import Application
from recruitment.pipeline.tallied import StageRecord, read_records
from tests.dashboard.test_stage_figures import FIRST, SLOW, histories, write_history
from tests.factories import make_application, make_centre, reason, stage


def plain_stays(centre, track):
    """(stage id, first day, last day or None, how it ended) of every stay, in plain steps."""
    ids = Application.objects.filter(track=track).values_list("pk", flat=True)
    for history in read_histories(list(ids)).values():
        begun = None
        kept = standing(history)
        for step, after in pairwise([*kept, None]):
            if step.status != Status.ACTIVE:
                continue
            begun = begun or centre.day_of(step.effective_at)
            if after is None:
                yield step.stage.pk, begun, None, "open"
            elif after.status in ENDED:
                yield step.stage.pk, begun, centre.day_of(after.effective_at), "ended"
            elif after.stage.pk == step.stage.pk:
                continue
            else:
                how = "went" if after.stage.position > step.stage.position else "back"
                yield step.stage.pk, begun, centre.day_of(after.effective_at), how
            begun = None


def plain_records(centre, track, on, since):
    """{stage id: (went, ended, back, open)} as the records have them."""
    found = {
        pk: [Counter() for _ in range(4)]
        for pk in track.pipeline.stages.values_list("pk", flat=True)
    }
    for pk, begun, left, how in plain_stays(centre, track):
        if left is not None and since < left <= on:
            found[pk][["went", "ended", "back"].index(how)][(left - begun).days] += 1
        if begun <= on and (left is None or left > on):
            found[pk][3][begun] += 1
    return found


@settings(SLOW, max_examples=20)
@given(histories=histories, after=st.integers(0, 700), window=st.integers(0, 500))
def test_any_window_equals_a_count_over_the_histories(db, histories, after, window):
    with transaction.atomic():
        centre = make_centre()
        on = centre.day_of(FIRST + timedelta(days=after))
        since = on - timedelta(days=window)
        track = centre.tracks.get(kind="doctoral")
        stages = list(track.pipeline.stages.order_by("position"))
        for first, asks in histories:
            write_history(centre, track, stages, first, asks)

        found = read_records(track, on, since=since)
        before = read_records(track, since, since=date.min)
        whole = read_records(track, on, since=date.min)

        assert list(found) == [one.pk for one in stages]
        assert {
            pk: [one.went, one.ended, one.back, one.open] for pk, one in found.items()
        } == plain_records(centre, track, on, since)
        for pk, one in found.items():
            for name in ("entered", "advanced", "closed"):
                parts = getattr(before[pk], name) + getattr(one, name)
                assert parts == getattr(whole[pk], name)
        transaction.set_rollback(True)


def test_a_return_is_no_result_and_begins_another_stay(centre):
    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    one = make_application(centre, kind="review", at=at)
    for days, kind in [(10, "interview"), (13, "review")]:
        ask = Ask("move", stage=stage(centre, kind), effective_at=at + timedelta(days=days))
        take(one, ask, actor=None)
    gone = Ask("close", reason=reason(centre, "interview"), effective_at=at + timedelta(days=20))
    take(one, gone, actor=None)

    found = read_records(one.track, date(2026, 4, 1), since=date.min)

    review, interview = stage(centre, "review").pk, stage(centre, "interview").pk
    assert found[review] == StageRecord(
        review, entered=1, advanced=1, closed=1, went={10: 1}, ended={7: 1}
    )
    assert found[interview] == StageRecord(interview, entered=1, back={3: 1})


def test_a_past_day_knows_who_was_open_then(centre):
    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    one = make_application(centre, kind="review", at=at)
    step = Ask("move", stage=stage(centre, "interview"), effective_at=at + timedelta(days=90))
    take(one, step, actor=None)

    then = read_records(one.track, date(2026, 4, 1), since=date.min)[stage(centre, "review").pk]

    assert (then.open, then.waiting, then.went) == ({date(2026, 3, 2): 1}, 1, {})
