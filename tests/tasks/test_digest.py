"""What waits, by e-mail in the morning, to those who asked for it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from centre.accounts.models import Membership, User
from centre.organisation.models import Centre
from recruitment.documents.models import Requirement
from recruitment.messages.models import Message
from recruitment.pipeline.models import Stage
from recruitment.tasks.digest import is_morning, send_digests
from recruitment.tasks.waiting import MOST
from tests.factories import make_application, make_candidate, make_centre, make_task, make_user

HKT = ZoneInfo("Asia/Hong_Kong")
MORNING = datetime(2026, 10, 7, 8, 30, tzinfo=HKT)  # a Wednesday
TODAY = date(2026, 10, 7)


@pytest.mark.parametrize(
    ("zone", "now", "morning"),
    [
        ("Asia/Hong_Kong", MORNING, True),
        ("Asia/Hong_Kong", MORNING.replace(hour=6), False),
        ("Asia/Hong_Kong", MORNING.replace(hour=12), False),
        ("America/Toronto", MORNING, False),
        ("America/Toronto", datetime(2026, 10, 7, 12, tzinfo=UTC), True),
    ],
)
def test_it_is_sent_in_the_morning_of_the_centre(zone, now, morning):
    assert is_morning(now, Centre(time_zone=zone)) is morning


def digests(at=MORNING):
    with time_machine.travel(at, tick=False):
        send_digests.call()
    return {(one.to, one.subject) for one in Message.objects.filter(kind="digest")}


@pytest.fixture
def reader(manager):
    User.objects.filter(pk=manager.pk).update(mails_digest=True)
    return User.objects.get(pk=manager.pk)


def test_who_asked_is_told_how_much_waits_and_where_and_no_name(centre, reader, director):
    person = make_candidate(centre, full_name="Li Zihan")
    make_task(reader, candidate=person, what="Ask Li Zihan", due_on=date(2026, 10, 1))
    make_task(reader, what="Order the posters", due_on=TODAY)
    make_task(reader, what="Far away", due_on=date(2027, 1, 1))
    make_task(director, candidate=person, due_on=TODAY)

    assert digests() == {(reader.email, f"2 things wait for you: {centre}")}
    body = Message.objects.get().body
    assert body.startswith("Overdue: 1\nToday: 1\n\nSee them:\n")
    assert "/tasks/" in body
    assert "Li" not in body
    assert "posters" not in body


def test_it_comes_once_a_day_however_often_the_job_runs(centre, reader):
    make_task(reader, due_on=TODAY)

    for hour in (7, 8, 11):
        digests(MORNING.replace(hour=hour))
    assert Message.objects.count() == 1

    digests(MORNING.replace(day=8))
    assert Message.objects.count() == 2


def test_nothing_due_by_the_end_of_the_week_is_no_e_mail(centre, reader):
    make_task(reader, due_on=date(2026, 12, 1))

    assert digests() == set()


def test_on_a_saturday_it_comes_only_if_something_is_due_that_day(centre, reader):
    saturday = MORNING.replace(day=10)
    make_task(reader, due_on=TODAY)
    assert digests(saturday) == set()

    make_task(reader, due_on=saturday.date())

    assert digests(saturday) == {(reader.email, f"2 things wait for you: {centre}")}


def test_fifty_overdue_things_do_not_hide_the_one_that_falls_due_on_a_saturday(centre, reader):
    saturday = MORNING.replace(day=10)
    person = make_candidate(centre)
    for _time in range(MOST):
        make_task(reader, candidate=person, due_on=TODAY)
    assert digests(saturday) == set()

    make_task(reader, candidate=person, due_on=saturday.date())

    assert digests(saturday) == {(reader.email, f"51 things wait for you: {centre}")}
    assert Message.objects.get().body.startswith("Overdue: 50\nToday: 1\n\nSee them:\n")


def test_a_document_that_is_missing_without_a_limit_is_told_on_working_days_alone(centre, reader):
    Stage.objects.update(limit_days=None)
    Requirement.objects.all().delete()
    one = make_application(centre, kind="interview", owner=reader, at=MORNING - timedelta(days=1))
    kind = centre.document_kinds.get(name="Transcript")
    Requirement.objects.create(centre=centre, track=one.track, kind=kind, from_stage="applied")

    assert digests(MORNING.replace(day=10)) == set()
    assert digests() == {(reader.email, f"1 thing waits for you: {centre}")}


def test_a_member_of_two_centres_gets_one_of_each_that_tells_nothing_of_the_other(centre, reader):
    other = make_centre()
    Membership.objects.create(user=reader, centre=other, role="director")
    make_task(reader, candidate=make_candidate(centre), due_on=TODAY)
    for _time in range(2):
        make_task(reader, candidate=make_candidate(other), due_on=TODAY)

    assert {subject for _to, subject in digests()} == {
        f"1 thing waits for you: {centre}",
        f"2 things wait for you: {other}",
    }


def test_who_left_the_centre_or_is_inactive_gets_none(centre, reader):
    gone = make_user("director", centre, mails_digest=True, is_active=False)
    for user in (reader, gone):
        make_task(user, due_on=TODAY, candidate=make_candidate(centre))
    reader.memberships.all().delete()

    assert digests() == set()
