"""How long the way takes, and what a long wait tells."""

from datetime import date

import numpy as np
import pytest

from recruitment.forecast.arrivals import arrival_rates
from recruitment.forecast.calendar import slots_until, years_later
from recruitment.forecast.draws import pass_rate
from recruitment.forecast.groups import Clock, Group, Timing, chances, live_groups, spread
from recruitment.forecast.inputs import Arrivals, Evidence, Live, Slot, Spell, Stage
from recruitment.forecast.pace import WEEKS, accepted_by, path_through, stage_pace
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
        assert group.timing.starts.sum() <= 1 + 1e-9
        assert (group.timing.starts >= 0).all()
    assert sum(group.n for group in live_groups(inputs, clock)) == 32


def test_who_has_accepted_comes_at_that_intake_however_long_the_wait():
    inputs = make_inputs(live=(Live(7, 900, 3, "2027-09"),))
    clock = Clock(inputs, slots_until(inputs, BY), BY)

    (group,) = live_groups(inputs, clock)

    assert group.firm
    assert group.told == 1.0
    assert group.timing.starts.tolist() == [1.0, 0.0, 0.0]


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


def test_nobody_has_set_the_seats_of_an_intake_that_is_only_expected():
    inputs = make_inputs(slots=(make_slot(2027, seats=4, capacity=6, taken=1),))

    first, second, _third = slots_until(inputs, BY)

    assert (first.free, second.free) == (3, 6)


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

    assert unlike.variation > 3 * alike.variation
    one, other = (r.of("September").posterior for r in (alike, unlike))
    assert other.a / other.b**2 > 1.5 * one.a / one.b**2  # variance of the rate


@pytest.mark.parametrize("people", [2, 40], ids=["dealt", "split"])
def test_people_fall_to_slots_by_their_shares(people):
    shares = np.array([0.5, 0.0, 0.3])
    group = Group(0, told=1.0, n=people, firm=False, timing=Timing(shares, np.zeros((4, 3))))
    through = np.full((20_000, 1), people, dtype=np.int64)

    dealt = spread(np.random.default_rng(4), [group], through, slots=3)

    assert dealt.mean(axis=0) / people == pytest.approx(shares, abs=0.01)
    assert dealt[:, 1].max() == 0
    assert dealt.sum(axis=1).max() <= people
    # Independent people: the count of the first slot is binomial.
    assert dealt[:, 0].var() == pytest.approx(people * 0.25, rel=0.05)
