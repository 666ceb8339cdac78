"""Rates from little evidence and unended stays: the manual's check values, another library."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from recruitment.forecast.inputs import Evidence, Spell
from recruitment.forecast.rates import (
    Gamma,
    aalen_johansen,
    beta_posterior,
    faded,
    gamma_posterior,
    predicted_count,
    sum_of_chances,
)


def test_three_of_four_with_an_even_prior_of_four_is_five_eighths():
    assert beta_posterior(0.5, 4, 3, 4).mean == 0.625  # domain 9.1


def test_a_prior_of_all_or_nothing_still_gives_way_to_evidence():
    assert 0 < beta_posterior(0.0, 8, 5, 10).mean < 1
    assert 0 < beta_posterior(1.0, 8, 0, 10).mean < 1


def test_three_of_four_even_chances_is_five_sixteenths():
    assert sum_of_chances([0.5] * 4)[3:].sum() == pytest.approx(5 / 16)  # domain 9.4


def test_mean_and_variance_of_a_sum_of_chances():
    chances = [0.82] * 3 + [0.55] * 4 + [0.25] * 8 + [0.06] * 30

    people = sum_of_chances(chances)

    count = np.arange(len(people))
    mean = (people * count).sum()
    assert people.sum() == pytest.approx(1)
    assert mean == pytest.approx(8.46)  # domain 9.6
    assert (people * (count - mean) ** 2).sum() == pytest.approx(sum(p * (1 - p) for p in chances))


def test_next_intake_is_negative_binomial():
    rate = gamma_posterior(2, 1, 30, 9)

    mean, variance = predicted_count(rate, 5)

    assert rate == Gamma(32, 10)
    assert mean == 16.0
    assert variance == 24.0  # domain 9.5: mean (1 + w / (b + sum of w))


def test_old_evidence_counts_less_the_older_it_is():
    assert faded([Evidence(4, 8), Evidence(4, 8, years_ago=3.0)], half_life=3.0) == (6.0, 12.0)


def test_open_stays_are_censored_not_missing():
    curves = aalen_johansen([Spell(2, "advanced"), Spell(2, "ended"), Spell(4, "open", n=2)])

    assert curves.advanced[4] == 0.25
    assert curves.ended[4] == 0.25
    assert curves.survival[4] == 0.5


def test_late_entry_is_at_risk_only_from_when_it_was_seen():
    late = [Spell(5, "advanced"), Spell(20, "advanced", seen_from=10), Spell(15, "ended")]

    curves = aalen_johansen(late)

    # On day 5 two were watched, not three.
    assert curves.advanced[5] == 0.5
    assert curves.ended[15] == 0.25
    assert curves.advanced[20] == 0.75


def test_chance_to_go_on_soon_given_the_wait_so_far():
    curves = aalen_johansen([Spell(3, "advanced", n=6), Spell(9, "advanced"), Spell(9, "ended")])

    assert curves.advance_within(0, 3) == pytest.approx(6 / 8)
    assert curves.advance_within(5, 4) == pytest.approx(1 / 2)
    assert curves.advance_within(9, 30) == 0.0  # nobody ever waited longer


def test_nobody_seen_is_no_curve_and_no_error():
    assert aalen_johansen([]).survival.tolist() == [1.0]


def stays(ending=("advanced", "ended", "open")):
    return st.lists(
        st.builds(
            lambda seen, more, ending, n: Spell(seen + more, ending, seen, n),
            st.integers(0, 30),
            st.integers(1, 60),
            st.sampled_from(ending),
            st.integers(1, 3),
        ),
        min_size=2,
        max_size=60,
    )


def one_by_one(spells):
    return [replace(spell, n=1) for spell in spells for _one in range(spell.n)]


@settings(max_examples=150, deadline=None)
@given(stays().map(lambda all_: [Spell(s.days, s.ending, 0, s.n) for s in all_]))
def test_competing_ends_equal_those_of_another_library(spells):
    code = {"open": 0, "advanced": 1, "ended": 2}
    people = one_by_one(spells)
    if {s.ending for s in people} != set(code):
        people += [Spell(7, ending) for ending in code]
    # Its standard errors, which we do not compare, divide by zero where all have left.
    with np.errstate(all="ignore"):
        theirs = CumIncidenceRight([s.days for s in people], [code[s.ending] for s in people])

    ours = aalen_johansen(spells + people[len(one_by_one(spells)) :])

    days = theirs.times.astype(int)
    assert ours.advanced[days] == pytest.approx(theirs.cinc[0], abs=1e-9)
    assert ours.ended[days] == pytest.approx(theirs.cinc[1], abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(stays())
def test_with_late_entry_the_ends_add_up_to_what_another_library_says_has_left(spells):
    # The last two keep somebody at risk on every day.
    people = [*one_by_one(spells), Spell(100, "advanced"), Spell(101, "open")]
    theirs = SurvfuncRight(
        np.array([s.days for s in people], dtype=float),
        np.array([s.ending != "open" for s in people], dtype=int),
        entry=np.array([s.seen_from for s in people], dtype=float),
    )

    ours = aalen_johansen([*spells, *people[-2:]])

    days = theirs.surv_times.astype(int)
    left = ours.advanced[days] + ours.ended[days]
    assert 1 - left == pytest.approx(theirs.surv_prob, abs=1e-9)
    assert ours.survival[days] == pytest.approx(theirs.surv_prob, abs=1e-9)


@given(stays())
def test_the_three_shares_add_up_to_one_on_every_day(spells):
    curves = aalen_johansen(spells)

    assert curves.survival + curves.advanced + curves.ended == pytest.approx(
        np.ones(len(curves.survival))
    )
