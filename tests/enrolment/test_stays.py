"""Who was here when: people, not rows; days at their edges."""

from datetime import date

from recruitment.enrolment.stays import Stay, curve, in_post, left, started

SEP, FEB, JAN = date(2025, 9, 1), date(2026, 2, 18), date(2027, 1, 5)


def stay(person, started_on, left_on=None, intake=1):
    return Stay(person, 1, intake, started_on, left_on)


def test_the_first_day_is_in_post_and_the_leaving_day_is_not():
    one = [stay(1, SEP, FEB)]

    assert [len(in_post(one, day)) for day in (date(2025, 8, 31), SEP, date(2026, 2, 17), FEB)] == [
        0,
        1,
        1,
        0,
    ]


def test_a_person_with_two_seats_is_one_person():
    twice = [stay(1, SEP), stay(1, SEP, intake=2)]

    assert (in_post(twice, JAN), started(twice, JAN), left(twice, JAN)) == ({1}, {1}, set())


def test_who_left_and_came_back_has_not_left():
    back = [stay(1, SEP, FEB), stay(1, JAN)]

    assert left(back, date(2026, 6, 1)) == {1}
    assert left(back, JAN) == set()
    assert curve(back, JAN) == [(SEP, 1), (FEB, 0), (JAN, 1)]


def test_the_curve_of_all_who_started_never_falls():
    leavers = [stay(1, SEP, FEB), stay(2, SEP), stay(3, JAN)]

    assert curve(leavers, JAN) == [(SEP, 2), (FEB, 1), (JAN, 2)]
    assert curve(leavers, JAN, leavers=True) == [(SEP, 2), (JAN, 3)]


def test_the_curve_ends_at_the_day_asked_for():
    assert curve([stay(1, SEP), stay(2, JAN)], date(2027, 1, 4)) == [(SEP, 1)]


def test_nobody_makes_no_curve():
    assert curve([], JAN) == []
