"""The people of the plan at the end of a day: who is counted, from when to when, at what cost."""

from datetime import date
from decimal import Decimal

import pytest

from centre.money.models import ExchangeRate, LedgerEntry
from recruitment.funding import panels
from recruitment.funding.models import PromisedPay
from recruitment.funding.months import first_of
from recruitment.funding.selectors import read_funding
from tests.factories import (
    make_application,
    make_award,
    make_ledger_entry,
    make_started,
    make_user,
)
from tests.talent.people import left

ON = date(2026, 11, 24)
# 24 months at 18,470, 24 at 18,890 and a conference grant.
FULL = 24 * 18_470 + 24 * 18_890 + 25_000
PLANNED = 25 * 48 + 4 * 24  # person-months of 25 doctoral awards and of "several" postdocs
TWO_YEARS = {"first": date(2025, 9, 1), "last": date(2027, 8, 1)}


@pytest.fixture
def pledged(centre):
    centre.agreements.update(pledged_amount=30_000_000, pledged_currency="HKD")
    return centre


def awarded(researcher, amount=10_000, **fields):
    return make_award(researcher, amount=amount, currency="HKD", **(TWO_YEARS | fields))


def begun(centre, on=date(2025, 9, 1)):
    return make_started(centre, started_on=on).enrolment


def test_somebody_without_an_award_costs_what_the_plan_is_priced_with(pledged):
    begun(pledged)

    found = read_funding(pledged, ON)

    assert (found.known.total, found.known.person_months) == (FULL, 48)


def test_somebody_with_awards_costs_the_sponsors_share_and_the_grant(pledged):
    person = begun(pledged).researcher
    awarded(person)
    awarded(person, 7_000, source="university")

    found = read_funding(pledged, ON)

    assert (found.known.total, found.known.person_months) == (24 * 10_000 + 25_000, 24)


def test_who_left_is_paid_up_to_the_month_before_with_and_without_awards(pledged):
    left(begun(pledged), date(2026, 3, 1))
    gone = left(begun(pledged), date(2026, 3, 1))
    awarded(gone.researcher)

    found = read_funding(pledged, ON)

    assert first_of(found.known.months[-1].month) == date(2026, 2, 1)
    assert found.known.total == 6 * 18_470 + 6 * 10_000


def test_the_page_of_who_left_ends_their_months_where_the_funding_page_does(as_manager, pledged):
    gone = left(begun(pledged), date(2026, 3, 1)).researcher
    awarded(gone)
    later = {"first": date(2026, 6, 1), "last": date(2026, 9, 1)}
    awarded(gone, 3_000, **later)

    page = as_manager.get(gone.get_absolute_url())

    context = next(one for one in page.context if "splits" in one)
    assert [(one.starts_on, one.ends_on) for one, _parts in context["splits"]] == [
        (date(2025, 9, 1), date(2026, 2, 1))
    ]
    assert "nothing is paid from Mar 2026 on" in page.content.decode()


def test_who_is_known_to_leave_later_is_counted_in_full_until_then(pledged):
    left(begun(pledged), date(2026, 12, 1))

    assert read_funding(pledged, ON).known.total == FULL


def test_who_accepted_is_promised_money_from_their_intake_on(pledged):
    make_application(pledged, kind="pre_start", intake="September 2027")

    found = read_funding(pledged, ON)

    assert (found.accepted.total, found.known.total) == (FULL, FULL)
    assert first_of(found.accepted.months[0].month) == date(2027, 9, 1)


def test_who_accepted_and_has_awards_is_not_counted_twice(pledged):
    person = begun(pledged).researcher
    awarded(person)
    make_application(pledged, kind="pre_start", track="postdoc", candidate=person.candidate)

    assert list(read_funding(pledged, ON).accepted.months) == []


OFFERED = 24 * 20_000  # a postdoc of two years, by the terms of an offer


def promised(researcher, *, accepted=True):
    """An offer of a postdoc to somebody who started here as a doctoral researcher."""
    kind = "pre_start" if accepted else "offer"
    application = make_application(
        researcher.centre, kind=kind, track="postdoc", candidate=researcher.candidate
    )
    PromisedPay.objects.create(
        application=application,
        source="sponsor",
        from_month=date(2027, 9, 1),
        to_month=date(2029, 8, 1),
        amount=20_000,
        currency="HKD",
        is_accepted=accepted,
    )


def test_a_doctoral_researcher_who_accepted_a_postdoc_costs_both_the_one_and_the_other(pledged):
    promised(begun(pledged).researcher)

    found = read_funding(pledged, ON)

    assert (found.accepted.total, found.accepted.person_months) == (OFFERED, 24)
    assert (found.known.total, found.known.person_months) == (FULL + OFFERED, 48 + 24)


def test_a_doctoral_researcher_with_awards_who_accepted_a_postdoc_costs_both(pledged):
    person = begun(pledged).researcher
    awarded(person)
    promised(person)

    found = read_funding(pledged, ON)

    assert found.accepted.total == OFFERED
    assert found.known.total == 24 * 10_000 + 25_000 + OFFERED


@pytest.mark.parametrize("accepted", [True, False])
def test_an_offer_to_somebody_who_left_is_counted_in_full(pledged, accepted):
    promised(left(begun(pledged), date(2026, 3, 1)).researcher, accepted=accepted)

    found = read_funding(pledged, ON)

    assert (found.accepted if accepted else found.out).total == OFFERED
    assert found.known.total == 6 * 18_470 + OFFERED * accepted


def test_who_started_on_an_offer_costs_what_it_promised_and_ends_when_they_leave(pledged):
    stay = make_started(pledged, started_on=date(2026, 3, 1), track="postdoc").enrolment
    promise = {"source": "sponsor", "amount": 20_000, "currency": "HKD", "is_accepted": True}
    PromisedPay.objects.create(
        application=stay.application,
        from_month=date(2026, 3, 1),
        to_month=date(2028, 2, 1),
        **promise,
    )
    here = read_funding(pledged, ON)
    left(stay, date(2026, 9, 1))

    assert (here.known.total, here.accepted.total) == (OFFERED, 0)
    assert read_funding(pledged, ON).known.total == 6 * 20_000


def test_a_start_of_a_later_day_is_not_in_post_yet(pledged):
    begun(pledged, date(2026, 12, 1))

    found = read_funding(pledged, ON)

    assert found.known.total == found.accepted.total


def test_places_that_are_taken_are_not_recruited_again(pledged):
    assert read_funding(pledged, ON).whole.person_months == PLANNED

    begun(pledged)
    make_application(pledged, kind="pre_start", intake="September 2027")

    assert read_funding(pledged, ON).whole.person_months == PLANNED


def test_places_without_an_intake_ahead_are_named(pledged):
    found = read_funding(pledged, date(2029, 12, 1))

    assert found.unplaced == 25 + 4
    assert any("29 places of the plan have no intake ahead" in one for one in _warnings(found))


def test_the_ledger_is_read_at_the_end_of_the_day(pledged):
    make_ledger_entry(pledged, "received", 700, currency="HKD", on=ON)
    make_ledger_entry(pledged, "received", 9_000, currency="HKD", on=date(2026, 11, 25))

    assert read_funding(pledged, ON).ledger.received == 700
    assert read_funding(pledged, date(2026, 11, 23)).ledger.received == 0


def test_a_rate_speaks_from_its_day_on(pledged):
    pledged.agreements.update(pledged_currency="CNY")
    ExchangeRate.objects.create(
        centre=pledged, base="CNY", into="HKD", rate="1.2", on=ON, source="Bank"
    )

    assert read_funding(pledged, ON).beside.rate == Decimal("1.2")
    assert read_funding(pledged, date(2026, 11, 23)).beside.rate == Decimal("1.092")


def test_what_is_ahead_begins_next_month_and_commitments_cover_it_first(pledged):
    awarded(begun(pledged).researcher, last=date(2027, 1, 1), source="university")
    pledged.agreements.get().targets.all().delete()
    awarded(begun(pledged).researcher, last=date(2027, 1, 1))

    found = read_funding(pledged, ON)
    assert found.ahead == found.needed == 2 * 10_000  # December and January

    make_ledger_entry(pledged, "committed", 15_000, currency="HKD")
    assert read_funding(pledged, ON).needed == 5_000


def _warnings(found):
    return panels.warnings(found)


def test_months_beyond_the_pledge_are_named_with_their_amount(pledged):
    make_application(pledged, kind="pre_start", intake="September 2027")

    (warning,) = _warnings(read_funding(pledged, ON))

    amount = 20 * 18_890
    assert f"promised HKD {amount:,} after the pledge ends on 31 Dec 2029: 20 person-" in warning


def test_the_month_the_pledge_is_used_up_in_is_named(pledged):
    begun(pledged)
    pledged.agreements.update(pledged_amount=2 * 18_470)

    (warning,) = _warnings(read_funding(pledged, ON))

    assert "the plan costs more than the pledge from November 2025 on. <a href=" in warning


def test_what_lacks_a_rate_is_named(pledged):
    make_award(begun(pledged).researcher, amount=100, currency="CHF", **TWO_YEARS)
    make_ledger_entry(pledged)
    LedgerEntry.objects.update(into="CHF")

    found = " ".join(_warnings(read_funding(pledged, ON)))

    assert "No exchange rate leads to HKD from: CHF, so what the plan costs is not known." in found
    assert "1 ledger entry has no rate into the pledge's currency and is left out." in found


def test_years_after_the_pledge_are_marked(pledged):
    shown = panels.page(read_funding(pledged, ON))["years"]

    assert [one.year for one in shown if one.beyond] == [2030, 2031, 2032, 2033]


def test_a_ledger_in_two_currencies_tells_what_a_rate_did_to_each(pledged):
    """Only what is unspent moves with the newest rate; each currency's difference stands apart."""
    pledged.agreements.update(pledged_currency="CNY")
    make_ledger_entry(pledged, "committed", 1_000, currency="HKD", rate=Decimal("0.9"))
    make_ledger_entry(pledged, "spent", 400, currency="HKD", rate=Decimal("0.9"))
    make_ledger_entry(pledged, "committed", 500, currency="USD", rate=Decimal("7"))
    for base, rate in [("HKD", "0.95"), ("USD", "7.2")]:
        ExchangeRate.objects.create(
            centre=pledged, base=base, into="CNY", rate=rate, on=date(2026, 11, 1), source="Bank"
        )

    shown = panels.page(read_funding(pledged, ON))

    assert shown["variance"] == [
        ("HKD", "HKD 600", "RMB 540", "RMB 570", "RMB 30", "HKD 1 = RMB 0.95, rate of 1 Nov 2026"),
        ("USD", "USD 500", "RMB 3,500", "RMB 3,600", "RMB 100", _usd("7.2")),
    ]
    amounts = {line.label: line.amount for line in shown["lines"]}
    assert amounts["Spent"] == "RMB 360"
    assert amounts["Committed, not yet spent"] == "RMB 4,170"
    assert amounts["Committed"] == "RMB 4,530"


def _usd(rate):
    return f"USD 1 = RMB {rate}, rate of 1 Nov 2026"


def test_only_own_researchers_awards_are_met_by_those_who_see_none(pledged, client):
    awarded(begun(pledged).researcher)
    client.force_login(make_user("supervisor", pledged))

    assert list(client.get("/funding/").context["awards"]) == []
