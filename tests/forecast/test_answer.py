"""What the forecast says of a centre, and of centres at the edge."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from recruitment.forecast.answer import forecast
from recruitment.forecast.inputs import (
    Arrivals,
    Assumptions,
    Evidence,
    Goal,
    Live,
    Pool,
    Posts,
    Slot,
    Stage,
    Window,
)
from recruitment.forecast.simulate import simulate, world
from tests.forecast.questions import (
    AS_OF,
    BY,
    empty_centre,
    make_inputs,
    make_slot,
    make_stages,
    make_window,
)

NOBODY_LET_IN = Evidence(0, 10**7)  # of so many who accepted with less than the lead time


def sure(kind: str, share: float) -> Stage:
    """A stage whose rate is known and which takes no time."""
    return Stage(kind, kind, kind, share, 0.0, (Evidence(round(share * 10**7), 10**7),))


def test_the_worked_check_of_the_manual():
    # Domain 9.6: six there; 3 at 0.82, 4 at 0.55, 8 at 0.25, 30 at 0.06; five intakes NB(3.2, 5).
    stages = tuple(
        sure(kind, share)
        for kind, share in zip("abcd", [0.06 / 0.25, 0.25 / 0.55, 0.55 / 0.82, 0.82], strict=True)
    )
    inputs = make_inputs(
        stages=stages,
        live=tuple(Live(stage, 0, n) for stage, n in enumerate([30, 8, 4, 3])),
        posts=Posts(6, ((date(2026, 9, 1), 6),)),
        goal=Goal(25, date(2031, 12, 31), "enrolled"),
        deferrals=Evidence(0, 10**6),
        assumptions=Assumptions(runs=40_000, seed=1),
    )
    here = world(inputs)
    rng = np.random.default_rng(2)
    # Gamma means of 3.2 whose Poisson counts have a variance of 5.
    future = np.zeros_like(here.future)
    future[:, :5] = rng.gamma(3.2**2 / 1.8, 1.8 / 3.2, (40_000, 5))

    done = simulate(replace(here, future=future))

    assert here.within == 5
    assert done.reaches(25) == pytest.approx(0.87, abs=0.01)
    assert np.quantile(done.at_goal, [0.1, 0.5, 0.9]).tolist() == [24, 30, 38]


def test_the_same_question_twice_has_the_same_answer():
    assert forecast(make_inputs()) == forecast(make_inputs())


def test_another_seed_is_another_draw_of_the_same_chance():
    one = forecast(make_inputs())
    other = forecast(make_inputs(assumptions=Assumptions(runs=4000, seed=8)))

    assert one.people != other.people
    assert one.p_reach == pytest.approx(other.p_reach, abs=0.05)


def test_the_answer_is_json_and_says_all_that_was_promised():
    document = json.loads(json.dumps(forecast(make_inputs()).as_json()))

    promised = {
        "state", "p_reach", "mean", "p10", "p25", "p50", "p75", "p90", "by_intake", "by_year",
        "reach_80_on", "needs", "simulations", "seed", "basis", "path",
    }  # fmt: skip
    assert promised <= set(document)
    assert "people" not in document
    assert document["p10"] <= document["p25"] <= document["p50"] <= document["p75"]
    assert document["by_intake"][0]["starts_on"] == "2027-09-01"
    assert document["simulations"] == 4000


def test_little_history_is_a_range_called_an_assumption():
    for thin in ({"resolved": 19}, {"finished_intakes": 1}):
        answer = forecast(make_inputs(**thin))

        document = answer.as_json()
        assert answer.state == "not_enough_history"
        assert answer.shown is None
        assert document["p_reach"] is document["mean"] is document["p50"] is None
        assert document["p10"] < document["p90"]


@pytest.mark.parametrize(
    ("people", "state"), [(14, "on_track"), (27, "at_risk"), (60, "off_track")]
)
def test_states_follow_the_chance(people, state):
    answer = forecast(make_inputs(goal=Goal(people, BY)))

    assert answer.state == state


def test_uncertain_rates_make_people_of_a_run_alike():
    # The same mean, but ten cases instead of a million behind each rate.
    live = tuple(Live(3, 0, 20, "2027-09") for _ in range(3))
    unsure = make_inputs(stages=make_stages(10), live=live)
    certain = make_inputs(stages=make_stages(10**6), live=live)

    wide, narrow = (simulate(world(one)).world.live.sum(axis=1) for one in (unsure, certain))

    assert wide.std() > 1.3 * narrow.std()


def test_no_more_start_than_there_are_places_but_the_accepted_come():
    seats = make_slot(2027, seats=6, taken=1, capacity=9)
    accepted = Live(7, 10, 8, "2027-09")

    many = simulate(world(make_inputs(slots=(seats,), live=(Live(6, 3, 90, "2027-09"),))))
    firm = simulate(world(make_inputs(slots=(seats,), live=(accepted,))))

    assert many.starts[:, 0].max() == 5
    assert firm.starts[:, 0].max() == 8


def test_who_leaves_counts_only_where_leavers_stay_counted():
    people = Posts(100, ((date(2025, 9, 1), 90),), leavers=10, person_years=100.0)
    quiet = {"live": (), "arrivals": Arrivals(factor=0.0), "posts": people}

    in_post = forecast(make_inputs(goal=Goal(25, BY, "in_post"), **quiet))
    enrolled = forecast(make_inputs(goal=Goal(25, BY, "enrolled"), **quiet))

    # Three years at about nine a hundred: the prior of 0.03 has twenty years to the 100 seen.
    assert in_post.people.mean == pytest.approx(90 * np.exp(-3.1 * 10.6 / 120), abs=1.5)
    assert enrolled.people.mean == 100


def test_accepted_people_count_before_they_start_if_the_target_says_so():
    goal = Goal(25, date(2027, 6, 30), "accepted")  # before September

    live = Live(7, 10, 6, "2027-09")

    answer = forecast(make_inputs(goal=goal, live=(live,)))
    without = forecast(make_inputs(goal=replace(goal, counts="in_post"), live=(live,)))

    assert answer.counted == 15
    assert answer.people.p90 >= 14
    assert without.people.p90 <= 9


def test_half_of_those_who_will_melt_have_not_told_yet():
    stages = (*make_stages(60)[:7], replace(sure("pre_start", 0.5), accepted=True))
    inputs = make_inputs(
        stages=stages,
        live=(Live(7, 10, 100, "2027-09"),),
        goal=Goal(25, date(2027, 6, 30), "accepted"),
        arrivals=Arrivals(factor=0.0),
        posts=Posts(),
    )

    answer = forecast(inputs)

    assert answer.people.mean == pytest.approx(75, abs=2)


def test_an_application_too_late_for_its_intake_waits_for_the_next():
    # Offer out three weeks before the first day: the visa alone takes longer.
    slots = (make_slot(2027, starts_on=date(2026, 12, 15)), make_slot(2028))
    live = (Live(6, 3, 50, "2027-09"),)

    def with_late(evidence):
        return world(make_inputs(slots=slots, live=live, short_lead=evidence)).live

    strict, unknown, waived = map(with_late, (NOBODY_LET_IN, Evidence(0, 0), Evidence(90, 100)))
    assert strict[:, 0].max() == 0
    assert strict[:, 1].mean() > 20
    assert waived[:, 0].mean() > 15
    # One in ten is assumed, and it is drawn: in some runs hardly anybody, in others many.
    assert 0.5 < unknown[:, 0].mean() < 4
    assert unknown[:, 0].var() > 3 * unknown[:, 0].mean()


def test_local_people_make_an_intake_that_others_miss():
    # 105 days before the first day: enough for three months, not for four.
    slots = (make_slot(2027, starts_on=date(2027, 3, 9)), make_slot(2028))
    stages = (*make_stages(60)[:6], sure("offer", 0.75), make_stages(60)[7])

    def first(local):
        live = (Live(6, 0, 50, "2027-09", local=local),)
        strict = make_inputs(stages=stages, slots=slots, live=live, short_lead=NOBODY_LET_IN)
        return simulate(world(strict))

    assert first(local=True).world.live[:, 0].mean() > 20
    assert first(local=False).world.live[:, 0].max() == 0


def test_seasons_repeat_as_far_as_the_goal_and_not_twice():
    answer = forecast(make_inputs())

    assert [one.starts_on for one in answer.by_intake] == [
        date(2027, 9, 1), date(2028, 9, 1), date(2029, 9, 1),
    ]  # fmt: skip


def test_an_intake_nobody_wrote_down_has_the_seats_of_its_season_or_of_the_plan():
    written = make_slot(2027, seats=6, taken=1)
    planned = make_slot(2028, written=False, planned=8)
    crowd = tuple(Live(6, 3, 90, f"{year}-09") for year in (2027, 2028))

    answer = forecast(make_inputs(slots=(written, planned), live=crowd))

    assert [(one.seats, one.places, one.written) for one in answer.by_intake] == [
        (6, 5, True), (8, 8, False), (8, 8, False),
    ]  # fmt: skip
    assert [one.starts.p90 for one in answer.by_intake][:2] == [5, 8]


def test_a_plan_of_few_starts_takes_no_seat_from_the_season():
    slots = make_slot(2027, seats=6), make_slot(2028), make_slot(2029, written=False, planned=4)

    answer = forecast(make_inputs(slots=slots))

    # 2028 is written down, and nobody has set its seats.
    assert [one.seats for one in answer.by_intake] == [6, None, 6]


def test_where_no_intake_of_the_season_has_seats_none_are_made_up():
    answer = forecast(make_inputs(slots=(make_slot(2028, written=False, planned=4),)))

    assert [one.seats for one in answer.by_intake] == [None, None, None]


def rolling(pool, **fields):
    window = replace(make_window(2026, each_month=90), starts_on=None)
    fields = {"live": (Live(6, 3, 90),), "arrivals": Arrivals((window,)), **fields}
    return make_inputs(rolling=True, slots=(), pool=pool, **fields)


def in_years(done):
    """The most people of any run who start in each twelve months."""
    years = np.array([slot.year for slot in done.world.slots[: done.world.within]])
    starts = done.starts[:, : done.world.within]
    return [int(starts[:, years == year].sum(axis=1).max()) for year in range(years.max() + 1)]


def test_no_more_postdocs_start_in_a_year_than_there_are_places():
    nobody_defers = Assumptions(runs=2000, seed=7, deferral=0.0001)
    pool = Pool(free=3, each=5, capacity=4, planned=((date(2029, 1, 1), 9),))

    unbound = simulate(world(rolling(Pool(), assumptions=nobody_defers)))
    bound = simulate(world(rolling(pool, assumptions=nobody_defers)))
    seats_alone = simulate(world(rolling(replace(pool, capacity=None), assumptions=nobody_defers)))

    assert min(in_years(unbound)[:3]) > 20
    assert in_years(bound)[:3] == [3, 4, 4]
    # The plan wants nine in the third year.
    assert in_years(seats_alone)[:3] == [3, 5, 9]


def test_a_postdoc_who_accepted_holds_a_seat_from_the_first_month_on():
    accepted, others = Live(7, 10, 30), Live(6, 3, 90)
    pool = Pool(free=3, each=3)

    done = simulate(world(rolling(pool, live=(accepted, others))))

    # Thirty who said yes come, whenever they are through; for nobody else is there a seat.
    firm = done.world.firm[:, :12].sum(axis=1)
    assert firm.min() > 3
    assert (done.starts[:, :12].sum(axis=1) <= firm).all()


EDGES = {
    "empty centre": empty_centre(),
    "one application": empty_centre(live=(Live(0, 0, 1),)),
    "one accepted": empty_centre(live=(Live(7, 4000, 1),)),
    "target met": make_inputs(posts=Posts(30, ((date(2026, 9, 1), 30),))),
    "date past": make_inputs(goal=Goal(25, date(2026, 6, 30))),
    "date today": make_inputs(goal=Goal(25, AS_OF)),
    "goal zero": make_inputs(goal=Goal(0, BY)),
    "several": make_inputs(goal=Goal(None, BY)),
    "no target": make_inputs(goal=None),
    "200 seats": make_inputs(slots=(make_slot(2027, seats=200, capacity=200),)),
    "no seats": make_inputs(slots=(make_slot(2027, seats=0),)),
    "no intakes": make_inputs(slots=(), arrivals=Arrivals()),
    "no stages": make_inputs(stages=(), live=()),
    "29 February": make_inputs(
        as_of=date(2028, 2, 29),
        goal=Goal(25, date(2032, 2, 29)),
        slots=(make_slot(2028, starts_on=date(2028, 2, 29)),),
    ),
    "rolling": make_inputs(
        rolling=True, slots=(), arrivals=Arrivals((replace(make_window(2026), starts_on=None),))
    ),
    "rolling, no seat": make_inputs(rolling=True, slots=(), pool=Pool(0, 0, 0)),
    "rolling, empty": empty_centre(rolling=True),
    "window of a day": make_inputs(
        slots=(Slot("x", BY, AS_OF, AS_OF, "x"), Slot("y", BY, BY, BY, "y")),
        arrivals=Arrivals((Window(BY, AS_OF, AS_OF, "x", ((date(2026, 11, 1), 3),)),)),
    ),
    "closes before it opens": make_inputs(slots=(Slot("x", BY, BY, AS_OF, "x"),)),
    "leads of nothing": make_inputs(
        assumptions=Assumptions(runs=500, local_lead_months=0, non_local_lead_months=0)
    ),
    "nobody applies": make_inputs(arrivals=Arrivals(factor=0.0)),
}


@pytest.mark.parametrize("inputs", EDGES.values(), ids=EDGES)
def test_a_centre_at_the_edge_has_a_sensible_answer(inputs):
    answer = forecast(inputs)

    json.dumps(answer.as_json(), allow_nan=False)
    assert answer.p_reach is None or 0 <= answer.p_reach <= 1
    assert answer.people.p10 <= answer.people.p50 <= answer.people.p90
    assert answer.path[0].on == inputs.as_of
    assert [point.on for point in answer.path] == sorted(point.on for point in answer.path)
    assert all(one.starts.mean >= 0 for one in answer.by_intake)


def test_a_target_met_is_on_track_however_short_the_history():
    met = Posts(30, ((date(2026, 9, 1), 30),))

    answer = forecast(make_inputs(posts=met, resolved=0, goal=Goal(25, BY, "enrolled")))

    assert (answer.state, answer.p_reach, answer.reach_80_on) == ("on_track", 1.0, AS_OF)
    assert answer.needs.applications == 0


def test_when_the_date_is_past_it_is_known():
    missed = forecast(make_inputs(goal=Goal(25, date(2026, 6, 30)), resolved=0))

    assert (missed.state, missed.p_reach, missed.needs) == ("off_track", 0.0, None)
    assert missed.people.p10 == missed.people.p90 == 9
    assert missed.reach_80_on > AS_OF  # it will be late


def test_goal_of_several_has_a_range_and_no_chance():
    answer = forecast(make_inputs(goal=Goal(None, BY)))

    assert (answer.state, answer.p_reach, answer.needs) == ("no_target", None, None)
    assert answer.people.p90 > 9


@pytest.mark.parametrize(("resolved", "state"), [(0, "not_enough_history"), (140, "no_target")])
def test_to_reach_nobody_is_no_target(resolved, state):
    answer = forecast(make_inputs(goal=Goal(0, BY), resolved=resolved))

    assert answer.state == state


def test_an_empty_centre_expects_what_the_priors_say():
    answer = forecast(empty_centre(slots=(make_slot(2027),)))

    assert answer.state == "not_enough_history"
    # 84 applications for each of three Septembers, of whom six in a hundred start.
    assert answer.people.mean == pytest.approx(3 * 84 * 0.06, abs=5)
    assert answer.people.p90 > 2 * answer.people.p50 > 0
