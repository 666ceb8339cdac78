"""Scores of forecasts: right ones score well, wrong ones do not."""

import numpy as np
import pytest

from recruitment.forecast.baselines import prior_only, run_rate, without_evidence
from recruitment.forecast.inputs import Goal, Posts
from recruitment.forecast.scores import (
    Bin,
    Piece,
    brier,
    coverage,
    mean_pit,
    piece,
    reliability,
    skill,
)
from tests.forecast.questions import AS_OF, BY, make_inputs


def test_a_count_takes_up_the_piece_from_below_it_to_up_to_it():
    runs = np.array([0, 1, 1, 2, 3])

    assert piece(runs, 1) == Piece(0.2, 0.6)
    assert piece(runs, 9) == Piece(1.0, 1.0)
    assert piece(runs, 1).middle == pytest.approx(0.4)


@pytest.mark.parametrize("mean", [0.7, 3.0, 40.0])
def test_a_right_forecast_covers_eighty_per_cent_however_small_the_counts(mean):
    rng = np.random.default_rng(3)
    runs = rng.poisson(mean, 4000)

    pieces = [piece(runs, int(happened)) for happened in rng.poisson(mean, 3000)]

    assert coverage(pieces) == pytest.approx(0.80, abs=0.015)
    assert mean_pit(pieces) == pytest.approx(0.5, abs=0.015)


def test_a_forecast_too_sure_of_itself_covers_less():
    rng = np.random.default_rng(3)
    happened = rng.poisson(rng.gamma(4, 2.5, 2000))  # the rate varies; the forecast thinks not

    pieces = [piece(rng.poisson(10, 2000), int(one)) for one in happened]

    assert coverage(pieces) < 0.7


def test_an_outcome_nobody_foresaw_is_outside():
    assert coverage([Piece(1.0, 1.0)]) == 0.0
    assert coverage([Piece(0.0, 0.0)]) == 0.0


def test_brier_and_skill():
    assert brier([1.0, 0.0], [True, False]) == 0.0
    assert brier([0.5, 0.5], [True, False]) == 0.25
    assert skill(0.1, 0.25) == pytest.approx(0.6)
    assert skill(0.1, 0.0) is None


def test_reliability_has_at_most_five_lines_with_their_n():
    assert reliability([0.1, 0.15, 0.9, 1.0], [False, True, True, True]) == [
        Bin(0.0, 0.2, 2, pytest.approx(0.125), 0.5),
        Bin(0.8, 1.0, 2, pytest.approx(0.95), 1.0),
    ]


def test_run_rate_carries_on_what_was():
    since = AS_OF.replace(year=AS_OF.year - 2)

    # Nine in two years, three to go: fourteen more.
    def chance(goal):
        return run_rate(make_inputs(goal=Goal(goal, BY)), since)

    assert chance(9) == 1.0
    assert 0.35 < chance(23) < 0.65
    assert chance(60) < 0.01
    assert run_rate(make_inputs(goal=Goal(None, BY)), since) is None


def test_run_rate_of_a_centre_without_starts_is_not_without_hope():
    empty = make_inputs(posts=Posts(), live=())

    assert 0 < run_rate(empty, AS_OF.replace(year=2025)) < 0.2


def test_prior_only_knows_who_is_there_and_nothing_of_rates():
    inputs = make_inputs()

    bare = without_evidence(inputs)

    assert bare.counted == inputs.counted
    assert bare.live == inputs.live
    assert all(stage.resolved == 0 and not stage.spells for stage in bare.stages)
    assert bare.arrivals.windows == ()
    assert 0 < prior_only(inputs) < 1
