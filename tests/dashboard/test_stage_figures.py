"""Funnel and time in stage: one row a stage from the database, checked against plain Python."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recruitment.dashboard.stages import stage_figures, year_before
from recruitment.moves import tallies
from recruitment.moves.gate import Ask, record, take
from recruitment.moves.steps import IllegalMove, standing
from recruitment.moves.stored import read_histories
from recruitment.pipeline.kinds import ENDED, StageKind, Status
from recruitment.pipeline.models import Application, StageTally
from tests.factories import make_application, make_candidate, make_centre, reason, stage
from tests.measuring import rows_fetched

ON = date(2026, 11, 23)
M = StageTally.Measure
SLOW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def figures_of(centre, kind, on=ON, track="doctoral"):
    return {one.stage.kind: one for one in stage_figures(centre.tracks.get(kind=track), on)}[kind]


def plain_median(ended, going):
    """Kaplan and Meier's median in exact fractions: {length: number} of ended and open stays."""
    alive = Fraction(1)
    for length in sorted({*ended, *going}):
        at_risk = sum(n for t, n in [*ended.items(), *going.items()] if t >= length)
        if at_risk:
            alive *= 1 - Fraction(ended.get(length, 0), at_risk)
        if alive <= Fraction(1, 2):
            return length
    return None


lengths = st.dictionaries(st.integers(0, 40), st.integers(1, 6), max_size=8)


@SLOW
@given(ended=lengths, going=lengths)
def test_the_median_is_that_of_kaplan_and_meier(centre, ended, going):
    review = stage(centre, "review")
    with transaction.atomic():
        tallies.add({(review.pk, M.WENT, ON, t): n for t, n in ended.items()})
        tallies.add({(review.pk, M.OPEN, ON - timedelta(days=t), 0): n for t, n in going.items()})
        found = figures_of(centre, "review")
        transaction.set_rollback(True)

    assert found.median_days == plain_median(ended, going)
    assert found.n == sum(ended.values()) + sum(going.values())
    assert found.over_limit == sum(n for t, n in going.items() if t > review.limit_days)


def test_half_is_enough_for_the_median(centre):
    """3/4 of 2/3 is 1/2, and no rounding may hide it."""
    review = stage(centre, "review")
    with transaction.atomic():
        for days in (5, 9, 30, 31):
            tallies.add({(review.pk, M.WENT, ON, days): 1})
        found = figures_of(centre, "review")
        transaction.set_rollback(True)

    assert found.median_days == 9


def test_stays_that_ended_over_a_year_ago_are_left_out(centre):
    for day in (date(2025, 11, 20), date(2025, 11, 23), date(2025, 11, 24)):
        at = datetime(day.year, day.month, day.day - 10, 4, tzinfo=UTC)
        one = make_application(centre, kind="review", at=at)
        step = Ask("move", stage=stage(centre, "interview"), effective_at=at + timedelta(days=10))
        take(one, step, actor=None)

    found = figures_of(centre, "review")

    assert (found.n, found.median_days, found.entered) == (1, 10, 3)


def test_a_leap_day_has_a_day_a_year_before():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2029, 2, 28)) == date(2028, 2, 28)
    assert year_before(date(1, 5, 1)) == date.min


def test_who_waits_is_in_no_rate(centre):
    review, interview = stage(centre, "review"), stage(centre, "interview")
    for _ in range(3):
        make_application(centre, kind="review")
    on, out = make_application(centre, kind="review"), make_application(centre, kind="review")
    take(on, Ask("move", stage=interview), actor=None)
    take(out, Ask("close", reason=reason(centre, "research-fit")), actor=None)

    found = figures_of(centre, "review", on=centre.today())

    assert (found.entered, found.advanced, found.closed, found.waiting) == (5, 1, 1, 3)
    assert (found.pass_rate, found.resolved) == (0.5, 2)
    assert figures_of(centre, "decision").pass_rate is None
    assert review.position < interview.position


def test_a_start_counts_in_all_earlier_stages_also_those_skipped(centre):
    one = make_application(centre, kind="applied")
    take(one, Ask("move", stage=stage(centre, "interview")), actor=None)
    take(one, Ask("close", reason=reason(centre, "interview")), actor=None)

    entered = {f.stage.kind: f.entered for f in stage_figures(one.track, centre.today())}

    assert [entered[k] for k in ("applied", "screen", "review", "interview", "decision")] == [
        1, 1, 1, 1, 0,
    ]  # fmt: skip


def test_over_the_limit_is_the_list_of_those_past_it_also_after_reopening(centre):
    on = centre.today()
    long_ago = datetime(on.year - 1, 1, 5, tzinfo=UTC)
    late, reopened = (make_application(centre, kind="review", at=long_ago) for _ in range(2))
    take(reopened, Ask("close", reason=reason(centre, "research-fit")), actor=None)
    take(reopened, Ask("reopen"), actor=None)

    stages = list(centre.stages.filter(pipeline__track__kind="doctoral"))
    listed = list(Application.objects.past_limit(stages, centre))

    assert listed == [late]
    assert figures_of(centre, "review", on=on).over_limit == 1


def test_new_year_in_hong_kong_belongs_to_the_new_year(centre):
    """16:30 UTC on 31 December is half past midnight in Hong Kong."""
    make_application(centre, kind="review", at=datetime(2025, 12, 31, 16, 30, tzinfo=UTC))

    assert figures_of(centre, "review", on=date(2025, 12, 31)).waiting == 0
    assert figures_of(centre, "review", on=date(2026, 1, 1)).waiting == 1


def test_rows_fetched_are_one_a_stage_however_many_applied(centre):
    track = centre.tracks.get(kind="doctoral")
    counts = []
    for _round in range(2):
        for n in range(5):
            make_application(centre, at=datetime(2026, 1, 1 + n, tzinfo=UTC))
        with rows_fetched() as counter:
            stage_figures(track, ON)
        counts.append(counter.rows)

    assert counts[0] == counts[1] == 2 * 11  # the stages, and a row of numbers for each


# Any history the gate admits, as (verb, stage position, days since the step before).
steps = st.lists(
    st.tuples(
        st.sampled_from(["move", "move", "move", "close", "reopen", "undo", "correct"]),
        st.integers(0, 9),
        st.integers(0, 60),
    ),
    max_size=7,
)
histories = st.lists(st.tuples(st.integers(0, 5), steps), min_size=1, max_size=6)
FIRST = datetime(2025, 3, 3, 3, tzinfo=UTC)


@settings(SLOW, max_examples=12)
@given(histories=histories, after=st.integers(0, 500))
def test_any_past_day_equals_a_count_over_the_histories_and_the_lists(db, histories, after):
    with transaction.atomic():
        centre = make_centre()
        on = centre.day_of(FIRST + timedelta(days=after))
        track = centre.tracks.get(kind="doctoral")
        stages = list(track.pipeline.stages.order_by("position"))
        for first, asks in histories:
            write_history(centre, track, stages, first, asks)

        for found in stage_figures(track, on):
            assert found.stage in stages
            counts = (found.entered, found.advanced, found.closed, found.waiting)
            assert counts == recount(track, found.stage, on), found.stage
            assert counts == listed(found.stage, on), found.stage
        transaction.set_rollback(True)


def write_history(centre, track, stages, first, asks):
    """Enter and take what the gate admits of `asks`; what it refuses is left out."""
    at = FIRST
    one = Application(
        candidate=make_candidate(centre),
        position=track.positions.get(),
        intake=track.intakes.order_by("pk")[0],
    )
    record([(one, [Ask("enter", stage=stages[first], effective_at=at)])], actor=None)
    for verb, position, days in asks:
        at += timedelta(days=days, hours=1)
        ask = Ask(
            verb,
            stage=stages[position] if verb in ("move", "correct") else None,
            reason=reason(centre, "research-fit") if verb == "close" else None,
            effective_at=at,
        )
        try:
            take(one, ask, actor=None)
        except IllegalMove:
            continue


def recount(track, where, on):
    """Entered, advanced, closed, waiting of one stage by the end of `on`, from the histories."""
    entered = advanced = closed = waiting = 0
    centre = where.centre
    ids = Application.objects.filter(track=track).values_list("pk", flat=True)
    for history in read_histories(list(ids)).values():
        kept = [s for s in standing(history) if centre.day_of(s.effective_at) <= on]
        if not kept:
            continue
        furthest = max(step.stage.position for step in kept)
        if furthest >= where.position and (
            where.kind != StageKind.LEAD or kept[0].stage.position <= where.position
        ):
            entered += 1
            advanced += furthest > where.position
        if kept[-1].stage.pk == where.pk:
            closed += kept[-1].status in ENDED
            waiting += kept[-1].status == Status.ACTIVE
    return entered, advanced, closed, waiting


def listed(where, on):
    rows = Application.objects.filter(track__pipeline=where.pipeline)
    return (
        rows.reached(where, on=on).count(),
        rows.passed(where, on=on).count(),
        rows.standing_in(where, statuses=ENDED, on=on).count(),
        rows.standing_in(where, statuses=[Status.ACTIVE], on=on).count(),
    )


@pytest.mark.parametrize("track", ["doctoral", "postdoc"])
def test_a_track_without_applications_has_a_row_a_stage(centre, track):
    found = stage_figures(centre.tracks.get(kind=track), ON)

    assert len(found) == len({one.stage.name for one in found}) >= 10
    assert {(one.entered, one.n, one.median_days, one.over_limit) for one in found} == {
        (0, 0, None, 0)
    }
