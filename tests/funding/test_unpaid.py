"""Months somebody is here and nobody pays: said where they come to be, and on the funding page."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from recruitment.enrolment.careers import CareerStep
from recruitment.enrolment.models import Enrolment
from recruitment.funding.unpaid import due, read_unpaid
from tests.factories import make_award, make_placement, make_started, reason
from tests.measuring import cost

SEP = date(2025, 9, 1)
ON = date(2026, 10, 5)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-10-05T02:00:00Z", tick=False):
        yield


@pytest.fixture
def postdoc(centre):
    """Two years from September 2025, paid to the end."""
    start = make_started(centre, started_on=SEP, track="postdoc").enrolment
    start.months = 24
    start.save()
    make_award(start.researcher, first=SEP, last=date(2027, 8, 1))
    return start


def renew(client, start, until="2028-10-31"):
    url = reverse("recruitment:career-step-add", args=[start.pk])
    typed = {"change": "renewed", "on": "2026-10-01", "until": until, "token": uuid4()}
    return client.post(url, typed, follow=True).content.decode()


def edit(client, start, **typed):
    url = reverse("recruitment:enrolment-edit", args=[start.pk])
    seen = client.get(url).context["form"].seen_now
    return client.post(url, {"seen": seen, "started_on": "2025-09-01", "months": "24"} | typed)


def test_a_contract_begun_within_a_month_is_paid_by_whole_months():
    assert due(date(2025, 1, 15), date(2027, 1, 14)) == (2025 * 12, 2026 * 12 + 11)
    assert due(SEP, date(2027, 8, 31)) == (2025 * 12 + 8, 2027 * 12 + 7)


def test_who_renews_a_contract_reads_how_long_it_is_paid(as_manager, postdoc):
    page = as_manager.get(reverse("recruitment:career-step-add", args=[postdoc.pk]))

    assert "The awards entered pay until Aug 2027." in page.content.decode()


def test_months_of_a_renewal_that_nobody_pays_are_said_at_once_and_stand_on_both_pages(
    as_manager, centre, postdoc
):
    assert read_unpaid(centre, ON) == []

    said = renew(as_manager, postdoc)

    person = postdoc.researcher
    assert "Nobody pays for Sep 2027 – Oct 2028 yet. Add an award." in said
    own = as_manager.get(person.get_absolute_url()).content.decode()
    assert "Sep 2027 – Oct 2028" in own
    assert "Nobody pays" in own
    assert [(one.researcher, one.months) for one in read_unpaid(centre, ON)] == [
        (person, "Sep 2027 – Oct 2028")
    ]
    page = as_manager.get("/funding/").content.decode()
    assert f'<a href="{person.get_absolute_url()}#h-awards">' in page

    make_award(person, first=date(2027, 9, 1), last=date(2028, 10, 1))
    assert read_unpaid(centre, ON) == []


def test_whoever_has_no_award_is_priced_by_the_basis_and_not_called_unpaid(as_manager, centre):
    start = make_started(centre, started_on=SEP, track="postdoc").enrolment

    assert "Nobody pays" not in renew(as_manager, start)
    assert CareerStep.objects.count() == 1
    assert read_unpaid(centre, ON) == []


def test_the_funding_page_costs_the_same_for_one_unpaid_and_for_many(as_manager, centre):
    def someone():
        start = make_started(centre, started_on=SEP, track="postdoc").enrolment
        make_award(start.researcher, first=SEP, last=SEP)

    someone()
    as_manager.get("/funding/")
    one = cost(as_manager, "get", "/funding/").statements
    for _nth in range(3):
        someone()

    assert len(read_unpaid(centre, ON)) == 4
    assert cost(as_manager, "get", "/funding/").statements == one


def test_what_came_with_the_first_day_is_paid_from_the_corrected_one(as_manager, postdoc):
    brought = make_award(
        postdoc.researcher, first=SEP, last=date(2027, 8, 1), application=postdoc.application
    )
    typed = postdoc.researcher.awards.exclude(pk=brought.pk).get()

    edit(as_manager, postdoc, started_on="2025-11-03")

    for award in (brought, typed):
        award.refresh_from_db()
    assert (brought.from_month, brought.to_month) == (date(2025, 11, 1), date(2027, 10, 1))
    assert (typed.from_month, typed.to_month) == (SEP, date(2027, 8, 1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"started_on": "2026-03-15"}, "begins on Mon 2 Mar 2026, before that"),
        ({"left_on": "2026-03-10"}, "lasts until Tue 31 Mar 2026. End it before that day"),
    ],
)
def test_days_that_leave_a_placement_outside_are_refused(as_manager, centre, postdoc, typed, said):
    make_placement(postdoc, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 31))
    if "left_on" in typed:
        typed["leaving_reason"] = reason(centre, "health", party="researcher").pk

    answer = edit(as_manager, postdoc, **typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    stored = Enrolment.objects.get(pk=postdoc.pk)
    assert (stored.started_on, stored.left_on) == (SEP, None)
