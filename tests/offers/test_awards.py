"""What an accepted offer promised is paid from the first day on, without being typed again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from recruitment.enrolment.careers import Supervision
from recruitment.enrolment.models import Enrolment
from recruitment.funding.models import Award
from recruitment.moves.gate import Ask, IllegalMove, take
from recruitment.offers import actions
from recruitment.offers.models import FundingPart, Offer
from recruitment.pipeline.models import Application
from tests.factories import (
    make_application,
    make_offer,
    make_opening,
    make_supervisor,
    stage,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(centre, manager, director):
    """An accepted offer of two payers, with a seat that waits."""
    one = make_application(centre, kind="decision")
    make_opening(one)
    offer = make_offer(one, by=manager, amount=18000, months=36)
    offer.parts.all().delete()
    for source, amount, text in (("sponsor", 14000, ""), ("university", 4000, "Top-up")):
        FundingPart.objects.create(offer=offer, source=source, amount=amount, text=text)
    for verb, who in (
        (actions.submit, manager),
        (actions.approve, director),
        (actions.send, manager),
        (actions.accept, manager),
    ):
        verb(offer, by=who)
    return offer


def begin(offer, manager, day=date(2026, 10, 12)):
    one = offer.application
    one.refresh_from_db()
    ask = Ask("move", stage=stage(one.centre, "started"), starts_on=day)
    take(one, ask, actor=manager)
    return one


def undo(one, manager):
    one.refresh_from_db()
    take(one, Ask("undo"), actor=manager)


def awards():
    return [
        (one.source, one.amount, one.currency, one.from_month, one.to_month, one.text)
        for one in Award.objects.order_by("pk")
    ]


def test_a_start_brings_an_award_of_each_who_pays_from_the_month_of_the_first_day(
    accepted, manager
):
    version = accepted.application.centre.money_version

    one = begin(accepted, manager)

    one.centre.refresh_from_db()
    months = (date(2026, 10, 1), date(2029, 9, 1))
    assert awards() == [
        ("sponsor", 14000, "HKD", *months, ""),
        ("university", 4000, "HKD", *months, "Top-up"),
    ]
    assert one.centre.money_version > version


def test_a_start_taken_back_takes_its_awards_back_and_the_next_brings_them_anew(accepted, manager):
    one = begin(accepted, manager)

    undo(one, manager)
    gone = awards()
    begin(accepted, manager, day=date(2026, 11, 2))

    assert gone == []
    assert {first for *_who, first, _last, _text in awards()} == {date(2026, 11, 1)}


def test_an_award_somebody_edited_since_is_not_taken_back_with_the_start(
    as_manager, accepted, manager
):
    one = begin(accepted, manager)
    award = Award.objects.get(source="sponsor")
    url = reverse("recruitment:award-edit", args=[award.pk])
    form = as_manager.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"amount": "15000"}
    as_manager.post(url, {name: str(value or "") for name, value in typed.items()})

    with pytest.raises(IllegalMove, match="has awards"):
        undo(one, manager)

    assert [amount for _source, amount, *_rest in awards()] == [15000, 4000]


def supervised():
    rows = Supervision.objects.order_by("role").select_related("supervisor")
    return [(one.supervisor.name, one.role, one.started_on, one.ended_on) for one in rows]


def test_the_supervisors_an_accepted_offer_names_supervise_from_the_first_day(accepted, manager):
    own, other = accepted.supervisor, make_supervisor(accepted.application.centre)
    Offer.objects.update(co_supervisor=other)
    Application.objects.update(supervisor=None)
    day = date(2026, 10, 12)

    one = begin(accepted, manager, day)
    found = supervised()
    undo(one, manager)
    gone = supervised()
    begin(accepted, manager, date(2026, 11, 2))

    assert found == [(own.name, "chief", day, None), (other.name, "co", day, None)]
    assert gone == []
    assert {started for _who, _role, started, _ended in supervised()} == {date(2026, 11, 2)}


def test_a_corrected_first_day_is_that_of_the_supervision_too(accepted, manager):
    other = make_supervisor(accepted.application.centre)
    Offer.objects.update(co_supervisor=other)
    begin(accepted, manager)
    begun = Enrolment.objects.get()

    for days in (7, -14):
        begun.started_on += timedelta(days=days)
        begun.first_started_on = min(begun.first_started_on, begun.started_on)
        begun.save()
        assert {row[2] for row in supervised()} == {begun.started_on}


def test_whoever_supervised_the_application_stays_its_chief_where_the_offer_names_them(
    accepted, manager
):
    Application.objects.update(supervisor=accepted.supervisor)

    begin(accepted, manager)

    assert supervised() == []
