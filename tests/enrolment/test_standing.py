"""Where somebody stands after their start, and what is due: arithmetic, no database."""

from datetime import date

import pytest

from recruitment.enrolment.kinds import State
from recruitment.enrolment.standing import Said, Stay, fault, months_later, standing

SEP = date(2025, 9, 1)


def stay(*said, kind="doctoral", months=48, left_on=None):
    return Stay(kind, SEP, left_on, months, said)


def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month():
    assert months_later(date(2025, 8, 31), 18) == date(2027, 2, 28)
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)


@pytest.mark.parametrize(("months", "due"), [(36, date(2027, 3, 1)), (48, date(2027, 9, 1))])
def test_confirmation_is_due_within_the_first_half_of_the_normal_period(months, due):
    assert standing(stay(months=months), SEP).confirm_by == due


def test_registration_goes_from_provisional_to_confirmed_to_submitted():
    one = stay(Said("confirmed", date(2026, 11, 2)), Said("submitted", date(2029, 5, 4)))

    states = [standing(one, day).state for day in (date(2025, 8, 31), SEP, date(2026, 11, 2))]
    assert states == [State.TO_START, State.PROVISIONAL, State.CONFIRMED]
    last = standing(one, date(2029, 5, 4))
    assert (last.state, last.confirm_by) == (State.SUBMITTED, None)


def test_the_due_day_itself_is_not_overdue():
    due = standing(stay(), SEP)

    assert [due.is_overdue(date(2027, 9, day)) for day in (1, 2)] == [False, True]


def test_a_second_assessment_sets_the_day_anew():
    one = stay(Said("second", date(2027, 8, 20), date(2027, 11, 20)))

    assert standing(one, date(2027, 9, 5)).confirm_by == date(2027, 11, 20)


def test_days_suspended_do_not_count_towards_the_period():
    one = stay(Said("suspended", date(2026, 1, 1)), Said("returned", date(2026, 1, 31)))

    away, back = standing(one, date(2026, 1, 11)), standing(one, date(2026, 3, 1))
    assert (away.state, away.confirm_by) == (State.SUSPENDED, date(2027, 9, 11))
    assert (back.state, back.confirm_by) == (State.PROVISIONAL, date(2027, 10, 1))
    assert back.ends_on == date(2029, 9, 30)


def test_a_renewal_moves_the_end_of_a_contract():
    one = stay(Said("renewed", date(2027, 6, 1), date(2028, 8, 31)), kind="postdoc", months=24)

    assert standing(one, SEP).ends_on == date(2027, 8, 31)
    assert standing(one, date(2027, 6, 1)).ends_on == date(2028, 8, 31)


def test_a_track_that_says_no_period_has_nothing_due():
    one = standing(stay(kind="other", months=None), SEP)

    assert (one.state, one.confirm_by, one.ends_on) == (State.CONTRACT, None, None)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([Said("confirmed", date(2025, 8, 1))], "before the first day"),
        ([Said("confirmed", SEP), Said("confirmed", SEP)], "confirmed already"),
        ([Said("submitted", SEP)], "must be confirmed before"),
        ([Said("returned", SEP)], "Nobody returns"),
        ([Said("suspended", SEP), Said("confirmed", date(2026, 1, 1))], "suspended on that day"),
        ([Said("second", SEP)], "Enter the second assessment by"),
        ([Said("second", SEP, SEP)], "must come after the day itself"),
        ([Said("renewed", SEP, date(2030, 1, 1))], "nothing of this track"),
    ],
)
def test_what_cannot_have_been_is_told(said, why):
    assert why in fault(stay(*said))


def test_a_renewal_ends_later_than_the_contract_does():
    one = stay(Said("renewed", SEP, date(2027, 8, 31)), kind="postdoc", months=24)

    assert "runs until Tue 31 Aug 2027 already" in fault(one)


def test_nothing_is_recorded_after_somebody_left():
    one = stay(Said("confirmed", date(2026, 9, 1)), left_on=date(2026, 3, 1))

    assert "after they left" in fault(one)
