"""The funding page and its forms: what is promised to those who open them."""

import json
import re
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from centre.money.amounts import Money, written
from centre.money.models import CostRate, ExchangeRate, LedgerEntry
from recruitment.funding.models import Award
from tests.factories import (
    make_application,
    make_award,
    make_centre,
    make_ledger_entry,
    make_offer,
    make_started,
    make_supervisor,
    make_user,
)
from tests.measuring import cost

PAGE = "/funding/"
ENTRY = {"kind": "committed", "on": "2026-03-01", "currency": "CNY", "evidence": "Letter 7"}


@pytest.fixture
def pledged(centre):
    centre.agreements.update(pledged_amount=30_000_000, pledged_currency="CNY")
    return centre


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def read(user):
    text = signed_in(user).get(PAGE).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text[text.index("<main") :]).split())


def test_an_entry_sent_twice_is_one(pledged, manager):
    client, url = signed_in(manager), reverse("recruitment:ledger-add")
    data = ENTRY | {"amount": "5000", "token": str(uuid.uuid4())}

    client.post(url, data)
    client.post(url, data)

    (entry,) = LedgerEntry.objects.all()
    assert (entry.amount, entry.rate, entry.into) == (5000, 1, "CNY")


def test_an_entry_without_a_known_rate_asks_for_one(pledged, manager):
    data = ENTRY | {"amount": "5000", "currency": "CHF"}

    answer = signed_in(manager).post(reverse("recruitment:ledger-add"), data)

    assert "No rate from CHF to RMB is known by that day" in answer.content.decode()
    assert not LedgerEntry.objects.exists()


def test_an_entry_of_another_centre_is_not_there(pledged, manager):
    entry = make_ledger_entry(make_centre())
    url = reverse("recruitment:ledger-edit", args=[entry.pk])

    assert signed_in(manager).get(url).status_code == 404
    assert signed_in(manager).post(url, ENTRY | {"amount": "1"}).status_code == 404


def test_an_award_is_a_rate_or_an_amount_not_both(pledged, manager):
    person = make_started(pledged).enrolment.researcher
    data = {"source": "rgc", "from_month": "2026-09", "to_month": "2027-08", "kind": "stipend"}
    client, url = signed_in(manager), reverse("recruitment:award-add", args=[person.pk])

    refused = client.post(url, data | {"amount": "100", "currency": "HKD"})
    client.post(url, data)

    assert "not both" in refused.content.decode()
    (award,) = Award.objects.all()
    assert (award.from_month, award.to_month) == (date(2026, 9, 1), date(2027, 8, 1))


def test_a_supervisor_reads_the_awards_of_their_own_alone(pledged):
    supervisor = make_user("supervisor", pledged)
    own = make_started(pledged, supervisor=make_supervisor(pledged, user=supervisor))
    other = make_started(pledged)
    for one in (own, other):
        make_award(one.enrolment.researcher)

    text = read(supervisor)

    assert own.candidate.full_name in text
    assert other.candidate.full_name not in text
    assert "Pledged" not in text


def test_without_an_agreement_the_page_says_so(centre, director):
    centre.agreements.all().delete()

    assert "There is no agreement yet, so nothing is pledged." in read(director)


def test_without_a_pledge_the_page_says_so(centre, director):
    centre.agreements.update(pledged_amount=None)

    assert "No pledge is set" in read(director)


def test_past_its_end_the_page_says_when_the_pledge_ended(pledged, director):
    pledged.agreements.update(ends_on=date(2025, 12, 31))

    assert "The window of the pledge ended on 31 Dec 2025." in read(director)


def test_while_a_price_is_missing_nothing_that_needs_it_is_told_as_a_number(
    pledged, director, capsys
):
    make_started(pledged, started_on=date(2026, 1, 1))
    CostRate.objects.all().delete()

    text, shown = read(director), told(director)
    call_command("progress", "--format", "json")
    funding = json.loads(capsys.readouterr().out)["funding"]

    assert "No cost rate of Conference grant, Postdoc salary, Stipend, so what the plan" in text
    amounts = {line.label: line.amount for line in shown["lines"]}
    assert amounts["Pledged, no less than"] == "RMB 30,000,000"
    assert (amounts["Forecast to completion"], amounts["Left of the pledge"]) == ("–", "–")
    assert {(one.cost, one.so_far, one.left) for one in shown["years"]} == {("–", "–", "–")}
    assert {cell for _what, row in shown["scenario_rows"] for cell in row} == {("–", "–", False)}
    assert (funding["forecast_to_completion"], funding["left"]) == (None, None)


def test_a_postdoc_salary_that_is_missing_leaves_doctoral_scenarios_priced(pledged, director):
    CostRate.objects.filter(kind="salary").delete()

    shown = told(director)

    assert shown["postdocs"] == "–"
    assert "–" not in {total for _what, row in shown["scenario_rows"] for total, _s, _o in row}


def test_page_and_json_tell_the_same(pledged, director, capsys):
    make_ledger_entry(pledged, "committed", 700_000, currency="HKD", rate=Decimal("0.92"))
    make_ledger_entry(pledged, "received", 4_000_000)
    make_ledger_entry(pledged, "spent", 123_456, currency="HKD", rate=Decimal("0.92"))

    text = read(director)
    call_command("progress", "--format", "json")
    told = json.loads(capsys.readouterr().out)["funding"]

    assert (told["pledged"], told["received"]) == ("30000000.00", "4000000.00")
    for key in ("pledged", "received", "committed", "spent", "forecast_to_completion", "left"):
        assert written(Money(Decimal(told[key]), told["currency"])) in text, key
    months = told["person_months"]
    assert f"{months['inside']:,} of {months['inside'] + months['beyond']:,} person-months" in text


def test_the_page_costs_the_same_for_one_entry_and_a_hundred(pledged, director):
    client, person = signed_in(director), make_started(pledged).enrolment.researcher
    taken = []
    for more in (1, 99):
        for _ in range(more):
            make_ledger_entry(pledged)
            make_award(person)
        client.get(PAGE)
        taken.append(cost(client, "get", PAGE).statements)

    assert taken[0] == taken[1]


def test_a_viewer_from_industry_is_refused(pledged):
    assert signed_in(make_user("industry", pledged)).get(PAGE).status_code == 403


def test_the_dashboard_names_what_is_committed_of_the_pledge(pledged, director):
    make_ledger_entry(pledged, "committed", 11_400_000)

    page = signed_in(director).get("/").content.decode()

    tile = page[page.index("Funding committed") :]
    assert tile.index("¥11.4M") < tile.index("of ¥30.0M pledged") < tile.index("25 doctoral")
    assert 'href="/funding/"' in page


def told(user, path=PAGE):
    """The context the page was shown with."""
    return signed_in(user).get(path).context


@pytest.mark.parametrize(("committed", "lines"), [(700_000, 1), (90_000_000, 2)])
def test_the_table_of_years_ends_with_what_the_position_says_is_left(
    pledged, director, committed, lines
):
    make_started(pledged, started_on=date(2026, 1, 1))
    make_ledger_entry(pledged, "committed", committed)
    make_ledger_entry(pledged, "spent", 123_456)

    shown = told(director)

    found, steps = shown["funding"], shown["bridge"]
    assert len(steps) == lines
    assert steps[-1].left == written(Money(found.left, "CNY"))
    assert steps[-1].so_far == written(Money(found.expected, "CNY"))
    assert steps[0].label.endswith("what the ledger paid, not what the plan prices")
    assert written(Money(abs(found.left), "CNY")) in {line.amount for line in shown["lines"]}


def test_where_nothing_was_paid_or_priced_yet_the_years_need_no_bridge(pledged, director):
    shown = told(director)

    assert shown["bridge"] == []
    assert shown["years"][-1].left == written(Money(shown["funding"].left, "CNY"))


def test_shares_name_their_rate_and_the_published_one_gives_the_published_table(pledged, director):
    ExchangeRate.objects.create(
        centre=pledged, base="CNY", into="HKD", rate="1.2", on=date(2026, 1, 5), source="Bank"
    )

    newest, published = told(director), told(director, f"{PAGE}?rate=pledged")

    def shares(shown):
        return [[share for _total, share, _over in row] for _what, row in shown["scenario_rows"]]

    assert newest["scenario_rate"] == "RMB 1 = HKD 1.2, rate of 5 Jan 2026"
    assert shares(newest)[0] == ["48%", "64%"]
    assert published["scenario_rate"] == "RMB 1 = HKD 1.092, rate of 5 Nov 2024"
    assert shares(published) == [["53%", "70%"], ["63%", "83%"], ["80%", "106%"], ["90%", "119%"]]
    assert [one.chosen for one in published["rate_choices"]] == [False, True]
    assert published["funding"].beside == newest["funding"].beside  # all else stays at the newest


def test_todays_rate_values_what_is_still_to_move_and_nothing_that_has_moved(pledged, director):
    make_ledger_entry(pledged, "received", 1_000_000)
    make_ledger_entry(pledged, "committed", 700_000, currency="HKD", rate=Decimal("0.92"))
    make_ledger_entry(pledged, "spent", 123_456, currency="HKD", rate=Decimal("0.92"))

    beside = {one.label: one.beside for one in told(director)["lines"]}

    assert [label for label, other in beside.items() if not other] == [
        "Received", "Committed", "Spent",
    ]  # fmt: skip
    assert beside["Pledged, no less than"] == "HKD 32,760,000"


def test_without_a_newer_rate_there_is_none_to_choose(pledged, director):
    assert told(director)["rate_choices"] == []


def test_somebody_with_several_awards_is_named_once(pledged, director):
    person = make_started(pledged).enrolment.researcher
    other = make_started(pledged).enrolment.researcher
    make_award(person)
    make_award(other)
    make_award(person, source="university", first=date(2028, 9, 1), last=date(2029, 8, 1))

    text = read(director)

    awards = text[text.index("Awards by researcher") :]
    assert awards.count(person.candidate.full_name) == 1
    assert 'rowspan="2"' in signed_in(director).get(PAGE).content.decode()


def test_an_empty_rate_is_the_newest_of_that_day_into_the_pledges_currency(pledged, manager):
    for day, rate in [(date(2026, 1, 5), "0.90"), (date(2026, 6, 1), "0.95")]:
        ExchangeRate.objects.create(
            centre=pledged, base="HKD", into="CNY", rate=rate, on=day, source="Bank"
        )

    signed_in(manager).post(
        reverse("recruitment:ledger-add"), ENTRY | {"amount": "5000", "currency": "HKD"}
    )

    (entry,) = LedgerEntry.objects.all()
    assert (entry.rate, entry.rate_on, entry.rate_source) == (
        Decimal("0.90"), date(2026, 1, 5), "Bank",
    )  # fmt: skip


def test_a_rate_of_ones_own_says_where_it_comes_from(pledged, manager):
    data = ENTRY | {"amount": "5000", "currency": "HKD", "rate": "0.91"}
    client, url = signed_in(manager), reverse("recruitment:ledger-add")

    refused = client.post(url, data)
    client.post(url, data | {"rate_source": "Bank advice 9"})

    assert "Say where the rate comes from." in refused.content.decode()
    (entry,) = LedgerEntry.objects.all()
    assert (entry.rate, entry.rate_on) == (Decimal("0.91"), entry.on)


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("2026-09", "2026-08", "The last month must not come before the first."),
        ("2026-09", "2034-09", "That is more than eight years."),
    ],
)
def test_an_award_whose_months_are_a_slip_is_refused(pledged, manager, first, last, why):
    person = make_started(pledged).enrolment.researcher
    data = {"source": "rgc", "from_month": first, "to_month": last, "kind": "stipend"}

    answer = signed_in(manager).post(reverse("recruitment:award-add", args=[person.pk]), data)

    assert why in answer.content.decode()
    assert not Award.objects.exists()


def test_a_sum_of_the_ledger_opens_the_entries_it_counts(pledged, director):
    spent = make_ledger_entry(pledged, "spent")
    make_ledger_entry(pledged, "received")
    client = Client()
    client.force_login(director)
    lines = {one.label: one.href for one in client.get("/funding/").context["lines"]}

    page = client.get("/funding/" + lines["Spent"])

    assert [one.pk for one in page.context["entries"]] == [spent.pk]
    assert "Ledger: Spent" in page.content.decode()


def test_what_is_committed_opens_what_was_signed_and_what_was_spent(pledged, director):
    signed = make_ledger_entry(pledged, "committed", 1000)
    unsigned = make_ledger_entry(pledged, "spent", 400, currency="HKD", rate=Decimal("0.5"))
    make_ledger_entry(pledged, "received", 70)
    (line,) = [one for one in told(director)["lines"] if one.label == "Committed"]

    page = signed_in(director).get(PAGE + line.href)

    assert {one.pk for one in page.context["entries"]} == {signed.pk, unsigned.pk}
    assert "Ledger: Committed, Spent" in page.text
    assert line.amount == "RMB 1,200"


def test_offers_that_are_out_are_as_many_as_the_list_they_open(pledged, director, manager):
    first = make_application(pledged)
    second = make_application(pledged, candidate=first.candidate, track="postdoc")
    for one in (first, second):
        make_offer(one, by=manager, state="sent")
    (line,) = [one for one in told(director)["lines"] if one.label == "Offers that are out"]

    listed = signed_in(director).get(line.href)

    assert len(listed.context["rows"]) == 2
    assert line.text.startswith("2 offers")


def test_person_months_are_the_sum_of_the_rows_they_open(pledged, director):
    for day in (date(2026, 9, 1), date(2027, 9, 1)):
        make_award(make_started(pledged).enrolment.researcher, first=day)
    client = Client()
    client.force_login(director)

    context = client.get("/funding/").context

    funding, rows = context["funding"], context["months"]
    assert sum(one.people for one in rows) == funding.whole.person_months
    late = sum(one.known for one in rows if one.beyond)
    assert late == funding.known.person_months_beyond
    assert sum(one.known for one in rows) == funding.known.person_months > 0
