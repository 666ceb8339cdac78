"""How long the way takes, and what a long wait tells."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from recruitment.forecast.arrivals import arrival_rates
from recruitment.forecast.calendar import slots_until, years_later
from recruitment.forecast.draws import pace_spread, pass_rate
from recruitment.forecast.groups import Clock, Group, Timing, Ways, chances, live_groups, spread
from recruitment.forecast.inputs import Arrivals, Evidence, Live, Slot, Spell, Stage, Window
from recruitment.forecast.pace import WEEKS, accepted_by, path_through, stage_pace
from recruitment.forecast.simulate import world
from tests.forecast.questions import BY, DOCTORAL, make_inputs, make_slot, make_stages, make_window


def review(*spells: Spell) -> Stage:
    return Stage("review", "Review", "review", 0.5, 20.0, (Evidence(0, 0),), spells)


def test_without_evidence_half_go_on_within_the_assumed_median():
    assert stage_pace(review(), 8).median == pytest.approx(20, abs=2)


def test_evidence_moves_the_median():
    slow = review(Spell(60, "advanced", n=40), Spell(60, "ended", n=40))

    assert stage_pace(slow, 8).median == 60


def test_the_way_through_all_stages_takes_about_the_sum_of_their_medians():
    # Domain 3.1: about 157 days with pre-arrival's 63, of which 94 lie before the acceptance.
    paces = [stage_pace(stage, 8) for stage in make_stages()[:-1]]

    entry = path_through(paces).from_entry()

    median = float(np.searchsorted(entry, 0.5)) * 7
    assert sum(days for _kind, _prior, days in DOCTORAL[:-1]) == 94
    assert 94 <= median <= 150  # a sum of skewed waits is longer than the sum of medians
    assert entry[-1] == pytest.approx(1)


def test_a_wait_longer_than_that_of_those_who_went_on_has_worse_odds():
    quick = review(Spell(10, "advanced", n=50), Spell(60, "ended", n=50))
    pace = stage_pace(quick, 8)

    assert pace.told_by(0) == pytest.approx(1, abs=0.1)
    assert pace.told_by(30) > 5


def test_where_ends_come_sooner_a_wait_is_a_good_sign():
    screened = review(Spell(60, "advanced", n=50), Spell(5, "ended", n=50))

    assert stage_pace(screened, 8).told_by(20) < 0.3


def test_files_nobody_closed_count_as_ended_and_hardly_come_through():
    spells = (Spell(10, "advanced", n=90), Spell(400, "open", n=30))
    stage = Stage("a", "A", "", 0.5, 10.0, (Evidence(90, 90),), spells)
    pace = stage_pace(stage, 4)

    assert pace.silent(spells) == 30
    assert pass_rate(stage, 4, pace.silent(spells)).mean == pytest.approx(92 / 124)
    assert pace.told_by(400) > 20


def test_a_wait_beyond_all_experience_ends_some_day():
    weeks = stage_pace(review(Spell(10, "advanced", n=50)), 0.5).remaining(5000)

    assert weeks.sum() == pytest.approx(1)
    assert weeks[0] > weeks[10] > 0


def test_never_soon_enough_is_not_soon():
    never = np.zeros(WEEKS)
    never[-1] = 1.0

    assert accepted_by(never, np.array([-1.0, 0.0, 99999.0])).tolist() == [0.0, 0.0, 0.0]


def test_everybody_has_one_intake_or_none():
    inputs = make_inputs()
    clock = Clock(inputs, slots_until(inputs, BY), BY)

    for group in live_groups(inputs, clock):
        assert (group.timing.starts.sum(axis=-1) <= 1 + 1e-9).all()
        assert (group.timing.starts >= 0).all()
    assert sum(group.n for group in live_groups(inputs, clock)) == 32


def test_who_has_accepted_comes_at_that_intake_however_long_the_wait():
    inputs = make_inputs(live=(Live(7, 900, 3, "2027-09"),))
    clock = Clock(inputs, slots_until(inputs, BY), BY)

    (group,) = live_groups(inputs, clock)

    assert group.firm
    assert group.told == 1.0
    assert (group.timing.starts == [1.0, 0.0, 0.0]).all()


def test_seasons_of_the_past_come_again():
    inputs = make_inputs(slots=())

    assert [slot.starts_on for slot in slots_until(inputs, BY)] == [
        date(2027, 9, 1), date(2028, 9, 1), date(2029, 9, 1),
    ]  # fmt: skip


def test_two_seasons_on_one_day_are_one_intake():
    twin = make_slot(2027, key="autumn", season="Autumn", starts_on=date(2027, 9, 15))
    inputs = make_inputs(slots=(make_slot(2027), twin))

    later = [slot for slot in slots_until(inputs, BY) if slot.starts_on.year > 2027]

    assert [slot.starts_on.year for slot in later] == [2028, 2029]


def test_an_intake_that_is_only_expected_has_the_seats_of_its_season():
    inputs = make_inputs(slots=(make_slot(2027, seats=4, capacity=6, taken=1),))

    first, second, _third = slots_until(inputs, BY)

    assert (first.free, second.free) == (3, 4)


def test_the_29th_of_february_comes_every_year():
    day = date(2028, 2, 29)
    leap = Slot("leap", day, date(2027, 9, 1), date(2027, 12, 31), "February")

    found = slots_until(make_inputs(slots=(leap,)), date(2032, 3, 1))

    days = [slot.starts_on for slot in found if slot.season == "February"]
    assert days == [day, date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29)]
    assert years_later(day, 4) == date(2032, 2, 29)


def test_a_bad_sign_lowers_the_chance_as_bayes_says():
    group = Group(0, told=4.0, n=1, firm=False, timing=Timing(np.zeros(0), np.zeros((1, 0))))
    passes = np.array([[0.5, 0.9]])

    # Odds of one to one become one to four, then nine in ten of the next stage.
    assert chances([group], passes).tolist() == [[pytest.approx(0.2 * 0.9)]]


def test_intakes_that_differ_tell_less_than_intakes_that_agree():
    def rates(*counts: int):
        windows = tuple(make_window(2020 + i, count) for i, count in enumerate(counts))
        return arrival_rates(make_inputs(arrivals=Arrivals(windows)))

    alike, unlike = rates(8, 8, 8, 8, 8), rates(1, 15, 2, 14, 8)

    assert unlike.variation.mean > 3 * alike.variation.mean
    one, other = (r.of("September") for r in (alike, unlike))
    assert other.a / other.b**2 > 1.5 * one.a / one.b**2  # variance of the rate


@pytest.mark.parametrize("people", [2, 40], ids=["dealt", "split"])
def test_people_fall_to_slots_by_the_shares_of_their_pace_and_lead(people):
    # Who keeps to the lead, then who is let in with less; half of the paces slow.
    quick, slow, let_in = [0.5, 0.0, 0.3], [0.1, 0.0, 0.3], [0.8, 0.0, 0.1]
    starts = np.array([[quick] * 4 + [slow] * 4, [let_in] * 8])
    group = Group(0, told=1.0, n=people, firm=False, timing=Timing(starts, np.zeros((4, 3))))
    through = np.full((20_000, 1), people, dtype=np.int64)
    pace = np.arange(20_000) * 8 // 20_000
    rng = np.random.default_rng(4)

    kept = spread(rng, [group], through, 3, Ways(pace, np.zeros(20_000)))
    late = spread(rng, [group], through, 3, Ways(pace, np.full(20_000, 0.5)))

    assert kept[:10_000].mean(axis=0) / people == pytest.approx(quick, abs=0.01)
    assert kept[10_000:].mean(axis=0) / people == pytest.approx(slow, abs=0.01)
    assert late[10_000:].mean(axis=0) / people == pytest.approx([0.45, 0.0, 0.2], abs=0.01)
    assert kept[:, 1].max() == 0
    assert kept.sum(axis=1).max() <= people
    # Independent people: the count of the first slot is binomial.
    assert kept[:10_000, 0].var() == pytest.approx(people * 0.25, rel=0.05)


def test_a_way_known_from_many_stays_is_surer_than_one_assumed():
    seen = [replace(stage, spells=(Spell(20, "advanced", n=300),)) for stage in make_stages()]

    few, many = (
        pace_spread(stages, [stage_pace(stage, 8) for stage in stages])
        for stages in (make_stages(), seen)
    )

    assert few > many > 0.15  # what an office may change remains


def test_a_call_that_began_well_is_expected_to_go_on_better_than_its_season():
    def coming(each_month):
        windows = make_window(2025), make_window(2026), make_window(2027, each_month)
        return world(make_inputs(live=(), arrivals=Arrivals(windows))).future[:, 0].mean()

    assert coming(20) > 1.5 * coming(8)


def test_a_season_without_evidence_is_expected_to_be_like_all_the_others_together():
    # A strong season tells less of its rate for each application, not less in all.
    def january(year):
        months = tuple((date(year - 1, month, 1), 2) for month in range(3, 7))
        return Window(
            date(year, 1, 1), date(year - 1, 3, 1), date(year - 1, 6, 30), "January", months
        )

    windows = [one for year in (2024, 2025, 2026) for one in (january(year), make_window(year, 60))]

    rates = arrival_rates(make_inputs(arrivals=Arrivals(tuple(windows))))

    assert rates.of("May").mean == pytest.approx((4 * 2 + 9 * 60) / (4 + 9), rel=0.2)


def test_what_came_before_anybody_wrote_it_down_is_no_drought():
    whole = make_window(2026)
    told = replace(whole, received=whole.received[5:])

    def rate(window):
        return arrival_rates(make_inputs(arrivals=Arrivals((window,)))).of("September").mean

    assert rate(replace(told, watched_from=date(2026, 2, 1))) > 0.7 * rate(whole)
    assert rate(told) < 0.6 * rate(whole)
