"""What was committed, received and spent; only the unspent is re-valued."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from centre.money.ledger import Entry, sum_up
from centre.money.rates import Quote, Rates


def at(rate):
    return Rates([Quote("HKD", "CNY", Decimal(rate), date(2026, 11, 1), "bank")])


def entry(kind, amount, *, rate="0.9", currency="HKD"):
    return Entry(kind, currency, Decimal(amount), "CNY", Decimal(amount) * Decimal(rate))


def test_only_the_unspent_is_revalued_and_the_difference_stands_apart():
    entries = [
        entry("committed", 1000, rate="0.9"),
        entry("spent", 400, rate="0.92"),
        entry("received", 700, rate="1", currency="CNY"),
    ]

    found = sum_up(entries, at("0.95"), "CNY")

    assert found.spent == 368
    assert found.outstanding == 570  # 600 at today's 0.95
    assert found.committed == 938
    assert found.committed_booked == 900
    assert found.variance == 30  # 600 at 0.95 instead of 0.90
    assert (found.received, found.in_hand) == (700, 332)


def test_each_currency_has_a_variance_of_its_own():
    entries = [entry("committed", 1000), entry("committed", 500, rate="1", currency="CNY")]

    found = sum_up(entries, at("0.95"), "CNY")

    assert [(one.currency, one.unspent, one.variance) for one in found.unspent] == [
        ("CNY", 500, 0),
        ("HKD", 1000, 50),
    ]


def test_spending_more_than_was_committed_leaves_nothing_outstanding():
    found = sum_up([entry("committed", 100), entry("spent", 300)], at("0.95"), "CNY")

    assert (found.outstanding, found.committed, found.variance) == (0, 270, 0)


def test_without_a_newest_rate_the_unspent_keeps_the_rate_it_was_booked_at():
    found = sum_up([entry("committed", 100)], Rates([]), "CNY")

    assert (found.outstanding, found.variance) == (90, 0)


def test_an_entry_no_rate_leads_here_is_told_not_guessed():
    stranger = Entry("spent", "EUR", Decimal(5), "EUR", Decimal(5))

    found = sum_up([stranger, entry("spent", 10)], at("0.95"), "CNY")

    assert (found.unread, found.entries, found.spent) == (1, 1, 9)


def test_an_empty_ledger_is_all_zero():
    found = sum_up([], Rates([]), "CNY")

    assert (found.committed, found.received, found.spent, found.in_hand) == (0, 0, 0, 0)


entries = st.lists(
    st.builds(
        entry,
        st.sampled_from(["committed", "received", "spent"]),
        st.integers(1, 10**7),
        rate=st.decimals("0.5", "2", places=3),
        currency=st.sampled_from(["HKD", "CNY"]),
    ),
    max_size=12,
)


@given(entries)
def test_committed_is_spent_and_what_is_still_to_be_paid(rows):
    found = sum_up(rows, at("0.95"), "CNY")

    assert found.committed == found.spent + found.outstanding
    assert found.outstanding >= 0
    booked = sum(one.booked for one in found.unspent)
    assert round(found.variance, 6) == round(found.outstanding - booked, 6)
