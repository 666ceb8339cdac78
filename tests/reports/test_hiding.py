"""No reader of a report can work out a group of one to four people."""

from datetime import date
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from centre.disclosure.suppression import Hidden
from centre.targets.models import Target
from centre.targets.promises import Promise
from recruitment.dashboard.selectors import IntakeProgress, Progress
from recruitment.dashboard.stages import StageFigures
from recruitment.pipeline.models import Stage
from recruitment.positions.models import Track
from recruitment.reports.hiding import coarsen, hide_in_funnel, hide_in_progress

ON = date(2026, 11, 24)
SMALL, WITHHELD = Hidden.SMALL, Hidden.WITHHELD
few = st.integers(0, 12)


def progress(*, started, left, accepted=(), counts="in_post"):
    lines = [
        IntakeProgress(None, f"Intake {i}", 5, n, accepted[i] if i < len(accepted) else 0)
        for i, n in enumerate(started)
    ]
    in_post = sum(started) - left
    counted = {
        "in_post": in_post,
        "enrolled": sum(started),
        "accepted": in_post + sum(accepted),
    }[counts]
    return Progress(
        track=Track(name="Doctoral"),
        on=ON,
        promise=Promise(25, date(2025, 1, 1), date(2029, 12, 31), counts),
        in_post=in_post,
        started=sum(started),
        left=left,
        accepted=sum(accepted),
        counted=counted,
        plan=10,
        by_intake=lines,
        curve=[],
        staircase=[],
    )


def stage(entered, advanced, closed, waiting):
    return StageFigures(Stage(), entered, advanced, closed, waiting, 9, 10, 0)


def small_ones(values):
    return [n for n in values if isinstance(n, int) and 0 < n < 5]


def test_the_headline_is_shown_and_the_leaver_behind_it_is_not():
    shown = hide_in_progress(progress(started=[5, 2, 3], left=1))

    assert (shown["counted"], shown["left"], shown["started"]) == (9, SMALL, WITHHELD)
    assert shown["started", 1] == SMALL


def test_a_headline_of_fewer_than_five_is_hidden_too():
    shown = hide_in_progress(progress(started=[3], left=0))

    assert (shown["counted"], shown["in post"]) == (SMALL, SMALL)


@settings(deadline=None)
@given(
    st.lists(few, min_size=1, max_size=6),
    st.lists(few, min_size=1, max_size=6),
    few,
    st.sampled_from(list(Target.Counts)),
)
def test_no_small_count_of_the_progress_is_shown_nor_left_over_by_a_sum(
    started, accepted, left, counts
):
    assume(left <= sum(started))
    accepted = (accepted + [0] * len(started))[: len(started)]
    given_ = progress(started=started, left=left, accepted=accepted, counts=counts)

    shown = hide_in_progress(given_)

    assert small_ones(shown.values()) == []
    # Sums with one unknown would tell it.
    for total, parts in (
        ("started", ["in post", "left"]),
        ("accepted", [("accepted", i) for i in range(len(accepted))]),
    ):
        unknown = [key for key in (total, *parts) if isinstance(shown[key], Hidden)]
        assert len(unknown) != 1 or shown[unknown[0]] is WITHHELD


@settings(deadline=None)
@given(st.lists(st.tuples(few, few), min_size=1, max_size=7), few)
def test_no_small_count_of_the_funnel_is_shown_nor_left_over(steps, last):
    """Built from the end, so that who passed one stage reached the next."""
    stages, reached = [stage(last, 0, 0, 0)], last
    for closed, waiting in steps:
        advanced, reached = reached, reached + closed + waiting
        stages.insert(0, stage(reached, advanced, closed, waiting))

    shown = hide_in_funnel(stages)

    assert [n for row in shown for n in small_ones(row.values())] == []
    for row, after in pairwise(shown):
        if not isinstance(row["resolved"], Hidden) and not isinstance(after["reached"], Hidden):
            closed = row["resolved"] - after["reached"]
            assert not 0 < closed < 5, "the closed ones can be worked out"
        if not any(isinstance(n, Hidden) for n in row.values()):
            assert row["reached"] == row["resolved"] + row["waiting"]


def test_people_who_came_back_do_not_break_the_funnel():
    shown = hide_in_funnel([stage(20, 12, 3, 7), stage(12, 0, 0, 12)])

    assert small_ones(n for row in shown for n in row.values()) == []


days = st.dates(date(2025, 1, 1), date(2026, 11, 1))


@given(st.dictionaries(days, st.integers(0, 30), max_size=12), st.integers(0, 30))
def test_the_course_never_shows_a_change_of_one_to_four_people(corners, now):
    kept = coarsen(sorted(corners.items()), now=now)

    levels = [0, *(people for _day, people in kept), now]
    steps = [abs(b - a) for a, b in pairwise(levels)]
    assert all(step == 0 or step >= 5 for step in steps[:-1])
    assert not kept or steps[-1] == 0 or steps[-1] >= 5
