"""Migration 0064 gives who started before it the supervisors their accepted offer named."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from recruitment.enrolment.careers import Supervision
from recruitment.moves.gate import Ask, take
from recruitment.offers.models import Offer
from tests.factories import (
    make_application,
    make_offer,
    make_opening,
    make_started,
    make_supervision,
    make_supervisor,
    stage,
)

pytestmark = pytest.mark.django_db


def migrate():
    import_module("recruitment.migrations.0064_pairs_of_who_started_before").give_pairs(apps, None)


@pytest.fixture
def start(centre, manager, director):
    """Makes one who started by an accepted offer in the days when no pair came with it."""

    def make(supervisor=None):
        one = make_application(centre, kind="pre_start", supervisor=supervisor)
        make_opening(one)
        offer = make_offer(one, by=manager, state="accepted")
        Offer.objects.filter(pk=offer.pk).update(co_supervisor=make_supervisor(centre))
        ask = Ask("move", stage=stage(centre, "started"), starts_on=date(2026, 9, 1))
        take(one, ask, actor=manager)
        Supervision.objects.filter(enrolment=one.enrolment).delete()
        return one.enrolment, Offer.objects.get(pk=offer.pk)

    return make


def pair(enrolment):
    rows = enrolment.supervisions.order_by("role")
    return [(one.role, one.supervisor_id, one.started_on) for one in rows]


def test_who_has_nobody_has_chief_and_co_supervisor_from_the_first_day_and_once(start):
    mine, offer = start()

    migrate()
    migrate()

    day = date(2026, 9, 1)
    assert pair(mine) == [
        ("chief", offer.supervisor_id, day), ("co", offer.co_supervisor_id, day),
    ]  # fmt: skip


def test_what_the_office_entered_stays_as_it_is(centre, start):
    mine, _offer = start(supervisor=make_supervisor(centre))
    ended = make_supervision(mine, role="co", started_on=mine.started_on, ended_on=date(2027, 1, 1))
    before = pair(mine)

    migrate()

    assert pair(mine) == before == [("co", ended.supervisor_id, mine.started_on)]


def test_a_supervisor_who_is_there_in_another_way_is_not_given_twice(centre, start):
    mine, offer = start()
    make_supervision(mine, supervisor=offer.co_supervisor, role="mentor")

    migrate()

    assert [role for role, _who, _day in pair(mine)] == ["chief", "mentor"]


def test_who_started_without_an_offer_is_given_nobody_and_taking_a_start_back_takes_the_pair(
    centre, start, manager
):
    make_started(centre)
    mine, _offer = start()

    migrate()
    given = Supervision.objects.count()
    take(mine.application, Ask("undo"), actor=manager)

    assert (given, Supervision.objects.count()) == (2, 0)
