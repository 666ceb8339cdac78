"""The tile of the money follows whatever is written about money, at once."""

from datetime import date

import pytest
from django.urls import reverse

from centre.money.models import CostRate, ExchangeRate, LedgerEntry
from recruitment.funding.models import Award, FundingBasis
from tests.factories import make_award, make_centre, make_ledger_entry, make_started
from tests.measuring import cost


@pytest.fixture
def pledged(centre):
    centre.agreements.update(pledged_amount=30_000_000, pledged_currency="CNY")
    return centre


def tile(client):
    page = client.get("/").content.decode()
    text = page[page.index("Funding committed") :]
    return text[: text.index("</a>")]


def test_a_new_ledger_entry_shows_on_the_dashboard_at_once(as_manager, pledged):
    assert "¥11.4M" not in tile(as_manager)

    as_manager.post(
        reverse("recruitment:ledger-add"),
        {"kind": "committed", "on": "2026-03-01", "currency": "CNY", "evidence": "Letter"}
        | {"amount": "11400000"},
    )

    assert "¥11.4M" in tile(as_manager)


def _edit_entry(centre):
    entry = LedgerEntry.objects.get()
    entry.amount = 5_000_000
    entry.save()


def _quote(centre):
    ExchangeRate.objects.create(
        centre=centre, base="CNY", into="HKD", rate="1.3", on=date(2026, 3, 1), source="Bank"
    )


def _forget_a_rate(centre):
    ExchangeRate.objects.get(centre=centre, base="USD").delete()


def _dearer(centre):
    rate = CostRate.objects.get(centre=centre, kind="stipend")
    rate.amount = 40_000
    rate.save()


def _award(centre):
    make_award(centre.researchers.get(), amount=50_000, currency="CNY")


def _longer(centre):
    FundingBasis.objects.create(agreement=centre.agreements.get(), doctoral_months=60)


def _pledge(centre):
    agreement = centre.agreements.get()
    agreement.pledged_amount = 40_000_000
    agreement.save()


@pytest.mark.parametrize(
    "write", [_edit_entry, _quote, _forget_a_rate, _dearer, _award, _longer, _pledge]
)
def test_whatever_is_written_about_money_shows_at_once(as_manager, pledged, write):
    make_started(pledged)
    make_ledger_entry(pledged, "committed", 2_000_000)
    before = tile(as_manager)

    write(pledged)

    assert tile(as_manager) != before


def test_an_award_taken_away_shows_at_once(as_manager, pledged):
    make_started(pledged)
    _award(pledged)
    before = tile(as_manager)

    Award.objects.get().delete()

    assert tile(as_manager) != before


def test_money_of_another_centre_leaves_the_kept_figures_alone(as_manager, pledged):
    other = make_centre()
    as_manager.get("/")
    kept = cost(as_manager, "get", "/").statements

    make_ledger_entry(other, "committed", 5_000)

    assert cost(as_manager, "get", "/").statements == kept
